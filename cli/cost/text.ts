import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Span } from '../../cost/price';
import type { EnvironmentCost } from './environment-cost';

/** 1234.5 as `1,234.50`. */
export const money = (amount: number): string => amount.toFixed(2).replace(/\B(?=(\d{3})+(?!\d)\.)/g, ',');
const whole = (n: number): string => String(Math.round(n * 100) / 100);
export const range = ({ least, most }: Span): string => (least === most ? whole(least) : `${whole(least)} to ${whole(most)}`);

const fit = (text: string, width: number) => (text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`);
const right = (text: string, width: number) => text.padStart(width);
const columns = (a: string, b: string, c: string, d: string) => `${fit(a, 38)} ${right(b, 13)} ${right(c, 13)} ${right(d, 12)}`;

/** Lines that make most of the bill; the others are summed up. `--json` has all of them. */
const largest = 12;

/** One kind of thing with what all of them cost, the dearest first. */
export interface ThingCost extends Span {
  readonly what: string;
  readonly key: string;
  readonly count: Span;
}

export function things({ lines }: Pick<EnvironmentCost, 'lines'>): ThingCost[] {
  const byKey = new Map<string, ThingCost>();
  for (const { key, what, cost, count } of lines) {
    if (!cost) continue;
    const known = byKey.get(key);
    const sum = (end: keyof Span) => (known?.[end] ?? 0) + cost[end];
    const number = { least: (known?.count.least ?? 0) + count.least, most: (known?.count.most ?? 0) + count.most };
    byKey.set(key, { key, what: known?.what ?? what, least: sum('least'), most: sum('most'), count: number });
  }
  return [...byKey.values()].sort((a, b) => b.most - a.most || (a.what < b.what ? -1 : 1));
}

function biggest(cost: EnvironmentCost): string[] {
  const sorted = things(cost);
  const rest = sorted.slice(largest);
  const total = (end: keyof Span) => rest.reduce((sum, one) => sum + one[end], 0);
  return [
    ...sorted.slice(0, largest).map(({ what, least, most, count }) => columns(what, money(least), money(most), range(count))),
    ...(rest.length > 0 ? [columns(`${rest.length} more`, money(total('least')), money(total('most')), '')] : []),
  ];
}

const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...lines]);

function hoursText({ hours }: EnvironmentCost, { operations }: WorkbenchConfig): string {
  const { month, running } = hours;
  if (!operations.hibernation) return `Everything runs ${month} hours a month: operations.hibernation is not set.`;
  return `Machines run ${whole(running)} of ${month} hours a month if they are stopped at\n"${operations.hibernation.stop}" and started at "${operations.hibernation.start}"; nothing stops by itself.`;
}

const nobody: Readonly<Partial<Record<WorkbenchConfig['platform']['provider'], string>>> = {
  kubernetes: 'Nothing here is paid to a cloud: nodes, disks and balancer belong to whoever\nruns the cluster.',
  'azure-stack':
    'Nothing here runs in a cloud: machines and disks belong to the building. Fees of\nAzure Local and Azure Arc are unknown unless a price table has them.',
};

/** The bill for a person, at most 80 columns wide. */
export function costText(file: string, config: WorkbenchConfig, cost: EnvironmentCost): string {
  const { stacks, total, unknown, notCounted, tables, currency } = cost;
  const priced = stacks.length > 0;
  return [
    priced ? `${file}: ${currency || 'no currency'} a month, list prices before tax and discounts` : `${file}:`,
    ...tables.filter(() => priced).map(({ name, date }) => `${name}, ${date}`),
    ...(nobody[config.platform.provider] ? [nobody[config.platform.provider] ?? ''] : []),
    ...(priced
      ? [
          '',
          columns('stack', 'fewest nodes', 'most nodes', 'no price'),
          ...stacks.map(({ stack, least, most, unknown: without }) =>
            columns(stack, money(least), money(most), without ? String(without) : ''),
          ),
          columns('total', money(total.least), money(total.most), unknown.length ? `${unknown.length} keys` : ''),
          ...section(columns('largest', '', '', 'how many'), biggest(cost)),
        ]
      : []),
    ...section(
      'No price is known, so not in the sum (write them into a table, --prices):',
      unknown.map(({ key, unit, what, quantity }) => `  ${fit(key, 40)} ${fit(what, 24)} ${range(quantity)} × ${unit}`.slice(0, 80)),
    ),
    ...section(
      'Not counted: it depends on use (write quantities into a table, --prices):',
      notCounted.map(({ key, unit, what, price }) =>
        `  ${fit(key, 32)} ${fit(what, 26)} ${price === undefined ? 'no price' : `${price} a ${unit}`}`.slice(0, 80),
      ),
    ),
    ...(priced ? ['', hoursText(cost, config)] : []),
    '',
  ].join('\n');
}
