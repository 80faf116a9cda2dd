import { badge, code, fewOf, html, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function releasesSection({ releases, limits, release }: Report): Section {
  return {
    id: 'releases',
    title: 'Releases and charts',
    body: [
      table(
        'charts',
        'Charts with their pinned versions',
        [
          { title: 'Chart', short: true, cell: ({ chart }) => code(chart) },
          { title: 'Version', short: true, cell: ({ version }) => version },
          {
            title: 'Newest known',
            cell: ({ version, newest }) =>
              newest === null ? '' : newest === version ? badge('good', 'the newest') : badge('warn', `${newest} is known`),
          },
          {
            title: 'Digest (sha256)',
            cell: ({ digest, own }) =>
              own ? 'part of this project' : digest ? html`<code class="any">${digest}</code>` : badge('warn', 'digest not known'),
          },
          { title: 'Repository', cell: ({ repository }) => repository ?? '' },
          {
            title: 'Releases',
            cell: ({ releases: all }) => `${all.length > 1 ? `${all.length}: ` : ''}${fewOf([...new Set(all.map(({ name }) => name))])}`,
          },
        ],
        releases,
      ),
      html`<h3>Limits of Mojaloop ${release}</h3>`,
      table(
        'limits',
        `What Mojaloop ${release} can and cannot do`,
        [
          { title: 'What', cell: ({ what }) => what },
          { title: 'Limit', cell: ({ limit }) => limit },
          { title: 'Here', cell: ({ here }) => here },
          {
            title: 'Verdict',
            cell: ({ verdict }) =>
              ({ within: badge('good', 'within'), beyond: badge('bad', 'beyond'), note: badge('plain', 'note') })[verdict],
          },
        ],
        limits,
      ),
    ],
  };
}
