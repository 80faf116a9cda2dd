import type { AuditSource } from '../../config/model/audit/place';
import type { Problem } from '../../config/problems';

export type AuditAction = 'list' | 'verify';

/** What there is of one source in the hours that were looked at. */
export interface AuditRow {
  readonly source: AuditSource;
  readonly files: number;
  readonly bytes: number;
  /** First and last hour of which there is something, ISO 8601. */
  readonly from?: string;
  readonly to?: string;
}

export interface AuditResult {
  readonly environment: string;
  readonly action: AuditAction;
  readonly store: string;
  readonly hours: number;
  readonly sources: readonly AuditRow[];
  /** Sources whose logs this environment brings nowhere: somebody else does. */
  readonly notKept: readonly AuditSource[];
  /** Files whose own lock was looked at. */
  readonly locksSeen: number;
  /** End of the chain of the record that was written; absent where none was. */
  readonly chain?: string;
  readonly problems: readonly Problem[];
}
