#!/usr/bin/env node
import { CommanderError, Command as Program } from 'commander';
import { formatProblem, type Problem, ProblemError, problem } from '../config/problems';
import type { Io } from './command';
import { commands } from './commands';
import { fileProblem } from './run/write-errors';
import { Interrupted } from './undisturbed';
import { usageProblem } from './usage';
import { version } from './version';
import { writeWhole } from './whole-output';

/** Builds the program from the table of commands; a command's code is loaded only when it is asked for. */
export function program(io: Io, finish: (status: number) => void): Program {
  const root = new Program('workbench')
    .description('One workbench file becomes a Mojaloop hub with its payment managers.')
    .version(version())
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Told as a problem, with its code, by `main`.
      outputError: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    // On a narrow terminal a description is folded, not left to run over.
    .configureHelp({ minWidthToWrap: 20, subcommandTerm: (command) => `${command.name()} ${argumentsOf(command)}`.trim() })
    .exitOverride();
  for (const { name, summary, details, options = [], load } of commands) {
    const command = root.command(name).description(summary).exitOverride();
    if (details) command.addHelpText('after', `\n${details}`);
    command.option('--json', 'print JSON for machines');
    for (const [flags, text] of options) command.option(flags, text);
    command.action(async (...all: unknown[]) => {
      const values = all
        .slice(0, -2)
        .flat()
        .filter((value): value is string => typeof value === 'string');
      const empty = Object.entries(command.opts()).find(([, value]) => value === '');
      if (empty) throw new ProblemError([problem('CLI-OPTION', `--${empty[0]} is empty`, 'give it a value, or leave it out')]);
      finish(await (await load())(io, values, command.opts()));
    });
  }
  return root;
}

const argumentsOf = ({ registeredArguments }: Program): string =>
  registeredArguments.map((each) => shown(each.name(), each.required, each.variadic)).join(' ');

function shown(name: string, required: boolean, variadic: boolean): string {
  const whole = variadic ? `${name}...` : name;
  return required ? `<${whole}>` : `[${whole}]`;
}

/** Runs the command line and returns the exit status. Nothing leaves here as a stack trace unless WORKBENCH_DEBUG asks for it. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let status = 0;
  try {
    await program(io, (result) => {
      status = result;
    }).parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const problems = problemsOf(error);
    // What cannot be written to standard output is told beside it.
    const unwritable = (error as NodeJS.ErrnoException)?.syscall === 'write' && !(error as NodeJS.ErrnoException).path;
    if (argv.includes('--json') && !unwritable) io.stdout.write(`${JSON.stringify({ ok: false, problems }, null, 2)}\n`);
    else for (const problem of problems) io.stderr.write(`${formatProblem(problem)}\n`);
    if (io.env.WORKBENCH_DEBUG && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return 1;
  }
  return status;
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  // Without a command, help was printed and nothing remains to be said.
  if (error instanceof CommanderError) return [usageProblem(error)].filter((found) => found !== undefined);
  return [unexpected(error)];
}

function unexpected(error: unknown): Problem {
  const known = fileProblem(error, (error as NodeJS.ErrnoException)?.path ?? 'standard output');
  if (known) return known;
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return {
    code: 'CLI-UNEXPECTED',
    severity: 'error' as const,
    message: `unexpected: ${message}`,
    hint: 'WORKBENCH_DEBUG=1 shows where; please report it',
  };
}

if (require.main === module) {
  const { stdout, stderr, stdin, env } = process;
  writeWhole(stdout);
  // A reader that went away (`| head`) is no failure of the command, and no reason to leave a deploy half way.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  main(process.argv.slice(2), { cwd: process.cwd(), env, stdout, stderr, stdin }).then((status) => {
    process.exitCode = status;
  });
}
