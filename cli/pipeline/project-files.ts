import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { writeFileWhole } from '../write-files';
import { ownRegion, withOwn, writtenHere } from './own-region';
import type { PipelineTarget, TargetName } from './targets';

export interface ProjectFiles {
  /** What each file is to be, whole, with what is kept of people. */
  readonly wanted: ReadonlyMap<string, string>;
  /** Files of environments that are in the pipeline no more. */
  readonly surplus: readonly string[];
}

const textAt = (root: string, file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined);

/** What people added must be YAML beside ours: a job of the same name would take the place of a made one without a word. */
function refuseBroken(file: string, text: string): void {
  const [error] = parseDocument(text, { uniqueKeys: true }).errors;
  if (!error) return;
  const [place] = error.linePos ?? [];
  throw new ProblemError([
    problem(
      'PIP-OWN',
      `what is your own in ${file} does not fit: ${error.message.split(' at line')[0]}`,
      'mend it, then run the same command',
      {
        file,
        ...(place ? { line: place.line, column: place.col } : {}),
      },
    ),
  ]);
}

/** Lays what is made over what is there. @throws ProblemError OUT-NOT-OURS, PIP-MARKS, PIP-OWN */
export function projectFiles(root: string, name: TargetName, target: PipelineTarget, made: ReadonlyMap<string, string>): ProjectFiles {
  const wanted = new Map(
    [...made].map(([file, text]) => {
      const whole = withOwn(name, text, ownRegion(textAt(root, file), file));
      refuseBroken(file, whole);
      return [file, whole];
    }),
  );
  const folder = join(root, target.folder);
  const there = existsSync(folder) ? readdirSync(folder).sort() : [];
  const surplus = there
    .filter(target.isFile)
    .map((file) => `${target.folder}/${file}`)
    .filter((file) => !wanted.has(file) && writtenHere(textAt(root, file)));
  return { wanted, surplus };
}

/** Where two texts part, 1-based; as far in as both go. */
function firstDifference(now: string, then: string): number {
  const [a, b] = [now.split('\n'), then.split('\n')];
  const at = b.findIndex((line, index) => line !== a[index]);
  return (at < 0 ? b.length : at) + 1;
}

/** Every file that is not what would be written now. */
export function staleFiles(root: string, target: TargetName, { wanted, surplus }: ProjectFiles): readonly Problem[] {
  const hint = `run workbench pipeline ${target} and commit what it writes`;
  return [
    ...[...wanted].flatMap(([file, text]) => {
      const now = textAt(root, file);
      if (now === text) return [];
      if (now === undefined) return [problem('PIP-STALE', 'the file is missing', hint, { file })];
      return [problem('PIP-STALE', 'is not what the workbench files ask for now', hint, { file, line: firstDifference(now, text) })];
    }),
    ...surplus.map((file) => problem('PIP-STALE', 'belongs to an environment that is in no pipeline any more', hint, { file })),
  ];
}

/** Writes what differs, whole, and takes away what is no more. @returns files that were written and removed */
export function writeProjectFiles(root: string, { wanted, surplus }: ProjectFiles): { written: string[]; removed: readonly string[] } {
  const written = [...wanted].filter(([file, text]) => textAt(root, file) !== text);
  for (const [file, text] of written) writeFileWhole(join(root, file), text);
  for (const file of surplus) rmSync(join(root, file));
  return { written: written.map(([file]) => file), removed: surplus };
}
