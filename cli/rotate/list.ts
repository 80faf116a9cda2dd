import type { EnvironmentModel } from '../../config/environment';
import { systemNamespace } from '../../config/model/namespaces';
import { type RotationItem, rotationItems } from '../../config/model/rotation';
import { rotationWays } from '../../config/model/rotation-ways';
import { type Problem, ProblemError } from '../../config/problems';
import type { Certificate } from './certificate';
import { markOf } from './mark';
import type { RandomSecret } from './new-version';
import { places, type RotateCluster } from './objects';
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
}

export const noAges: Ages = { secrets: new Map(), certificates: new Map() };

/** Two requests for the secrets and those for the namespaces with certificates. @throws ProblemError */
export async function readAges(cluster: RotateCluster, items: readonly RotationItem[]): Promise<Ages> {
  const randoms = await cluster.list<RandomSecret>(places.randomSecret(systemNamespace, '').replace(/\/$/, ''));
  const certificates = new Map<string, Certificate>();
  const namespaces = new Set(items.flatMap(({ certificate }) => (certificate?.secret ? [certificate.secret.namespace] : [])));
  for (const namespace of namespaces)
    for (const one of await cluster.list<Certificate>(places.certificates(namespace)))
      certificates.set(`${namespace}/${one.spec?.secretName}`, one);
  return { secrets: new Map(randoms.map((one) => [one.metadata.name, one])), certificates };
}

function objectOf({ id, certificate, secret }: RotationItem, { secrets, certificates }: Ages) {
  if (certificate?.secret) {
    const object = certificates.get(`${certificate.secret.namespace}/${certificate.secret.name}`);
    return { object, since: object?.status?.notBefore, ends: object?.status?.notAfter };
  }
  const object = secret?.kind === 'password' ? secrets.get(id) : undefined;
  return { object, since: object?.status?.lastVaultSecretUpdate, ends: undefined };
}

const stateOf = (due: number | undefined, now: number): RotationRow['state'] =>
  due === undefined ? 'unknown' : due < now ? 'overdue' : due - now < soon * day ? 'due soon' : 'in time';

/** One row, from what is known of it. Pure. */
export function rowOf(item: RotationItem, ages: Ages, now: number): RotationRow {
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
