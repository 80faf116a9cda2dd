import type { BackupFacts } from '../../config/model/backup/facts';
import type { LedgerVerdict } from '../../config/model/backup/ledger-checks';
import type { BackedUp } from '../../config/model/backup/scripts';
import type { NotBackedUp } from '../../config/model/backup/steps';
import type { Problem } from '../../config/problems';

export type BackupAction = 'now' | 'list' | 'verify';

/** What became of one step, or of one store. */
export interface BackupStepResult {
  readonly key: string;
  readonly title: string;
  readonly outcome: 'done' | 'failed' | 'not-started';
  /** Backups that there are, the newest first (list, verify). */
  readonly backups: readonly Omit<BackupFacts, 'header'>[];
  /** What there is to say of it. */
  readonly note?: string;
}

/** What `backup` ends with. */
export interface BackupResult {
  readonly environment: string;
  readonly action: BackupAction;
  readonly steps: readonly BackupStepResult[];
  readonly none: readonly NotBackedUp[];
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

/** What `restore` ends with. */
export interface RestoreResult {
  readonly environment: string;
  readonly into: string;
  /** The backup that was restored. */
  readonly backup: string;
  readonly taken: string;
  /** Seconds from the moment of the backup to the beginning of the restore: what would have been lost. */
  readonly ageSeconds: number;
  /** Seconds that the database took to load. */
  readonly loadSeconds: number;
  readonly ledger?: LedgerVerdict;
  /** The namespace is still there. */
  readonly kept: boolean;
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

/** What a drill says of one store. */
export interface DrillStore {
  readonly store: BackedUp;
  readonly outcome: 'sound' | 'failed';
  readonly file?: string;
  readonly taken?: string;
  readonly ageSeconds?: number;
  readonly note?: string;
  readonly seconds: number;
}

/** What `drill` ends with. */
export interface DrillResult {
  readonly environment: string;
  readonly into: string;
  readonly stores: readonly DrillStore[];
  readonly ledger?: LedgerVerdict;
  readonly promised: { readonly pointHours: number; readonly timeHours: number };
  /** How old the oldest of the newest backups was; how long the ledger took until its books were checked, where it was restored. */
  readonly measured: { readonly pointSeconds: number; readonly timeSeconds?: number };
  readonly seconds: number;
  readonly problems: readonly Problem[];
}
