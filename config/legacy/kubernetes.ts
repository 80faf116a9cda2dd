import { checkConfig } from '../check';
import type { Problem } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import { defaultsOf } from './defaults';
import type { Facts } from './facts';
import { member, textOf } from './json-node';
import { type FieldOutcome, problemAt, type Setting } from './outcome';

/** The setting this is about. */
export const kubernetesPath = 'cluster.kubernetesVersion';
const minors = { oldest: 20, newest: 60 } as const;

/** Why the rules refuse the Kubernetes version of an environment; undefined when they take it. */
function refusal(config: WorkbenchConfig): string | undefined {
  return checkConfig(config).find(({ path, severity }) => path === kubernetesPath && severity === 'error')?.message;
}

/**
 * The version nearest to `preferred` that the rules take for this environment, newer ones first.
 * Undefined when they take none: then it is not the version that is wrong.
 */
function acceptedKubernetes(config: WorkbenchConfig, preferred: string): string | undefined {
  const wanted = Number(preferred.split('.')[1]);
  const near = Array.from({ length: minors.newest - minors.oldest + 1 }, (_, at) => minors.oldest + at).sort(
    (a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || b - a,
  );
  const takes = (minor: number) => refusal({ ...config, cluster: { ...config.cluster, kubernetesVersion: `1.${minor}` } }) === undefined;
  const minor = near.find(takes);
  return minor === undefined ? undefined : `1.${minor}`;
}

export interface SettledKubernetes {
  readonly set: Setting;
  readonly outcome: Pick<FieldOutcome, 'outcome' | 'why'>;
  readonly problem: Problem;
}

/**
 * Another Kubernetes version, where the rules refuse that of the older file for the release and what goes with it.
 * The older platform made its cluster; this one must be there already, so its version is not for the older file to say.
 */
export function settleKubernetes(config: WorkbenchConfig, { root, profile, release }: Facts): SettledKubernetes | undefined {
  const reason = refusal(config);
  if (reason === undefined) return undefined;
  const version = acceptedKubernetes(config, defaultsOf(profile).config.cluster.kubernetesVersion);
  if (version === undefined) return undefined;
  const field = member(root, 'k8s_api_version');
  const why = `${reason}: ${version} instead`;
  const hint = `the cluster must have Kubernetes ${version}; deploy looks`;
  const message = `Kubernetes ${textOf(field) ?? config.cluster.kubernetesVersion} does not go with Mojaloop ${release?.release}: ${version} is written`;
  return {
    set: { path: ['cluster', 'kubernetesVersion'], value: version, note: `was ${textOf(field) ?? 'not named'}` },
    outcome: { outcome: 'changed', why },
    problem: problemAt(field ?? root, { code: 'IMP-KUBERNETES', severity: 'warning', message, hint }),
  };
}
