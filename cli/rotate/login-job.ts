import type { EnvironmentModel } from '../../config/environment';
import { bootstrapName } from '../../config/model/managed-flows';
import type { RotationItem } from '../../config/model/rotation';
import { userOf } from '../../config/model/rotation';
import type { SecretEntry } from '../../config/model/secret-map';
import { secretKeys } from '../../config/model/secret-map';
import { type LoginChange, loginChanges, mysqlRootPod, nextPassword, nextPasswordKey } from '../../constructs/in-cluster/login-change';
import { secretObjects } from '../../constructs/vault/secret-objects';
import { again, isComplete, jobNamed, runJob } from './jobs';
import type { Mark } from './mark';
import { places, type RotateCluster } from './objects';
import { type Patience, until } from './until';

/** Secret with the new password, for the Job alone: nobody who runs reads it before the server takes it. */
export const nextSecret = (id: string) => `rotation-${id}`;

const jobName = (item: RotationItem, change: LoginChange, mark: Mark) =>
  `rotation-${mark.id}-${change}-${item.id}`.slice(0, 63).replace(/-+$/, '');

interface Pod {
  readonly containers: readonly { readonly env?: readonly { readonly name: string }[] }[];
}

/** Its command in the place of what the Job does that prepared the server; who the administrator is and how the server is reached stay. */
const withScript = (pod: object, script: string, env: object): object => {
  const { containers, ...rest } = pod as Pod;
  return {
    ...rest,
    containers: containers.map((container) => ({
      ...container,
      command: ['/bin/sh', '-euc', script],
      env: [...(container.env ?? []).filter(({ name }) => /^(ADMINISTRATOR_|STORE_)/.test(name)), env],
    })),
  };
};

async function deliverNext(cluster: RotateCluster, model: EnvironmentModel, entry: SecretEntry, patience: Patience): Promise<void> {
  const { namespace } = model.config.stores;
  const name = nextSecret(entry.id);
  const [object] = secretObjects(model.config, [{ ...entry, deliveries: [{ namespace, secretName: name, key: nextPasswordKey }] }], []);
  await cluster.create(places.vaultSecrets(namespace), object ?? {});
  await until(
    async () => (await cluster.about(places.secret(namespace, name))) !== undefined,
    `vault-config-operator to fill the Secret ${name} in ${namespace}`,
    `see the conditions of the VaultSecret ${name}`,
    patience,
  );
}

/** Changes the login of a database user at its server, by a Job in the namespace of the stores. */
export async function changeLogin(
  cluster: RotateCluster,
  model: EnvironmentModel,
  item: RotationItem,
  change: LoginChange,
  mark: Mark,
  patience: Patience,
): Promise<void> {
  const found = userOf(model.databases, item.id);
  if (!found || !item.secret) return;
  const { namespace } = model.config.stores;
  if (change === 'accept-both') await deliverNext(cluster, model, item.secret, patience);
  const secret = change === 'accept-both' ? nextPassword(nextSecret(item.id)) : nextPassword(item.id, secretKeys[found.database.engine]);
  const altered = (pod: object) => withScript(pod, loginChanges[change]({ model, ...found }), secret);
  const spec =
    item.kind === 'mysql-user'
      ? { backoffLimit: 6, template: { spec: altered(mysqlRootPod(model)) } }
      : again(await jobNamed(cluster, namespace, `${bootstrapName(found.database.engine)}-`), altered);
  await runJob(cluster, namespace, jobName(item, change, mark), spec, patience);
}

export const loginChanged = (cluster: RotateCluster, model: EnvironmentModel, item: RotationItem, change: LoginChange, mark: Mark) =>
  isComplete(cluster, model.config.stores.namespace, jobName(item, change, mark));

/** Takes away what was made for the rotation alone. */
export async function clearLogin(cluster: RotateCluster, model: EnvironmentModel, item: RotationItem, mark: Mark): Promise<void> {
  const { namespace } = model.config.stores;
  await cluster.remove(places.vaultSecret(namespace, nextSecret(item.id)));
  for (const change of ['accept-both', 'forget-old', 'change'] as const)
    await cluster.remove(places.job(namespace, jobName(item, change, mark)));
}
