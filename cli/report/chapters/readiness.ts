import { badge, code, html, stacked, table } from '../html';
import type { Section } from '../overview';
import type { Report } from '../report';

export function readinessSection({ readiness, score }: Report): Section {
  const missing = readiness.filter(({ met }) => !met).length;
  return {
    id: 'readiness',
    title: 'Production readiness',
    body: [
      html`<p><strong>${score} of 100.</strong> ${missing === 0 ? 'Everything that production asks for is there.' : `${missing} of ${readiness.length} criteria are not met yet.`} The criteria are the rules that <code>workbench check</code> holds a production file against.</p>`,
      table(
        'unmet',
        'What is missing for production',
        [
          { title: 'Criterion', cell: ({ title }) => title },
          { title: 'State', cell: () => badge('bad', 'Not met') },
          {
            title: 'What to set',
            cell: ({ toDo }) =>
              stacked(toDo.map(({ path, message, hint }) => html`${code(path)} ${message}${hint ? html`; <em>${hint}</em>` : ''}`)),
          },
          { title: 'Code', short: true, cell: (criterion) => code(criterion.code) },
        ],
        readiness.filter(({ met }) => !met),
        'nothing.',
        { open: true },
      ),
      table(
        'met',
        'What production asks for and has',
        [
          { title: 'Criterion', cell: ({ title }) => title },
          { title: 'State', cell: () => badge('good', 'Met') },
          { title: 'Code', short: true, cell: (criterion) => code(criterion.code) },
        ],
        readiness.filter(({ met }) => met),
        'nothing.',
      ),
    ],
  };
}
