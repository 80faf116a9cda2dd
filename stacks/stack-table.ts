import { type Capability, offerOf } from '../config/capabilities';
import type { EnvironmentModel } from '../config/environment';
import { hasFront } from '../config/model/front';
import { identitiesOf } from '../config/model/identities';
import { runsMonitoring } from '../config/model/monitoring';
import { type ParticipantCluster, participantClusters } from '../config/model/participant-clusters';
import { type ParticipantGroup, participantGroups } from '../config/model/participants';
import { runsPortal } from '../config/model/portal/portal';
import { isManaged, storeKinds } from '../config/model/store-services';

/** What one needs to know of a stack without building it: pipelines are made from this, in a fraction of the time. */
export interface StackOutline {
  readonly id: string;
  readonly description: string;
  /** Stacks that must be deployed before it. */
  readonly needs: readonly string[];
}

interface StackRow extends StackOutline {
  readonly enabledWhen: (model: EnvironmentModel) => boolean;
  /** Besides `needs`, in some environments only. */
  readonly alsoNeeds?: (model: EnvironmentModel) => readonly string[];
}

const always = () => true;
const offers =
  (name: Capability) =>
  ({ config }: EnvironmentModel) =>
    offerOf(config.platform, name).offered;

/** The stacks, in the order they are deployed. A new stack is one file, one row here and its class in stacks/catalogue.ts. */
const rows = [
  {
    id: 'foundation',
    description: 'network, keys, logs, buckets, secret store, DNS zones, registry',
    needs: [],
    enabledWhen: offers('network'),
  },
  {
    id: 'cluster',
    description: 'the Kubernetes cluster, its node pools, and what pods may do at the cloud',
    needs: ['foundation'],
    enabledWhen: offers('cluster'),
  },
  {
    id: 'managed-stores',
    description: 'stores that the cloud runs',
    needs: ['foundation'],
    // A store that lets a pod in by who it is at the cloud needs to know it, and identities of pods come with the cluster.
    alsoNeeds: ({ config }) => (identitiesOf(config).some(({ id }) => id === 'kafka-proxy') ? ['cluster'] : []),
    enabledWhen: ({ config }) => storeKinds.some((kind) => isManaged(config, kind)),
  },
  {
    id: 'platform',
    description: 'namespaces, network policies, certificates, gateway, Vault, operators',
    needs: ['cluster'],
    enabledWhen: always,
  },
  {
    id: 'secrets',
    description: 'inside Vault: mounts, policies, roles, password policy, PKI, logins',
    needs: ['platform'],
    enabledWhen: always,
  },
  {
    id: 'front',
    description: 'what the cloud puts before the gateway: API Management, or a balancer with WAF',
    needs: ['secrets'],
    enabledWhen: ({ config }) => hasFront(config),
  },
  {
    id: 'stores',
    description: 'passwords, databases, users, topics, caches, backups, logical services',
    needs: ['secrets', 'managed-stores'],
    enabledWhen: always,
  },
  {
    id: 'edge',
    description: 'the gateway, its certificate, and what requests must bring along',
    needs: ['stores', 'front'],
    enabledWhen: always,
  },
  {
    id: 'hub',
    description: 'the Mojaloop release, oracles, simulators, testing toolkit, routes',
    needs: ['stores', 'edge'],
    enabledWhen: always,
  },
  {
    id: 'portal',
    description: 'the operations portal: sessions, roles, reports, pages for people who run the hub',
    needs: ['hub'],
    enabledWhen: ({ config }) => runsPortal(config),
  },
  {
    id: 'observability',
    description: 'metrics, dashboards, alerts, and the page on which operators see them',
    needs: ['edge'],
    enabledWhen: ({ config }) => runsMonitoring(config),
  },
  {
    id: 'cloud-alarms',
    description: 'alarms of the cloud about its stores, nodes and balancer, and who gets its mails',
    // The balancer is there with the gateway: before that it can't be watched.
    needs: ['cluster', 'managed-stores', 'edge'],
    enabledWhen: ({ config }) => runsMonitoring(config) && offerOf(config.platform, 'alarms').offered,
  },
] as const satisfies readonly StackRow[];

export type StackName = (typeof rows)[number]['id'];
/** A stack with its name, or with the participants that are in it. */
export type WhichStack = { readonly name: StackName } | { readonly cluster: ParticipantCluster } | { readonly group: ParticipantGroup };
export type OutlinedStack = StackOutline & WhichStack;

/** Id of the stack with what payment managers of another cluster stand on. */
export const clusterStack = ({ name }: Pick<ParticipantCluster, 'name'>): string => `platform-${name}`;

/** The stacks of this environment; participants come in as many stacks as their number needs. */
export function outlineOf(model: EnvironmentModel): OutlinedStack[] {
  const participants = participantGroups(model.config).map((group): OutlinedStack => {
    const { length } = group.participants;
    return {
      id: group.stack,
      description: `${length} payment manager${length === 1 ? '' : 's'}: ${group.participants[0]?.id}${length > 1 ? ` … ${group.participants[length - 1]?.id}` : ''}`,
      needs: ['hub', ...(group.cluster?.name === undefined ? [] : [clusterStack({ name: group.cluster.name })])],
      group,
    };
  });
  const clusters = participantClusters(model.config).map(
    (cluster): OutlinedStack => ({
      id: clusterStack(cluster),
      description: `what payment managers in cluster ${cluster.name} stand on, and their login at Vault`,
      // Its certificates and its operator come to Vault by the gateway.
      needs: ['edge'],
      cluster,
    }),
  );
  const enabled: readonly (StackRow & { readonly id: StackName })[] = rows.filter((row: StackRow) => row.enabledWhen(model));
  const ids = new Set<string>(enabled.map(({ id }) => id));
  return [
    ...enabled.map(({ id, description, needs, alsoNeeds }) => ({
      id,
      name: id,
      description,
      needs: [...needs, ...(alsoNeeds?.(model) ?? [])].filter((need) => ids.has(need)),
    })),
    ...clusters,
    ...participants,
  ];
}
