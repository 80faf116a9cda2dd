import { z } from 'zod';
import { type AuditPlace, type AuditSource, kubernetesPrefix } from '../../config/model/audit/place';
import { askStore } from './ask';
import type { AuditFile, AuditStore, FileLock, StoreLock } from './store';

const lockAnswer = z.object({
  ObjectLockConfiguration: z
    .object({
      Rule: z
        .object({ DefaultRetention: z.object({ Mode: z.string(), Days: z.number().optional(), Years: z.number().optional() }) })
        .optional(),
    })
    .optional(),
});
const versionsAnswer = z.object({
  Versions: z
    .array(z.object({ Key: z.string(), VersionId: z.string(), IsLatest: z.boolean(), Size: z.number(), ETag: z.string() }))
    .nullish(),
  DeleteMarkers: z.array(z.object({ Key: z.string() })).nullish(),
});
const headAnswer = z.object({ ObjectLockMode: z.string().optional(), ObjectLockRetainUntilDate: z.coerce.date().optional() });

const modeOf = (text: string): StoreLock['mode'] => (text === 'COMPLIANCE' ? 'compliance' : text === 'GOVERNANCE' ? 'governance' : 'none');
const folders: Readonly<Partial<Record<AuditSource, string>>> = { kubernetes: kubernetesPrefix.logs };

/** A bucket of Amazon S3, or of what speaks as it does; `at` is where and in which region. */
export function s3Store({ bucket }: AuditPlace, at: readonly string[], env: NodeJS.ProcessEnv, wait?: number): AuditStore {
  const ask = (args: readonly string[], missing?: RegExp) =>
    askStore('aws', [...at, 's3api', ...args, '--bucket', bucket, '--output', 'json'], env, missing, wait);
  return {
    name: bucket,
    locks: async () => {
      const answer = await ask(['get-object-lock-configuration'], /ObjectLockConfigurationNotFound/);
      const kept = 'found' in answer ? lockAnswer.parse(answer.found).ObjectLockConfiguration?.Rule?.DefaultRetention : undefined;
      return { [bucket]: kept ? { mode: modeOf(kept.Mode), days: kept.Days ?? (kept.Years ?? 0) * 365 } : { mode: 'none', days: 0 } };
    },
    files: async (source, day) => {
      const prefix = `${folders[source] ?? source}/${day.replaceAll('-', '/')}/`;
      const answer = await ask(['list-object-versions', '--prefix', prefix]);
      const { Versions, DeleteMarkers } = versionsAnswer.parse('found' in answer ? answer.found : {});
      const versions = Versions ?? [];
      const hidden = new Set((DeleteMarkers ?? []).map(({ Key }) => Key));
      const times = new Map<string, number>();
      for (const { Key } of versions) times.set(Key, (times.get(Key) ?? 0) + 1);
      return versions.map(
        ({ Key, VersionId, Size, ETag }): AuditFile => ({
          source,
          key: Key,
          version: VersionId,
          digest: ETag.replaceAll('"', ''),
          bytes: Size,
          state: hidden.has(Key) ? 'hidden' : (times.get(Key) ?? 0) > 1 ? 'overwritten' : 'alone',
        }),
      );
    },
    // Told to whoever may read the file and its retention (s3:GetObject, s3:GetObjectRetention).
    lockOf: async ({ key, version }): Promise<FileLock> => {
      const answer = await ask(['head-object', '--key', key, '--version-id', version], /\(404\)/);
      const { ObjectLockMode: mode = '', ObjectLockRetainUntilDate: until } = headAnswer.parse('found' in answer ? answer.found : {});
      return { mode: modeOf(mode), ...(until ? { until } : {}) };
    },
  };
}
