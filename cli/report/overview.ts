import { html, type Markup, type Table } from './html';
import type { Report } from './report';

/** One chapter of the report. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: readonly (Markup | Table)[];
}

const whole = (amount: number) => Math.round(amount).toLocaleString('en-GB');
/** What of it has no price is said beside the sum: a part that is left out must not look cheap. */
function costText({ stacks, total, currency, unknown }: Report['cost']): string {
  if (stacks.length === 0) return 'nothing to a cloud';
  const without = unknown.length > 0 ? `; ${count(unknown.length, 'price')} unknown` : '';
  return `from ${whole(total.least)} ${currency} a month${without}`;
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

export function facts(report: Report): Markup {
  const { readiness, score, problems, participants, sizing, cost } = report;
  const met = readiness.filter((criterion) => criterion.met).length;
  const rows: readonly (readonly [string, string])[] = [
    ['Mojaloop', report.release],
    ['Profile', report.profile],
    ['Platform', report.place],
    ['Size', `${sizing.size}, ${sizing.transfersPerSecond} transfers/s`],
    ['Participants', String(participants.length)],
    ['Cost', costText(cost)],
    ['Ready for production', `${score} of 100 (${met} of ${readiness.length} criteria)`],
    ['Findings', problems.length === 0 ? 'none' : count(problems.length, 'finding')],
  ];
  return html`<dl class="facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}
