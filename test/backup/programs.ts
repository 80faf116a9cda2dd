import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheHome } from '../cache-home';
import { lastLine, unpackDebian } from '../ledger/programs';

/** The programs that the Jobs of backups run, or are held against. */
export interface BackupPrograms {
  readonly age: string;
  readonly keygen: string;
  readonly rclone: string;
  /** MariaDB's program that dumps what MySQL's does, with the same options. */
  readonly dump: string;
}

/** Gets them once, from Debian's archive, in half a minute, into the user's cache. @returns why they can't be had otherwise */
export function backupPrograms(env: NodeJS.ProcessEnv = process.env): BackupPrograms | { readonly reason: string } {
  const place = join(cacheHome(env), 'backup', 'programs-1');
  const at = (name: string) => join(place, 'usr/bin', name);
  const programs = { age: at('age'), keygen: at('age-keygen'), rclone: at('rclone'), dump: at('mariadb-dump') };
  if (Object.values(programs).every(existsSync)) return programs;
  mkdirSync(dirname(place), { recursive: true });
  const folder = mkdtempSync(`${place}.`);
  try {
    for (const name of ['age', 'rclone', 'mariadb-client']) unpackDebian(folder, [name]);
    rmSync(place, { recursive: true, force: true });
    renameSync(folder, place);
    const missing = Object.values(programs).find((file) => !existsSync(file));
    return missing ? { reason: `Debian's packages came without ${missing.split('/').at(-1)}` } : programs;
  } catch (error) {
    return { reason: `age, rclone and mariadb-dump can't be had: ${lastLine(error)}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
