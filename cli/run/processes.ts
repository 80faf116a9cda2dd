import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Every process of a run carries this variable, inherited from Terraform by its providers and by local commands:
 * so what a killed run left behind is found again, and never mistaken for a process that got the same number later.
 */
export const runMarker = 'WORKBENCH_RUN';

export interface LeftProcess {
  readonly pid: number;
  /** Terraform itself can still finish its work and write its state; a provider without it can't. */
  readonly kind: 'terraform' | 'child';
  readonly command: string;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !isZombie(pid);
}

/** A zombie has ended and only waits for its parent (in a container perhaps for ever); it holds nothing any more. */
function isZombie(pid: number): boolean {
  const stat = readQuietly(`/proc/${pid}/stat`);
  return stat !== undefined && /^\) Z /.test(stat.slice(stat.lastIndexOf(')')));
}

function readQuietly(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}

/** Tells two processes with one number apart: the boot and the moment it began; undefined when it is gone or the system doesn't tell. */
export function processIdentity(pid: number): string | undefined {
  const stat = readQuietly(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    // Field 2 is the command in brackets and may hold spaces; the start time is field 22, the 20th after the bracket.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readQuietly('/proc/sys/kernel/random/boot_id')?.trim()}:${started}`;
  }
  return ps(['-o', 'lstart=', '-p', String(pid)])[0];
}

function ps(args: readonly string[]): readonly string[] {
  try {
    const text = execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 << 20 });
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * The living processes of a run, Terraform's own first. Found by the run's marker in their environment (Linux, macOS and the BSDs show it to their owner).
 */
export function processesOfRun(run: string): readonly LeftProcess[] {
  const mark = `${runMarker}=${run}`;
  const found = readQuietly('/proc/self/stat') === undefined ? fromPs(mark) : fromProc(mark);
  return found
    .filter(({ pid }) => pid !== process.pid && isAlive(pid))
    .sort((a, b) => Number(b.kind === 'terraform') - Number(a.kind === 'terraform'));
}

function fromProc(mark: string): readonly LeftProcess[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.flatMap((name) => {
    const environment = readQuietly(`/proc/${name}/environ`);
    if (environment === undefined || !environment.split('\0').includes(mark)) return [];
    const words = (readQuietly(`/proc/${name}/cmdline`) ?? '').split('\0');
    return [describe(Number(name), words)];
  });
}

function fromPs(mark: string): readonly LeftProcess[] {
  return ps(['-A', '-E', '-ww', '-o', 'pid=,command=']).flatMap((line) => {
    const [pid, ...words] = line.split(/\s+/);
    return words.includes(mark) ? [describe(Number(pid), words)] : [];
  });
}

/** `terraform apply …` and `tofu plan …` are Terraform; `terraform-provider-helm …` and whatever local-exec started are children. */
function describe(pid: number, words: readonly string[]): LeftProcess {
  const [program = '', verb = ''] = words;
  const name = program.slice(program.lastIndexOf('/') + 1);
  const terraform = !name.startsWith('terraform-provider') && ['init', 'plan', 'apply', 'force-unlock', 'state'].includes(verb);
  return { pid, kind: terraform ? 'terraform' : 'child', command: name };
}

/** Sends a signal and doesn't mind when nobody is left to get it. A negative number means the whole process group. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone in the meantime: what was wanted.
  }
}

/** Asks each process to end, waits up to `patience` milliseconds, then ends those that stayed by force. */
export async function stopProcesses(pids: readonly number[], patience = 5_000): Promise<void> {
  for (const pid of pids) sendSignal(pid, 'SIGTERM');
  for (const end = Date.now() + patience; Date.now() < end && pids.some(isAlive); ) await sleep(50);
  for (const pid of pids.filter(isAlive)) sendSignal(pid, 'SIGKILL');
  for (const end = Date.now() + 2_000; Date.now() < end && pids.some(isAlive); ) await sleep(20);
}
