import { Fn, Op, Token } from 'cdktf';
import { brokerCount, proxyLogin } from '../../config/model/managed-stores';
import type { Topic } from '../../config/model/topics';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { KafkaCluster, PodIdentity } from '../contracts';
import { kafkaProxyObjects } from './kafka-proxy';
import { identityLogin, passwordLogin } from './kafka-proxy-login';
import type { ServiceCheck } from './logical-services';
import type { KubernetesObject, WaitCondition } from './objects';
import type { StorePlace } from './store-objects';
import { topicsJob } from './topics-job';

const identityMechanism = 'OAUTHBEARER';

/** What stands in the cluster for a Kafka that the cloud runs: the proxy that logs in there and, where nobody else makes them, its topics. */
export function managedKafkaObjects(
  place: StorePlace,
  kafka: KafkaCluster,
  topics: readonly Topic[],
  identity: PodIdentity,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config } = place;
  const brokers = Token.asString(Fn.join(' ', [...kafka.brokers]));
  const host = () => Token.asString(Fn.element(Fn.split(':', Token.asString(Fn.element([...kafka.brokers], 0))), 0));
  const login = proxyLogin(config) === 'identity' ? identityLogin(config, host()) : passwordLogin(config, kafka.mechanism);
  const parts = [kafkaProxyObjects(place, { brokers, login, identity }), topicsJob(place, topics, Fn.substr(Fn.sha256(brokers), 0, 6))];
  return { objects: parts.flatMap((part) => part.objects), waitFor: parts.flatMap((part) => part.waitFor) };
}

/** What must be true of a managed Kafka before anything is sent through the proxy: said at the plan, not by clients that find no broker. */
export function managedKafkaChecks(config: WorkbenchConfig, kafka: KafkaCluster): ServiceCheck[] {
  const expected = brokerCount(config);
  const byIdentity = proxyLogin(config) === 'identity';
  const compare = byIdentity ? Op.eq : Op.neq;
  return [
    {
      condition: Op.eq(Fn.lengthOf([...kafka.brokers]), expected),
      errorMessage: `The proxy has ports for ${expected} brokers, and the stack managed-stores names another number of them: a broker without a port cannot be reached.`,
    },
    {
      condition: compare(kafka.mechanism, identityMechanism),
      errorMessage: `The proxy logs in ${byIdentity ? 'as the identity of its pods' : 'with a password'}, and the managed Kafka wants another way.`,
    },
  ];
}
