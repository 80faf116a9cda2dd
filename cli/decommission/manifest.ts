import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BackupFacts } from '../../config/model/backup/facts';
import type { NotBackedUp } from '../../config/model/backup/steps';
import type { KeptPart } from '../../config/model/to-keep';
import { ProblemError, problem } from '../../config/problems';
import { isFree, writeFileWhole } from '../write-files';

export const manifestFile = 'manifest.json';

/** A file in the folder, by its path in it. */
export interface KeptFile {
  readonly file: string;
  readonly what: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One part as it was kept: what lies in the folder, and what there is to know of it. */
export interface KeptRecord {
  readonly made: string;
  readonly files: readonly KeptFile[];
  /** For people, a line each. */
  readonly notes: readonly string[];
  /** Backups that lie elsewhere, or here. */
  readonly backups?: readonly (Omit<BackupFacts, 'header'> & { readonly at: string })[];
  /** Public keys of those who can read them. */
  readonly recipients?: readonly string[];
  readonly notBackedUp?: readonly NotBackedUp[];
}

/** What was kept of an environment, with digests: the file that tells in ten years what the rest of the folder is. */
export interface KeptManifest {
  readonly version: 1;
  readonly environment: string;
  readonly tenant: string;
  readonly domain: string;
  readonly release: string;
  readonly parts: Readonly<Partial<Record<KeptPart, KeptRecord>>>;
  /** When its removal began, and when every stack was gone. */
  readonly removing?: string;
  readonly removed?: string;
}

/** Of a file on this machine, however large. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const refuse = (out: string, message: string, hint: string) => new ProblemError([problem('DEC-OUT', `${out}: ${message}`, hint)]);

function parsed(path: string): Partial<KeptManifest> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<KeptManifest>;
  } catch {
    return undefined;
  }
}

/**
 * The manifest of a folder, or a new one where nothing is there yet.
 * @throws ProblemError DEC-OUT where something else is there, or what was kept of an environment that is gone
 */
export function openManifest(folder: string, shown: string, fresh: Omit<KeptManifest, 'version' | 'parts'>): KeptManifest {
  const path = join(folder, manifestFile);
  const other = 'choose another folder: --out <folder>';
  if (!existsSync(path)) {
    if (isFree(folder)) return { version: 1, ...fresh, parts: {} };
    throw refuse(shown, 'it holds something that this command has not written', other);
  }
  const found = parsed(path);
  if (found?.version !== 1 || found.parts === undefined) throw refuse(shown, `its ${manifestFile} can't be read`, other);
  if (found.environment !== fresh.environment || found.tenant !== fresh.tenant)
    throw refuse(shown, `it holds what was kept of ${found.environment} of ${found.tenant}`, other);
  if (found.removed)
    throw refuse(
      shown,
      `it holds what was kept of ${found.environment}, which was removed at ${found.removed}`,
      `--list looks for what is left; for a new environment of that name ${other}`,
    );
  return found as KeptManifest;
}

export const writeManifest = (folder: string, manifest: KeptManifest): void =>
  writeFileWhole(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);

/** How long what was kept is the last state: payments may have gone on after it, but for the time in which the environment is being removed. */
const hours = { before: 1, removing: 72 } as const;

/** Whether a part need not be kept again: it is young enough, and every file is as it was written. */
export async function isStillKept(folder: string, manifest: KeptManifest, part: KeptPart, now: Date): Promise<boolean> {
  const record = manifest.parts[part];
  if (!record) return false;
  const since = (moment: string) => (now.getTime() - Date.parse(moment)) / 3_600_000;
  const young = manifest.removing ? since(manifest.removing) < hours.removing : since(record.made) < hours.before;
  if (!young) return false;
  for (const { file, sha256 } of record.files) {
    const path = join(folder, file);
    if (!existsSync(path) || (await fileDigest(path)) !== sha256) return false;
  }
  return true;
}
