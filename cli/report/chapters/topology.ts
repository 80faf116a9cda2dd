import { badge, code, html, table, trusted } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';
import type { StackRow } from '../stack-states';

/** Width of a picture in pixels, as it says itself: it is never drawn so small that nobody can read it, but scrolls. */
const widthOf = (picture: string): string => /width="(\d+)"/.exec(picture)?.[1] ?? '1200';

/** By the journal of the folder the report was made in. */
const states = {
  never: { tone: 'plain', word: 'not deployed from here' },
  applied: { tone: 'good', word: 'applied' },
  changed: { tone: 'warn', word: 'changed since' },
  failed: { tone: 'bad', word: 'failed' },
  interrupted: { tone: 'bad', word: 'interrupted' },
  running: { tone: 'warn', word: 'at work' },
  destroyed: { tone: 'plain', word: 'destroyed' },
} as const satisfies Readonly<Record<StackRow['state'], { readonly tone: 'plain' | 'good' | 'warn' | 'bad'; readonly word: string }>>;

/** Pixels from which a picture gets a page across. */
const broad = 1300;

/** @param pictures the drawn graphs, by view */
export function pictureSection(report: Report, pictures: { readonly topology: string; readonly stacks: string }): Section {
  /** A picture that is much wider than high has a page of its own on paper, across. */
  const figure = (name: string, picture: string, across = false) =>
    html`<div class="${across ? 'picture broad' : 'picture'}" role="region" tabindex="0" aria-label="${name}" style="--w:${widthOf(picture)}px">${trusted(picture)}</div>`;
  return {
    id: 'topology',
    title: 'Topology',
    body: [
      html`<p>Who talks to whom. An arrow that begins or ends at a box holds for everything in it; connections to the API server of the cluster are left out, and what monitoring asks of every part. Rest the pointer on an arrow to read its reason; follow a box to the table that tells more of it. The table of <a href="#flows">network flows</a> is complete.</p>`,
      figure('Picture of who talks to whom', pictures.topology, Number(widthOf(pictures.topology)) > broad),
      html`<h3>Stacks</h3><p>Each is planned and deployed on its own, after those it needs.</p>`,
      figure('Stacks and what they need', pictures.stacks),
      table(
        'stacks',
        'Stacks in the order they are deployed',
        [
          { title: 'Stack', short: true, cell: ({ id }) => code(id) },
          { title: 'What it holds', cell: ({ description }) => description },
          { title: 'Needs', cell: ({ needs }) => needs.join(', ') },
          { title: 'State', cell: ({ state }) => badge(states[state].tone, states[state].word) },
          { title: 'Last run', short: true, cell: ({ at }) => at?.slice(0, 16).replace('T', ' ') ?? '' },
        ],
        report.stacks,
      ),
    ],
  };
}
