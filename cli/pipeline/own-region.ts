import { ProblemError, problem } from '../../config/problems';

/** What of a generated file belongs to people: it is kept whenever the file is written anew. */
const [begin, end] = ['# --- your own: begin ---', '# --- your own: end ---'] as const;
export const firstLine = (target: string) =>
  `# Written by workbench pipeline ${target}. Only what stands between "your own: begin" and "your own: end" is kept.`;

const isOurs = (text: string) => /^# Written by workbench pipeline \w+\./.test(text);

/** Whether a text was written by this command, for whatever target. */
export const writtenHere = (text: string | undefined): boolean => text !== undefined && isOurs(text);

/**
 * What people wrote into a file of an earlier run, without the marks; empty where there is none.
 * @throws ProblemError OUT-NOT-OURS for a file that was not written by this command, PIP-MARKS where the marks were taken away
 */
export function ownRegion(text: string | undefined, file: string): string {
  if (text === undefined || text.trim() === '') return '';
  if (!isOurs(text))
    throw new ProblemError([
      problem(
        'OUT-NOT-OURS',
        `${file} is there and was not written by this command`,
        'move it away, and its jobs into the marked region afterwards',
      ),
    ]);
  const lines = text.split('\n');
  const places = [begin, end].map((mark) => lines.flatMap((line, index) => (line.trimEnd() === mark ? [index] : [])));
  const [[from, ...moreBegins] = [], [until, ...moreEnds] = []] = places;
  if (from === undefined || until === undefined || until < from || moreBegins.length > 0 || moreEnds.length > 0)
    throw new ProblemError([
      problem('PIP-MARKS', `${file} has lost the marks of what is your own`, `put the lines "${begin}" and "${end}" around it, each once`, {
        file,
      }),
    ]);
  return lines.slice(from + 1, until).join('\n');
}

/** A whole file: what is made, then what is kept. */
export function withOwn(target: string, made: string, own: string): string {
  return `${firstLine(target)}\n${made.trimEnd()}\n\n${begin}\n${own === '' ? '' : `${own}\n`}${end}\n`;
}
