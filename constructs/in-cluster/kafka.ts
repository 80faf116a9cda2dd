import { storeDemand } from '../../config/model/demand';
import { replication } from '../../config/model/kafka-brokers';
import { storeService } from '../../config/model/store-services';
import type { Topic } from '../../config/model/topics';
import { pulled } from './images';
import type { KubernetesObject, WaitCondition } from './objects';
import { onPoolByAffinity } from './placement';
import { priorityName } from './priorities';
import { backupObjects, backupPlan, requests, type StorePlace, spread, storeObject } from './store-objects';

export interface KafkaOperator {
  /** `kafka.strimzi.io/v1` or `v1beta2`, by the version of the operator. */
  readonly apiVersion: string;
  readonly kafkaVersion: string;
  readonly metadataVersion: string;
  readonly image: string;
}

const cluster = 'kafka';
const label = { 'strimzi.io/cluster': cluster };

/**
 * Kafka in the cluster: Strimzi in KRaft mode, one pool of members that are broker and controller, and every topic of the hub.
 * The listener is plaintext because no Mojaloop chart (14 to 17.1) can speak SASL or TLS to Kafka; network policies keep others out.
 */
export function kafkaObjects(
  place: StorePlace,
  topics: readonly Topic[],
  operator: KafkaOperator,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config, namespace } = place;
  const { kafka } = config.stores;
  if (storeService(config, 'kafka') !== 'operator') return { objects: [], waitFor: [] };
  const { cpu, memory } = storeDemand.kafka;
  const { copies, inSync } = replication(kafka.replicas);
  const strimzi = (kind: string, name: string, spec: object, annotations?: Record<string, string>) => {
    const object = storeObject(place, operator.apiVersion, kind, name, spec as never, label);
    return annotations
      ? { ...object, metadata: { ...object.metadata, annotations: { ...(object.metadata.annotations as object), ...annotations } } }
      : object;
  };
  const pool = strimzi('KafkaNodePool', 'combined', {
    replicas: kafka.replicas,
    roles: ['controller', 'broker'],
    resources: requests(cpu, memory),
    storage: {
      type: 'jbod',
      volumes: [
        {
          id: 0,
          type: 'persistent-claim',
          size: kafka.size,
          deleteClaim: !config.operations.deletionProtection,
          ...(config.cluster.storageClass ? { class: config.cluster.storageClass } : {}),
          kraftMetadata: 'shared',
        },
      ],
    },
    template: {
      pod: {
        ...onPoolByAffinity(config, 'stores'),
        priorityClassName: priorityName(config, 'stores'),
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: spread(place, kafka.replicas),
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: label },
          },
        ],
      },
    },
  });
  const server = strimzi(
    'Kafka',
    cluster,
    {
      kafka: {
        version: operator.kafkaVersion,
        metadataVersion: operator.metadataVersion,
        listeners: [{ name: 'plain', port: 9092, type: 'internal', tls: false }],
        config: {
          'default.replication.factor': copies,
          'min.insync.replicas': inSync,
          'offsets.topic.replication.factor': copies,
          'transaction.state.log.replication.factor': copies,
          'transaction.state.log.min.isr': inSync,
          // Topics of the hub are made below; SDKs of participants make their own.
          'auto.create.topics.enable': true,
          'log.retention.hours': kafka.retentionHours,
        },
      },
      entityOperator: { topicOperator: {} },
    },
    { 'strimzi.io/node-pools': 'enabled', 'strimzi.io/kraft': 'enabled' },
  );
  const topicObjects = topics.map((topic) =>
    strimzi('KafkaTopic', topic.name, {
      partitions: topic.partitions,
      replicas: topic.replicas,
      config: { 'cleanup.policy': 'delete', 'retention.ms': topic.retentionMs, 'segment.bytes': 52428800 },
    }),
  );
  const backup = backupObjects(place, {
    name: cluster,
    ...backupPlan(config, kafka),
    image: pulled(config, operator.image),
    // Messages live on the members; what cannot be made anew is how topics are set and how far each group has read.
    script: `mkdir -p "$TARGET"; /opt/kafka/bin/kafka-topics.sh --bootstrap-server ${cluster}-kafka-bootstrap:9092 --describe > "$TARGET/topics.txt"; /opt/kafka/bin/kafka-consumer-groups.sh --bootstrap-server ${cluster}-kafka-bootstrap:9092 --describe --all-groups > "$TARGET/offsets.txt"`,
  });
  return {
    objects: [pool, server, ...topicObjects, ...backup],
    waitFor: [{ namespace, group: 'kafka.strimzi.io', resource: 'kafkas', names: [cluster], for: 'condition=Ready' }],
  };
}
