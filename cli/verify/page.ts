import { badge, html, type Markup, table } from '../report/html';
import { style } from '../report/style';
import { wholePage } from '../report/whole-page';
import { failures } from './page-failures';
import { verifyStyle } from './page-style';
import { type CaseResult, isFailed, type RunOutcome, type RunVerdict, totalsOf, type VerifyResult } from './result';
import { capital, headline, shownSeconds } from './text';

const tones = { passed: 'good', failed: 'bad', skipped: 'plain', broken: 'warn', 'not-run': 'plain' } as const;
const words = { passed: 'passed', failed: 'failed', skipped: 'skipped', broken: 'no result', 'not-run': 'not run' } as const;

const mark = (outcome: keyof typeof words): Markup => badge(tones[outcome], words[outcome]);

/** Failures first; the others stay in the order of the run. */
const failedFirst = (cases: readonly CaseResult[]): readonly CaseResult[] => [
  ...cases.filter(isFailed),
  ...cases.filter((one) => !isFailed(one)),
];

const passedOf = ({ requests }: CaseResult): string => {
  const all = requests.flatMap(({ assertions }) => assertions);
  return `${all.filter((one) => !isFailed(one)).length} of ${all.length}`;
};

function caseTable(run: RunVerdict) {
  const totals = totalsOf(run.cases);
  return table<CaseResult>(
    `cases-${run.name}`,
    `${totals.cases} test cases, ${totals.failedCases} failed`,
    [
      { title: 'Test case', cell: ({ name }) => name },
      { title: 'Result', cell: ({ outcome }) => mark(outcome), short: true },
      { title: 'Requests', cell: ({ requests }) => requests.length, number: true },
      { title: 'Checks passed', cell: passedOf, number: true },
      { title: 'Time', cell: ({ seconds }) => shownSeconds(seconds), number: true },
    ],
    failedFirst(run.cases),
  );
}

const hasTable = ({ cases }: RunVerdict) => cases.length > 0;

const runSection = (run: RunVerdict): Markup =>
  html`<section aria-labelledby="run-${run.name}"><h2 id="run-${run.name}">${capital(run.title)} ${mark(run.outcome)}</h2>
<p class="soft"><code>${run.name}</code>, ${run.phase}${run.startedAt ? `, took ${shownSeconds(run.seconds)}` : ''}${run.gates ? '' : ', its outcome does not count for the whole'}</p>
${run.why ? html`<p>${run.why}</p>` : ''}${hasTable(run) ? caseTable(run).markup : ''}</section>
`;

const verdictTone: { readonly [Outcome in VerifyResult['outcome']]: 'good' | 'bad' | 'warn' } = {
  passed: 'good',
  failed: 'bad',
  interrupted: 'warn',
  nothing: 'warn',
};

function facts({ runs, totals, seconds }: VerifyResult): Markup {
  const of = (outcome: RunOutcome) => runs.filter((run) => run.outcome === outcome).length;
  const rows = [
    { what: 'Runs passed', value: `${of('passed')} of ${runs.length}`, red: of('failed') + of('broken') > 0 },
    { what: 'Test cases failed', value: `${totals.failedCases} of ${totals.cases}`, red: totals.failedCases > 0 },
    { what: 'Checks failed', value: `${totals.failedAssertions} of ${totals.assertions}`, red: totals.failedAssertions > 0 },
    { what: 'Time', value: shownSeconds(seconds), red: false },
  ];
  return html`<dl class="facts">${rows.map(({ what, value, red }) => html`<div${red ? html` class="red"` : ''}><dt>${what}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/**
 * The result as one page that needs nothing else: no script, no font, no picture from elsewhere, and a policy that forbids them. What failed comes first,
 * with request and response; it works from a file, on paper and on a phone. There is no secret in it.
 */
export function page(result: VerifyResult): string {
  const { environment, release, outcome, runs } = result;
  const failed = failures(runs);
  const begun = runs.find(({ startedAt }) => startedAt)?.startedAt;
  const narrow = runs.filter(hasTable).map((run) => caseTable(run).narrowStyle);
  const body = html`<a class="skip" href="#main">To the result</a>
<header>
<p class="verdict ${verdictTone[outcome]}">${headline(result)}</p>
<h1>Golden path of ${environment}</h1>
<p class="lead">Mojaloop ${release}${begun ? html`, begun at <time datetime="${begun}">${begun.slice(0, 16).replace('T', ' ')} UTC</time>` : ''}.</p>
${facts(result)}
<nav aria-label="Contents"><ul>${failed.length > 0 ? html`<li><a href="#failed">What failed</a></li>` : ''}${runs.map(({ name, title }) => html`<li><a href="#run-${name}">${capital(title)}</a></li>`)}</ul></nav>
</header>
<main id="main">
${failed.length > 0 ? html`<section aria-labelledby="failed"><h2 id="failed">What failed</h2>${failed}</section>` : ''}
${runs.map(runSection)}
</main>
<footer>Made by <code>workbench verify</code> from the reports of the testing toolkit. Tokens, passwords, keys and certificates are hidden; requests and responses are kept for failed cases, and long ones are cut.</footer>
`;
  const title = `${headline(result)} – ${environment}`;
  return wholePage({ title, generator: 'workbench verify', styles: [style, verifyStyle], narrow: narrow.join('\n'), body });
}
