import { randomUUID } from 'node:crypto';
import type { StackJson } from './stack-json';
import type { LockInfo } from './state-lock';

/**
 * Of a lock on a state behind HTTP (GitLab), Terraform tells only the id: the owner that it prints is the one who asked, a moment ago (seen with 1.11.4). To
 * take that for the truth would free the lock of somebody at work. The server itself answers a request for the lock with its real owner.
 */
export interface HttpLockPlace {
  readonly address: string;
  readonly lockMethod: string;
  readonly unlockAddress: string;
  readonly unlockMethod: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the lock of a stack is asked for; undefined for every other backend, and where the state has no lock. */
export function httpLockPlace({ terraform }: StackJson, env: NodeJS.ProcessEnv): HttpLockPlace | undefined {
  const found = terraform?.backend?.http;
  const block = (Array.isArray(found) ? found[0] : found) as Readonly<Record<string, unknown>> | undefined;
  if (!block) return undefined;
  const setting = (name: string): string | undefined => {
    const value = block[name] ?? env[`TF_HTTP_${name.toUpperCase()}`];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const address = setting('lock_address');
  if (address === undefined) return undefined;
  const user = setting('username');
  const login: Readonly<Record<string, string>> =
    user === undefined ? {} : { authorization: `Basic ${btoa(`${user}:${setting('password') ?? ''}`)}` };
  return {
    address,
    lockMethod: setting('lock_method') ?? 'LOCK',
    unlockAddress: setting('unlock_address') ?? address,
    unlockMethod: setting('unlock_method') ?? 'UNLOCK',
    headers: { 'content-type': 'application/json', ...login },
  };
}

/**
 * Asks the server who holds the lock, by asking for the lock; one that was free after all is given back at once.
 * @returns the owner's lock, `free`, or undefined when the server doesn't tell
 */
export async function askHttpLock(place: HttpLockPlace, who: string): Promise<LockInfo | 'free' | undefined> {
  const own = JSON.stringify({
    ID: randomUUID(),
    Operation: 'workbench',
    Who: who,
    Version: '',
    Created: new Date().toISOString(),
    Path: '',
    Info: '',
  });
  const send = (address: string, method: string) =>
    fetch(address, { method, headers: place.headers, body: own, signal: AbortSignal.timeout(15_000) });
  try {
    const asked = await send(place.address, place.lockMethod);
    if (asked.ok) {
      await send(place.unlockAddress, place.unlockMethod);
      return 'free';
    }
    if (asked.status !== 423 && asked.status !== 409) return undefined;
    const { ID, Path, Operation, Who, Created } = (await asked.json()) as Record<string, string | undefined>;
    return ID ? { id: ID, path: Path ?? '', operation: Operation ?? '', who: Who ?? '', created: Created ?? '' } : undefined;
  } catch {
    return undefined;
  }
}
