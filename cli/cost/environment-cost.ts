import type { EnvironmentModel } from '../../config/environment';
import { didYouMean, type Problem, problem } from '../../config/problems';
import { type Counted, count } from '../../cost/count';
import { runningHours } from '../../cost/hours';
import type { Inventory } from '../../cost/items';
import { type Bill, bill } from '../../cost/price';
import type { Prices } from '../../cost/price-table';
import { gather } from '../../policy/gather';
import type { WorkbenchStack } from '../../stacks/workbench-stack';
import { stackInput } from '../finished-stack';

/** What an environment costs, with everything that was counted and the prices it was counted at. */
export interface EnvironmentCost extends Bill, Pick<Counted, 'free' | 'unknownTypes'> {
  readonly currency: string;
  readonly tables: Prices['tables'];
}

/** Everything in the stacks of an environment that may cost something. */
export function inventoryOf({ config }: EnvironmentModel, stacks: readonly WorkbenchStack[]): Inventory {
  const inputs = stacks.map(stackInput);
  const charts = inputs.flatMap(({ id: stack, releases }) =>
    releases.map(({ id, chart, values }) => ({ stack, type: `chart:${chart}`, address: `helm_release.${id}`, attributes: values })),
  );
  return { config, parts: [...gather(config, inputs).resources, ...charts] };
}

/** Prices an environment. The same input gives the same bill. */
export function costOf(model: EnvironmentModel, stacks: readonly WorkbenchStack[], prices: Prices): EnvironmentCost {
  const { items, free, unknownTypes } = count(inventoryOf(model, stacks));
  const { currency, tables } = prices;
  return { currency, tables, ...bill(items, prices, runningHours(model.config.operations.hibernation)), free, unknownTypes };
}

/** What is odd about the prices: another region, another unit, keys that nothing asks for, types nobody knows. */
export function costProblems({ config }: EnvironmentModel, cost: EnvironmentCost, prices: Prices, file: string | undefined): Problem[] {
  const { region } = config.platform;
  const asked = new Map([...cost.lines, ...cost.notCounted].map(({ key, unit }) => [key, unit]));
  const usedRegions = new Set(cost.lines.flatMap(({ key }) => prices.prices.get(key)?.region ?? []));
  const others = [...usedRegions].filter((other) => region !== undefined && other !== region);
  const wrongUnits = [...asked].filter(([key, unit]) => prices.prices.has(key) && prices.prices.get(key)?.unit !== unit);
  return [
    ...wrongUnits.map(([key, unit]) =>
      problem('COST-UNIT', `${key} is priced by ${prices.prices.get(key)?.unit}, and is counted by ${unit}`, `write unit: ${unit}`, {
        file,
        path: `prices.${key}`,
      }),
    ),
    ...others.map(
      (other): Problem => ({
        severity: 'warning',
        code: 'COST-REGION',
        message: `prices are of ${other}, and this environment is in ${region}, which has others`,
        hint: 'workbench cost <env> --template mine.yaml writes a table to fill; --prices mine.yaml reads it',
      }),
    ),
    ...cost.unknownTypes.map(
      ({ type, addresses }): Problem => ({
        severity: 'warning',
        code: 'COST-TYPE',
        path: addresses[0],
        message: `nobody here knows whether ${type} costs anything`,
        hint: 'look it up in the calculator of the cloud, and add it to what is told here',
      }),
    ),
  ];
}

/** Keys of a table of one's own that nothing in the environment asks for: a slip of the pen, or a table for several environments. */
export function idleKeys(cost: EnvironmentCost, keys: readonly string[], file: string): Problem[] {
  const asked = [...cost.lines, ...cost.notCounted].map(({ key }) => key);
  return keys
    .filter((key) => !asked.includes(key))
    .map((key) => ({
      severity: 'warning',
      code: 'COST-KEY',
      file,
      path: key,
      message: `nothing in this environment is counted as ${key}`,
      hint: didYouMean(key, asked) ?? 'fine where the table serves other environments too',
    }));
}
