import { type Ask, must } from './client';
import type { Crew } from './crew';

export interface NodeOptions {
  /** How many nodes; they are spread over three zones in turn. */
  readonly nodes: number;
  /** What each node can give: plenty, so that a hub of any size fits unless a test wants otherwise. */
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
  /**
   * When a volume is made: `WaitForFirstConsumer` with the first pod that uses it, as the classes of the clouds do, or `Immediate`.
   */
  readonly volumeBinding: 'WaitForFirstConsumer' | 'Immediate';
}

export const nodeDefaults: NodeOptions = { nodes: 3, cpu: '64', memory: '256Gi', pods: 500, volumeBinding: 'WaitForFirstConsumer' };

const zones = ['lab-a', 'lab-b', 'lab-c'] as const;

function nodeObject(index: number, { cpu, memory, pods }: NodeOptions) {
  const name = `lab-${index}`;
  const resources = { cpu, memory, pods: String(pods), 'ephemeral-storage': '1Ti' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': 'lab',
        'topology.kubernetes.io/zone': zones[index % zones.length],
      },
    },
    status: { capacity: resources, allocatable: resources, nodeInfo: { operatingSystem: 'linux', architecture: 'amd64' } },
  };
}

const storageClass = (volumeBindingMode: NodeOptions['volumeBinding']) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'lab', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/host-path',
  reclaimPolicy: 'Delete',
  volumeBindingMode,
});

interface NodeList {
  readonly items: readonly { readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } }[];
}

/** Gives the cluster its nodes and a default class of volumes, and waits until pods can be scheduled. */
export async function furnish(kube: Ask, crew: Crew, options: NodeOptions): Promise<void> {
  const create = (path: string, object: object) => must(kube, 'POST', path, object);
  await create('/apis/storage.k8s.io/v1/storageclasses', storageClass(options.volumeBinding));
  for (let index = 0; index < options.nodes; index++) await create('/api/v1/nodes', nodeObject(index, options));
  await crew.until('ready nodes', async () => {
    const { items } = await must<NodeList>(kube, 'GET', '/api/v1/nodes');
    return items.every(({ status }) => status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'));
  });
  // No pod is admitted before the controller manager has made the account it runs as.
  await crew.until(
    'service accounts',
    async () => (await kube('GET', '/api/v1/namespaces/default/serviceaccounts/default')).status === 200,
  );
}

const reviewer = { name: 'vault-token-reviewer', namespace: 'kube-system' } as const;

/** Account that may ask the API server whether a token is good, as Vault does at each login. @returns a token of it, good for a year */
export async function tokenReviewer(kube: Ask): Promise<string> {
  const accounts = `/api/v1/namespaces/${reviewer.namespace}/serviceaccounts`;
  await must(kube, 'POST', accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: reviewer.name } });
  await must(kube, 'POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: reviewer.name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [{ kind: 'ServiceAccount', ...reviewer }],
  });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 365 * 24 * 3600 } };
  const { status } = await must<{ status: { token: string } }>(kube, 'POST', `${accounts}/${reviewer.name}/token`, request);
  return status.token;
}
