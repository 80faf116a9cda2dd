import { createHash } from 'node:crypto';
import { kafkaProxy } from '../../config/model/managed-stores';
import { storeService } from '../../config/model/store-services';
import type { Topic } from '../../config/model/topics';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { images, pulled } from './images';
import { advertised } from './kafka-proxy';
import { confined } from './kafka-proxy-login';
import type { KubernetesObject, WaitCondition } from './objects';
import { requests, type StorePlace } from './store-objects';

const tools = '/opt/kafka/bin';

/**
 * Makes the topics that are missing, adds partitions where there are too few, and sets how long messages are kept. Never takes partitions or topics
 * away. The whole cluster is asked once, so a run that finds everything right takes seconds.
 */
export function topicsScript(server: string, topics: readonly Topic[]): string {
  const kafka = (program: string) => `${tools}/kafka-${program}.sh --bootstrap-server ${server}`;
  const rows = topics.map(({ name, partitions, replicas, retentionMs }) => `${name} ${partitions} ${replicas} ${retentionMs}`);
  return `until ${kafka('topics')} --describe > /tmp/there.txt; do echo 'Kafka does not answer yet'; sleep 5; done
while read -r name partitions replicas retention; do
  found=$(grep "^Topic: $name[[:space:]].*PartitionCount:" /tmp/there.txt || true)
  if [ -z "$found" ]; then
    ${kafka('topics')} --create --if-not-exists --topic "$name" --partitions "$partitions" --replication-factor "$replicas" --config cleanup.policy=delete --config "retention.ms=$retention"
    continue
  fi
  has=$(echo "$found" | sed 's/.*PartitionCount: *\\([0-9]*\\).*/\\1/')
  if [ "$has" -lt "$partitions" ]; then ${kafka('topics')} --alter --topic "$name" --partitions "$partitions"; echo "$name has $partitions partitions, had $has"; fi
  case "$found" in
    *"retention.ms=$retention",* | *"retention.ms=$retention") ;;
    *) ${kafka('configs')} --alter --entity-type topics --entity-name "$name" --add-config "retention.ms=$retention,cleanup.policy=delete" ;;
  esac
done <<'TOPICS'
${rows.join('\n')}
TOPICS
echo 'every topic is there'
`;
}

/**
 * A Job that makes the topics of the hub on MSK, which Terraform cannot. It goes through the proxy, as the hub does: so the login stays in one place,
 * and a hub is never installed before the way to its Kafka works. Event Hubs needs none: its hubs are made with the namespace. `server` names
 * the Kafka itself, so that another one gets its topics.
 */
export function topicsJob(
  { config, namespace }: StorePlace,
  topics: readonly Topic[],
  server: string,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  if (storeService(config, 'kafka') !== 'msk') return { objects: [], waitFor: [] };
  const script = topicsScript(`${advertised(config)}:${kafkaProxy.port}`, topics);
  const name = `kafka-topics-${createHash('sha256').update(script).digest('hex').slice(0, 8)}-${server}`;
  const labels = { 'app.kubernetes.io/name': 'kafka-topics' };
  const container = {
    name: 'topics',
    image: pulled(config, images.kafka),
    command: ['/bin/sh', '-euc', script],
    env: [
      // A tool with little to do: without it each run would take a quarter of the memory of the node.
      { name: 'KAFKA_HEAP_OPTS', value: '-Xmx192m' },
      { name: 'LOG_DIR', value: '/tmp' },
    ],
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    resources: requests(100, 384),
    securityContext: confined,
  };
  const job: KubernetesObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels },
    spec: {
      backoffLimit: 10,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'OnFailure',
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container],
          volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
        },
      },
    },
  };
  return { objects: [job], waitFor: [{ namespace, group: 'batch', resource: 'jobs', names: [name], for: 'condition=complete' }] };
}

/**
 * Shell text that returns when a topic of an SDK is there: it makes it, or on Event Hubs, where only the stack `managed-stores` may, waits for it.
 */
export function topicStep(
  config: WorkbenchConfig,
  server: string,
  { name, partitions, replicas }: Pick<Topic, 'name' | 'partitions' | 'replicas'>,
): string {
  const topics = `${tools}/kafka-topics.sh --bootstrap-server ${server}`;
  return storeService(config, 'kafka') === 'event-hubs'
    ? `${topics} --list | grep -qx ${name}`
    : `${topics} --create --if-not-exists --topic ${name} --partitions ${partitions} --replication-factor ${replicas}`;
}
