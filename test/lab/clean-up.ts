import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '../../cli/run/processes';
import { alive, dismiss, type Member, readMembers } from './crew';

/** Folders of labs that belong to a running test begin so. */
export const prefix = 'mojaloop-workbench-lab-';
const ownerFile = (dir: string) => join(dir, 'owner');

/** Where the controller manager's provisioner of volumes makes (empty) folders; it knows no other place. */
const volumes = /\/tmp\/hostpath_pv\/[0-9a-f-]{36}/g;

/**
 * What ends a lab when its owner dies, however it dies: a shell that reads from a pipe whose other end the owner holds.
 * `rmdir` removes nothing but empty folders.
 */
const watch = `
read -r _
[ -d "$1" ] || exit 0
pids=$(cut -f1 "$1/members" 2>/dev/null)
[ -z "$pids" ] || kill -TERM $pids 2>/dev/null
n=0
while [ $n -lt 50 ] && [ -n "$pids" ] && kill -0 $pids 2>/dev/null; do sleep 0.1; n=$((n + 1)); done
[ -z "$pids" ] || kill -KILL $pids 2>/dev/null
grep -rahoE '/tmp/hostpath_pv/[0-9a-f-]{36}' "$1/etcd" 2>/dev/null | sort -u | while read -r folder; do rmdir "$folder" 2>/dev/null; done
rmdir /tmp/hostpath_pv 2>/dev/null
rm -rf "$1"
`;

/** Binds a lab to this process. @returns ends the watch, once the lab is gone */
export function bindToOwner(dir: string): () => void {
  writeFileSync(ownerFile(dir), `${process.pid}\t${processIdentity(process.pid)}`);
  const child = spawn('/bin/sh', ['-c', watch, 'lab-watch', dir], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // Neither the pipe nor the child keeps the owner from ending.
  (child.stdin as typeof child.stdin & { unref?: () => void }).unref?.();
  return () => child.stdin.end();
}

/** Folders that volumes of this lab were given; a stopped etcd still holds their names in its files. */
function volumeFolders(dir: string): readonly string[] {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  return [...new Set(texts.flatMap((text) => text.match(volumes) ?? []))];
}

/** Removes everything a stopped lab has left on the disk. */
export function removeTraces(dir: string): void {
  const data = join(dir, 'etcd');
  for (const folder of existsSync(data) ? volumeFolders(data) : []) {
    try {
      rmdirSync(folder);
    } catch {
      // Gone with its volume.
    }
  }
  rmSync(dir, { recursive: true, force: true });
}

const order: readonly (readonly string[])[] = [['kube-apiserver'], ['etcd']];

/** Stops every process of a lab: those that talk to the API server first, then it, then etcd, which must be gone before another may start. */
export async function stopMembers(members: readonly Member[], patience?: number): Promise<void> {
  const last = order.flat();
  const groups = [
    members.filter(({ name }) => !last.includes(name)),
    ...order.map((names) => members.filter((m) => names.includes(m.name))),
  ];
  await dismiss(groups, patience);
}

function ownerLives(dir: string): boolean {
  try {
    const [pid, identity] = readFileSync(ownerFile(dir), 'utf8').split('\t');
    return processIdentity(Number(pid)) === identity;
  } catch {
    // One that is just being made has no owner yet.
    return Date.now() - statSync(dir).mtimeMs < 60_000;
  }
}

/** Ends and removes labs whose owner is dead and whose watch is too (a machine that went down). @returns their folders */
export async function cleanStale(root = tmpdir()): Promise<readonly string[]> {
  const folders = readdirSync(root)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(root, name));
  const stale = folders.filter((dir) => !ownerLives(dir));
  for (const dir of stale) {
    await stopMembers(alive(readMembers(dir)), 3_000);
    removeTraces(dir);
  }
  return stale;
}
