import type { EnvironmentModel } from '../../config/environment';
import { systemNamespace } from '../../config/model/namespaces';
import { type RotationItem, rotationItems } from '../../config/model/rotation';
import { rotationWays } from '../../config/model/rotation-ways';
import { type Problem, ProblemError } from '../../config/problems';
import type { Certificate } from './certificate';
import { markOf } from './mark';
import type { RandomSecret } from './new-version';
import { places, type RotateCluster, type Thing } from './objects';
import type { RotationList, RotationRow } from './result';

const day = 86_400_000;
/** So many days before it is due a row says so. */
const soon = 14;

/** When things were made and end, as far as the cluster can tell. */
export interface Ages {
  /** By id of the secret. */
  readonly secrets: ReadonlyMap<string, RandomSecret>;
  /** By `namespace/name` of their Secret. */
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** What was not born as a RandomSecret carries its mark there; by path. It tells no age. */
  readonly vaultSecrets: ReadonlyMap<string, Thing>;
}

const noAges: Ages = { secrets: new Map(), certificates: new Map(), vaultSecrets: new Map() };

/** The VaultSecret that carries the mark of a key, or of what a person puts into Vault; undefined for everything else, and where there is nothing to do. */
const carrierOf = ({ kind, secret }: RotationItem) =>
  secret && secret.kind !== 'password' && rotationWays[kind].steps.length > 0 ? secret.deliveries[0] : undefined;

/** One request for the secrets, and one for each namespace with certificates or with what carries a mark. @throws ProblemError */
async function readAges(cluster: RotateCluster, items: readonly RotationItem[]): Promise<Ages> {
  const randoms = await cluster.list<RandomSecret>(places.randomSecret(systemNamespace, '').replace(/\/$/, ''));
  const certificates = new Map<string, Certificate>();
  const namespaces = new Set(items.flatMap(({ certificate }) => (certificate?.secret ? [certificate.secret.namespace] : [])));
  for (const namespace of namespaces)
    for (const one of await cluster.list<Certificate>(places.certificates(namespace)))
      certificates.set(`${namespace}/${one.spec?.secretName}`, one);
  const vaultSecrets = new Map<string, Thing>();
  for (const namespace of new Set(items.flatMap((item) => carrierOf(item)?.namespace ?? [])))
    for (const one of await cluster.list(places.vaultSecrets(namespace)))
      vaultSecrets.set(places.vaultSecret(namespace, one.metadata.name), one);
  return { secrets: new Map(randoms.map((one) => [one.metadata.name, one])), certificates, vaultSecrets };
}

function objectOf(
  item: RotationItem,
  { secrets, certificates, vaultSecrets }: Ages,
): { readonly object: Thing | undefined; readonly since?: string; readonly ends?: string } {
  const { id, certificate, secret } = item;
  if (certificate?.secret) {
    const object = certificates.get(`${certificate.secret.namespace}/${certificate.secret.name}`);
    return { object, since: object?.status?.notBefore, ends: object?.status?.notAfter };
  }
  const carrier = carrierOf(item);
  if (carrier) return { object: vaultSecrets.get(places.vaultSecret(carrier.namespace, carrier.secretName)) };
  const object = secret?.kind === 'password' ? secrets.get(id) : undefined;
  return { object, since: object?.status?.lastVaultSecretUpdate };
}

const stateOf = (due: number | undefined, now: number): RotationRow['state'] =>
  due === undefined ? 'unknown' : due < now ? 'overdue' : due - now < soon * day ? 'due soon' : 'in time';

/** One row, from what is known of it. Pure. */
function rowOf(item: RotationItem, ages: Ages, now: number): RotationRow {
  const { title, interruption, byHand } = rotationWays[item.kind];
  const { object, since, ends } = objectOf(item, ages);
  const made = since === undefined ? undefined : Date.parse(since);
  const due =
    ends !== undefined ? Date.parse(ends) : made !== undefined && item.everyDays !== undefined ? made + item.everyDays * day : undefined;
  return {
    what: item.what,
    id: item.id,
    title,
    purpose: item.purpose,
    by: byHand !== undefined ? 'by hand' : item.what === 'certificate' ? 'cert-manager' : 'workbench',
    ...(interruption === undefined ? {} : { interruption }),
    ...(byHand === undefined ? {} : { byHand }),
    ...(since === undefined ? {} : { since }),
    ...(made === undefined ? {} : { ageDays: Math.floor((now - made) / day) }),
    ...(item.everyDays === undefined ? {} : { everyDays: item.everyDays }),
    ...(due === undefined ? {} : { due: new Date(due).toISOString().slice(0, 10) }),
    state: markOf(object) ? 'under way' : stateOf(due, now),
  };
}

/**
 * Everything that has a next version: how old it is and when the next is due. Without a way into the cluster ages are unknown, and why is a warning; the
 * age of keys and of what a person put into Vault nobody but Vault knows.
 */
export async function rotationList(model: EnvironmentModel, open: () => Promise<RotateCluster>, now: number): Promise<RotationList> {
  const items = rotationItems(model);
  let ages = noAges;
  const problems: Problem[] = [];
  try {
    ages = await readAges(await open(), items);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [first] = error.problems;
    problems.push({
      code: 'ROTATE-AGES',
      severity: 'warning',
      message: `ages are not known: ${first?.message ?? 'the cluster does not answer'}`,
      ...(first?.hint === undefined ? {} : { hint: first.hint }),
    });
  }
  return { environment: model.config.environment, rows: items.map((item) => rowOf(item, ages, now)), problems };
}
