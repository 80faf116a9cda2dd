import { formatProblem, hasErrors, type Problem } from '../config/problems';
import { type CommonOptions, type Io, printJson } from './command';

const colours = { error: '\u001b[31m', warning: '\u001b[33m' } as const;

const inCi = ({ CI }: NodeJS.ProcessEnv): boolean => CI !== undefined && CI !== '' && CI !== 'false';

/** Colour only for a person at a terminal who has not asked for none. */
export function wantsColour(io: Io, stream: NodeJS.WriteStream): boolean {
  return Boolean(stream.isTTY) && !io.env.NO_COLOR && !inCi(io.env) && io.env.TERM !== 'dumb';
}

/** Prints problems, one a line, errors first within a file as they stand. */
export function printProblems(io: Io, problems: readonly Problem[]): void {
  const colour = wantsColour(io, io.stderr);
  for (const problem of problems) {
    const line = formatProblem(problem);
    io.stderr.write(colour ? `${line.replace(/(error|warning) (?=[A-Z]+-)/, `${colours[problem.severity]}$1\u001b[0m `)}\n` : `${line}\n`);
  }
}

/** Ends a command that only found things: 0 when nothing forbids going on, 1 otherwise. */
export function conclude(
  io: Io,
  options: CommonOptions,
  problems: readonly Problem[],
  extra: Readonly<Record<string, unknown>> = {},
): number {
  const ok = !hasErrors(problems);
  if (options.json) printJson(io, { ok, ...extra, problems });
  else printProblems(io, problems);
  return ok ? 0 : 1;
}

export function countText(problems: readonly Problem[]): string {
  const errors = problems.filter((p) => p.severity === 'error').length;
  const warnings = problems.length - errors;
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}
