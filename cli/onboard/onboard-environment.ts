import type { EnvironmentModel } from '../../config/environment';
import { desiredHub } from '../../config/model/onboarding/desired';
import { problem } from '../../config/problems';
import { onboard } from './apply';
import { readHub } from './hub-state';
import { planOnboarding } from './plan';
import { type Addresses, openHub } from './reach';
import { type OnboardResult, resultOf } from './result';
import type { Step } from './step';

export interface OnboardOptions extends Addresses {
  readonly planOnly: boolean;
  readonly done: (step: Step) => void;
}

/**
 * Sets the hub of an environment up as its workbench file says: accounts of the hub, settlement models, participants with accounts, caps, addresses and first
 * money, oracles, accounts at the connection manager. Nothing is ever removed. Run again it goes on where it stopped, and changes nothing when everything is there.
 * @throws ProblemError when the ledger can't be reached
 */
export async function onboardEnvironment(model: EnvironmentModel, stateDir: string, options: OnboardOptions): Promise<OnboardResult> {
  const started = Date.now();
  const desired = desiredHub(model);
  const { client, close } = await openHub(model, stateDir, options, [
    ...(desired.oracles.length > 0 ? (['lookup'] as const) : []),
    ...(desired.managerAccounts.length > 0 ? (['manager'] as const) : []),
  ]);
  const figures = () => ({
    environment: model.config.environment,
    desired,
    requests: [client.ledger, client.lookup, client.manager].reduce((sum, one) => sum + (one?.count() ?? 0), 0),
    seconds: (Date.now() - started) / 1000,
  });
  try {
    if (!options.planOnly) {
      const outcome = await onboard(client, desired, options);
      return resultOf({ ...outcome, ...figures() });
    }
    const before = await readHub(client, desired);
    const steps = planOnboarding(desired, before);
    const problems = steps
      .filter(({ action }) => action === 'conflict')
      .map(({ id, why, hint }) => problem('ONB-CONFLICT', `${id}: ${why}`, hint ?? ''));
    return resultOf({ before, steps, done: [], problems, ...figures() });
  } finally {
    await close();
  }
}
