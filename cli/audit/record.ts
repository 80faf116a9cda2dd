import { createHash } from 'node:crypto';
import { z } from 'zod';
import { auditSources } from '../../config/model/audit/place';
import { ProblemError, problem } from '../../config/problems';
import type { AuditFile } from './store';

const recordShape = z.strictObject({
  environment: z.string(),
  store: z.string(),
  at: z.string(),
  /** Chain of the record before this one; empty for the first. */
  previous: z.string(),
  files: z.array(
    z.strictObject({
      source: z.enum(Object.keys(auditSources) as [keyof typeof auditSources]),
      key: z.string(),
      version: z.string(),
      digest: z.string(),
      bytes: z.number(),
    }),
  ),
  chain: z.string(),
});
/** What there was, as somebody outside keeps it. */
export type AuditRecord = z.infer<typeof recordShape>;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Digest that each line is chained into: whoever changes, removes or adds one changes all that follow, and the next record does not fit this one. */
const chainOf = ({ environment, store, at, previous, files }: Omit<AuditRecord, 'chain'>): string =>
  files.reduce(
    (before, { source, key, version, digest, bytes }) => sha256([before, source, key, version, digest, bytes].join('\n')),
    sha256([previous, environment, store, at].join('\n')),
  );

/** A record of files, chained to the one before. */
export function recordOf(environment: string, store: string, at: Date, found: readonly AuditFile[], last?: AuditRecord): AuditRecord {
  const files = [...found]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.version < b.version ? -1 : 1))
    .map(({ source, key, version, digest, bytes }) => ({ source, key, version, digest, bytes }));
  const record = { environment, store, at: at.toISOString(), previous: last?.chain ?? '', files };
  return { ...record, chain: chainOf(record) };
}

/** Reads a record and holds it against its own chain. @throws ProblemError AUDIT-RECORD */
export function readRecord(text: string, file: string, environment: string): AuditRecord {
  const refused = (why: string) =>
    new ProblemError([
      problem('AUDIT-RECORD', `${file}: ${why}`, 'give the record that audit verify --out wrote, from where nobody else can change it'),
    ]);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused('it is no JSON');
  }
  const parsed = recordShape.safeParse(json);
  if (!parsed.success) throw refused('it is no record of audit logs');
  const record = parsed.data;
  if (record.environment !== environment) throw refused(`it is of ${record.environment}, not of ${environment}`);
  if (chainOf(record) !== record.chain) throw refused('it was changed: its lines do not make its chain');
  return record;
}
