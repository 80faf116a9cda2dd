import { code, html, table, trusted } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

/** @param pictures the drawn graphs, by view */
export function pictureSection(report: Report, pictures: { readonly topology: string; readonly stacks: string }): Section {
  const figure = (name: string, picture: string) =>
    html`<div class="picture" role="region" tabindex="0" aria-label="${name}">${trusted(picture)}</div>`;
  return {
    id: 'topology',
    title: 'Topology',
    body: [
      html`<p>Who talks to whom. An arrow that begins or ends at a box holds for everything in it; connections to the API server of the cluster are left out. The table of <a href="#flows">network flows</a> is complete.</p>`,
      figure('Topology', pictures.topology),
      html`<h3>Stacks</h3><p>Each is planned and deployed on its own, after those it needs.</p>`,
      figure('Stacks and what they need', pictures.stacks),
      table(
        'stacks',
        'Stacks in the order they are deployed',
        [
          { title: 'Stack', short: true, cell: ({ id }) => code(id) },
          { title: 'What it holds', cell: ({ description }) => description },
          { title: 'Needs', cell: ({ needs }) => needs.join(', ') },
        ],
        report.stacks,
      ),
    ],
  };
}
