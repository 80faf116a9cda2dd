import { offerOf } from '../../config/capabilities';
import type { EnvironmentModel } from '../../config/environment';
import { type Remain, type ToKeep, toKeep } from '../../config/model/remains';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { environmentCluster } from '../cloud/environment-cluster';
import { loadKubeConfig } from '../run/kubeconfig';
import { cloudRemains } from './cloud-remains';
import { clusterRemains } from './cluster-remains';

export interface DecommissionRequest {
  /** `plan` tells and changes nothing, `list` only looks for what is left. */
  readonly mode: 'plan' | 'list' | 'do';
  readonly confirm?: string;
  readonly confirmTenant?: string;
  /** Parts that a person says are kept, or given up. */
  readonly kept: readonly string[];
  readonly stateDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Removes every stack. @returns the exit status */
  readonly destroy: () => Promise<number>;
}

export interface DecommissionResult {
  readonly environment: string;
  readonly mode: DecommissionRequest['mode'];
  readonly keep: readonly (ToKeep & { readonly said: boolean })[];
  readonly destroyed: boolean;
  /** Absent where nobody looked. */
  readonly remains?: readonly Remain[];
  readonly problems: readonly Problem[];
}

/** What is not agreed to yet. */
function openQuestions(
  { config }: EnvironmentModel,
  keep: DecommissionResult['keep'],
  { confirm, confirmTenant }: DecommissionRequest,
): Problem[] {
  const { environment, tenant } = config;
  const open = keep.filter(({ said }) => !said);
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
    ...open.map(({ part, what, how }) => problem('DEC-KEPT', `${what}: nobody has said that it is kept`, `${how}; then --kept ${part}`)),
  ];
}

/** What still carries the name of the environment: in the cloud, and in a cluster that was there before it and stays. @throws ProblemError */
export async function remainsOf(model: EnvironmentModel, stateDir: string, env: NodeJS.ProcessEnv): Promise<readonly Remain[]> {
  const cloud = await cloudRemains(model, env);
  if (offerOf(model.config.platform, 'cluster').offered) return cloud;
  const access = environmentCluster(model, stateDir);
  return [...cloud, ...(await clusterRemains(model, access, await loadKubeConfig(access)))];
}

/**
 * Removes an environment for ever and shows that nothing is left that costs. It can be run again at any time: stacks that are gone are gone, and what is left is
 * looked for anew. Irreversible.
 */
export async function decommission(model: EnvironmentModel, request: DecommissionRequest): Promise<DecommissionResult> {
  const { mode, kept, stateDir, env, say, destroy } = request;
  const keep = toKeep(model).map((each) => ({ ...each, said: kept.includes(each.part) }));
  const told = { environment: model.config.environment, mode, keep };
  const open = mode === 'do' ? openQuestions(model, keep, request) : [];
  if (open.length > 0) return { ...told, destroyed: false, problems: open };
  if (mode === 'do') {
    say('removing every stack');
    // What kept it from being done was told by it.
    if ((await destroy()) !== 0)
      return {
        ...told,
        destroyed: false,
        problems: [problem('DEC-LEFT', 'not every stack is removed', 'mend what destroy says above, then run the same command again')],
      };
  }
  if (mode === 'plan') return { ...told, destroyed: false, problems: [] };
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
    return { ...told, destroyed: mode === 'do', remains, problems };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ...told, destroyed: mode === 'do', problems: error.problems };
  }
}
