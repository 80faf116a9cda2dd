import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Binary } from './binary';
import { followFile } from './follow-file';
import { runMarker, sendSignal } from './processes';
import type { StopSwitch } from './signals';
import { type Diagnostic, readEvent, readPlainErrors, type TerraformEvent } from './terraform-events';
import { onFile } from './write-errors';

/** What every Terraform process of one run shares. */
export interface TerraformContext {
  readonly binary: Binary;
  readonly run: string;
  /** The environment of the command (credentials, CLI configuration, proxies), which Terraform inherits. */
  readonly env: NodeJS.ProcessEnv;
  readonly stop: StopSwitch;
}

/** Where one stack lives on disk. */
export interface StackPlace {
  readonly stack: string;
  /** Holds cdk.tf.json. */
  readonly configDir: string;
  /** Ours: Terraform's data folder, the saved plan, the provider lock. Outlives a new synth, which may replace configDir. */
  readonly workDir: string;
  readonly logDir: string;
  /** Variables for this stack alone, such as the address of a port that was opened for it. */
  readonly env?: NodeJS.ProcessEnv;
}

export type Operation = 'init' | 'plan' | 'apply' | 'destroy' | 'unlock' | 'push';

export interface Finished {
  /** The exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Everything it printed, one file for both streams' worth: `<stack>.<operation>.jsonl` and `.stderr`. */
  readonly log: string;
}

export interface Listeners {
  readonly onStart?: (pid: number) => void;
  readonly onEvent?: (event: TerraformEvent) => void;
}

export const logFile = (place: StackPlace, operation: Operation): string => join(place.logDir, `${place.stack}.${operation}.jsonl`);
export const planFile = (place: StackPlace): string => join(place.workDir, 'plan');
export const dataDir = (place: StackPlace): string => join(place.workDir, 'data');

export function environmentOf(context: TerraformContext, place: StackPlace): NodeJS.ProcessEnv {
  return {
    ...context.env,
    ...place.env,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_DATA_DIR: dataDir(place),
    [runMarker]: context.run,
  };
}

/**
 * Runs a command that changes something, in a process group of its own, its output in the stack's log file (see followFile for why not a pipe).
 * @throws ProblemError when the log can't be written
 */
export async function runTerraform(
  context: TerraformContext,
  place: StackPlace,
  operation: Operation,
  args: readonly string[],
  listeners: Listeners = {},
): Promise<Finished> {
  const log = logFile(place, operation);
  const stderrLog = log.replace(/\.jsonl$/, '.stderr');
  const open = (file: string) => onFile(file, () => openSync(file, 'a', 0o600));
  onFile(place.logDir, () => mkdirSync(place.logDir, { recursive: true, mode: 0o700 }));
  const [stdout, stderr] = [open(log), open(stderrLog)];
  const diagnostics: Diagnostic[] = [];
  const stderrBefore = statSync(stderrLog).size;
  const onLine = (line: string) => {
    const event = readEvent(line);
    if (event?.type === 'diagnostic') diagnostics.push(event.diagnostic);
    if (event) listeners.onEvent?.(event);
  };
  // A second plan of one run goes to the same log: only what is new is read.
  const stopFollowing = followFile(log, onLine, statSync(log).size);
  let code: number | undefined;
  try {
    code = await new Promise<number | undefined>((resolve, reject) => {
      const child = spawn(context.binary.path, args, {
        cwd: place.configDir,
        env: environmentOf(context, place),
        detached: true,
        stdio: ['ignore', stdout, stderr],
      });
      child.once('error', reject);
      if (child.pid === undefined) return;
      const { pid } = child;
      const unwatch = context.stop.watch({ pid });
      listeners.onStart?.(pid);
      child.once('exit', (exit) => {
        unwatch();
        // What a stopped Terraform started for a local command would go on alone.
        if (context.stop.stopped()) sendSignal(-pid, 'SIGTERM');
        resolve(exit ?? undefined);
      });
    });
  } finally {
    stopFollowing();
    closeSync(stdout);
    closeSync(stderr);
  }
  if (diagnostics.length === 0 && code !== 0)
    diagnostics.push(...readPlainErrors(readFileSync(stderrLog).subarray(stderrBefore).toString('utf8')));
  return { code, diagnostics, log };
}

/**
 * Runs a command that only reads (`show`, `output`, `state pull`) and hands back what it printed.
 * That may hold sensitive values: it stays in memory and goes to no log.
 */
export function readTerraform(
  context: TerraformContext,
  place: StackPlace,
  args: readonly string[],
): Promise<{ readonly ok: boolean; readonly text: string; readonly errors: readonly Diagnostic[] }> {
  return new Promise((resolve) => {
    const options = { cwd: place.configDir, env: environmentOf(context, place), maxBuffer: 1 << 30 };
    execFile(context.binary.path, [...args], options, (error, stdout, stderr) =>
      resolve({ ok: error === null, text: stdout, errors: error ? readPlainErrors(stderr) : [] }),
    );
  });
}

/** What Terraform holds in a state, as counts and addresses only. */
export interface StateSummary {
  readonly serial: number;
  readonly resources: number;
  readonly outputs: readonly string[];
}

/** The state of a stack; undefined when there is none yet or it can't be read. */
export async function readState(context: TerraformContext, place: StackPlace): Promise<StateSummary | undefined> {
  const { ok, text } = await readTerraform(context, place, ['state', 'pull']);
  if (!ok || text.trim() === '') return undefined;
  const state = JSON.parse(text) as {
    serial?: number;
    resources?: readonly { mode?: string; instances?: readonly unknown[] }[];
    outputs?: object;
  };
  const managed = (state.resources ?? []).filter(({ mode }) => mode === 'managed');
  return {
    serial: state.serial ?? 0,
    resources: managed.reduce((sum, { instances }) => sum + (instances?.length ?? 0), 0),
    outputs: Object.keys(state.outputs ?? {}),
  };
}
