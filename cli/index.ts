#!/usr/bin/env node
import { CommanderError, Command as Program } from 'commander';
import { formatProblem, ProblemError } from '../config/problems';
import type { Io } from './command';
import { commands } from './commands';
import { fileProblem } from './run/write-errors';

/** Builds the program from the table of commands; a command's code is loaded only when it is asked for. */
export function program(io: Io, finish: (status: number) => void): Program {
  const root = new Program('workbench')
    .description('One workbench file becomes a Mojaloop hub with its payment managers.')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showSuggestionAfterError(true)
    .showHelpAfterError('(workbench --help lists the commands)')
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
      finish(await (await load())(io, values, command.opts()));
    });
  }
  return root;
}

/** Runs the command line and returns the exit status. Nothing leaves here as a stack trace unless WORKBENCH_DEBUG asks for it. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let status = 0;
  try {
    await program(io, (result) => {
      status = result;
    }).parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    const problems = error instanceof ProblemError ? error.problems : [unexpected(error)];
    const json = argv.includes('--json');
    if (json) io.stdout.write(`${JSON.stringify({ ok: false, problems }, null, 2)}\n`);
    else for (const problem of problems) io.stderr.write(`${formatProblem(problem)}\n`);
    if (io.env.WORKBENCH_DEBUG && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return 1;
  }
  return status;
}

function unexpected(error: unknown) {
  const known = fileProblem(error, (error as NodeJS.ErrnoException)?.path ?? '');
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
  // A reader that went away (`| head`) is no failure of the command.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  main(process.argv.slice(2), { cwd: process.cwd(), env, stdout, stderr, stdin }).then((status) => {
    process.exitCode = status;
  });
}
