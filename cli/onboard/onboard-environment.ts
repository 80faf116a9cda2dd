import type { EnvironmentModel } from '../../config/environment';
import { type DesiredHub, desiredHub } from '../../config/model/onboarding/desired';
import { msisdnOracle } from '../../config/model/onboarding/oracles';
import { ProblemError, problem } from '../../config/problems';
import { onboard } from './apply';
import { Refused } from './hub-client';
import { deliveredHubKey } from './hub-key';
import { readHub } from './hub-state';
import { planOnboarding } from './plan';
import { type Addresses, openHub, type Wanted } from './reach';
import { type OnboardResult, resultOf } from './result';
import type { Step } from './step';

export interface OnboardOptions extends Addresses {
  readonly planOnly: boolean;
  readonly done: (step: Step) => void;
}

const wantedOf = ({ oracles, managerAccounts, prefixes, numbers }: DesiredHub): Wanted => ({
  parts: [...(oracles.length > 0 ? (['lookup'] as const) : []), ...(managerAccounts.length > 0 ? (['manager'] as const) : [])],
  oracles: [...new Set([...prefixes.map(({ oracle }) => oracle), ...(numbers.length > 0 ? [msisdnOracle] : [])])],
});

const unreadable = ({ service, message }: Refused) =>
  problem(
    'ONB-REFUSED',
    `${service} refuses to be read: ${message}`,
    'see whether its release is that of the workbench file, and its log; then run the same command: it goes on where it stopped',
  );

/**
 * Sets the hub of an environment up as its workbench file says: accounts of the hub, settlement models, participants with accounts, caps, addresses and first
 * money, oracles and what they have to know, accounts at the connection manager. Nothing is ever removed. Run again it goes on where it stopped, and changes nothing when everything is there.
 * @throws ProblemError when a service can't be reached or refuses to be read
 */
export async function onboardEnvironment(model: EnvironmentModel, stateDir: string, options: OnboardOptions): Promise<OnboardResult> {
  const started = Date.now();
  // A ledger that is given stands alone, as in tests: the cluster is not asked then.
  const hubKey = options.ledger === undefined ? await deliveredHubKey(model, stateDir) : undefined;
  const desired = { ...desiredHub(model), ...(hubKey === undefined ? {} : { hubKey }) };
  const { client, close } = await openHub(model, stateDir, options, wantedOf(desired));
  const figures = () => ({
    environment: model.config.environment,
    desired,
    requests: [client.ledger, client.lookup, client.manager, ...client.oracles.values()].reduce((sum, one) => sum + (one?.count() ?? 0), 0),
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
  } catch (error) {
    throw error instanceof Refused ? new ProblemError([unreadable(error)]) : error;
  } finally {
    await close();
  }
}
