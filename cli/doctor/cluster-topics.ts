import { storeService } from '../../config/model/store-services';
import { unknown, type Verdict, wrong } from './check';
import { jobFaults } from './cluster-jobs';
import { deployOf, known, stateOf, unless } from './cluster-judge';
import type { ClusterSeen, Seen } from './cluster-seen';

function topicFaults({ model }: ClusterSeen, objects: readonly Seen[]): string[] {
  const there = new Map(
    objects.filter(({ metadata }) => metadata.namespace === model.config.stores.namespace).map((topic) => [topic.metadata.name, topic]),
  );
  return model.topics.flatMap(({ name }) => {
    const topic = there.get(name);
    if (!topic) return [`${name} is missing`];
    const ready = stateOf(topic, 'Ready');
    return ready?.status === 'True' ? [] : [`${name} is not ready (${ready?.reason ?? 'no state yet'})`];
  });
}

/** Whether the topics are there, as far as the cluster knows it: Strimzi keeps an object for each, on MSK a Job of ours makes them. */
export function topicsState(seen: ClusterSeen): Verdict {
  const service = storeService(seen.model.config, 'kafka');
  const wayOut = `${deployOf(seen, 'stores')}; then look at the operator of Kafka`;
  if (service === 'operator')
    return known(seen.topics, (topics) => unless(topicFaults(seen, topics), `${seen.model.topics.length} there`, wayOut));
  if (service !== 'msk') return unknown(`only ${service} itself can tell: the cluster has no object for a topic there`);
  return known(seen.jobs, (jobs) => {
    const { faults, found } = jobFaults(seen, jobs, /^kafka-topics-/);
    return found === 0
      ? wrong('hub operator', 'the Job that makes them is not there', wayOut)
      : unless(faults, 'the Job that makes them has ended well', wayOut);
  });
}
