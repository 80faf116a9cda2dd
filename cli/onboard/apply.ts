import type { DesiredHub } from '../../config/model/onboarding/desired';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { managerGroup } from './connection-manager';
import { each } from './each';
import { putFirstMoney } from './first-money';
import { type Api, type HubClient, Refused } from './hub-client';
import { type HubState, readHub } from './hub-state';
import { isOpen, planOnboarding } from './plan';
import type { ApiName, Step } from './step';

const isAddress = ({ id }: Step) => id.startsWith('endpoint ');

/**
 * Addresses are set side by side in a few lanes. The ledger locks gaps of a table for each, so its database ends one of two in a deadlock now and then, with
 * nothing done (seen with 19.5.5): setting an address again harms nothing.
 */
const addresses = { lanes: 4, turns: 8, pause: 20 };

const oraclePrefix = 'oracle ';

const isOracle = (name: ApiName): name is `oracle ${string}` => name.startsWith(oraclePrefix);

const targetOf = (client: HubClient, name: ApiName): Api | undefined =>
  isOracle(name) ? client.oracles.get(name.slice(oraclePrefix.length)) : client[name];

async function act(client: HubClient, step: Step): Promise<void> {
  const { requests = [] } = step;
  for (let turn = 1; ; turn += 1) {
    try {
      for (const request of requests) await targetOf(client, request.api)?.send(request);
      return;
    } catch (error) {
      if (!isAddress(step) || !(error instanceof Refused) || error.status < 500 || turn === addresses.turns) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * addresses.pause * turn));
    }
  }
}

const refused = (step: Step, error: Refused): Problem =>
  problem(
    'ONB-REFUSED',
    `${step.id}: ${error.message}`,
    error.status === 504
      ? 'see the log of the pod …-centralledger-handler-admin-transfer, then run the same command; if the first money was paid out since, the ledger takes no second: remove initialFunding'
      : 'see the log of the service, mend it, then run the same command: it goes on where it stopped',
  );

export interface Progress {
  /** A step was done. */
  readonly done: (step: Step) => void;
}

/**
 * Does the open steps of a plan once: the hub first, then participants side by side, each in its order, their addresses and their first money, then
 * oracles, what they have to know, and the connection manager.
 */
async function pass(client: HubClient, steps: readonly Step[], progress: Progress): Promise<Problem[]> {
  const problems: Problem[] = [];
  const stuck = new Set(steps.filter(({ action }) => action === 'conflict').map(({ group }) => group));
  const inOrder = async (group: string, part: readonly Step[]) => {
    for (const step of part) {
      if (stuck.has(group) || (step.needs !== undefined && stuck.has(step.needs))) return;
      try {
        await act(client, step);
        progress.done(step);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        stuck.add(group);
        problems.push(refused(step, error));
      }
    }
  };
  const open = new Map<string, Step[]>();
  for (const step of steps.filter(isOpen)) open.set(step.group, [...(open.get(step.group) ?? []), step]);
  await inOrder('hub', open.get('hub') ?? []);
  // Without accounts of the hub or a model the ledger refuses every participant.
  if (stuck.has('hub')) return problems;
  const dependent = [...open].filter(([, own]) => own[0]?.needs !== undefined);
  const apart = new Set(['hub', 'oracles', managerGroup, ...dependent.map(([group]) => group)]);
  const participants = [...open].filter(([group]) => !apart.has(group));
  await each(participants, ([group, own]) =>
    inOrder(
      group,
      own.filter((step) => !isAddress(step) && !step.funding),
    ),
  );
  await each(participants, ([group, own]) => inOrder(group, own.filter(isAddress)), addresses.lanes);
  const money = participants.flatMap(([group, own]) => (stuck.has(group) ? [] : own.filter(({ funding }) => funding)));
  await putFirstMoney(client.ledger, money, { done: progress.done, refused: (step, error) => problems.push(refused(step, error)) });
  await inOrder('oracles', open.get('oracles') ?? []);
  await each(dependent, ([group, own]) => inOrder(group, own));
  await inOrder(managerGroup, open.get(managerGroup) ?? []);
  return problems;
}

export interface Onboarded {
  /** The plan as it was before anything was done. */
  readonly steps: readonly Step[];
  readonly before: HubState;
  readonly done: readonly Step[];
  readonly problems: readonly Problem[];
}

const passes = 3;

/**
 * Reads, plans, does, and reads again until nothing is open: a step whose answer was lost is seen as done, and what only shows after another step (the cap of
 * a participant that was switched off) is done in the next pass. May be stopped and run again at any time.
 * @throws ProblemError ONB-UNREACHABLE
 */
export async function onboard(client: HubClient, desired: DesiredHub, progress: Progress): Promise<Onboarded> {
  const before = await readHub(client, desired);
  const steps = planOnboarding(desired, before);
  const done: Step[] = [];
  const note = {
    done: (step: Step) => {
      done.push(step);
      progress.done(step);
    },
  };
  let plan: readonly Step[] = steps;
  let problems: readonly Problem[] = [];
  for (let turn = 0; turn < passes && plan.some(isOpen); turn += 1) {
    try {
      problems = await pass(client, plan, note);
    } catch (error) {
      if (!(error instanceof ProblemError) || turn === passes - 1) throw error;
    }
    plan = planOnboarding(desired, await readHub(client, desired));
  }
  const conflicts = plan
    .filter(({ action }) => action === 'conflict')
    .map((step) => problem('ONB-CONFLICT', `${step.id}: ${step.why}`, step.hint ?? ''));
  const left = plan.filter(isOpen);
  // What was refused and is there all the same was done by a request whose answer was lost; what a conflict holds back needs no problem of its own.
  const told = left.length === 0 ? [] : problems.length > 0 || conflicts.length > 0 ? problems : [unfinished(left)];
  return { steps, before, done, problems: [...conflicts, ...told] };
}

const unfinished = (left: readonly Step[]) =>
  problem(
    'ONB-UNFINISHED',
    `${left.length} steps are still open, such as ${left[0]?.id}: ${left[0]?.why}`,
    'run the same command; if it stays so, see the log of the ledger',
  );
