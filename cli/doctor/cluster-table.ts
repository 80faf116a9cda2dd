import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { certificateFaults } from './cluster-certificates';
import { databasesState } from './cluster-databases';
import { deployOf, known, ours, placeOf, stateOf, unless } from './cluster-judge';
import { forbidden } from './cluster-questions';
import { releasesState, valuesState } from './cluster-releases';
import type { ClusterSeen } from './cluster-seen';
import { topicsState } from './cluster-topics';
import { vaultState } from './cluster-vault';
import { undelivered } from './delivered';
import { podTrouble } from './pod-trouble';
import { isFailure } from './seen';

/** Problems of the way to the cluster; those of the kubeconfig and of the login are for who runs the command. */
function clusterState({ version }: ClusterSeen): Verdict {
  if (!isFailure(version)) return right(version);
  const ofOperator = version.code !== undefined && version.code !== 'RUN-CLUSTER-UNREACHABLE';
  const wayOut = version.hint ?? 'see to the login, the VPN and the address in the kubeconfig';
  return wrong(ofOperator ? 'hub operator' : 'network', version.failed, wayOut);
}

/** What the login may not read is one fault; the rows that needed it are not looked at. */
function rightsState(seen: ClusterSeen): Verdict {
  const { pods, secrets, services, jobs, certificates, gateways, topics, vaultSecrets, mysql, mongodb, releases, version } = seen;
  if (isFailure(version)) return unknown('nothing could be asked');
  const parts = { pods, secrets, services, jobs, certificates, gateways, topics, vaultSecrets, mysql, mongodb, "Helm's records": releases };
  const refused = Object.entries(parts).flatMap(([name, part]) => (isFailure(part) && part.code === forbidden ? [name] : []));
  return refused.length === 0
    ? right('everything that is looked at')
    : wrong(
        'hub operator',
        `not ${refused.join(', ')}`,
        'use a context whose login may list these in all namespaces, and get the Secrets of Helm',
      );
}

function podsState(seen: ClusterSeen): Verdict {
  return known(seen.pods, (pods) => {
    const probes = isFailure(seen.probes) ? [] : seen.probes;
    const mine = ours(seen, pods);
    if (mine.length === 0) return unknown('there is none to look at');
    const faults = mine.flatMap((pod) => {
      const trouble = podTrouble(pod, probes);
      return trouble === undefined ? [] : [`${placeOf(pod)} ${trouble}`];
    });
    return unless(faults, `${mine.length} there`, 'kubectl describe pod and kubectl logs --previous tell more');
  });
}

function gatewayState(seen: ClusterSeen): Verdict {
  return known(seen.gateways, (objects) => {
    const mine = ours(seen, objects);
    if (mine.length === 0) return wrong('hub operator', 'there is no Gateway', deployOf(seen, seen.part.stacks.gateway ?? ''));
    const faults = mine.flatMap((one) => {
      const programmed = stateOf(one, 'Programmed');
      return programmed?.status === 'True' ? [] : [`${placeOf(one)} is not (${programmed?.reason ?? 'no state yet'})`];
    });
    return unless(faults, mine.map(placeOf).join(', '), 'kubectl describe gateway: an address or a certificate is missing');
  });
}

const certificatesState = (seen: ClusterSeen): Verdict =>
  known(seen.certificates, (objects) =>
    unless(
      certificateFaults(seen, objects),
      `${ours(seen, objects).length} ready`,
      'kubectl describe certificate tells what the issuer answers',
    ),
  );

const secretsState = (seen: ClusterSeen): Verdict =>
  known(seen.secrets, (objects) => {
    const { missing, expected } = undelivered(seen, objects);
    const wayOut = `look at the VaultSecret of that name and its role in Vault: ${deployOf(seen, seen.part.stacks.secrets)}`;
    return unless(missing, `${expected} delivered`, wayOut);
  });

const secretsRow = 'secrets are where they are used (names and keys, never values)';

/** The whole list in the cluster. Rows after the first need an answer of the cluster at all. */
export const clusterRows: readonly CheckRow<ClusterSeen>[] = [
  { id: 'cluster', what: 'the cluster answers', judge: clusterState },
  { id: 'rights', what: 'the login may read what is looked at', after: ['cluster'], judge: rightsState },
  { id: 'vault', what: 'Vault is open', after: ['cluster'], judge: vaultState },
  {
    id: 'certificates',
    what: 'certificates are ready, and not near their end',
    after: ['cluster', 'vault'],
    judge: certificatesState,
  },
  { id: 'secrets', what: secretsRow, after: ['cluster', 'vault'], judge: secretsState },
  { id: 'pods', what: 'pods are ready', after: ['cluster'], judge: podsState },
  { id: 'gateway', what: 'the gateway is programmed', after: ['cluster'], judge: gatewayState },
  { id: 'topics', what: 'topics are there', after: ['cluster'], judge: topicsState },
  { id: 'databases', what: 'databases are there', after: ['cluster'], judge: databasesState },
  { id: 'releases', what: 'Helm releases are deployed', after: ['cluster'], judge: releasesState },
  { id: 'values', what: 'Helm releases have the values of the file', after: ['cluster'], judge: valuesState },
];

/** What is looked at where payment managers are and no hub: its stores, topics and Vault are not there. */
const elsewhere: ReadonlySet<string> = new Set(['cluster', 'rights', 'certificates', 'secrets', 'pods', 'gateway', 'releases', 'values']);

/** The same questions at each cluster beside that of the hub. A Vault that is shut is told once, at the hub. */
export const elsewhereRows = (found: readonly ClusterSeen[]): readonly CheckRow<unknown>[] =>
  found.flatMap((seen) => {
    const { name, stacks } = seen.part;
    const idOf = (id: string) => (id === 'vault' ? id : `${name}/${id}`);
    return clusterRows
      .filter(({ id }) => elsewhere.has(id) && (id !== 'gateway' || stacks.gateway !== undefined))
      .map(({ id, what, after = [], judge }) => ({
        id: idOf(id),
        what: `cluster ${name}: ${id === 'cluster' ? 'it answers' : what}`,
        after: after.map(idOf),
        judge: () => judge(seen),
      }));
  });
