import { badge, html, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

/** Nothing where there was no report before. */
export function changesSection({ since }: Report): Section[] {
  if (since === undefined) return [];
  const last = `the last report${since.date ? `, of ${since.date}` : ''}`;
  return [
    {
      id: 'changes',
      title: 'Since the last report',
      body: [
        html`<p>What stands otherwise than in ${last}.</p>`,
        table(
          'changed',
          'What has changed',
          [
            { title: 'Name', cell: ({ name }) => name },
            { title: 'What', short: true, cell: ({ what }) => what },
            {
              title: 'Change',
              cell: ({ before, now }) => badge('plain', before === null ? 'new' : now === null ? 'gone' : 'changed'),
            },
            { title: 'Before', cell: ({ before }) => before ?? '' },
            { title: 'Now', cell: ({ now }) => now ?? '' },
          ],
          since.changes,
          `nothing, everything stands as in ${last}.`,
          { open: true },
        ),
      ],
    },
  ];
}
