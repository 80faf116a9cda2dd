import type { AuditSource } from '../../config/model/audit/place';
import { type Problem, problem } from '../../config/problems';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { gaps, hourOf, silence } from './hours';
import type { AuditRecord } from './record';
import type { AuditFile, FileLock, StoreLock } from './store';

const day = 86_400_000;
const strength = { none: 0, governance: 1, compliance: 2 } as const;

/** Each place locks what comes at least as the file says. */
export function lockProblems({ operations: { audit } }: WorkbenchConfig, locks: Readonly<Record<string, StoreLock>>): Problem[] {
  return Object.entries(locks).flatMap(([name, { mode, days }]) => {
    if (mode === 'none')
      return [
        problem(
          'AUDIT-UNLOCKED',
          `${name} locks nothing: whoever may write there can remove an audit log`,
          'docs/audit.md tells how a store is made that locks',
        ),
      ];
    if (days < audit.retentionDays)
      return [
        problem(
          'AUDIT-UNLOCKED',
          `${name} locks for ${days} days, and the file says ${audit.retentionDays}`,
          'deploy, or ask the owner of the store to lengthen it',
        ),
      ];
    if (strength[mode] < strength[audit.mode])
      return [
        problem(
          'AUDIT-UNLOCKED',
          `${name} is locked by ${mode}, and the file says ${audit.mode}`,
          'a person locks it, once and for good: docs/audit.md',
        ),
      ];
    return [];
  });
}

/** A file stays for its whole time: a minute is left to clocks that differ. */
export function fileLockProblem({ operations: { audit } }: WorkbenchConfig, file: AuditFile, lock: FileLock): Problem | undefined {
  const due = (hourOf(file.key) ?? 0) + audit.retentionDays * day;
  const way = 'find out who changed it: the log of the cloud account knows; what is there can be locked anew';
  if (lock.mode === 'none' || lock.until === undefined)
    return problem('AUDIT-SHORT', `${file.key} is not locked, or your login may not see it (s3:GetObjectRetention)`, way);
  if (strength[lock.mode] < strength[audit.mode])
    return problem('AUDIT-SHORT', `${file.key} is locked by ${lock.mode}, and the file says ${audit.mode}`, way);
  if (lock.until.getTime() + 60_000 < due)
    return problem(
      'AUDIT-SHORT',
      `${file.key} can be removed from ${lock.until.toISOString()}, and is to stay until ${new Date(due).toISOString()}`,
      way,
    );
  return undefined;
}

/** What was done to files after they were written. */
export function touchedProblems(files: readonly AuditFile[]): Problem[] {
  const once = [...new Map(files.filter(({ state }) => state !== 'alone').map((file) => [file.key, file])).values()];
  return once.map(({ key, state }) =>
    state === 'hidden'
      ? problem(
          'AUDIT-REMOVED',
          `${key} is hidden by a marker of deletion`,
          'it is still there under its version: find out who did it, and remove the marker',
        )
      : problem(
          'AUDIT-CHANGED',
          `${key} was written more than once`,
          'the first version is what was collected: compare them, and find out who wrote the others',
        ),
  );
}

/** Sources from which nothing came for longer than they are ever silent. */
export function silenceProblems(sources: readonly AuditSource[], files: readonly AuditFile[], hours: readonly number[]): Problem[] {
  return sources.flatMap((source) => {
    const filled = new Set(files.filter((file) => file.source === source).flatMap(({ key }) => hourOf(key) ?? []));
    return gaps(hours, filled, silence[source]).map(({ from, hours: length }) =>
      problem(
        'AUDIT-SILENT',
        `nothing came from ${source} for ${length} hour${length === 1 ? '' : 's'} from ${new Date(from).toISOString()}`,
        'nobody used it, or its collector stood still: docs/audit.md tells where to look; what it could not bring comes later',
      ),
    );
  });
}

/** What was there when the last record was made is still there, and the same. A blob that is written line by line may have grown. */
export function recordProblems(record: AuditRecord, files: readonly AuditFile[]): Problem[] {
  const found = new Map(files.map((file) => [`${file.key}\n${file.version}`, file]));
  return record.files.flatMap(({ key, version, digest, bytes }) => {
    const now = found.get(`${key}\n${version}`);
    if (!now)
      return [
        problem(
          'AUDIT-REMOVED',
          `${key} was recorded on ${record.at}, and is gone`,
          'find out who removed it: the log of the cloud account knows',
        ),
      ];
    if (now.digest === digest && (digest === '' ? now.bytes >= bytes : now.bytes === bytes)) return [];
    return [
      problem(
        'AUDIT-CHANGED',
        `${key} is not the one that was recorded on ${record.at}`,
        'find out who changed it: the log of the cloud account knows',
      ),
    ];
  });
}
