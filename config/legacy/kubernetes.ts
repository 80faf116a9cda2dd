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

/**
 * Oldest Kubernetes that the operators of the platform support, which the older platform did not have.
 * Source: change log of Strimzi, 0.44 to 0.47. The Gateway API controller is tried from 1.30 on.
 */
const operatorsNeed = '1.25';
const minor = (version: string) => Number(version.split('.')[1]);

/** Why this version cannot carry the environment; undefined when it can. */
function refusal(config: WorkbenchConfig): string | undefined {
  const { kubernetesVersion } = config.cluster;
  if (minor(kubernetesVersion) < minor(operatorsNeed)) return `the operators of the stores need Kubernetes ${operatorsNeed} or newer`;
  return checkConfig(config).find(({ path, severity }) => path === kubernetesPath && severity === 'error')?.message;
}

/**
 * The version nearest to `preferred` that the rules take for this environment, newer ones first.
 * Undefined when they take none: then it is not the version that is wrong.
 */
function acceptedKubernetes(config: WorkbenchConfig, preferred: string): string | undefined {
  const wanted = minor(preferred);
  const near = Array.from({ length: minors.newest - minors.oldest + 1 }, (_, at) => minors.oldest + at).sort(
    (a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || b - a,
  );
  const found = near.find((one) => refusal({ ...config, cluster: { ...config.cluster, kubernetesVersion: `1.${one}` } }) === undefined);
  return found === undefined ? undefined : `1.${found}`;
}

export interface SettledKubernetes {
  readonly set: Setting;
  readonly outcome: Pick<FieldOutcome, 'outcome' | 'why'>;
  readonly problem: Problem;
}

/**
 * Another Kubernetes version, where that of the older file cannot carry the release and what goes with it.
 * The older platform made its cluster; this one must be there already, so its version is not for the older file to say.
 */
export function settleKubernetes(config: WorkbenchConfig, { root, profile }: Facts): SettledKubernetes | undefined {
  const reason = refusal(config);
  if (reason === undefined) return undefined;
  const version = acceptedKubernetes(config, defaultsOf(profile).config.cluster.kubernetesVersion);
  if (version === undefined) return undefined;
  const field = member(root, 'k8s_api_version');
  const why = `${reason}: ${version} instead, which the cluster must have`;
  const hint = `${reason}; the older cluster stays behind, the new one must have ${version}`;
  const message = `Kubernetes ${textOf(field) ?? config.cluster.kubernetesVersion} cannot carry this environment: ${version} is taken`;
  return {
    set: { path: ['cluster', 'kubernetesVersion'], value: version, note: `was ${textOf(field) ?? 'not named'}` },
    outcome: { outcome: 'changed', why },
    problem: problemAt(field ?? root, { code: 'IMP-KUBERNETES', severity: 'warning', message, hint }),
  };
}
