import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { emulatorFile } from './venv';

/** Any region does; one that has three zones. */
export const emulatorRegion = 'eu-west-1';
/** The account that moto plays. */
export const emulatorAccount = '123456789012';

/** What any login is to the emulator: it knows no password. */
export const emulatorLogin = { AWS_ACCESS_KEY_ID: 'rehearsal', AWS_SECRET_ACCESS_KEY: 'rehearsal' } as const;

/** AWS as moto plays it, on the loopback interface. */
export interface Emulator {
  readonly endpoint: string;
  /** Asks a service by the name of its operation in Python (`s3`, `put_bucket_versioning`), behind the back of Terraform. @throws Error with what it says */
  readonly ask: <Answer = unknown>(service: string, operation: string, parameters?: object) => Promise<Answer>;
  /** Lines of its log about its own faults and about calls that it was sent again: what to read when a proof fails here and nowhere else. */
  readonly troubles: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const ends = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
const patience = 30_000;

/** Python of ours writes no compiled files beside its sources. */
const pythonEnvironment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };

function asker(python: string, endpoint: string): Emulator['ask'] {
  return (service, operation, parameters = {}) =>
    new Promise((resolve, reject) => {
      const args = [emulatorFile('call.py'), endpoint, emulatorRegion, service, operation];
      const child = execFile(python, args, { env: pythonEnvironment, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
        if (error) reject(new Error(stderr.trim().split('\n').at(-1) ?? error.message));
        else resolve(JSON.parse(stdout));
      });
      child.stdin?.end(JSON.stringify(parameters));
    });
}

/**
 * Starts the emulator on a free port, in two seconds or so. It ends with `stop`, and with this process however that ends: its standard input is a pipe
 * that it reads to the end. What it holds is gone then.
 * @throws Error with the end of its log when it does not come up
 */
export async function startEmulator(python: string): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), 'mojaloop-workbench-emulator-'));
  const [portFile, logFile] = [join(folder, 'port'), join(folder, 'log')];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(python, [emulatorFile('server.py'), portFile], {
    cwd: folder,
    env: pythonEnvironment,
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  const stop = async () => {
    child.stdin?.destroy();
    for (const end = Date.now() + 5_000; !ends(child) && Date.now() < end; ) await sleep(20);
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  for (const end = Date.now() + patience; !existsSync(portFile); await sleep(50)) {
    if (!ends(child) && Date.now() < end) continue;
    const said = readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join('\n');
    await stop();
    throw new Error(`the emulator did not come up: ${said || 'it said nothing'}`);
  }
  const endpoint = `http://127.0.0.1:${readFileSync(portFile, 'utf8')}`;
  const troubles = () =>
    readFileSync(logFile, 'utf8')
      .split('\n')
      .filter((line) => /Error|asked again| 5\d\d -/.test(line));
  return { endpoint, ask: asker(python, endpoint), troubles, stop };
}
