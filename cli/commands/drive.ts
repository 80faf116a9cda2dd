import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { stacksOf } from '../../stacks/catalogue';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { chooseMode, createProgress, screenOf } from '../run/progress';
import type { RunAction, RunResult } from '../run/request';
import { run } from '../run/run';
import { synthesise } from '../synthesise';
import { prepareVault } from '../vault-access';
import { environmentDir, stateDir, workDir } from '../work-dir';
import { explainResult } from './drive-result';

interface DriveOptions extends CommonOptions {
  readonly parallel?: string;
  readonly allowDestroy?: readonly string[];
  readonly confirm?: string;
}

/** `<env> <stacks…>`: an argument that names a stack is one, so the environment may be left out when there is only one file. */
async function drive(action: RunAction, io: Io, args: readonly string[], options: DriveOptions): Promise<number> {
  const [name, ...only] = args;
  const { model, problems } = requireEnvironment(io, name);
  const { environment } = model.config;
  const outDir = options.out ?? join(environmentDir(io, environment), 'cdktf.out');
  const writes = action !== 'status' && action !== 'outputs';
  const synthesised = writes ? synthesise(model, { outdir: outDir, stateDir: stateDir(io, environment) }) : undefined;
  if (!options.json && !options.quiet)
    printProblems(
      io,
      [...problems, ...(synthesised?.problems ?? [])].filter((p) => p.severity === 'error'),
    );

  const mode = chooseMode({ json: options.json, quiet: options.quiet, isTty: Boolean(io.stderr.isTTY), env: io.env });
  const progress = createProgress(writes ? mode : 'quiet', screenOf(options.json ? io.stdout : io.stderr));
  let result: RunResult;
  try {
    result = await run({
      action,
      environment,
      outDir,
      stacks: stacksOf(model).map(({ id, needs }) => ({ id, needs })),
      only,
      workDir: workDir(io),
      env: io.env,
      emit: progress.emit,
      parallel: options.parallel === undefined ? undefined : Number(options.parallel),
      allowDestroy: options.allowDestroy,
      confirm: options.confirm,
      ask: io.stdin.isTTY ? (question) => ask(io, question) : undefined,
      prepare: (stack) => prepareVault(model, join(outDir, 'stacks', stack, 'cdk.tf.json')),
    });
  } finally {
    progress.stop();
  }
  if (options.json) printJson(io, result);
  else io.stdout.write(explainResult(result));
  return result.exitCode;
}

async function ask(io: Io, question: string): Promise<string> {
  const line = createInterface({ input: io.stdin, output: io.stderr });
  try {
    return await line.question(question);
  } finally {
    line.close();
  }
}

const command =
  (action: RunAction): Command<DriveOptions> =>
  (io, args, options) =>
    drive(action, io, args, options);

export const plan = command('plan');
export const deploy = command('deploy');
export const destroy = command('destroy');
export const status = command('status');
export const outputs = command('outputs');
