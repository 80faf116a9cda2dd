import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '../cli/run/processes';
import { goProgram } from './go-program';
import { withLockNow } from './lab/cache';

/*
 * Programs that tests build into the user's cache (test/go-program.ts): two test files that need one at once do not disturb each other, and what can't be
 * built says why. That they are built is shown by the tests that use them.
 */

const folder = mkdtempSync(join(tmpdir(), 'workbench-go-program-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lock = join(folder, 'lock.json');
const held = (pid: number, identity: string | undefined) => writeFileSync(lock, JSON.stringify({ pid, identity }));

test('while another process builds, nobody else does: it is told of and waited for', () => {
  const other = spawn('sh', ['-c', `sleep 1; rm '${lock}'; sleep 60`], { stdio: 'ignore' });
  const pid = other.pid ?? 0;
  try {
    held(pid, processIdentity(pid));
    const told: number[] = [];
    const seen = withLockNow(
      folder,
      () => [existsSync(lock), processIdentity(pid) !== undefined],
      (holder) => told.push(holder),
    );
    expect([told, seen]).toEqual([[pid], [true, true]]);
    expect(existsSync(lock)).toBe(false);
  } finally {
    other.kill('SIGKILL');
  }
}, 60_000);

test('a lock whose holder is dead counts for nothing, and none is left when the work fails', () => {
  held(spawnSync('true').pid, 'of another boot:1');
  const told: number[] = [];
  const work = () => {
    throw new Error('failed');
  };
  expect(() => withLockNow(folder, work, (holder) => told.push(holder))).toThrow('failed');
  expect([told, existsSync(lock)]).toEqual([[], false]);
});

test('what has no module says so, in one line', () => {
  const { XDG_CACHE_HOME, GOPROXY } = process.env;
  try {
    Object.assign(process.env, { XDG_CACHE_HOME: folder, GOPROXY: 'off' });
    const found = goProgram(
      { name: 'none', title: 'none', place: 'none', module: 'example.org/none', version: 'v1.0.0', package: '.', lasts: 'a moment' },
      () => {},
    );
    expect(found).toEqual({ reason: expect.stringMatching(/^(none can't be built: .*(GOPROXY|off).*|there is no go command on PATH)$/) });
  } finally {
    for (const [name, value] of Object.entries({ XDG_CACHE_HOME, GOPROXY })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}, 60_000);
