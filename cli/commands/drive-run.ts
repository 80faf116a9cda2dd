import { createInterface } from 'node:readline/promises';
import { type CommonOptions, type Io, printJson } from '../command';
import type { Progress } from '../run/events';
import { parallelOf } from '../run/preflight';
import { chooseMode, createProgress, screenOf } from '../run/progress';
import type { RunAction, RunRequest, RunResult } from '../run/request';
import { run } from '../run/run';
import { explainResult } from './drive-result';

export interface DriveOptions extends CommonOptions {
  readonly parallel?: string;
  readonly allowDestroy?: readonly string[];
  readonly confirm?: string;
  /** No option of the command line: other commands look so whether a destroy could be done. */
  readonly onlyLook?: boolean;
  /** False: `--no-onboard` was given to a deploy. */
  readonly onboard?: boolean;
  /** False with `--no-verify`. */
  readonly verify?: boolean;
}

/** The stacks to drive, wherever they come from. */
export type DriveTarget = Pick<
  RunRequest,
  | 'environment'
  | 'stacks'
  | 'only'
  | 'outDir'
  | 'workDir'
  | 'synthesise'
  | 'prepare'
  | 'loginProblems'
  | 'kubernetes'
  | 'adopt'
  | 'variablesFor'
> & {
  /** What follows where every stack went well; its outcome is that of the command. */
  readonly after?: (result: RunResult, options: DriveOptions) => Promise<RunResult>;
};

/**
 * Runs an action and shows it: progress on standard error, the outcome on standard output. With `--json` standard output is exactly one document (the
 * `RunResult` with `ok`), and standard error one `RunEvent` a line; `--quiet` leaves only problems, on standard error.
 * @returns the exit status: 0 clean, 1 failure, 2 changes present (plan), 130 stopped
 * @throws ProblemError for an option that can't be
 */
export async function driveStacks(io: Io, action: RunAction, { after, ...target }: DriveTarget, options: DriveOptions): Promise<number> {
  const parallel = parallelOf(options.parallel);
  const progress = progressFor(io, action, options);
  try {
    const driven = await run({
      ...target,
      action,
      env: io.env,
      emit: progress.emit,
      parallel,
      allowDestroy: options.allowDestroy,
      confirm: options.confirm,
      ...(options.onlyLook ? { onlyLook: true } : {}),
      ask: io.stdin.isTTY ? (question) => ask(io, question) : undefined,
    });
    progress.stop();
    const result = driven.exitCode === 0 && after ? await after(driven, options) : driven;
    if (options.json) printJson(io, { ok: result.exitCode === 0 || result.exitCode === 2, ...result });
    else if (!options.quiet) io.stdout.write(explainResult(result));
    return result.exitCode;
  } finally {
    progress.stop();
  }
}

const silent: Progress = { emit: () => undefined, stop: () => undefined };

function progressFor({ env, stderr }: Io, action: RunAction, { json, quiet }: DriveOptions): Progress {
  const reads = action === 'status' || action === 'outputs';
  if (json && (quiet || reads)) return silent;
  const mode = reads ? 'quiet' : chooseMode({ json, quiet, isTty: Boolean(stderr.isTTY), env });
  return createProgress(mode, screenOf(stderr));
}

/** Asks a person; undefined when the answer is the end of the input. Ctrl-C ends the command, as it does where nothing is asked. */
async function ask({ stdin, stderr }: Io, question: string): Promise<string | undefined> {
  const line = createInterface({ input: stdin, output: stderr });
  const gone = new AbortController();
  line.once('SIGINT', () => {
    line.close();
    stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  line.once('close', () => gone.abort());
  try {
    return await line.question(question, { signal: gone.signal });
  } catch (error) {
    if (gone.signal.aborted) return undefined;
    throw error;
  } finally {
    line.close();
  }
}
