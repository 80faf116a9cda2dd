import { shellQuoted } from '../shell-quoted';
import { type Mask, maskOf } from './mask';
import type { AssertionResult, CaseOutcome, CaseResult, Exchange, RequestResult, Side } from './result';
import type { ToolkitAssertion, ToolkitCase, ToolkitReport, ToolkitRequest } from './toolkit-report';

/** Longest body, header or message that is kept, in characters: enough for any FSPIOP message, and a page of hundreds of failures still opens. */
const longest = 8_192;

/** The beginning of a text that is too long, and how much was left out. */
export function cut(text: string, most = longest): string {
  if (text.length <= most) return text;
  // Half of a pair would be no letter any more.
  const begin = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${begin}\n… ${text.length - begin.length} more characters`;
}

const seconds = (milliseconds: number | null | undefined) => Math.round(milliseconds ?? 0) / 1_000;

/** The toolkit counts an assertion without a result as one that did not pass, and one without `expect` as skipped. */
const assertionOutcome: Readonly<Record<string, CaseOutcome>> = { SUCCESS: 'passed', SKIPPED: 'skipped', FAILED: 'failed' };

function assertionResult(mask: Mask, { id, description, exec, resultStatus }: ToolkitAssertion): AssertionResult {
  const outcome = assertionOutcome[resultStatus?.status ?? ''] ?? 'failed';
  const message = resultStatus?.message ?? (resultStatus ? undefined : 'the toolkit came to no result');
  return {
    name: cut(mask.text(description?.trim() || exec?.join(' ').trim() || `assertion ${id ?? ''}`.trim()), 500),
    outcome,
    ...(outcome === 'failed' && message ? { message: cut(mask.text(message)) } : {}),
  };
}

const bodyOf = (mask: Mask, body: unknown): string | undefined => {
  if (body === undefined || body === null || body === '') return undefined;
  const value = mask.value(typeof body === 'string' ? parsed(body) : body);
  return cut(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
};

/** A body that came as text may hold JSON all the same; its secrets are then known by their names. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : text;
  } catch {
    return text;
  }
}

function sideOf(mask: Mask, line: string, headers: Readonly<Record<string, unknown>> | null | undefined, body: unknown): Side {
  const masked = mask.value(headers ?? {}) as Readonly<Record<string, unknown>>;
  const text = bodyOf(mask, body);
  return {
    line: cut(mask.text(line), 2_000),
    headers: Object.fromEntries(Object.entries(masked).map(([name, value]) => [name, cut(String(value), 2_000)])),
    ...(text === undefined ? {} : { body: text }),
  };
}

/** Made from what is masked already: the toolkit's own line holds the secrets. */
function curlOf(method: string, address: string, { headers, body }: Side): string {
  const parts = [
    `curl -X ${method} ${shellQuoted(address)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${shellQuoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${shellQuoted(body)}`]),
  ];
  return parts.join(' \\\n  ');
}

/** The toolkit puts a 500 of its own in the place of an answer that did not come. */
const isMadeUp = ({ status, headers }: NonNullable<ToolkitRequest['response']>) => status === 500 && !headers;

function exchangeOf(mask: Mask, { request, response, callback }: ToolkitRequest): Exchange {
  const query = new URLSearchParams(
    Object.entries(request?.queryParams ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const address = `${request?.url ?? ''}${request?.path ?? ''}${query ? `?${query}` : ''}`;
  const method = (request?.method ?? 'GET').toUpperCase();
  const sent = sideOf(mask, `${method} ${address}`, request?.headers, request?.body);
  const answer =
    response && !isMadeUp(response)
      ? sideOf(mask, [response.status, response.statusText].filter(Boolean).join(' '), response.headers, response.body)
      : undefined;
  return {
    request: sent,
    ...(answer ? { response: answer } : {}),
    ...(callback ? { callback: sideOf(mask, callback.url ?? 'callback', callback.headers, callback.body) } : {}),
    curl: curlOf(method, sent.line.slice(method.length + 1), sent),
  };
}

function noteOf({ status, response, callback }: ToolkitRequest): string | undefined {
  if (status !== 'ERROR' || callback) return undefined;
  const code = response?.status ?? undefined;
  if (code === undefined) return 'no answer came';
  if (response && isMadeUp(response)) return `no answer came: ${response.statusText ?? 'nobody knows why'}`;
  return code < 300 ? 'the callback did not come in time' : undefined;
}

function requestResult(mask: Mask, given: ToolkitRequest, withExchange: boolean): RequestResult {
  const { request } = given;
  const assertions = (request?.tests?.assertions ?? []).map((one) => assertionResult(mask, one));
  const skipped = given.status === 'SKIPPED';
  const outcome = assertions.some((one) => one.outcome === 'failed') ? 'failed' : skipped ? 'skipped' : 'passed';
  const note = noteOf(given);
  const shown = [request?.method?.toUpperCase(), request?.operationPath ?? request?.path].filter(Boolean).join(' ');
  return {
    name: cut(mask.text(request?.description?.trim() || shown || 'a request'), 500),
    outcome,
    seconds: seconds(given.testResult?.runDurationMs),
    assertions,
    ...(note ? { note: cut(mask.text(note), 500) } : {}),
    ...(withExchange && !skipped ? { exchange: exchangeOf(mask, given) } : {}),
  };
}

function caseResult(mask: Mask, given: ToolkitCase): CaseResult {
  const outcomes = given.requests.map((one) => requestResult(mask, one, false).outcome);
  const failed = outcomes.includes('failed');
  const outcome = failed ? 'failed' : outcomes.length > 0 && outcomes.every((one) => one === 'skipped') ? 'skipped' : 'passed';
  const file = given.fileInfo?.path ?? undefined;
  return {
    name: cut(mask.text(given.name?.trim() || 'a test case'), 500),
    ...(file ? { file: mask.text(file) } : {}),
    outcome,
    seconds: seconds(given.testResult?.runDurationMs),
    requests: given.requests.map((one) => requestResult(mask, one, failed)),
  };
}

/** The cases of a report, judged as the toolkit itself judges them (a case fails when an assertion does), and without a secret. */
export function readCases(report: ToolkitReport): readonly CaseResult[] {
  const mask = maskOf(report);
  return report.test_cases.map((one) => caseResult(mask, one));
}
