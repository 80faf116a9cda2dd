import { preparedCluster } from '../../config/model/participant-clusters';
import { movedImages } from '../../config/releases/moved-images';
import { registry } from '../in-cluster/images';
import type { Writer } from './context';
import { address, services } from './names';

/** Redis as the parts of a payment manager are told of it. */
export const redisUrl = (release: string) => `redis://${address(services(release).redis)}`;

/**
 * A Redis of its own, from the chart's own sub chart: two participants that share one would read each other's messages, because
 * payer and payee of a transfer use the same transfer id as a key. It holds what is under way and sessions of the portal; it needs
 * no operator, so it works in any cluster that carries the payment manager, and goes with it.
 *
 * The chart is 17.6.0 of Bitnami, whose scripts fit only Bitnami's images. Docker Hub no longer has those under `bitnami/`
 * (since September 2025), but the same tags under `bitnamilegacy/`. One member: the SDK asks only the master.
 * It has no password, because the SDK charts know none; network policies let only this namespace in.
 */
export const cache: Writer = ({ config, participant }) => {
  const durable = config.profile === 'production';
  const there = preparedCluster(config, participant);
  const storageClass = there ? there.storageClass : config.cluster.storageClass;
  return {
    redis: {
      architecture: 'standalone',
      auth: { enabled: false },
      image: { registry: registry(config), repository: movedImages['bitnami/redis'].to },
      master: {
        persistence: {
          enabled: durable,
          ...(durable ? { size: config.stores.redis.size } : {}),
          ...(durable && storageClass ? { storageClass } : {}),
        },
      },
    },
  };
};
