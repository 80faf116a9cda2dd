import type { EnvironmentModel } from '../../config/environment';
import { auditTrails } from '../../config/model/audit-trails';
import type { KeptPart } from '../../config/model/to-keep';
import { type Problem, ProblemError } from '../../config/problems';
import type { Pace } from '../verify/await-job';
import { keepBackups } from './keep-backups';
import { keepKeys } from './keep-keys';
import { isStillKept, type KeptManifest, type KeptRecord, openManifest, writeManifest } from './manifest';

export interface KeepOptions {
  readonly stateDir: string;
  /** Folder for what is kept. */
  readonly out: string;
  /** The same as it was given. */
  readonly shown: string;
  /** Address of the connection manager, instead of a way through the Kubernetes API. */
  readonly manager?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly now: Date;
  readonly pace: Pace;
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
}

export interface Kept {
  readonly manifest: KeptManifest;
  /** What there is to tell of each part that is kept. */
  readonly notes: Readonly<Partial<Record<KeptPart, readonly string[]>>>;
  readonly problems: readonly Problem[];
}

/** One way a part; whoever keeps the audit somewhere else says so in `auditTrails`. */
const ways: Readonly<Record<KeptPart, (model: EnvironmentModel, options: KeepOptions) => Promise<KeptRecord>>> = {
  backups: keepBackups,
  audit: async (model, { now }) => ({
    made: now.toISOString(),
    files: [],
    notes: auditTrails(model).map(({ what, where, held }) => `${what}: ${where}${held ? `; ${held}` : ''}`),
  }),
  keys: keepKeys,
};

const titles: Readonly<Record<KeptPart, string>> = {
  backups: 'last backups',
  audit: 'where the audit is',
  keys: 'public keys and certificates',
};

/**
 * Keeps each part, and writes down what was kept with its digests after each: a command that is killed goes on there. One that fails does not keep the others
 * from theirs. Nothing is removed. @throws ProblemError DEC-OUT
 */
export async function keepParts(model: EnvironmentModel, parts: readonly KeptPart[], options: KeepOptions): Promise<Kept> {
  const { environment, tenant, domain, hub } = model.config;
  const { out, shown, now, say, stop } = options;
  let manifest = openManifest(out, shown, { environment, tenant, domain, release: hub.release });
  const notes: Partial<Record<KeptPart, readonly string[]>> = {};
  const problems: Problem[] = [];
  for (const part of parts) {
    if (stop.aborted) break;
    if (await isStillKept(out, manifest, part, now)) {
      const { made = '', notes: told = [] } = manifest.parts[part] ?? {};
      notes[part] = [`kept before, at ${made}`, ...told];
      continue;
    }
    say(titles[part]);
    try {
      const record = await ways[part](model, options);
      manifest = { ...manifest, parts: { ...manifest.parts, [part]: record } };
      writeManifest(out, manifest);
      notes[part] = record.notes;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { manifest, notes, problems };
}
