import type { WorkbenchConfig } from '../schema/workbench';
import { runsConnectionManager } from './connection-manager';
import { runsKeycloak } from './identity';
import { runsMonitoring } from './monitoring';
import { localParticipants, operatorsNamespace } from './namespaces';
import { runsPortal } from './portal/portal';

/** What is on an object while it rests, so that it comes back as it was: the number of its pods, or that it ran. */
export const restAnnotation = 'workbench.mojaloop.io/before-rest';

/** How objects of one path are put to rest. */
export interface RestPart {
  readonly path: string;
  /** `replicas` to 0, `suspend` of a CronJob, `pause` of an operator's own object, or pods that are removed because their operator rests. */
  readonly by: 'replicas' | 'suspend' | 'pause' | 'removal';
}

/** A step of going to sleep. Waking up takes them the other way round. */
export interface RestStep {
  readonly key: 'watching' | 'monitoring' | 'gateway' | 'participants' | 'hub' | 'companions' | 'databases' | 'operators' | 'stores';
  readonly title: string;
  readonly parts: readonly RestPart[];
}

const apps = (namespace: string, kind: 'deployments' | 'statefulsets'): RestPart => ({
  path: `/apis/apps/v1/namespaces/${namespace}/${kind}`,
  by: 'replicas',
});
const workloads = (namespace: string): RestPart[] => [
  { path: `/apis/batch/v1/namespaces/${namespace}/cronjobs`, by: 'suspend' },
  apps(namespace, 'deployments'),
  apps(namespace, 'statefulsets'),
];

/** Operators that stop and start their databases in the right order themselves: `spec.pause` (Percona XtraDB Cluster 1.x and Percona Server for MongoDB 1.x, "pause or resume"). */
const pausable = ['pxc.percona.com/v1/{}/perconaxtradbclusters', 'psmdb.percona.com/v1/{}/perconaservermongodbs'] as const;

/** What the Prometheus operator runs: it is told the number of pods, for it puts back what is done to theirs (`spec.replicas`, prometheus-operator v1 API). */
const watched = (namespace: string): RestPart[] =>
  ['alertmanagers', 'prometheuses'].map((kind) => ({
    path: `/apis/monitoring.coreos.com/v1/namespaces/${namespace}/${kind}`,
    by: 'replicas',
  }));

/**
 * What stops one after the other: first whoever would wake people up because the rest stops, then whoever lets payments in, last whatever keeps them. Vault, cert-manager and the namespace of the system stay:
 * they cost little, and what wakes up needs them. Strimzi has no pause for brokers: its operator rests first, then the pods are taken away, and it makes
 * them anew on the same volumes when it comes back (Strimzi 0.4x, StrimziPodSet).
 */
export function restSteps(config: WorkbenchConfig): readonly RestStep[] {
  const { gateway, hub, stores, identity, connectionManager, portal, monitoring } = config;
  const watches = runsMonitoring(config);
  const participants = localParticipants(config).map(({ id }) => id);
  const companions = [
    ...(runsConnectionManager(config) ? [connectionManager.namespace] : []),
    ...(runsKeycloak(config) ? [identity.namespace] : []),
    ...(runsPortal(config) ? [portal.namespace] : []),
  ];
  const steps: RestStep[] = [
    {
      key: 'watching',
      title: 'metrics and alerts: nobody is called because of what stops',
      parts: watches ? watched(monitoring.namespace) : [],
    },
    { key: 'monitoring', title: 'dashboards, logs and traces', parts: watches ? workloads(monitoring.namespace) : [] },
    { key: 'gateway', title: 'the gateway: no request comes in any more', parts: workloads(gateway.namespace) },
    { key: 'participants', title: 'payment managers', parts: participants.flatMap(workloads) },
    { key: 'hub', title: 'the hub', parts: workloads(hub.namespace) },
    { key: 'companions', title: 'logins, the portal and the connection manager', parts: companions.flatMap(workloads) },
    {
      key: 'databases',
      title: 'databases that their operators stop',
      parts: pausable.map((kind) => ({ path: `/apis/${kind.replace('{}', `namespaces/${stores.namespace}`)}`, by: 'pause' })),
    },
    { key: 'operators', title: 'operators', parts: [apps(operatorsNamespace, 'deployments')] },
    {
      key: 'stores',
      title: 'other stores',
      parts: [
        ...workloads(stores.namespace),
        { path: `/api/v1/namespaces/${stores.namespace}/pods?labelSelector=${encodeURIComponent('strimzi.io/cluster')}`, by: 'removal' },
      ],
    },
  ];
  return steps.filter(({ parts }) => parts.length > 0);
}
