import type { Problem } from '../../config/problems';
import type { ChangeSummary } from './changes';
import type { NotStarted } from './schedule';

/** How a stack ended. */
export type StackOutcome = 'changes' | 'no-change' | 'applied' | 'destroyed' | 'blocked' | 'failed' | 'not-started' | 'interrupted';

/** Where a stack stands at the moment. */
export type StackPhase = 'waiting' | 'init' | 'checking' | 'planning' | 'applying' | 'destroying' | StackOutcome;

/** What a run tells while it goes on; with `--json` each one is a line of its own, with the time in `at`. */
export type RunEvent =
  | {
      readonly event: 'run';
      readonly run: string;
      readonly action: string;
      readonly environment: string;
      readonly tool: string;
      readonly stacks: readonly string[];
    }
  | { readonly event: 'stack'; readonly stack: string; readonly phase: StackPhase; readonly because?: NotStarted; readonly note?: string }
  | { readonly event: 'plan'; readonly stack: string; readonly changes: ChangeSummary }
  | {
      readonly event: 'resource';
      readonly stack: string;
      readonly address: string;
      readonly action: string;
      readonly state: 'start' | 'progress' | 'complete' | 'failed';
      readonly seconds: number;
      readonly done: number;
      readonly total: number;
    }
  | { readonly event: 'note'; readonly stack?: string; readonly text: string }
  | { readonly event: 'problem'; readonly stack?: string; readonly problem: Problem }
  | { readonly event: 'end'; readonly exitCode: number; readonly seconds: number };

export type Emit = (event: RunEvent) => void;

/** Where progress goes: usually standard output. */
export interface Screen {
  readonly write: (text: string) => void;
  /** Asked anew at each line: a terminal may be resized. */
  readonly columns: () => number;
  readonly rows: () => number;
}

export interface Progress {
  readonly emit: Emit;
  /** Leaves the terminal as it should be; nothing is shown after it. */
  readonly stop: () => void;
}
