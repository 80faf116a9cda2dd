import type { RotationItem } from '../../config/model/rotation';
import type { RotationStepKey } from '../../config/model/rotation-ways';
import type { Problem } from '../../config/problems';

export interface RotateStepResult {
  readonly key: RotationStepKey;
  readonly title: string;
  readonly outcome: 'to-do' | 'done' | 'nothing' | 'failed' | 'not-started';
  /** Pods that were started anew, Secrets that were filled. */
  readonly changed: readonly string[];
}

/** What `rotate secret|key|certificate` ends with. */
export interface RotateResult {
  readonly environment: string;
  readonly what: RotationItem['what'];
  readonly id: string;
  readonly kind: string;
  /** A rotation of before is gone on with. */
  readonly resumed: boolean;
  readonly interruption?: string;
  readonly proof: string;
  readonly wayBack: string;
  readonly steps: readonly RotateStepResult[];
  /** What a person does now; empty where it is done. */
  readonly next: readonly string[];
  /** What was looked at and could not be told. */
  readonly notes: readonly string[];
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

/** One row of `rotate list`. */
export interface RotationRow {
  readonly what: RotationItem['what'];
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  /** Who brings the next version about. */
  readonly by: 'workbench' | 'cert-manager' | 'by hand';
  readonly interruption?: string;
  readonly byHand?: string;
  /** When the version in use was made, where that is known. */
  readonly since?: string;
  readonly ageDays?: number;
  readonly everyDays?: number;
  /** Day on which the next version is due, or on which it ends. */
  readonly due?: string;
  readonly state: 'in time' | 'due soon' | 'overdue' | 'unknown' | 'under way';
}

export interface RotationList {
  readonly environment: string;
  readonly rows: readonly RotationRow[];
  readonly problems: readonly Problem[];
}
