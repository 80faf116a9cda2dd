import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { ProblemError, problem } from '../../config/problems';
import { html, type Markup, trusted } from './html';
import type { ReportRecord } from './record';

const opening = '<template id="report-record">';
const closing = '</template>';

const shape = z.object({
  environment: z.string(),
  date: z.string().optional(),
  values: z.record(z.string(), z.record(z.string(), z.string())),
});

/** No character of it means anything in HTML, and JSON reads the same. */
const inert = (json: string) => json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** A page carries what it told, where nobody sees it and nothing runs it: the next report is compared with it. */
export const carried = (record: ReportRecord): Markup =>
  html`${trusted(opening)}${trusted(inert(JSON.stringify(record)))}${trusted(closing)}`;

/** What a page of `workbench report` told; undefined for any other text. Pure. */
export function recordIn(page: string): ReportRecord | undefined {
  const at = page.lastIndexOf(opening);
  if (at < 0) return undefined;
  const text = page.slice(at + opening.length, page.indexOf(closing, at));
  try {
    const { date, ...rest } = shape.parse(JSON.parse(text));
    return date === undefined ? rest : { date, ...rest };
  } catch {
    return undefined;
  }
}

const read = (path: string) => (existsSync(path) && statSync(path).isFile() ? recordIn(readFileSync(path, 'utf8')) : undefined);

/**
 * The last report of an environment: the page that is named, else the one that lies where the new one goes.
 * @throws ProblemError REP-SINCE for a named file that is no report of this environment
 */
export function lastReport(environment: string, named: string | undefined, out: string | undefined): ReportRecord | undefined {
  if (named === undefined) {
    const found = out === undefined ? undefined : read(out);
    return found?.environment === environment ? found : undefined;
  }
  const found = read(named);
  if (found?.environment === environment) return found;
  const what = found ? `a report of ${found.environment}` : 'no page of workbench report';
  throw new ProblemError([problem('REP-SINCE', `${named} is ${what}`, `name an earlier page of ${environment}, or leave --since out`)]);
}
