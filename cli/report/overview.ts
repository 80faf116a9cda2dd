import { html, type Markup, type Table } from './html';
import type { Report } from './report';

/** One chapter of the report. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: readonly (Markup | Table)[];
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

export function facts(report: Report): Markup {
  const { readiness, problems, participants, stacks, sizing } = report;
  const met = readiness.filter((criterion) => criterion.met).length;
  const rows: readonly (readonly [string, string])[] = [
    ['Mojaloop', report.release],
    ['Profile', report.profile],
    ['Platform', report.platform],
    ['Size', `${sizing.size}, ${sizing.transfersPerSecond} transfers/s`],
    ['Participants', String(participants.length)],
    ['Stacks', String(stacks.length)],
    ['Ready for production', `${met} of ${readiness.length}`],
    ['Findings', problems.length === 0 ? 'none' : count(problems.length, 'finding')],
  ];
  return html`<dl class="facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}
