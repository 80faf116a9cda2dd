import { redisNames } from '../../config/model/endpoints';
import type { Features } from '../../config/model/features';
import { storeService } from '../../config/model/store-services';
import { pulled } from './images';
import type { KubernetesObject } from './objects';
import { priorityName } from './priorities';
import { backupObjects, backupPlan, requests, type StorePlace, storeObject, volumeClaim } from './store-objects';

export interface RedisOperator {
  readonly apiVersion: string;
  readonly image: string;
}

/** One Redis without a password: no chart can give one. Network policies keep others out. */
export function redisObject(place: StorePlace, name: string, operator: RedisOperator): KubernetesObject {
  return storeObject(place, operator.apiVersion, 'Redis', name, {
    kubernetesConfig: { image: pulled(place.config, operator.image), imagePullPolicy: 'IfNotPresent', resources: requests(50, 128) },
    storage: { volumeClaimTemplate: { spec: volumeClaim(place, place.config.stores.redis.size) } },
    podSecurityContext: { runAsUser: 1000, fsGroup: 1000 },
    priorityClassName: priorityName(place.config, 'stores'),
  });
}

/** The Redis instances of the hub: one for each user, and a cluster for the cache of the inter-scheme proxy, which speaks only to clusters. */
export function redisObjects(place: StorePlace, features: Features, operator: RedisOperator): KubernetesObject[] {
  const { config } = place;
  const { redis } = config.stores;
  if (storeService(config, 'redis') !== 'operator') return [];
  const single = [...(features.ttkSimulators ? [redisNames.ttkSimulators] : []), ...(features.thirdParty ? [redisNames.thirdParty] : [])];
  const proxyCache = storeObject(place, operator.apiVersion, 'RedisCluster', `redis-${redisNames.proxyCache}`, {
    clusterSize: 3,
    clusterVersion: 'v7',
    persistenceEnabled: true,
    kubernetesConfig: { image: pulled(place.config, operator.image), imagePullPolicy: 'IfNotPresent', resources: requests(50, 128) },
    redisLeader: { replicas: 3 },
    redisFollower: { replicas: config.profile === 'production' ? 3 : 0 },
    storage: { volumeClaimTemplate: { spec: volumeClaim(place, redis.size) } },
    podSecurityContext: { runAsUser: 1000, fsGroup: 1000 },
    priorityClassName: priorityName(config, 'stores'),
  });
  return [
    ...single.flatMap((name) => [
      redisObject(place, `redis-${name}`, operator),
      ...backupObjects(place, {
        name: `redis-${name}`,
        ...backupPlan(config, { backup: { volume: redis.size } }),
        image: pulled(place.config, operator.image),
        script: `redis-cli -h redis-${name} --rdb "$TARGET"`,
      }),
    ]),
    ...(features.interScheme ? [proxyCache] : []),
  ];
}
