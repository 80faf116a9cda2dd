import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError, problem } from '../../config/problems';
import { isFree, writeFolderWhole } from '../write-files';
import { junit } from './junit';
import { page } from './page';
import type { VerifyResult } from './result';

/** Tells a folder of ours from one with somebody's files. */
const marker = '.workbench-verify';
const names = ['index.html', 'junit.xml', 'report.json'] as const;

/** Refuses a folder that could not be written at the end, before half an hour of tests. @throws ProblemError OUT-NOT-OURS */
export function readyToWrite(folder: string): void {
  if (isFree(folder) || existsSync(join(folder, marker))) return;
  throw new ProblemError([
    problem('OUT-NOT-OURS', `${folder} is there and was not written by this command`, 'choose another --out, or remove it'),
  ]);
}

/** Writes the page, the JUnit file and the result as JSON; an older result in the folder is replaced. @returns their paths */
export function writeResult(folder: string, result: VerifyResult): readonly string[] {
  const files = names.map((name) => join(folder, name));
  const content = {
    'index.html': page(result),
    'junit.xml': junit(result),
    'report.json': `${JSON.stringify({ ok: result.outcome === 'passed', ...result, files }, null, 2)}\n`,
  } as const satisfies { readonly [Name in (typeof names)[number]]: string };
  writeFolderWhole(folder, new Map(Object.entries(content)), marker);
  return files;
}
