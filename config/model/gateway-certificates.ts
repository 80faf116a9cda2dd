import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { hostsOf, participantHosts } from './hosts';
import { isInCluster } from './participants';

/** Names of one certificate: Let's Encrypt signs at most 100, and a listener of a Gateway takes 64 certificates (Gateway API 1.3). */
const namesEach = 80;

/** A certificate that the gateway shows for hosts of payment managers: the wildcard of the environment covers one label, and theirs have two. */
export interface ManagerCertificate {
  /** Name of the Certificate and of its Secret, in the namespace of the gateway. */
  readonly name: string;
  readonly dnsNames: readonly [string, ...string[]];
}

/**
 * Certificates for portals and tools of the payment managers in this cluster, eighty each, in the order of the file: who leaves keeps its place, so no name moves
 * to another certificate. A domain elsewhere is not here: the issuer of the environment may not sign it.
 */
export function managerCertificates(config: WorkbenchConfig): ManagerCertificate[] {
  const { base } = hostsOf(config);
  return eighty(config.participants, (group) =>
    group
      .filter((participant) => isInCluster(participant) && !participant.retired)
      .map((participant) => participantHosts(config, participant).base)
      .filter((own) => own.endsWith(`.${base}`))
      .map((own) => `*.${own}`),
  );
}

/** One certificate for the names of each eighty; none where these have none. */
const eighty = <T>(all: readonly T[], namesIn: (group: readonly T[]) => readonly string[]): ManagerCertificate[] =>
  Array.from({ length: Math.ceil(all.length / namesEach) }).flatMap((_, at) => {
    const [first, ...others] = namesIn(all.slice(at * namesEach, (at + 1) * namesEach));
    return first ? [{ name: `gateway-tls-managers-${at + 1}`, dnsNames: [first, ...others] as const }] : [];
  });

/** The same for the gateway of another cluster: every name of its payment managers, of domains elsewhere too, since a role of its own signs them. */
export function namesOf(config: WorkbenchConfig, participants: readonly ParticipantConfig[]): ManagerCertificate[] {
  const names = participants.flatMap((participant) => {
    const { base, connector } = participantHosts(config, participant);
    // A wildcard covers one label.
    return connector.endsWith(`.${base}`) && !connector.slice(0, -base.length - 1).includes('.') ? [`*.${base}`] : [`*.${base}`, connector];
  });
  return eighty(names, (group) => group);
}
