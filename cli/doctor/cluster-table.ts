import { certificateTable } from '../../config/model/certificates';
import { storeService } from '../../config/model/store-services';
import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import type { ClusterSeen, Seen } from './cluster-seen';
import { undelivered } from './delivered';
import { podTrouble } from './pod-trouble';
import { type Failure, isFailure } from './seen';

const few = 5;
const listed = (lines: readonly string[]) =>
  `${lines.slice(0, few).join('; ')}${lines.length > few ? `; and ${lines.length - few} more` : ''}`;
/** Right when nothing is in the list, else everything that is, shortened. */
const unless = (faults: readonly string[], fine: string, wayOut: string): Verdict =>
  faults.length === 0 ? right(fine) : wrong('hub operator', listed(faults), wayOut);
const known = <Part>(part: Part | Failure, judge: (part: Part) => Verdict): Verdict =>
  isFailure(part) ? unknown(`could not be seen (${part.failed})`) : judge(part);

const placeOf = ({ metadata }: Seen) => `${metadata.namespace}/${metadata.name}`;
const stateOf = (object: Seen, type: string) => object.status?.conditions?.find((one) => one.type === type);
const ours = <Part extends Seen>({ model }: ClusterSeen, objects: readonly Part[]) => {
  const names = new Set(model.namespaces.map(({ name }) => name));
  return objects.filter(({ metadata }) => names.has(metadata.namespace ?? ''));
};

/** Vault answers `sys/health` with these: 200 active, 429 and 473 standing by, 472 another site (Vault API, /sys/health). */
const opened: ReadonlySet<number> = new Set([200, 429, 472, 473]);

function vaultState(seen: ClusterSeen): Verdict {
  const wayOut = 'look whether the key that opens it can be reached (docs of secrets.vault.seal); by hand: vault operator unseal';
  const { vault, pods, model } = seen;
  if (vault !== undefined) {
    if (isFailure(vault))
      return wrong('network', `it does not answer (${vault.failed})`, 'open the way to secrets.vault.address, and look whether it runs');
    return opened.has(vault) ? right('open') : wrong('hub operator', vault === 503 ? 'it is sealed' : `it answers ${vault}`, wayOut);
  }
  return known(pods, (all) => {
    // Vault writes its state into the labels of its pods (service_registration "kubernetes").
    const labelled = all.filter(
      ({ metadata }) => metadata.namespace === model.config.secrets.vault.namespace && metadata.labels?.['vault-sealed'] !== undefined,
    );
    if (labelled.length === 0)
      return wrong('hub operator', 'no pod of Vault tells its state', 'look at the pods of Vault: workbench deploy platform');
    const sealed = labelled.filter(({ metadata }) => metadata.labels?.['vault-sealed'] === 'true').map(placeOf);
    return unless(
      sealed.map((pod) => `${pod} is sealed`),
      `${labelled.length} open`,
      wayOut,
    );
  });
}

function certificateFaults(seen: ClusterSeen, objects: readonly Seen[]): string[] {
  const rows = certificateTable(seen.model.config);
  const expected = rows.flatMap(({ secret }) => (secret ? [`${secret.namespace}/${secret.name}`] : []));
  const secretOf = ({ metadata, spec }: Seen) => `${metadata.namespace}/${spec?.secretName}`;
  const absent = expected
    .filter((place) => !objects.some((object) => secretOf(object) === place))
    .map((place) => `${place}: no certificate asks for it`);
  return [
    ...ours(seen, objects).flatMap((object) => {
      const ready = stateOf(object, 'Ready');
      if (ready?.status !== 'True') return [`${placeOf(object)} is not ready (${ready?.reason ?? 'no state yet'})`];
      const hours = (Date.parse(object.status?.notAfter ?? '') - seen.now) / 3_600_000;
      const row = rows.find(({ secret }) => secret && `${secret.namespace}/${secret.name}` === secretOf(object));
      return hours < (row?.alertHours ?? 0) ? [`${placeOf(object)} has ${Math.floor(hours / 24)} days left`] : [];
    }),
    ...absent,
  ];
}

function topicFaults({ model }: ClusterSeen, objects: readonly Seen[]): string[] {
  const there = new Map(
    objects.filter(({ metadata }) => metadata.namespace === model.config.stores.namespace).map((one) => [one.metadata.name, one]),
  );
  return model.topics.flatMap(({ name }) => {
    const topic = there.get(name);
    if (!topic) return [`${name} is missing`];
    const ready = stateOf(topic, 'Ready');
    return ready?.status === 'True' ? [] : [`${name} is not ready (${ready?.reason ?? 'no state yet'})`];
  });
}

/** Jobs that make databases and topics say that they are there by having ended well. */
function jobFaults({ model }: ClusterSeen, jobs: readonly Seen[], kind: RegExp): { faults: string[]; found: number } {
  const made = jobs.filter(({ metadata }) => metadata.namespace === model.config.stores.namespace && kind.test(metadata.name));
  return { faults: made.filter(({ status }) => !status?.succeeded).map((job) => `${placeOf(job)} has not ended well`), found: made.length };
}

function topicsState(seen: ClusterSeen): Verdict {
  const service = storeService(seen.model.config, 'kafka');
  const wayOut = 'workbench deploy stores; then look at the operator of Kafka';
  if (service === 'operator')
    return known(seen.topics, (topics) => unless(topicFaults(seen, topics), `${seen.model.topics.length} there`, wayOut));
  if (service !== 'msk') return unknown(`only ${service} itself can tell: the cluster has no object for a topic there`);
  return known(seen.jobs, (jobs) => {
    const { faults, found } = jobFaults(seen, jobs, /^kafka-topics-/);
    return found === 0
      ? wrong('hub operator', 'the Job that makes them is not there', wayOut)
      : unless(faults, 'the Job that makes them has ended well', wayOut);
  });
}

function databasesState(seen: ClusterSeen): Verdict {
  const { stores } = seen.model.config;
  return known(seen.services, (services) =>
    known(seen.jobs, (jobs) => {
      const there = new Set(services.map(placeOf));
      const absent = seen.model.logicalServices.map(({ name }) => `${stores.namespace}/${name}`).filter((place) => !there.has(place));
      const { faults, found } = jobFaults(seen, jobs, /^(mysql|mongodb)-bootstrap/);
      const all = [...absent.map((place) => `Service ${place} is missing`), ...faults];
      return all.length === 0 && found === 0
        ? unknown('every Service is there; whether the schemas are, no Job can tell')
        : unless(
            all,
            `every Service is there, ${found} Jobs that make schemas have ended well`,
            'workbench deploy stores; then look at the log of that Job',
          );
    }),
  );
}

const releasesState = (seen: ClusterSeen): Verdict =>
  known(seen.helm, (records) => {
    const names = new Set(seen.model.namespaces.map(({ name }) => name));
    const newest = new Map<string, (typeof records)[number]>();
    for (const record of records.filter(({ namespace }) => names.has(namespace))) {
      const place = `${record.namespace}/${record.release}`;
      if ((newest.get(place)?.revision ?? -1) < record.revision) newest.set(place, record);
    }
    if (newest.size === 0) return wrong('hub operator', 'there is none', `workbench deploy ${seen.model.config.environment}`);
    const faults = [...newest].filter(([, { status }]) => status !== 'deployed').map(([place, { status }]) => `${place} is ${status}`);
    return unless(faults, `${newest.size} deployed`, 'workbench deploy puts a release right that was left half way');
  });

/** The whole list in the cluster. Rows after the first need an answer of the cluster at all. */
export const clusterRows: readonly CheckRow<ClusterSeen>[] = [
  {
    id: 'cluster',
    what: 'the cluster answers',
    judge: ({ version }) =>
      isFailure(version) ? wrong('network', version.failed, 'see to the login, the VPN and the address in the kubeconfig') : right(version),
  },
  { id: 'vault', what: 'Vault is open', after: ['cluster'], judge: vaultState },
  {
    id: 'certificates',
    what: 'certificates are ready, and not near their end',
    after: ['cluster', 'vault'],
    judge: (seen) =>
      known(seen.certificates, (objects) =>
        unless(
          certificateFaults(seen, objects),
          `${ours(seen, objects).length} ready`,
          'kubectl describe certificate tells what the issuer answers',
        ),
      ),
  },
  {
    id: 'secrets',
    what: 'secrets are where they are used (names and keys, never values)',
    after: ['cluster', 'vault'],
    judge: (seen) =>
      known(seen.secrets, (objects) => {
        const { missing, expected } = undelivered(seen, objects);
        return unless(
          missing,
          `${expected} delivered`,
          'look at the VaultSecret of that name and its role in Vault: workbench deploy secrets stores',
        );
      }),
  },
  {
    id: 'pods',
    what: 'pods are ready',
    after: ['cluster'],
    judge: (seen) =>
      known(seen.pods, (pods) => {
        const probes = isFailure(seen.probes) ? [] : seen.probes;
        const mine = ours(seen, pods);
        if (mine.length === 0) return unknown('there is none to look at');
        const faults = mine.flatMap((pod) => {
          const trouble = podTrouble(pod, probes);
          return trouble === undefined ? [] : [`${placeOf(pod)} ${trouble}`];
        });
        return unless(faults, `${mine.length} there`, 'kubectl describe pod and kubectl logs --previous tell more');
      }),
  },
  {
    id: 'gateway',
    what: 'the gateway is programmed',
    after: ['cluster'],
    judge: (seen) =>
      known(seen.gateways, (objects) => {
        const mine = ours(seen, objects);
        if (mine.length === 0) return wrong('hub operator', 'there is no Gateway', 'workbench deploy edge');
        const faults = mine.flatMap((one) => {
          const programmed = stateOf(one, 'Programmed');
          return programmed?.status === 'True' ? [] : [`${placeOf(one)} is not (${programmed?.reason ?? 'no state yet'})`];
        });
        return unless(faults, mine.map(placeOf).join(', '), 'kubectl describe gateway: an address or a certificate is missing');
      }),
  },
  { id: 'topics', what: 'topics are there', after: ['cluster'], judge: topicsState },
  { id: 'databases', what: 'databases are there', after: ['cluster'], judge: databasesState },
  { id: 'releases', what: 'Helm releases are deployed', after: ['cluster'], judge: releasesState },
];
