import { cut } from './read-cases';
import { type CaseResult, type Exchange, isFailed, type RequestResult, type Side } from './result';

const side = (title: string, { line, headers, body }: Side): string =>
  [`${title}: ${line}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...(body === undefined ? [] : ['', body])]
    .map((text) => text.replace(/^/gm, '    '))
    .join('\n');

/** Request, answer and callback as lines of plain text. */
export function exchangeText({ request, response, callback }: Exchange): string {
  const parts = [side('request', request), response ? side('response', response) : '    response: none'];
  return [...parts, ...(callback ? [side('callback', callback)] : [])].join('\n');
}

/** The failed assertions of a request, one a line. */
export const failedAssertions = ({ assertions }: RequestResult): readonly string[] =>
  assertions.filter(isFailed).map(({ name, message }) => `✗ ${name}${message ? `: ${message}` : ''}`);

/** Everything about a failed request. */
export function failureText(request: RequestResult): string {
  const { name, note, exchange } = request;
  const head = `${name}${note ? ` (${note})` : ''}`;
  const lines = failedAssertions(request).map((line) => `  ${line}`);
  return [head, ...lines, ...(exchange ? [exchangeText(exchange)] : [])].join('\n');
}

/** What a person needs to mend a failed case: its failed requests with assertion, request and response. */
export const caseText = (one: CaseResult, most?: number): string => cut(one.requests.filter(isFailed).map(failureText).join('\n\n'), most);
