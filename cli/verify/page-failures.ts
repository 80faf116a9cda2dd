import { badge, html, type Markup, trusted } from '../report/html';
import { type AssertionResult, type CaseResult, type Exchange, isFailed, type RequestResult, type RunVerdict, type Side } from './result';
import { capital } from './text';
import { xmlText } from './xml-text';

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;
const spoken = { passed: 'passed', failed: 'failed', skipped: 'skipped' } as const;

const said = ({ name, outcome, message }: AssertionResult): Markup =>
  html`<li${outcome === 'failed' ? html` class="no"` : ''}><span aria-label="${spoken[outcome]}">${marks[outcome]}</span> ${name}${message ? html`: <code class="any">${message}</code>` : ''}</li>`;

/** The wire's own lines: they keep their breaks and indents. A keyboard can scroll a long one. */
const lines = (label: string, text: string): Markup =>
  html`<pre tabindex="0" role="region" aria-label="${label}">${trusted(xmlText(text))}</pre>`;

function side(title: string, given: Side | undefined): Markup {
  if (!given) return html`<div><h5>${title}</h5><p class="soft">None came.</p></div>`;
  const headers = Object.entries(given.headers).map(([name, value]) => `${name}: ${value}`);
  const text = [given.line, ...headers, ...(given.body === undefined ? [] : ['', given.body])].join('\n');
  return html`<div><h5>${title}</h5>${lines(title, text)}</div>`;
}

const exchange = ({ request, response, callback, curl }: Exchange, open: boolean): Markup =>
  html`<details class="exchange"${open ? html` open` : ''}><summary>${request.line} → ${response?.line ?? 'no answer'}</summary>
<div class="sides">${side('Request', request)}${side('Response', response)}${callback ? side('Callback', callback) : ''}</div>
<div class="sides"><div><h5>To send it again; put the hidden parts in</h5>${lines('Command', curl)}</div></div></details>
`;

function request(one: RequestResult): Markup {
  const failed = isFailed(one);
  return html`<h4>${one.name}${one.note ? html` <span class="soft">(${one.note})</span>` : ''}</h4>
<ul class="said">${one.assertions.map(said)}</ul>
${one.exchange ? exchange(one.exchange, failed) : ''}`;
}

/** What failed first; what went before it in the same case is there too, folded. */
function failedCase(run: RunVerdict, one: CaseResult, id: string): Markup {
  const failed = one.requests.filter(isFailed);
  const others = one.requests.filter((other) => !isFailed(other));
  return html`<article aria-labelledby="${id}"><h3 id="${id}">${one.name}</h3>
<p class="soft">${capital(run.title)} (${run.name})${one.file ? html` · <code class="any">${one.file}</code>` : ''} · ${failed.length} of ${one.requests.length} requests failed</p>
${failed.map(request)}
${
  others.length > 0
    ? html`<details class="fold"><summary>Other requests of this case <span class="count">${others.length}</span></summary>${others.map(request)}</details>`
    : ''
}</article>
`;
}

const brokenRun = ({ name, title, why }: RunVerdict): Markup =>
  html`<article class="broken"><h3>${capital(title)} (${name})</h3><p>${badge('warn', 'no result')} ${why}</p></article>
`;

/** Every failed case with its requests and responses, and every run that came to no result. */
export function failures(runs: readonly RunVerdict[]): readonly Markup[] {
  return runs.flatMap((run, at) => [
    ...(run.outcome === 'broken' ? [brokenRun(run)] : []),
    ...run.cases.filter(isFailed).map((one, index) => failedCase(run, one, `failure-${at + 1}-${index + 1}`)),
  ]);
}
