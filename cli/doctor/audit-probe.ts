import type { EnvironmentModel } from '../../config/environment';
import { type AuditSource, auditedSources, auditPlace } from '../../config/model/audit/place';
import { hourOf } from '../audit/hours';
import { openStore } from '../audit/open-store';
import type { StoreLock } from '../audit/store';
import { failureOf } from './cluster-questions';
import type { Failure } from './seen';

/** Milliseconds for one answer: the program of a cloud needs a second or two to begin with. */
const patience = 20_000;
const day = 86_400_000;

/** What was seen of the store of audit logs. */
export interface AuditStoreSeen {
  readonly name: string;
  readonly locks: Readonly<Record<string, StoreLock>>;
  /** The hour of the newest file of each source, as Unix milliseconds; undefined where there is none of today and yesterday. */
  readonly newest: readonly { readonly source: AuditSource; readonly hour: number | undefined }[];
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * Looks at a store of audit logs that somebody else has made (`operations.audit.store`), by the program of its cloud with the login of whoever runs the command. It
 * reads names and locks, no log, and changes nothing. One that the environment makes has its lock from Terraform, and `workbench audit verify` for the rest.
 * @returns undefined where no store is named
 */
export async function seeAuditStore(
  { config }: EnvironmentModel,
  env: NodeJS.ProcessEnv,
  now: number,
  wait: number = patience,
): Promise<AuditStoreSeen | Failure | undefined> {
  const place = auditPlace(config);
  if (!place || place.own) return undefined;
  const store = openStore(config, place, env, wait);
  const newestOf = async (source: AuditSource, at: number): Promise<number | undefined> => {
    const hours = (await store.files(source, dayOf(at))).flatMap(({ key }) => hourOf(key) ?? []);
    return hours.length > 0 ? Math.max(...hours) : undefined;
  };
  try {
    // First alone: a store that does not answer, or a login that is none, is told after one question.
    const locks = await store.locks();
    const newest = await Promise.all(
      auditedSources(config).map(async (source) => ({
        source,
        hour: (await newestOf(source, now)) ?? (await newestOf(source, now - day)),
      })),
    );
    return { name: store.name, locks, newest };
  } catch (error) {
    return failureOf(error);
  }
}
