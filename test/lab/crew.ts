import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity, sendSignal } from '../../cli/run/processes';
import { ProblemError, problem } from '../../config/problems';

/** A process of the lab as the lab's folder remembers it. */
export interface Member {
  readonly name: string;
  readonly pid: number;
  /** Tells it from a later process that got the same number. */
  readonly identity: string;
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Start it again when it ends by itself; otherwise that is the end of the lab. */
  readonly again?: boolean;
}

/** The processes of one lab. */
export interface Crew {
  readonly start: (name: string, file: string, args: readonly string[], options?: StartOptions) => void;
  readonly members: () => readonly Member[];
  /** Waits until `ready` says yes. @throws ProblemError LAB-START when a process of the crew has ended meanwhile, or after the patience */
  readonly until: (what: string, ready: () => Promise<boolean>, seconds?: number) => Promise<void>;
  /** From now on nothing is started again. */
  readonly close: () => void;
}

export const membersFile = (dir: string) => join(dir, 'members');
const pause = 1_000;
export const logFile = (dir: string, name: string) => join(dir, 'logs', `${name}.log`);

/** The processes that a lab's folder names, those that have ended included. */
export function readMembers(dir: string): readonly Member[] {
  try {
    const lines = readFileSync(membersFile(dir), 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => line.split('\t')).map(([pid, name = '', identity = '']) => ({ pid: Number(pid), name, identity }));
  } catch {
    return [];
  }
}

/** Those of them that still run: the very process that was started, not one that got its number later. */
export const alive = (members: readonly Member[]) =>
  members.filter(({ pid, identity }) => isAlive(pid) && processIdentity(pid) === identity);

/** The last line of a log that tells something, shortened: why a server has ended. */
function lastWords(dir: string, name: string): string {
  const lines = readFileSync(logFile(dir, name), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const telling = lines.filter((line) => /^[EF]\d{4}|error|fatal|failed|in use/i.test(line));
  return (telling.at(-1) ?? lines.at(-1) ?? 'it wrote nothing').slice(0, 300);
}

/**
 * Starts processes that outlive a Ctrl-C of the terminal (they are stopped in order) and write their logs into the lab's folder.
 * Nothing of the caller's environment reaches them but PATH: no proxy, no kubeconfig, no Vault address, and a home of their own.
 */
export function crew(dir: string): Crew {
  const children = new Map<string, { readonly member: Member; readonly child: ChildProcess; readonly again: boolean }>();
  let closed = false;
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const ended = () => [...children.values()].find(({ child, again }) => !again && (child.exitCode !== null || child.signalCode !== null));
  const start: Crew['start'] = (name, file, args, options = {}) => {
    const log = openSync(logFile(dir, name), 'a', 0o600);
    const env = { PATH: process.env.PATH, HOME: dir, ...options.env };
    const child = spawn(file, args, { cwd: dir, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    // Without this an unanswered 'error' event would end the caller; a process that can't be started has no number.
    child.on('error', () => undefined);
    if (child.pid === undefined) throw new ProblemError([problem('LAB-START', `${file} can't be run`, 'give a program for this machine')]);
    child.unref();
    const member = { name, pid: child.pid, identity: processIdentity(child.pid) ?? '' };
    appendFileSync(membersFile(dir), `${member.pid}\t${name}\t${member.identity}\n`, { mode: 0o600 });
    children.set(name, { member, child, again: options.again ?? false });
    if (options.again) child.once('exit', () => setTimeout(() => closed || start(name, file, args, options), pause).unref());
  };
  return {
    start,
    members: () => [...children.values()].map(({ member }) => member),
    close: () => {
      closed = true;
    },
    until: async (what, ready, seconds = 60) => {
      for (const end = Date.now() + seconds * 1000; ; await sleep(50)) {
        if (await ready().catch(() => false)) return;
        const gone = ended()?.member.name;
        if (gone) throw new ProblemError([problem('LAB-START', `${gone} has ended: ${lastWords(dir, gone)}`, 'start the lab anew')]);
        if (Date.now() > end) throw new ProblemError([problem('LAB-START', `${what} did not come within ${seconds} s`, `see ${dir}/logs`)]);
      }
    },
  };
}

/**
 * Ends processes politely, one group after the other, each group at once; those that stay longer than the patience by force.
 * Only the very processes that were started are touched.
 */
export async function dismiss(groups: readonly (readonly Member[])[], patience = 10_000): Promise<void> {
  for (const group of groups) {
    for (const { pid } of alive(group)) sendSignal(pid, 'SIGTERM');
    for (const end = Date.now() + patience; alive(group).length > 0 && Date.now() < end; ) await sleep(20);
    for (const { pid } of alive(group)) sendSignal(pid, 'SIGKILL');
    for (const end = Date.now() + 2_000; alive(group).length > 0 && Date.now() < end; ) await sleep(20);
  }
}
