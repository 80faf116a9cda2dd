import type { Database } from '../../config/model/databases';
import { storeDemand } from '../../config/model/demand';
import { secretKeys, systemSecrets } from '../../config/model/secret-map';
import { storeService } from '../../config/model/store-services';
import { pulled } from './images';
import type { KubernetesObject, WaitCondition } from './objects';
import { onPool } from './placement';
import { priorityName } from './priorities';
import { backupObjects, backupPlan, requests, type StorePlace, spread, storeObject, volumeClaim } from './store-objects';

export interface MongodbOperator {
  readonly crVersion: string;
  readonly serverImage: string;
  readonly backupImage: string;
}

const cluster = 'mongodb';

/**
 * MongoDB in the cluster: a Percona Server for MongoDB replica set, with one user a database and scheduled dumps.
 * TLS is preferred, not required: the bulk services of 15 to 17.1 have no TLS setting.
 */
export function mongodbObjects(
  place: StorePlace,
  databases: readonly Database[],
  operator: MongodbOperator,
): { objects: KubernetesObject[]; waitFor: WaitCondition[] } {
  const { config, namespace } = place;
  const { mongodb } = config.stores;
  const own = databases.filter((database) => database.engine === 'mongodb' && !mongodb.databases[database.name]);
  if (storeService(config, 'mongodb') !== 'operator' || own.length === 0) return { objects: [], waitFor: [] };
  const { cpu, memory } = storeDemand.mongodb;
  const spec = {
    crVersion: operator.crVersion,
    image: pulled(config, operator.serverImage),
    updateStrategy: 'SmartUpdate',
    upgradeOptions: { apply: 'disabled' },
    unsafeFlags: { replsetSize: mongodb.replicas < 3 },
    tls: { mode: 'preferTLS' },
    secrets: { users: systemSecrets.mongodb },
    users: own.flatMap((database) =>
      database.users.map((user) => ({
        name: user.name,
        db: database.schema,
        passwordSecretRef: { name: user.secret, key: secretKeys.mongodb },
        roles: [{ name: 'readWrite', db: database.schema }],
      })),
    ),
    replsets: [
      {
        name: 'rs0',
        size: mongodb.replicas,
        affinity: { antiAffinityTopologyKey: mongodb.replicas > 1 ? spread(place, mongodb.replicas) : 'none' },
        ...onPool(config, 'stores'),
        priorityClassName: priorityName(config, 'stores'),
        podDisruptionBudget: { maxUnavailable: 1 },
        resources: requests(cpu, memory),
        volumeSpec: { persistentVolumeClaim: volumeClaim(place, mongodb.size) },
      },
    ],
    sharding: { enabled: false },
    // Its schema wants the image of the backup agent even where the agent does not run.
    backup: { enabled: false, image: pulled(config, operator.backupImage) },
  };
  const secret = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: systemSecrets.mongodb, key } } });
  return {
    objects: [
      storeObject(place, 'psmdb.percona.com/v1', 'PerconaServerMongoDB', cluster, spec),
      ...backupObjects(place, {
        name: cluster,
        ...backupPlan(config, mongodb),
        image: pulled(config, operator.serverImage),
        // The password goes in by a file of the pod: an argument would show in the list of processes.
        script: `printf 'password: %s\\n' "$DUMP_PASSWORD" > /tmp/dump.yaml; mongodump --config=/tmp/dump.yaml --host=rs0/${cluster}-rs0.${namespace}:27017 --username="$DUMP_USER" --authenticationDatabase=admin --gzip --archive="$TARGET"; rm -f /tmp/dump.yaml`,
        env: [secret('DUMP_USER', 'MONGODB_BACKUP_USER'), secret('DUMP_PASSWORD', 'MONGODB_BACKUP_PASSWORD')],
      }),
    ],
    waitFor: [
      { namespace, group: 'psmdb.percona.com', resource: 'perconaservermongodbs', names: [cluster], for: 'jsonpath={.status.state}=ready' },
    ],
  };
}
