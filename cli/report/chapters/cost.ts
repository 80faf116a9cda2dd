import { money, range, things } from '../../cost/text';
import { code, html, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function costSection({ cost, platform }: Report): Section {
  const { currency, tables, stacks, total, unknown, notCounted, hours } = cost;
  const prices = tables.map(({ name, date }) => `${name}, ${date}`).join('; ');
  const amounts = [
    { title: 'Fewest nodes', number: true, cell: ({ least }: { readonly least: number }) => money(least) },
    { title: 'Most nodes', number: true, cell: ({ most }: { readonly most: number }) => money(most) },
  ] as const;
  return {
    id: 'cost',
    title: 'Cost',
    body: [
      stacks.length === 0
        ? html`<p>Nothing of it is paid to a cloud: on ${platform} machines, disks and balancer belong to whoever runs the cluster.</p>`
        : html`<p>${currency} a month before tax and discounts, machines running ${Math.round(hours.running)} of ${hours.month} hours. ${prices}: another region has other prices. <code>workbench cost --prices</code> takes a table of your own.</p>`,
      table(
        'stack-costs',
        'What each stack costs a month',
        [
          { title: 'Stack', cell: ({ stack }) => stack },
          ...amounts,
          { title: 'Without a price', number: true, cell: ({ unknown: lines }) => lines || '' },
        ],
        stacks.length === 0 ? [] : [...stacks, { stack: 'total', ...total, lines: 0, unknown: unknown.length }],
        'nothing that a price table has.',
      ),
      table(
        'thing-costs',
        'What it is paid for',
        [
          { title: 'What', cell: ({ what }) => what },
          { title: 'How many', number: true, cell: ({ count }) => range(count) },
          ...amounts,
          { title: 'Key in a price table', cell: ({ key }) => code(key) },
        ],
        things(cost),
        'nothing that a price table has.',
      ),
      table(
        'unpriced',
        'No price is known, so not in the sum',
        [
          { title: 'What', cell: ({ what }) => what },
          { title: 'A month', number: true, cell: ({ quantity, unit }) => `${range(quantity)} × ${unit}` },
          { title: 'Key in a price table', cell: ({ key }) => code(key) },
        ],
        unknown,
        'nothing.',
      ),
      table(
        'not-counted',
        'Depends on use, so not counted',
        [
          { title: 'What', cell: ({ what }) => what },
          { title: 'Price', cell: ({ price, unit }) => (price === undefined ? 'unknown' : `${price} a ${unit}`) },
          { title: 'Key in a price table', cell: ({ key }) => code(key) },
        ],
        notCounted,
        'nothing.',
      ),
    ],
  };
}
