import type { EnvironmentModel } from '../../config/environment';
import { type AuditSource, auditedSources, auditPlace, auditSources } from '../../config/model/audit/place';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { daysOf, hourOf, wholeHours } from './hours';
import { fileLockProblem, lockProblems, recordProblems, silenceProblems, touchedProblems } from './judge';
import { openStore } from './open-store';
import { type AuditRecord, recordOf } from './record';
import type { AuditAction, AuditResult, AuditRow } from './result';
import type { AuditFile, AuditStore } from './store';

export interface AuditRequest {
  readonly action: AuditAction;
  readonly hours: number;
  /** Each file's own lock is asked for; else that of one file an hour and source. */
  readonly every: boolean;
  /** Record of the time before. */
  readonly since?: AuditRecord;
  readonly now: Date;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

const sideBySide = 4;

function rowOf(source: AuditSource, all: readonly AuditFile[]): AuditRow {
  const files = all.filter((file) => file.source === source);
  const hours = files.flatMap(({ key }) => hourOf(key) ?? []).sort((a, b) => a - b);
  const [from, to] = [hours[0], hours.at(-1)];
  return {
    source,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(from === undefined || to === undefined ? {} : { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
  };
}

/** One file an hour and source, the last: each lock costs a question of half a second. */
const sampled = (files: readonly AuditFile[]): readonly AuditFile[] => [
  ...new Map(files.map((file) => [`${file.source} ${hourOf(file.key)}`, file])).values(),
];

async function fileLocks(model: EnvironmentModel, { lockOf }: AuditStore, files: readonly AuditFile[]): Promise<Problem[]> {
  if (!lockOf) return [];
  const found: Problem[] = [];
  for (let at = 0; at < files.length; at += sideBySide) {
    const some = files.slice(at, at + sideBySide);
    const locks = await Promise.all(some.map(lockOf));
    found.push(...some.flatMap((file, index) => fileLockProblem(model.config, file, locks[index] ?? { mode: 'none' }) ?? []));
  }
  return found;
}

/** Days that a record has files of. */
const recordedDays = ({ files }: AuditRecord, source: AuditSource) =>
  daysOf(files.filter((file) => file.source === source).flatMap(({ key }) => hourOf(key) ?? []));

/**
 * Looks at the audit logs of the last whole hours, and changes nothing. `verify` holds them against the locks that the file asks for, against what was done to
 * them since, against silence, and against a record that somebody keeps elsewhere.
 * @returns the record of now beside the result, for whoever keeps it
 * @throws ProblemError AUDIT-NONE, AUDIT-STORE, RUN-LOGIN-PROGRAM
 */
export async function auditEnvironment(
  model: EnvironmentModel,
  request: AuditRequest,
): Promise<{ result: AuditResult; record: AuditRecord }> {
  const { config } = model;
  const { action, hours: count, every, since, now, env, say } = request;
  const place = auditPlace(config);
  if (!place)
    throw new ProblemError([
      problem(
        'AUDIT-NONE',
        `${config.environment} brings its audit logs nowhere`,
        'write operations.audit.store, a bucket that was made with Object Lock: docs/audit.md',
      ),
    ]);
  const store = openStore(config, place, env);
  const sources = auditedSources(config);
  const hours = wholeHours(now, count);
  say(`looking at ${count} hours in ${store.name}`);
  const listed = await Promise.all(
    sources.map(async (source) => {
      const days = daysOf(hours);
      const before = since ? recordedDays(since, source) : [];
      const all: AuditFile[] = [];
      for (const day of new Set([...before, ...days])) all.push(...(await store.files(source, day)));
      return all;
    }),
  );
  /** Also of the rest of their days, and of those of the record. */
  const there = listed.flat();
  const files = there.filter(({ key }) => hours.includes(hourOf(key) ?? 0));
  const asked = action === 'list' ? [] : every ? files : sampled(files);
  if (asked.length > 0 && store.lockOf) say(`looking at the locks of ${asked.length} files`);
  const problems =
    action === 'list'
      ? []
      : [
          ...lockProblems(config, await store.locks()),
          ...touchedProblems(there),
          ...(await fileLocks(model, store, asked)),
          ...silenceProblems(sources, files, hours),
          ...(since ? recordProblems(since, there) : []),
        ];
  const record = recordOf(config.environment, store.name, now, files, since);
  const result: AuditResult = {
    environment: config.environment,
    action,
    store: store.name,
    hours: count,
    sources: sources.map((source) => rowOf(source, files)),
    notKept: (Object.keys(auditSources) as AuditSource[]).filter((source) => !sources.includes(source)),
    locksSeen: store.lockOf ? asked.length : 0,
    problems,
  };
  return { result, record };
}
