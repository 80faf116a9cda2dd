import type { DesiredHub } from '../../config/model/onboarding/desired';
import { accountSteps } from './connection-manager';
import { hubKeyStep } from './hub-key';
import type { HubState } from './hub-state';
import { oracleEntrySteps } from './oracle-entries';
import { hubSteps, oracleStep } from './plan-hub';
import { participantSteps } from './plan-participant';
import type { Step, StepAction } from './step';

/** What is wanted held against what is there. Pure. Nothing is ever removed: whoever has left is switched off. */
export function planOnboarding(desired: DesiredHub, state: HubState): Step[] {
  return [
    ...hubSteps(desired, state),
    ...desired.participants.flatMap((participant) => participantSteps(participant, state)),
    ...(state.oracles ? desired.oracles.map((oracle) => oracleStep(oracle, state)) : []),
    ...(state.entries ? oracleEntrySteps(desired, state.entries) : []),
    ...(state.manager ? accountSteps(desired.managerAccounts, state.manager) : []),
    ...(state.manager && desired.hubKey !== undefined ? [hubKeyStep(desired.hubKey, state.manager.hubKey)] : []),
  ];
}

/** Participants of the ledger that the file does not name, such as simulators of the tests: they are left alone, and told. */
export function strangers(desired: DesiredHub, state: HubState): string[] {
  const known = new Set([desired.hub, ...desired.participants.map(({ id }) => id)].map((name) => name.toLowerCase()));
  return [...state.participants.keys()].filter((name) => !known.has(name.toLowerCase()));
}

export function counts(steps: readonly Step[]): Record<StepAction, number> {
  const result = { create: 0, change: 0, nothing: 0, conflict: 0 };
  for (const { action } of steps) result[action] += 1;
  return result;
}

export const isOpen = ({ action }: Step) => action === 'create' || action === 'change';
