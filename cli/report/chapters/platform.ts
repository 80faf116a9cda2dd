import { badge, code, html, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

/** What the platform brings and what it does not, each with its reason, and the network that is made of it. */
export function platformSection({ offers, ranges, place }: Report): Section {
  const offered = offers.filter((offer) => offer.offered);
  const others = offers.filter((offer) => !offer.offered);
  return {
    id: 'platform',
    title: 'Platform',
    body: [
      html`<p>It stands in <strong>${place}</strong>, which offers ${offered.length} of ${offers.length} things that a platform may bring.</p>`,
      table(
        'offered',
        'What the platform offers',
        [
          { title: 'What', cell: ({ title }) => title },
          { title: 'How', cell: ({ how }) => how },
          { title: 'Here', cell: ({ here }) => here },
        ],
        offered,
        'nothing: the cluster brings what it has.',
        { open: true },
      ),
      table(
        'not-offered',
        'What it does not offer',
        [
          { title: 'What', cell: ({ title }) => title },
          { title: 'State', cell: () => badge('plain', 'not offered') },
          { title: 'Why not', cell: ({ how }) => how },
          { title: 'Instead', cell: ({ instead }) => instead },
        ],
        others,
        'nothing: everything is offered.',
        { open: true },
      ),
      table(
        'ranges',
        'Network plan',
        [
          { title: 'What lies there', cell: ({ what }) => what },
          { title: 'Ranges', short: true, cell: (row) => stacked(row.ranges.map((range) => code(range))) },
          { title: 'Addresses', number: true, cell: ({ addresses }) => addresses?.toLocaleString('en-GB') },
          { title: 'Good to know', cell: ({ why }) => why },
        ],
        ranges,
        'the network belongs to whoever runs the cluster.',
      ),
    ],
  };
}
