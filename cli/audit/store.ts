import type { AuditSource } from '../../config/model/audit/place';

/** One file of an audit log in its store. */
export interface AuditFile {
  readonly source: AuditSource;
  readonly key: string;
  /** Version or time of its making: another one is another file. */
  readonly version: string;
  /** Digest that the store has of it. */
  readonly digest: string;
  readonly bytes: number;
  /** It is there when somebody looks for its name, and no older one is behind it. */
  readonly state: 'alone' | 'overwritten' | 'hidden';
}

/** How the store itself locks what comes. */
export interface StoreLock {
  readonly mode: 'none' | 'governance' | 'compliance';
  readonly days: number;
}

/** What a file is locked by; undefined where the store locks all alike. */
export interface FileLock {
  readonly mode: 'none' | 'governance' | 'compliance';
  /** Until when nobody can change or remove it. */
  readonly until?: Date;
}

/** A store of audit logs, read by the cloud's own program. Nothing is ever written there. */
export interface AuditStore {
  readonly name: string;
  /** Each place that is locked by itself, by its name. */
  readonly locks: () => Promise<Readonly<Record<string, StoreLock>>>;
  /** Files of a source of one day (UTC, `2026-11-27`). */
  readonly files: (source: AuditSource, day: string) => Promise<readonly AuditFile[]>;
  readonly lockOf?: (file: AuditFile) => Promise<FileLock>;
}
