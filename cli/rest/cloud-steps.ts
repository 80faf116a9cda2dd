import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudRest } from '../../config/model/rest-cloud-kinds';
import { ProblemError, problem } from '../../config/problems';
import { askCloud, byHand, lastLine } from '../cloud/cloud-program';
import { type Direction, orStop } from './cluster-steps';

/** It may take two minutes to answer. */
const patience = 120_000;
const between = 5_000;

const run = ({ program }: CloudRest, args: readonly string[], env: NodeJS.ProcessEnv) => askCloud({ program, args }, env, patience);

const refused = ({ program, title }: CloudRest, args: readonly string[], said: string) =>
  new ProblemError([problem('REST-CLOUD', `${title}: ${lastLine(said)}`, byHand({ program, args }))]);

export type CloudState = 'resting' | 'running' | 'between' | 'absent';

/** Whether the service rests. One that was never made is absent: an environment of which only a part is deployed can sleep too. */
export async function cloudState(service: CloudRest, env: NodeJS.ProcessEnv): Promise<CloudState> {
  const said = await run(service, service.state, env);
  if ('printed' in said)
    return service.resting.includes(said.printed) ? 'resting' : service.running.includes(said.printed) ? 'running' : 'between';
  // ResourceNotFoundException, DBInstanceNotFound (aws); ResourceNotFound, ResourceGroupNotFound (az, not in its last line).
  if (/NotFound/.test(said.failed)) return 'absent';
  throw refused(service, service.state, said.failed);
}

/** What there is to do at a service: nothing where it is there already. */
export const isOpen = (state: CloudState, direction: Direction) =>
  state !== 'absent' && state !== (direction === 'hibernate' ? 'resting' : 'running');

/**
 * Stops or starts a service and waits until it has. One that is on the way is waited for first: a cloud refuses to stop what is just starting.
 * @param limit milliseconds
 * @throws ProblemError REST-STOPPED, REST-CLOUD, REST-SLOW
 */
export async function turnService(
  service: CloudRest,
  direction: Direction,
  env: NodeJS.ProcessEnv,
  limit: number,
  stopped: () => boolean,
): Promise<void> {
  const wanted: CloudState = direction === 'hibernate' ? 'resting' : 'running';
  let told = false;
  for (const end = Date.now() + limit; ; ) {
    const state = await cloudState(service, env);
    if (state === wanted || state === 'absent') return;
    if (state !== 'between' && !told) {
      const order = direction === 'hibernate' ? service.stop : service.start;
      const said = await run(service, order, env);
      if ('failed' in said) throw refused(service, order, said.failed);
      told = true;
      continue;
    }
    orStop(stopped);
    if (Date.now() > end) break;
    await sleep(between);
  }
  throw new ProblemError([
    problem(
      'REST-SLOW',
      `${service.title} is not ${direction === 'hibernate' ? 'stopped' : 'started'} after ${Math.round(limit / 60_000)} min`,
      'the cloud goes on with it by itself: run the command again later',
    ),
  ]);
}
