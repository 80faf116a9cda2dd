import type { EnvironmentModel } from '../../config/environment';
import { type Demand, hubDemand, namespaceQuota, paymentManagerDemand, proxyDemand, storeDemand } from '../../config/model/demand';
import { madeNodes } from '../../config/model/made-nodes';
import { kafkaProxy } from '../../config/model/managed-stores';
import { localParticipants } from '../../config/model/namespaces';
import { nodePools } from '../../config/model/node-pools';
import { type HubService, mebibytes, millicores } from '../../config/model/services';
import { sizes } from '../../config/model/sizes';
import { isManaged, storeService } from '../../config/model/store-services';

/** What a part of the environment requests, in millicores and MiB. */
export interface DemandPart extends Demand {
  readonly part: string;
  readonly what: string;
}

/** A pool of nodes that the cloud makes. */
export interface PoolRow {
  readonly pool: string;
  readonly machine: string;
  /** Nodes over all zones. */
  readonly min: number;
  readonly max: number;
  readonly diskGi: number;
  readonly spot: boolean;
  /** It keeps away everybody who does not belong there. */
  readonly tainted: boolean;
  /** What its pods request at their smallest number. */
  readonly asks: Demand;
  /** What one node gives to pods; absent for a machine that no table here knows. */
  readonly node?: Demand;
}

/** What the report tells of a service; what else the model knows of it stays there. */
export type ServiceSizing = Pick<HubService, 'name' | 'kind' | 'replicas' | 'maxReplicas' | 'cpuPercent' | 'cpu' | 'memory'>;

export interface Sizing {
  readonly size: string;
  /** Transfers a second the size is made for. */
  readonly transfersPerSecond: number;
  readonly partitions: number;
  /** The parts add up to the total. */
  readonly parts: readonly DemandPart[];
  readonly total: Demand;
  /** The hub with every service at its largest number of pods. */
  readonly hubAtMost: Demand;
  /** What the cluster gives, where the workbench file says so. */
  readonly quota: Partial<Demand>;
  /** Most a namespace may request, only where there is a quota. */
  readonly namespaces: readonly (Demand & { readonly namespace: string })[];
  /** Nodes that are made for the environment; none where they belong to somebody else. */
  readonly pools: readonly PoolRow[];
  readonly services: readonly ServiceSizing[];
}

const sum = (parts: readonly Demand[]): Demand => ({
  cpu: parts.reduce((total, { cpu }) => total + cpu, 0),
  memory: parts.reduce((total, { memory }) => total + memory, 0),
});

/** Demand of the environment, part by part, against what the cluster can give. */
export function sizing({ config, services, demand, namespaces }: EnvironmentModel): Sizing {
  const { hub, stores, cluster } = config;
  const managers = localParticipants(config);
  const kinds = (['mysql', 'mongodb', 'kafka'] as const).filter((kind) => storeService(config, kind) === 'operator');
  const pods = services.reduce((total, { replicas }) => total + replicas, 0);
  const parts: DemandPart[] = [
    { part: 'hub', what: `${services.length} services, ${pods} pods`, ...hubDemand(services, 'replicas') },
    ...kinds.map((kind) => {
      const { replicas } = stores[kind];
      const { cpu, memory } = storeDemand[kind];
      return { part: kind, what: `${replicas} member${replicas === 1 ? '' : 's'}`, cpu: replicas * cpu, memory: replicas * memory };
    }),
    ...(isManaged(config, 'kafka')
      ? [
          {
            part: kafkaProxy.name,
            what: `${kafkaProxy.replicas} pods before the managed Kafka`,
            cpu: kafkaProxy.replicas * proxyDemand.cpu,
            memory: kafkaProxy.replicas * proxyDemand.memory,
          },
        ]
      : []),
    ...(managers.length > 0
      ? [{ part: 'payment managers', what: `${managers.length} in this cluster`, ...sum(managers.map(paymentManagerDemand)) }]
      : []),
  ];
  const known = sum(parts);
  const platform = {
    part: 'platform',
    what: 'certificates, gateway, operators',
    cpu: demand.cpu - known.cpu,
    memory: demand.memory - known.memory,
  };
  const limited = [...namespaces.map(({ name }) => name), ...managers.map(({ id }) => id)];
  return {
    size: hub.size,
    transfersPerSecond: sizes[hub.size].transfersPerSecond,
    partitions: stores.kafka.partitions ?? sizes[hub.size].partitions,
    parts: [platform, ...parts],
    total: demand,
    hubAtMost: hubDemand(services, 'maxReplicas'),
    quota: {
      ...(cluster.quota.cpu === undefined ? {} : { cpu: millicores(cluster.quota.cpu) }),
      ...(cluster.quota.memory === undefined ? {} : { memory: mebibytes(cluster.quota.memory) }),
    },
    namespaces: limited.flatMap((namespace) => {
      const quota = namespaceQuota(config, services, namespace);
      return quota ? [{ namespace, ...quota }] : [];
    }),
    pools: nodePools(config, services).map((pool) => ({
      pool: pool.role,
      machine: pool.machine,
      ...madeNodes(config, pool),
      diskGi: pool.diskGi,
      spot: pool.spot,
      tainted: pool.taints.length > 0,
      asks: pool.demand.least,
      ...(pool.demand.node ? { node: pool.demand.node } : {}),
    })),
    services: services.map(({ name, kind, replicas, maxReplicas, cpuPercent, cpu, memory }) => ({
      name,
      kind,
      replicas,
      maxReplicas,
      cpuPercent,
      cpu,
      memory,
    })),
  };
}
