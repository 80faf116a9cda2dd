import type { EnvironmentModel } from '../../config/environment';
import type { Remain } from '../../config/model/remains';
import { ProblemError, problem } from '../../config/problems';
import { ask, type ClusterAccess, type KubeConfig } from '../run/kubeconfig';

interface KubeObject {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly type?: string; readonly claimRef?: { readonly namespace?: string } };
}

const needs = 'list Namespaces, PersistentVolumes and Services';

/**
 * What a cluster that stays still has of an environment: its namespaces, volumes that were claimed in them, and balancers. Whatever else it had was in its
 * namespaces.
 * @throws ProblemError DEC-CLUSTER
 */
export async function clusterRemains(model: EnvironmentModel, access: ClusterAccess, config: KubeConfig): Promise<readonly Remain[]> {
  const list = async (path: string): Promise<readonly KubeObject[]> => {
    const answer = await ask(access, config, { method: 'GET', path, needs });
    if (answer.status === 200) return (JSON.parse(answer.body) as { items?: KubeObject[] }).items ?? [];
    throw new ProblemError([
      problem(
        'DEC-CLUSTER',
        `the API server answers ${answer.status} to GET ${path}: ${answer.body.slice(0, 200)}`,
        `whoever runs this may have to ${needs}`,
      ),
    ]);
  };
  const { environment, participants } = model.config;
  const label = encodeURIComponent(`workbench.mojaloop.io/environment=${environment}`);
  const namespaces = await list(`/api/v1/namespaces?labelSelector=${label}`);
  // Volumes outlive the namespace that claimed them.
  const ours = new Set([
    ...model.namespaces.map(({ name }) => name),
    ...participants.map(({ id }) => id),
    ...namespaces.map(({ metadata }) => metadata.name),
  ]);
  const labelled = new Set(namespaces.map(({ metadata }) => metadata.name));
  const volumes = (await list('/api/v1/persistentvolumes')).filter(({ spec }) => ours.has(spec?.claimRef?.namespace ?? ''));
  const balancers = (await list('/api/v1/services')).filter(
    ({ metadata, spec }) => spec?.type === 'LoadBalancer' && labelled.has(metadata.namespace ?? ''),
  );
  return [
    ...namespaces.map(({ metadata }) => `namespace/${metadata.name}`),
    ...volumes.map(({ metadata, spec }) => `persistentvolume/${metadata.name} (claimed in ${spec?.claimRef?.namespace})`),
    ...balancers.map(({ metadata }) => `service/${metadata.namespace}/${metadata.name} (LoadBalancer)`),
  ]
    .sort()
    .map((address) => ({ address }));
}
