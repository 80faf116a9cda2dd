import { deliveredSecrets } from '../../config/model/secret-map';
import type { ClusterSeen, Seen } from './cluster-seen';

/** Names of the keys of a Secret, from the notes of the API server about who wrote which field; undefined where it keeps none. */
export function keysOf({ metadata }: Seen): ReadonlySet<string> | undefined {
  const written = (metadata.managedFields ?? []).map(({ fieldsV1 }) => fieldsV1?.['f:data']).filter((data) => data !== undefined);
  if (written.length === 0) return undefined;
  return new Set(
    written.flatMap((data) =>
      Object.keys(data as object)
        .filter((field) => field.startsWith('f:'))
        .map((field) => field.slice(2)),
    ),
  );
}

/** What of the secret map is not where it should be: `namespace/name`, or `namespace/name key`. */
export function undelivered({ model }: Pick<ClusterSeen, 'model'>, there: readonly Seen[]): { missing: string[]; expected: number } {
  const found = new Map(there.map((secret) => [`${secret.metadata.namespace}/${secret.metadata.name}`, secret]));
  const expected = deliveredSecrets(model.secrets);
  const missing = expected.flatMap(({ namespace, secretName, keys }) => {
    const secret = found.get(`${namespace}/${secretName}`);
    if (!secret) return [`${namespace}/${secretName}`];
    const has = keysOf(secret);
    return has === undefined ? [] : keys.filter(({ key }) => !has.has(key)).map(({ key }) => `${namespace}/${secretName} ${key}`);
  });
  return { missing, expected: expected.length };
}
