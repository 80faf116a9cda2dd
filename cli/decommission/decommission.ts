import { offerOf } from '../../config/capabilities';
import type { EnvironmentModel } from '../../config/environment';
import type { Remain } from '../../config/model/remains';
import { type ToKeep, toKeep } from '../../config/model/to-keep';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { environmentCluster } from '../cloud/environment-cluster';
import { loadKubeConfig } from '../run/kubeconfig';
import { cloudRemains } from './cloud-remains';
import { clusterRemains } from './cluster-remains';
import { type KeepOptions, keepParts } from './keep';
import { type KeptManifest, writeManifest } from './manifest';

export interface DecommissionRequest extends KeepOptions {
  /** `plan` tells and changes nothing, `list` only looks for what is left. */
  readonly mode: 'plan' | 'list' | 'do';
  readonly confirm?: string;
  readonly confirmTenant?: string;
  /** Parts that a person says are kept, or given up: nothing is done about them. */
  readonly kept: readonly string[];
  /** Looks whether something would keep the stacks from being removed; what it finds, it tells. @returns the exit status */
  readonly mayDestroy: () => Promise<number>;
  /** Removes every stack. @returns the exit status */
  readonly destroy: () => Promise<number>;
}

/** A part that is to be kept: `open` waits for a person, `said` was given by one, `planned` is what the command does. */
export interface PartResult extends ToKeep {
  readonly state: 'open' | 'said' | 'planned' | 'kept' | 'failed';
  /** What was kept and where. */
  readonly notes: readonly string[];
}

export interface DecommissionResult {
  readonly environment: string;
  readonly mode: DecommissionRequest['mode'];
  readonly keep: readonly PartResult[];
  /** Folder with what was kept and its manifest; absent where the command kept nothing. */
  readonly out?: string;
  readonly destroyed: boolean;
  /** Absent where nobody looked. */
  readonly remains?: readonly Remain[];
  readonly problems: readonly Problem[];
}

/** What is not agreed to yet, or can't be done by the command. */
function openQuestions(
  { config }: EnvironmentModel,
  keep: readonly PartResult[],
  { confirm, confirmTenant }: DecommissionRequest,
): Problem[] {
  const { environment, tenant } = config;
  const open = keep.filter(({ state }) => state === 'open');
  return [
    ...(confirm === environment && confirmTenant === tenant
      ? []
      : [
          problem(
            'DEC-CONFIRM',
            `${environment} of ${tenant} would be removed for ever, with everything in it`,
            `if that is meant: --confirm ${environment} --confirm-tenant ${tenant}`,
          ),
        ]),
    ...open.map(({ part, what, hindrance, how }) => problem('DEC-KEPT', `${what}: ${hindrance}`, `${how}; then --kept ${part}`)),
  ];
}

/** Keeps what the command can keep. @returns the parts as they are then, and the manifest where there is one */
async function keepAll(
  model: EnvironmentModel,
  keep: readonly PartResult[],
  request: DecommissionRequest,
): Promise<{ readonly keep: readonly PartResult[]; readonly manifest?: KeptManifest; readonly problems: readonly Problem[] }> {
  const wanted = keep.filter(({ state }) => state === 'planned').map(({ part }) => part);
  if (wanted.length === 0) return { keep, problems: [] };
  const { manifest, notes, problems } = await keepParts(model, wanted, request);
  const after = keep.map((each): PartResult => {
    if (each.state !== 'planned') return each;
    const told = notes[each.part];
    return { ...each, state: told ? 'kept' : 'failed', notes: told ?? [] };
  });
  const unfinished = after.some(({ state }) => state === 'failed');
  // Stopped between two parts or after the last: nothing failed, and nothing may be removed.
  const stopped =
    problems.length === 0 && (unfinished || request.stop.aborted)
      ? [problem('DEC-STOPPED', 'stopped before anything was removed', 'run the same command: what is kept already is not kept again')]
      : [];
  return { keep: after, manifest, problems: [...problems, ...stopped] };
}

/** What still carries the name of the environment: in the cloud, and in a cluster that was there before it and stays. @throws ProblemError */
export async function remainsOf(model: EnvironmentModel, stateDir: string, env: NodeJS.ProcessEnv): Promise<readonly Remain[]> {
  const cloud = await cloudRemains(model, env);
  if (offerOf(model.config.platform, 'cluster').offered) return cloud;
  const access = environmentCluster(model, stateDir);
  return [...cloud, ...(await clusterRemains(model, access, await loadKubeConfig(access)))];
}

/** Looks for what is left, and says of each what may cost. */
async function whatIsLeft(
  model: EnvironmentModel,
  { stateDir, env, say }: Pick<DecommissionRequest, 'stateDir' | 'env' | 'say'>,
): Promise<Pick<DecommissionResult, 'remains' | 'problems'>> {
  say('looking for what is left');
  try {
    const remains = await remainsOf(model, stateDir, env);
    const left = remains.filter(({ keptBecause }) => keptBecause === undefined);
    const problems = left.map(({ address }) =>
      problem(
        'DEC-LEFT',
        `${address} is left, and may cost`,
        'remove it by hand, or find out whose it is; then run the same command with --list',
      ),
    );
    return { remains, problems };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problems: error.problems };
  }
}

/**
 * Keeps what must be kept, removes an environment for ever and shows that nothing is left that costs. Nothing is removed before everything is kept. It can be run
 * again at any time: what was kept a moment ago is kept, stacks that are gone are gone, and what is left is looked for anew. Irreversible.
 * @throws ProblemError DEC-OUT
 */
export async function decommission(model: EnvironmentModel, request: DecommissionRequest): Promise<DecommissionResult> {
  const { mode, kept, stateDir, env, say, mayDestroy, destroy, out, shown } = request;
  const keep = toKeep(model).map((each): PartResult => {
    const state = kept.includes(each.part) ? 'said' : each.hindrance === undefined ? 'planned' : 'open';
    return { ...each, state, notes: [] };
  });
  const told = { environment: model.config.environment, mode, keep };
  const open = mode === 'do' ? openQuestions(model, keep, request) : [];
  if (open.length > 0) return { ...told, destroyed: false, problems: open };
  if (mode === 'plan') return { ...told, destroyed: false, problems: [] };
  if (mode === 'list') return { ...told, destroyed: false, ...(await whatIsLeft(model, request)) };
  say('looking whether every stack can be removed');
  // Before hours of last backups, not after them.
  if ((await mayDestroy()) !== 0)
    return {
      ...told,
      destroyed: false,
      problems: [
        request.stop.aborted
          ? problem('DEC-STOPPED', 'stopped before anything was kept or removed', 'run the same command')
          : problem(
              'DEC-PROTECTED',
              'not every stack could be removed: nothing was done',
              'mend what is said above, then run the same command again',
            ),
      ],
    };
  const all = await keepAll(model, keep, request);
  const { manifest } = all;
  const after = { ...told, keep: all.keep, ...(manifest ? { out: shown } : {}) };
  if (all.problems.length > 0) return { ...after, destroyed: false, problems: all.problems };
  const moment = () => new Date().toISOString();
  if (manifest) writeManifest(out, { ...manifest, removing: manifest.removing ?? moment() });
  say('removing every stack');
  // What kept it from being done was told by it.
  if ((await destroy()) !== 0)
    return {
      ...after,
      destroyed: false,
      problems: [problem('DEC-LEFT', 'not every stack is removed', 'mend what destroy says above, then run the same command again')],
    };
  if (manifest) writeManifest(out, { ...manifest, removing: manifest.removing ?? moment(), removed: moment() });
  return { ...after, destroyed: true, ...(await whatIsLeft(model, { stateDir, env, say })) };
}
