import { block, blocks, isOn } from '../policy/attributes';
import type { Attributes } from '../policy/policy';
import { gibibytes, volumes } from './disks';
import { type Count, type Counts, hourly, numberOf, used } from './items';

const spec = (attributes: Attributes): Attributes => block(attributes, 'spec') ?? {};
/** GiB that a claim asks for. */
const claim = (at: Attributes | undefined): number => gibibytes(block(at ?? {}, 'resources', 'requests')?.storage);

/** The balancer that a cloud makes for the gateway. */
const gateway: Count = (_attributes, _part, { config }) => {
  if (config.platform.provider === 'aws')
    return [hourly('network balancer', 'aws.balancer'), used('traffic through the balancer', 'aws.balancer.units', 'LCU-hour')];
  if (config.platform.provider === 'azure')
    return [
      hourly('balancer, first five rules', 'azure.balancer.rules'),
      used('traffic through the balancer', 'azure.balancer.traffic', 'GB'),
    ];
  return [];
};

/** Volumes of what runs in the cluster, and the balancer before it. Pods themselves are paid with the nodes they run on. */
export const inClusterCounts: Counts = {
  'kind:PerconaXtraDBCluster': (attributes, _part, { config }) => {
    const server = block(attributes, 'spec', 'pxc') ?? {};
    return volumes(config, 'MySQL', numberOf(server.size), claim(block(server, 'volumeSpec', 'persistentVolumeClaim')));
  },
  'kind:PerconaServerMongoDB': (attributes, _part, { config }) =>
    blocks(spec(attributes), 'replsets').flatMap((set) =>
      volumes(config, 'MongoDB', numberOf(set.size), claim(block(set, 'volumeSpec', 'persistentVolumeClaim'))),
    ),
  'kind:KafkaNodePool': (attributes, _part, { config }) => {
    const pool = spec(attributes);
    const disks = blocks(block(pool, 'storage') ?? {}, 'volumes');
    return disks.flatMap(({ size }) => volumes(config, 'Kafka', numberOf(pool.replicas), gibibytes(size)));
  },
  'kind:Redis': (attributes, _part, { config }) =>
    volumes(config, 'Redis', 1, claim(block(spec(attributes), 'storage', 'volumeClaimTemplate', 'spec'))),
  'kind:RedisCluster': (attributes, _part, { config }) => {
    const cluster = spec(attributes);
    const members = numberOf(block(cluster, 'redisLeader')?.replicas) + numberOf(block(cluster, 'redisFollower')?.replicas);
    return volumes(config, 'Redis cluster', members, claim(block(cluster, 'storage', 'volumeClaimTemplate', 'spec')));
  },
  'kind:PersistentVolumeClaim': (attributes, _part, { config }) => volumes(config, 'backups', 1, claim(spec(attributes))),
  'kind:StatefulSet': (attributes, _part, { config }) =>
    blocks(spec(attributes), 'volumeClaimTemplates').flatMap((template) =>
      volumes(config, 'volume', numberOf(spec(attributes).replicas, 1), claim(block(template, 'spec'))),
    ),
  'kind:Gateway': gateway,
  'chart:vault': (attributes, _part, { config }) => {
    const server = block(attributes, 'server') ?? {};
    const replicas = numberOf(block(server, 'ha')?.replicas, 1);
    return (['dataStorage', 'auditStorage'] as const).flatMap((key) =>
      volumes(config, `Vault ${key === 'dataStorage' ? 'data' : 'audit'}`, replicas, gibibytes(block(server, key)?.size)),
    );
  },
  'chart:loki': (attributes, _part, { config }) =>
    volumes(config, 'logs (Loki)', 1, gibibytes(block(attributes, 'singleBinary', 'persistence')?.size)),
  'chart:tempo': (attributes, _part, { config }) => volumes(config, 'traces (Tempo)', 1, gibibytes(block(attributes, 'persistence')?.size)),
  'chart:kube-prometheus-stack': (attributes, _part, { config }) => {
    const watched = [
      ['Prometheus', block(attributes, 'prometheus', 'prometheusSpec'), 'storageSpec'],
      ['Alertmanager', block(attributes, 'alertmanager', 'alertmanagerSpec'), 'storage'],
    ] as const;
    return watched.flatMap(([what, server, key]) =>
      volumes(config, what, numberOf(server?.replicas), claim(block(server ?? {}, key, 'volumeClaimTemplate', 'spec'))),
    );
  },
  // Agents of the nodes have no volume; the collector of audit logs has one.
  'chart:opentelemetry-collector': (attributes, _part, { config }) =>
    blocks(block(attributes, 'statefulset') ?? {}, 'volumeClaimTemplates').flatMap((template) =>
      volumes(config, 'audit logs that wait', numberOf(attributes.replicaCount, 1), claim(block(template, 'spec'))),
    ),
  'chart:mojaloop-payment-manager': (attributes, _part, { config }) => {
    const kept = block(attributes, 'redis', 'master', 'persistence') ?? {};
    return isOn(kept.enabled) ? volumes(config, 'Redis of a payment manager', 1, gibibytes(kept.size)) : [];
  },
};
