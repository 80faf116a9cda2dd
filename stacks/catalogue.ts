import type { Construct } from 'constructs';
import { type Capability, offerOf } from '../config/capabilities';
import type { EnvironmentModel } from '../config/environment';
import { hasFront } from '../config/model/front';
import { identitiesOf } from '../config/model/identities';
import { participantGroups } from '../config/model/participants';
import { isManaged, storeKinds } from '../config/model/store-services';
import { ClusterStack } from './cluster-stack';
import { EdgeStack } from './edge-stack';
import { FoundationStack } from './foundation-stack';
import { FrontStack } from './front-stack';
import { HubStack } from './hub-stack';
import { ManagedStoresStack } from './managed-stores-stack';
import { ParticipantsStack } from './participants-stack';
import { PlatformStack } from './platform-stack';
import { SecretsStack } from './secrets-stack';
import { StoresStack } from './stores-stack';
import type { StackContext, WorkbenchStack } from './workbench-stack';

/** One stack of an environment. */
export interface StackEntry {
  readonly id: string;
  readonly description: string;
  /** Stacks that must be deployed before it. */
  readonly needs: readonly string[];
  readonly build: (scope: Construct, context: StackContext) => WorkbenchStack;
}

interface StackRow extends StackEntry {
  readonly enabledWhen: (model: EnvironmentModel) => boolean;
  /** Besides `needs`, in some environments only. */
  readonly alsoNeeds?: (model: EnvironmentModel) => readonly string[];
}

const always = () => true;
const offers =
  (name: Capability) =>
  ({ config }: EnvironmentModel) =>
    offerOf(config.platform, name).offered;

/** The stacks, in the order they are deployed. A new stack is one file and one row. */
const rows: readonly StackRow[] = [
  {
    id: 'foundation',
    description: 'network, keys, logs, buckets, secret store, DNS zones, registry',
    needs: [],
    enabledWhen: offers('network'),
    build: (s, c) => new FoundationStack(s, 'foundation', c),
  },
  {
    id: 'cluster',
    description: 'the Kubernetes cluster, its node pools, and what pods may do at the cloud',
    needs: ['foundation'],
    enabledWhen: offers('cluster'),
    build: (s, c) => new ClusterStack(s, 'cluster', c),
  },
  {
    id: 'managed-stores',
    description: 'stores that the cloud runs',
    needs: ['foundation'],
    // A store that lets a pod in by who it is at the cloud needs to know it, and identities of pods come with the cluster.
    alsoNeeds: ({ config }) => (identitiesOf(config).some(({ id }) => id === 'kafka-proxy') ? ['cluster'] : []),
    enabledWhen: ({ config }) => storeKinds.some((kind) => isManaged(config, kind)),
    build: (s, c) => new ManagedStoresStack(s, 'managed-stores', c),
  },
  {
    id: 'platform',
    description: 'namespaces, network policies, certificates, gateway, Vault, operators',
    needs: ['cluster'],
    enabledWhen: always,
    build: (s, c) => new PlatformStack(s, 'platform', c),
  },
  {
    id: 'secrets',
    description: 'inside Vault: mounts, policies, roles, password policy, PKI, logins',
    needs: ['platform'],
    enabledWhen: always,
    build: (s, c) => new SecretsStack(s, 'secrets', c),
  },
  {
    id: 'front',
    description: 'what the cloud puts before the gateway: API Management, or a balancer with WAF',
    needs: ['secrets'],
    enabledWhen: ({ config }) => hasFront(config),
    build: (s, c) => new FrontStack(s, 'front', c),
  },
  {
    id: 'stores',
    description: 'passwords, databases, users, topics, caches, backups, logical services',
    needs: ['secrets', 'managed-stores'],
    enabledWhen: always,
    build: (s, c) => new StoresStack(s, 'stores', c),
  },
  {
    id: 'edge',
    description: 'the gateway, its certificate, and what requests must bring along',
    needs: ['stores', 'front'],
    enabledWhen: always,
    build: (s, c) => new EdgeStack(s, 'edge', c),
  },
  {
    id: 'hub',
    description: 'the Mojaloop release, oracles, simulators, testing toolkit, routes',
    needs: ['stores', 'edge'],
    enabledWhen: always,
    build: (s, c) => new HubStack(s, 'hub', c),
  },
];

/** The stacks of this environment; participants come in as many stacks as their number needs. */
export function stacksOf(model: EnvironmentModel): StackEntry[] {
  const participants = participantGroups(model.config).map((group): StackEntry => {
    const { length } = group.participants;
    return {
      id: group.stack,
      description: `${length} payment manager${length === 1 ? '' : 's'}: ${group.participants[0]?.id}${length > 1 ? ` … ${group.participants[length - 1]?.id}` : ''}`,
      needs: ['hub'],
      build: (scope, context) => new ParticipantsStack(scope, group, context),
    };
  });
  const enabled = rows.filter((row) => row.enabledWhen(model));
  const ids = new Set(enabled.map(({ id }) => id));
  return [
    ...enabled.map((row) => ({ ...row, needs: [...row.needs, ...(row.alsoNeeds?.(model) ?? [])].filter((need) => ids.has(need)) })),
    ...participants,
  ];
}
