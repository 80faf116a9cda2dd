import { LimitRangeV1 } from '@cdktf/provider-kubernetes/lib/limit-range-v1';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { Construct } from 'constructs';
import type { Demand } from '../../config/model/demand';
import type { Flow } from '../../config/model/flows';
import type { Namespace } from '../../config/model/namespaces';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { literal } from '../terraform/literal';
import { roleLabels } from './labels';
import { NetworkPolicies } from './network-policies';

/** Service account with which vault-config-operator reads the secrets of a namespace: pods do not run with it. */
export const secretReader = 'secret-reader';

export interface WorkbenchNamespaceProps {
  readonly namespace: Namespace;
  readonly config: WorkbenchConfig;
  readonly flows: readonly Flow[];
  /** Most its pods may request; none where the workbench file gives no quota. */
  readonly quota?: Demand;
  /** What a container requests that says nothing of it, where that has to be said. */
  readonly request?: Demand;
}

/** Under a quota Kubernetes refuses pods that state no request; init containers of the charts do not. */
const underQuota: Demand = { cpu: 10, memory: 64 };

/** A namespace with its pod-security level, default-deny network policies, quota, and the account that reads its secrets. */
export class WorkbenchNamespace extends Construct {
  readonly resource: NamespaceV1;

  constructor(scope: Construct, { namespace, config, flows, quota, request }: WorkbenchNamespaceProps) {
    super(scope, `namespace-${namespace.name}`);
    const { name, podSecurity, role } = namespace;
    this.resource = new NamespaceV1(this, 'Resource', {
      metadata: {
        name,
        labels: {
          'pod-security.kubernetes.io/enforce': podSecurity,
          'pod-security.kubernetes.io/warn': 'restricted',
          'app.kubernetes.io/managed-by': 'mojaloop-workbench',
          ...roleLabels(config, role),
        },
        // Labels allow few characters, so tags of any text are annotations.
        annotations: Object.fromEntries(Object.entries(config.tags).map(([key, value]) => [annotationKey(key), literal(value)])),
      },
      // Stores in it take long to stop.
      timeouts: { delete: '20m' },
    });
    const dependsOn = [this.resource];
    new NetworkPolicies(this, 'policies', { namespace: name, flows, config }).node.addDependency(this.resource);
    new ServiceAccountV1(this, 'secret-reader', {
      metadata: { name: secretReader, namespace: name },
      automountServiceAccountToken: false,
      dependsOn,
    });
    if (quota) {
      new ResourceQuotaV1(this, 'quota', {
        metadata: { name: 'workbench', namespace: name },
        spec: { hard: { 'requests.cpu': `${quota.cpu}m`, 'requests.memory': `${quota.memory}Mi` } },
        dependsOn,
      });
    }
    // One of them: of two Kubernetes takes either.
    const least = request ?? (quota ? underQuota : undefined);
    if (least)
      new LimitRangeV1(this, 'limits', {
        metadata: { name: 'workbench', namespace: name },
        spec: { limit: [{ type: 'Container', defaultRequest: { cpu: `${least.cpu}m`, memory: `${least.memory}Mi` } }] },
        dependsOn,
      });
  }
}

/** An annotation key is a name of at most 63 characters, with at most one domain-like prefix. */
function annotationKey(tag: string): string {
  const [prefix, ...rest] = tag.split('/');
  const clean = (text: string) =>
    text
      .replace(/[^\w.-]/g, '-')
      .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
      .slice(0, 63) || 'tag';
  return rest.length > 0
    ? `${clean(prefix ?? '')
        .toLowerCase()
        .replaceAll('_', '-')}/${clean(rest.join('-'))}`
    : clean(tag);
}
