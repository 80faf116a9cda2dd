import type { ClusterSeen, Seen } from './cluster-seen';
import { isFailure } from './seen';

/** Names of the keys of a Secret, from the notes of the API server about who wrote which field; undefined where it keeps no notes at all. */
export function keysOf({ metadata }: Seen): ReadonlySet<string> | undefined {
  if (!metadata.managedFields || metadata.managedFields.length === 0) return undefined;
  const written = metadata.managedFields.map(({ fieldsV1 }) => fieldsV1?.['f:data']).filter((data) => data !== undefined);
  return new Set(
    written.flatMap((data) =>
      Object.keys(data as object)
        .filter((field) => field.startsWith('f:'))
        .map((field) => field.slice(2)),
    ),
  );
}

const longest = 160;

/** Why a Secret was not made, in the words of vault-config-operator; empty where it has not told. */
function reasonOf(place: string, { vaultSecrets }: Pick<ClusterSeen, 'vaultSecrets'>): string {
  if (isFailure(vaultSecrets)) return '';
  const asking = vaultSecrets.find(({ metadata }) => `${metadata.namespace}/${metadata.name}` === place);
  if (!asking) return ' (no VaultSecret asks for it)';
  const failed = asking.status?.conditions?.find(({ reason, status }) => reason === 'LastReconcileCycleFailed' && status === 'True');
  const words = failed?.message?.replace(/\s+/g, ' ').trim();
  return words ? ` (${words.slice(0, longest)})` : '';
}

/** What of the secret map is not where it should be: `namespace/name`, or `namespace/name key`. */
export function undelivered(
  seen: Pick<ClusterSeen, 'part' | 'vaultSecrets'>,
  there: readonly Seen[],
): { missing: string[]; expected: number } {
  const found = new Map(there.map((secret) => [`${secret.metadata.namespace}/${secret.metadata.name}`, secret]));
  const expected = seen.part.secrets;
  const missing = expected.flatMap(({ namespace, secretName, keys }) => {
    const place = `${namespace}/${secretName}`;
    const secret = found.get(place);
    if (!secret) return [`${place}${reasonOf(place, seen)}`];
    const has = keysOf(secret);
    return has === undefined ? [] : keys.filter(({ key }) => !has.has(key)).map(({ key }) => `${place} ${key}`);
  });
  return { missing, expected: expected.length };
}
