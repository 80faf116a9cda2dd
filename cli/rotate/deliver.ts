import type { Delivery } from '../../config/model/secret-map';
import { ProblemError, problem } from '../../config/problems';
import type { Mark } from './mark';
import { places, type RotateCluster } from './objects';
import { type Patience, until } from './until';

/** Annotation of vault-config-operator on the Secrets that it fills: a digest of what is in them. */
export const digestAnnotation = 'vaultsecret.redhatcop.redhat.io/secret-hash';

export const placeOf = ({ namespace, secretName }: Pick<Delivery, 'namespace' | 'secretName'>) => `${namespace}/${secretName}`;

/** The Secrets of an entry, each once. */
export const secretsOf = (deliveries: readonly Delivery[]) => [...new Map(deliveries.map((one) => [placeOf(one), one])).values()];

/** Digest of what is delivered now; undefined where there is no Secret, or its operator is just at it. */
export const digestOf = async (cluster: RotateCluster, { namespace, secretName }: Delivery) =>
  (await cluster.about(places.secret(namespace, secretName)))?.metadata.annotations?.[digestAnnotation];

export async function digests(cluster: RotateCluster, deliveries: readonly Delivery[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const one of secretsOf(deliveries)) {
    const digest = await digestOf(cluster, one);
    if (digest !== undefined) found[placeOf(one)] = digest;
  }
  return found;
}

/** Those whose Secret still holds what it held when the rotation began. */
export async function undelivered(cluster: RotateCluster, deliveries: readonly Delivery[], mark: Mark): Promise<Delivery[]> {
  const open: Delivery[] = [];
  for (const one of secretsOf(deliveries)) {
    const digest = await digestOf(cluster, one);
    if (digest === undefined || digest === mark.delivered[placeOf(one)]) open.push(one);
  }
  return open;
}

/** So long the operator may take to write what it has read before it counts as the same as ever. */
const sameAfter = 20_000;

/**
 * Has the Secrets filled anew: without its digest the operator fills a Secret at once instead of within the hour. Values are neither read nor written here.
 * @param owned a person puts the value into Vault: one that is still the same is told as that
 */
export async function deliver(
  cluster: RotateCluster,
  deliveries: readonly Delivery[],
  mark: Mark,
  owned: boolean,
  patience: Patience,
): Promise<void> {
  for (const one of await undelivered(cluster, deliveries, mark)) {
    const path = places.secret(one.namespace, one.secretName);
    let asked = 0;
    await until(
      async () => {
        const digest = await digestOf(cluster, one);
        const same = digest !== undefined && digest === mark.delivered[placeOf(one)];
        if (digest !== undefined && !same) return true;
        if (same && owned && asked > 0)
          throw new ProblemError([
            problem(
              'ROTATE-SAME',
              `Vault has for ${placeOf(one)} the value that is delivered`,
              'put the new value into Vault (vault kv patch), then run the same command',
            ),
          ]);
        if (same && Date.now() - asked > sameAfter) {
          asked = Date.now();
          await cluster.patch(path, { metadata: { annotations: { [digestAnnotation]: null } } });
        }
        return false;
      },
      `vault-config-operator to fill the Secret ${placeOf(one)}`,
      `see the conditions of the VaultSecret ${one.secretName} in ${one.namespace}, and whether Vault is open`,
      patience,
    );
  }
}
