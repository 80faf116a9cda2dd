import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { generations, intermediateIssuer } from './authority';
import { hubClientCertificate, hubClientName } from './callbacks';
import { managerCertificates, namesOf } from './gateway-certificates';
import { hostsOf, participantHosts } from './hosts';
import { isInCluster } from './participants';

/** Role of the PKI that signs the client certificate of a participant elsewhere. */
export const signingRole = ({ id }: Pick<ParticipantConfig, 'id'>): string => `${id}-client`;
/** Policy in Vault that lets sign by that role and do nothing else. */
export const signerPolicy = ({ environment }: Pick<WorkbenchConfig, 'environment'>, { id }: Pick<ParticipantConfig, 'id'>): string =>
  `${environment}-sign-${id}`;

/** Secret with the certificate of the participant's own host names, in its namespace; the management API may ask cert-manager for a new one. */
export const connectorCertificate = 'connector-tls';

/** What puts a new certificate in the place of one that ends. */
export type Renewal =
  /** cert-manager, when a third of its life is left. */
  | 'cert-manager'
  /** An operator: a new generation in the workbench file, or a new root. */
  | 'operator'
  /** The participant sends a new request. */
  | 'participant';

/** One certificate of the environment: what ends when it ends, and who must do something before that. */
export interface CertificateRow {
  readonly id: string;
  readonly commonName: string;
  readonly purpose: string;
  /** Secret that holds it, where it is in the cluster. */
  readonly secret?: { readonly namespace: string; readonly name: string };
  /** Issuer in Vault, for authorities. */
  readonly issuer?: { readonly mount: string; readonly name: string };
  readonly lifetimeHours: number;
  /** Hours before its end at which it is high time: the alert fires when less is left. */
  readonly alertHours: number;
  readonly renewal: Renewal;
}

const days = (count: number) => count * 24;
/** What is renewed by a program has failed to be when a quarter of its life is left: cert-manager tries from a third on. */
const quarter = (hours: number) => Math.floor(hours / 4);

/** Every certificate of the environment with its life, for the report, alerts and `workbench doctor`. */
export function certificateTable(config: WorkbenchConfig): CertificateRow[] {
  const { certificates, gateway, secrets, environment, tenant } = config;
  const { base } = hostsOf(config);
  const server = {
    lifetimeHours: certificates.validityHours,
    alertHours: quarter(certificates.validityHours),
    renewal: 'cert-manager',
  } as const;
  const participants = config.participants.filter(({ retired }) => !retired);
  return [
    ...(certificates.root === 'vault'
      ? [
          {
            id: 'root',
            commonName: `${environment} ${tenant} CA`,
            purpose: 'all others end in it; every participant has to learn the next one',
            issuer: { mount: secrets.pkiMount, name: 'root' },
            lifetimeHours: certificates.rootValidityHours,
            alertHours: days(730),
            renewal: 'operator',
          } as const,
        ]
      : []),
    ...generations(config).map(
      (generation): CertificateRow => ({
        id: intermediateIssuer(generation),
        commonName: `${environment} ${tenant} Intermediate CA ${generation}`,
        purpose:
          generation === certificates.generation ? 'signs hosts and participants' : 'signed before; its certificates may still be in use',
        issuer: { mount: secrets.pkiMount, name: intermediateIssuer(generation) },
        lifetimeHours: certificates.caValidityHours,
        // What it signs must end before it does, and the next one has to be handed round.
        alertHours: Math.max(certificates.validityHours, certificates.clientValidityHours) + days(90),
        renewal: 'operator',
      }),
    ),
    {
      id: 'gateway',
      commonName: base,
      purpose: 'hosts of the hub',
      secret: { namespace: gateway.namespace, name: 'gateway-tls' },
      ...server,
    },
    ...managerCertificates(config).map(
      ({ name, dnsNames }, at): CertificateRow => ({
        id: `gateway-managers-${at + 1}`,
        commonName: dnsNames[0],
        purpose: `portals and tools of ${dnsNames.length} payment manager${dnsNames.length === 1 ? '' : 's'}`,
        secret: { namespace: gateway.namespace, name },
        ...server,
      }),
    ),
    {
      id: 'hub-client',
      commonName: hubClientName(config),
      purpose: 'the hub at participants that it calls back',
      secret: { namespace: gateway.namespace, name: hubClientCertificate },
      ...server,
    },
    ...participants.map((participant): CertificateRow => {
      const { base: name, connector } = participantHosts(config, participant);
      return isInCluster(participant)
        ? {
            id: `connector-${participant.id}`,
            commonName: connector,
            purpose: `hosts of the payment manager of ${participant.id}`,
            secret: { namespace: participant.id, name: connectorCertificate },
            ...server,
          }
        : {
            id: `client-${participant.id}`,
            commonName: name,
            purpose: `${participant.id} at the hub`,
            lifetimeHours: certificates.clientValidityHours,
            alertHours: Math.min(days(60), quarter(certificates.clientValidityHours)),
            renewal: 'participant',
          };
    }),
  ];
}

/** A certificate in a Secret, and when it is high time for it. */
export interface PlacedCertificate {
  /** `namespace/name` of the Secret. */
  readonly place: string;
  readonly alertHours: number;
}

/** Those in the cluster of the hub. */
export const placedCertificates = (config: WorkbenchConfig): PlacedCertificate[] =>
  certificateTable(config).flatMap(({ secret, alertHours }) =>
    secret ? [{ place: `${secret.namespace}/${secret.name}`, alertHours }] : [],
  );

/** Those of payment managers in another cluster, and of its gateway where that is ours. */
export function placedCertificatesThere(
  config: WorkbenchConfig,
  participants: readonly ParticipantConfig[],
  ownGateway: boolean,
): PlacedCertificate[] {
  const alertHours = quarter(config.certificates.validityHours);
  const ofGateway = ownGateway ? namesOf(config, participants).map(({ name }) => `${config.gateway.namespace}/${name}`) : [];
  return [...ofGateway, ...participants.map(({ id }) => `${id}/${connectorCertificate}`)].map((place) => ({ place, alertHours }));
}
