import type { DesiredHub } from '../../config/model/onboarding/desired';
import type { Problem } from '../../config/problems';
import type { HubState } from './hub-state';
import { counts, strangers } from './plan';
import type { Step, StepAction } from './step';

/** What `onboard` ends with. */
export interface OnboardResult {
  readonly environment: string;
  readonly planned: Readonly<Record<StepAction, number>>;
  /** Steps that are not `nothing`. */
  readonly steps: readonly Pick<Step, 'id' | 'action' | 'why' | 'hint'>[];
  /** How many steps were done; none when only planned. */
  readonly done: number;
  /** Participants of the ledger that the file does not name. */
  readonly strangers: readonly string[];
  readonly requests: number;
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

interface Facts {
  readonly environment: string;
  readonly desired: DesiredHub;
  readonly before: HubState;
  readonly steps: readonly Step[];
  readonly done: readonly Step[];
  readonly problems: readonly Problem[];
  readonly requests: number;
  readonly seconds: number;
}

export const resultOf = ({ environment, desired, before, steps, done, problems, requests, seconds }: Facts): OnboardResult => ({
  environment,
  planned: counts(steps),
  steps: steps
    .filter(({ action }) => action !== 'nothing')
    .map(({ id, action, why, hint }) => ({ id, action, why, ...(hint === undefined ? {} : { hint }) })),
  done: done.length,
  strangers: strangers(desired, before),
  requests,
  seconds,
  problems,
});
