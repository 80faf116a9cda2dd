import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { participantHosts } from './hosts';
import { clusterCallbackPort, preparedCluster } from './participant-clusters';
import { isInCluster } from './participants';

/**
 * The one way out for callbacks: a proxy that knows the participants of the file and no other host. The hub speaks plain HTTP to it inside the cluster;
 * it speaks TLS with the hub's client certificate to participants elsewhere.
 * Its port is none of those that anybody may come to in the namespace of the gateway.
 */
export const callbackProxy = {
  name: 'callbacks',
  port: 9080,
  healthPort: 9081,
  replicas: { sandbox: 1, production: 3 },
  cpu: 100,
  memory: 256,
} as const;

/** Secret with the client certificate of the hub, in the namespace of the proxy. */
export const hubClientCertificate = 'hub-client-tls';
/** ClusterIssuer that signs it, apart from the one of servers: that one may sign no client certificate. */
export const hubClientIssuer = ({ certificates }: Pick<WorkbenchConfig, 'certificates'>): string => `${certificates.issuerName}-hub-client`;
/** Role of the PKI that signs it. */
export const hubClientRole = 'hub-client';
/** Common name of that certificate: a participant lets in whoever has it. No participant can have this name. */
export const hubClientName = ({ environment, domain }: Pick<WorkbenchConfig, 'environment' | 'domain'>): string =>
  `interop-switch.${environment}.${domain}`;

/** What the ledger is told to call a participant back at; `/transfers/…` and the like follow. Participants in the cluster and elsewhere go the same way. */
export function callbackUrl({ gateway, network }: WorkbenchConfig, { id }: Pick<ParticipantConfig, 'id'>): string {
  return `http://${callbackProxy.name}.${gateway.namespace}.svc.${network.clusterDomain}:${callbackProxy.port}/${id}`;
}

/** Port at which the connector of a participant is called back. `callback` has no effect in the cluster of the hub, nor its port in one that is prepared here. */
export function callbackPort(config: WorkbenchConfig, participant: ParticipantConfig): number {
  if (isInCluster(participant)) return 443;
  return preparedCluster(config, participant) ? clusterCallbackPort : participant.callback.port;
}

/** Where callbacks of a participant outside of the cluster go, and whose certificate is trusted there. */
export interface CallbackTarget {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** Path before that of each request; empty when there is none. */
  readonly path: string;
  /** `environment`, `public`, or certificates as PEM. */
  readonly authority: string;
}

/** Participants that are called back outside of this cluster; those that have left are called back no more. */
export function callbackTargets(config: WorkbenchConfig): CallbackTarget[] {
  return config.participants
    .filter((participant) => !participant.retired && !isInCluster(participant))
    .map((participant) => ({
      id: participant.id,
      host: participantHosts(config, participant).connector,
      port: callbackPort(config, participant),
      path: participant.callback.path ?? '',
      authority:
        participant.callback.authority ??
        // A cluster that is prepared here has its certificates from the PKI, also where those of the hub are public.
        (!participant.external && config.certificates.issuer === 'acme' && !preparedCluster(config, participant)
          ? 'public'
          : 'environment'),
    }));
}
