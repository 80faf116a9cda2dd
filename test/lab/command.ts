import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { RunResult } from '../../cli/run/request';
import { projectRoot } from '../../constructs/terraform/project-root';

/** The compiled command, as a person runs it. */
export const commandFile = join(projectRoot(), 'dist/cli/index.js');

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the command in a folder of its own; nothing of the caller's cluster settings reaches it. */
export const start = (cwd: string, ...args: readonly string[]): Running => startWith({}, cwd, ...args);

/** The same with further variables. */
export function startWith(own: NodeJS.ProcessEnv, cwd: string, ...args: readonly string[]): Running {
  const { KUBECONFIG: _kubeconfig, VAULT_ADDR: _address, VAULT_TOKEN: _token, ...env } = process.env;
  const child = spawn(process.execPath, [commandFile, ...args], {
    cwd,
    env: { ...env, CI: 'true', CHECKPOINT_DISABLE: '1', ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  return { child, ended };
}

export const run = (cwd: string, ...args: readonly string[]): Promise<Ended> => start(cwd, ...args).ended;

/** What a run with `--json` printed, the last document of its output. */
export function resultOf({ stdout, stderr }: Ended): RunResult {
  const from = stdout.startsWith('{\n') ? 0 : stdout.lastIndexOf('\n{\n') + 1;
  try {
    return JSON.parse(stdout.slice(from)) as RunResult;
  } catch {
    throw new Error(`no result in what the command printed:\n${stdout.slice(-2_000)}\n${stderr.slice(-2_000)}`);
  }
}

/** `stack outcome +1 ~2 -0` for each stack: what a test compares and a person reads when it fails. */
export const outcomes = (result: RunResult): readonly string[] =>
  result.stacks.map(({ id, outcome, problems }) => [id, outcome, ...problems.map(({ code, message }) => `${code} ${message}`)].join(' '));
