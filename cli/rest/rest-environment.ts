import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentModel } from '../../config/environment';
import { restSteps } from '../../config/model/rest';
import { cloudRest } from '../../config/model/rest-cloud';
import type { CloudRest } from '../../config/model/rest-cloud-kinds';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import { loadKubeConfig } from '../run/kubeconfig';
import { cloudState, isOpen, turnService, typed } from './cloud-steps';
import { type Direction, doStep, orStop, planSteps, type StepPlan } from './cluster-steps';
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
  const { configPath, configContext } = clusterAccessOf({ model, stateDir });
  if (!existsSync(configPath))
    throw new ProblemError([
      problem(
        'REST-CLUSTER',
        `there is no kubeconfig at ${configPath}`,
        `workbench kubeconfig ${model.config.environment} --out ${configPath} writes it where the environment made its cluster`,
      ),
    ]);
  const access = { kubeconfig: configPath, context: configContext };
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

function clusterRows(
  open: () => Promise<RestCluster>,
  model: EnvironmentModel,
  { direction, drain, timeout, stopped, say }: RestOptions,
): Row[] {
  const steps = restSteps(model.config);
  return (direction === 'hibernate' ? steps : [...steps].reverse()).map((step): Row => {
    let plan: StepPlan | undefined;
    const look = async () => {
      plan = (await planSteps(await open(), [step], direction))[0];
      return (plan?.changes ?? []).map(({ part, name }) => `${part.path.split('?')[0]?.split('/').slice(-2).join('/')}/${name}`);
    };
    const act = async () => {
      if (!plan) return;
      await doStep(await open(), plan, direction, timeout * 60_000, stopped);
      if (!step.drains || direction === 'wake' || drain === 0) return;
      say(`payments that are under way get ${drain} s to end`);
      for (const end = Date.now() + drain * 1_000; Date.now() < end; await sleep(500)) orStop(stopped);
    };
    return { key: step.key, title: step.title, look, act };
  });
}

const cloudRows = (rests: readonly CloudRest[], { direction, env, timeout, stopped }: RestOptions): Row[] =>
  rests.map((service) => ({
    key: service.key,
    title: service.title,
    note: service.note,
    look: async () =>
      isOpen(await cloudState(service, env), direction)
        ? [typed(service.program, direction === 'hibernate' ? service.stop : service.start)]
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
  // A cluster that sleeps as a whole is not asked what in it rests: all of it did before, or the plan can't know.
  const silent = async (row: Row) =>
    inside.includes(row) &&
    holder !== undefined &&
    (direction === 'hibernate' || planOnly) &&
    (await cloudState(holder, options.env)) === 'resting';
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
      const changed = (await silent(row)) ? [] : await look();
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
