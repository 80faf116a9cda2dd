import type { Problem } from '../../config/problems';
import type { Direction } from './cluster-steps';

export interface RestStepResult {
  /** Stable name of the step. */
  readonly key: string;
  readonly title: string;
  readonly outcome: 'to-do' | 'done' | 'nothing' | 'failed' | 'not-started';
  /** Objects of the cluster, or one service of the cloud. */
  readonly changed: readonly string[];
  /** What a person must know: what goes on costing, what the cloud starts by itself. */
  readonly note?: string;
}

/** What `hibernate` and `wake` end with. */
export interface RestResult {
  readonly environment: string;
  readonly action: Direction;
  readonly steps: readonly RestStepResult[];
  /** What cannot be stopped and goes on costing. */
  readonly stays: readonly { readonly title: string; readonly why: string }[];
  readonly seconds: number;
  readonly problems: readonly Problem[];
}
