import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentModel } from '../../config/environment';
import { type RestStep, restSteps } from '../../config/model/rest';
import { cloudRest } from '../../config/model/rest-cloud';
import type { CloudRest } from '../../config/model/rest-cloud-kinds';
import { type Problem, ProblemError } from '../../config/problems';
import { typed } from '../cloud/cloud-program';
import { environmentCluster } from '../cloud/environment-cluster';
import { loadKubeConfig } from '../run/kubeconfig';
import { cloudState, isOpen, turnService } from './cloud-steps';
import { type Direction, doStep, orStop, planStep, type RestChange, shownAs } from './cluster-steps';
import { type RestCluster, restCluster } from './objects';
import type { RestResult, RestStepResult } from './result';

export interface RestOptions {
  readonly direction: Direction;
  readonly planOnly: boolean;
  /** How long payments that are under way get to end, in seconds. */
  readonly drain: number;
  /** How long one step may take, in minutes. */
  readonly timeout: number;
  readonly env: NodeJS.ProcessEnv;
  readonly stopped: () => boolean;
  readonly say: (line: string) => void;
}

async function openRestCluster(model: EnvironmentModel, stateDir: string): Promise<RestCluster> {
  const access = environmentCluster(model, stateDir);
  return restCluster(access, await loadKubeConfig(access));
}

/** One row of the way, whatever it is about. */
interface Row {
  readonly key: string;
  readonly title: string;
  readonly note?: string;
  /** What there is to do, by name; asked when it is its turn, because a cluster that sleeps answers nothing. @throws ProblemError */
  readonly look: () => Promise<readonly string[]>;
  readonly act: () => Promise<void>;
}

/** Payments that are under way get some time to end, as long as anybody is there to end them. */
function drainRow(open: () => Promise<RestCluster>, hub: RestStep, { drain, stopped, say }: RestOptions): Row {
  return {
    key: 'drain',
    title: 'payments that are under way end',
    look: async () => ((await planStep(await open(), hub, 'hibernate')).length > 0 ? [`${drain} s`] : []),
    act: async () => {
      say(`payments that are under way get ${drain} s to end`);
      for (const end = Date.now() + drain * 1_000; Date.now() < end; await sleep(500)) orStop(stopped);
    },
  };
}

function clusterRows(open: () => Promise<RestCluster>, { config }: EnvironmentModel, options: RestOptions): Row[] {
  const { direction, drain, timeout, stopped } = options;
  const steps = restSteps(config);
  const rows = steps.map((step): Row => {
    let changes: readonly RestChange[] = [];
    const look = async () => {
      changes = await planStep(await open(), step, direction);
      return changes.map(shownAs);
    };
    const act = async () => doStep(await open(), step.title, changes, direction, timeout * 60_000, stopped);
    return { key: step.key, title: step.title, look, act };
  });
  if (direction === 'wake') return rows.reverse();
  const hub = steps.find(({ key }) => key === 'hub');
  if (hub === undefined || drain === 0) return rows;
  const closed = rows.findIndex(({ key }) => key === 'gateway') + 1;
  return rows.toSpliced(closed, 0, drainRow(open, hub, options));
}

const cloudRows = (rests: readonly CloudRest[], { direction, env, timeout, stopped }: RestOptions): Row[] =>
  rests.map((service) => ({
    key: service.key,
    title: service.title,
    note: service.note,
    look: async () =>
      isOpen(await cloudState(service, env), direction)
        ? [typed({ program: service.program, args: direction === 'hibernate' ? service.stop : service.start })]
        : [],
    act: () => turnService(service, direction, env, timeout * 60_000, stopped),
  }));

/**
 * Puts an environment to rest or wakes it up, step by step; with `planOnly` tells what there is to do. What rests says on itself what it was, so nothing is
 * kept anywhere else, and a command that was killed goes on where it was. Nobody can pay while it rests. No state and no plan of Terraform knows of it.
 */
export async function restEnvironment(model: EnvironmentModel, stateDir: string, options: RestOptions): Promise<RestResult> {
  const begun = performance.now();
  const { direction, planOnly, stopped, say } = options;
  let cluster: Promise<RestCluster> | undefined;
  const open = () => (cluster ??= openRestCluster(model, stateDir));
  const { rests, stays } = cloudRest(model);
  const [inside, outside] = [clusterRows(open, model, options), cloudRows(rests, options)];
  const rows = direction === 'hibernate' ? [...inside, ...outside] : [...outside, ...inside];
  const holder = rests.find(({ holdsCluster }) => holdsCluster);
  // A cluster that sleeps as a whole is not asked what in it rests: all of it did before, or the plan can't know. Asked once, before anything is changed.
  const sleeping = holder !== undefined && (direction === 'hibernate' || planOnly) && (await cloudState(holder, options.env)) === 'resting';
  const steps: RestStepResult[] = [];
  const problems: Problem[] = [];
  for (const row of rows) {
    const { key, title, note, look, act } = row;
    const told = { key, title, ...(note === undefined ? {} : { note }) };
    if (problems.length > 0) {
      steps.push({ ...told, outcome: 'not-started', changed: [] });
      continue;
    }
    try {
      orStop(stopped);
      const changed = sleeping && inside.includes(row) ? [] : await look();
      if (changed.length > 0 && !planOnly) {
        say(`${title}: ${changed.length} to ${direction === 'hibernate' ? 'stop' : 'start'}`);
        await act();
      }
      steps.push({ ...told, changed, outcome: changed.length === 0 ? 'nothing' : planOnly ? 'to-do' : 'done' });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      steps.push({ ...told, outcome: 'failed', changed: [] });
    }
  }
  return { environment: model.config.environment, action: direction, steps, stays, seconds: (performance.now() - begun) / 1_000, problems };
}
