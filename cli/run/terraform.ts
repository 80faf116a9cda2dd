import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statfsSync, statSync } from 'node:fs';
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
  if (diagnostics.length === 0 && code !== 0 && freeBytes(place.logDir) < 64 * 1024) diagnostics.push(fullDisk(place.logDir));
  return { code, diagnostics, log };
}

/** Room for a user without privileges on the file system of a folder, in bytes; endless where the system doesn't tell. */
export function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** On a full disk Terraform can't even write down why it failed. */
const fullDisk = (folder: string): Diagnostic => ({
  severity: 'error',
  summary: 'Terraform ended without a word',
  detail: `no space left on device in ${folder}`,
  references: [],
});
