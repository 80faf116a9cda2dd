import { endpoint } from '../../config/model/endpoints';
import { sdkPartitions, sdkTopics } from '../../config/model/topics';
import { image, images } from '../in-cluster/images';
import type { Json } from '../in-cluster/release-spec';
import { topicStep } from '../in-cluster/topics-job';
import type { Pm4mlContext } from './context';
import { services } from './names';

const container = (name: string, imageName: string, script: string): Json => ({
  name,
  image: imageName,
  command: ['sh', '-c', script],
  resources: { requests: { cpu: '10m', memory: '64Mi' } },
});

/** The chart renders this value as a template, from text; JSON is YAML. */
const text = (containers: readonly Json[]) => JSON.stringify(containers);

const redisReady = ({ config, release }: Pm4mlContext) => {
  const { service, port } = services(release).redis;
  return container('wait-for-redis', image(config, images.redisClient), `until redis-cli -h ${service} -p ${port} ping; do sleep 2; done`);
};

/** Before the SDK starts: its Redis answers. */
export const waitForRedis = (context: Pm4mlContext): string => text([redisReady(context)]);

/**
 * Before the SDK starts with bulk: Redis answers, and its two topics are there. The charts make them with one replica and an image that
 * Docker Hub no longer has; here they get as many replicas as the other topics, and a partition for each pod that reads them.
 */
export function waitForBulk(context: Pm4mlContext): string {
  const { model, config, participant } = context;
  const { host, port } = endpoint(model.logicalServices, 'mojaloop-kafka');
  const replicas = Math.min(config.stores.kafka.replicas, 3);
  const partitions = sdkPartitions(config);
  const create = sdkTopics(participant.id).map(
    (name) => `until ${topicStep(config, `${host}:${port}`, { name, partitions, replicas })}; do sleep 5; done`,
  );
  return text([redisReady(context), container('topics', image(config, images.kafka), create.join('; '))]);
}
