import { code, fewOf, html, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

/** The calendar: what has a next version, how often, by whom, and what stops meanwhile. */
export function rotationSection({ rotation }: Report): Section {
  return {
    id: 'rotation',
    title: 'Calendar of rotations',
    body: [
      html`<p>How old each is, and the day on which the next is due: ${code('workbench rotate list')}.</p>`,
      table(
        'rotation-calendar',
        'What has a next version, and how often',
        [
          { title: 'What', cell: ({ title, ids }) => `${ids.length > 1 ? `${ids.length}: ` : ''}${title}` },
          { title: 'Which', cell: ({ ids }) => fewOf(ids) },
          {
            title: 'Next one',
            short: true,
            cell: ({ everyDays }) => (everyDays === undefined ? 'by itself, when a third is left' : `after ${everyDays} days`),
          },
          { title: 'By', short: true, cell: ({ by }) => by },
          { title: 'What stops, or what to do', cell: ({ interruption, byHand }) => byHand ?? interruption ?? 'nothing stops' },
        ],
        rotation,
        'none.',
      ),
    ],
  };
}
