import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { clusterRanges } from './cluster-ranges';
import { participantHosts } from './hosts';
import { outsideAddresses } from './participant-clusters';
import { isInCluster } from './participants';

/**
 * What a request of one participant must bring along, all of it at once. Every build of the gateway is made from this table, and so are the tests
 * of all of them: client certificate, token, source address and `FSPIOP-Source` are those of one participant, or the request is refused.
 */
export interface ParticipantGate {
  /** Value of `FSPIOP-Source`. */
  readonly id: string;
  /** Its OAuth client: the claim `azp` (or `client_id`) of its token. */
  readonly client: string;
  /** Common name of its client certificate, signed by the authority of the environment. */
  readonly certificateName: string;
  /** Ranges its requests may come from; none lets nobody in. */
  readonly addresses: readonly string[];
  /** Its payment manager is in this cluster: where the network has fixed addresses of its own, a build that knows them lets it come from there too. */
  readonly inCluster: boolean;
  readonly requestsPerSecond: number;
  readonly payloadBytes: number;
}

/** Participants that may send requests. Those that have left may not. */
export function participantGates(config: WorkbenchConfig): ParticipantGate[] {
  return config.participants.filter((participant) => !participant.retired).map((participant) => gate(config, participant));
}

function gate(config: WorkbenchConfig, participant: ParticipantConfig): ParticipantGate {
  const { requestsPerSecond, payloadKiB } = config.gateway;
  return {
    id: participant.id,
    client: oauthClient(participant),
    certificateName: participantHosts(config, participant).base,
    addresses: ownAddresses(config, participant),
    inCluster: isInCluster(participant),
    requestsPerSecond: participant.requestsPerSecond ?? requestsPerSecond,
    payloadBytes: (participant.payloadKiB ?? payloadKiB) * 1024,
  };
}

/** Ranges a participant may come from: those of its entry, and those of the cluster that carries its payment manager. */
export const ownAddresses = (config: WorkbenchConfig, participant: ParticipantConfig): readonly string[] => [
  ...outsideAddresses(config, participant),
  ...(isInCluster(participant) ? clusterRanges(config) : []),
];

/** The client of a participant at the identity provider of the hub. */
export const oauthClient = ({ id }: Pick<ParticipantConfig, 'id'>): string => id;

/** Realms of the hub's identity provider: clients of participants, people at their portals, operators of the hub. */
export const realms = { participants: 'dfsps', portals: 'pm4mls', operators: 'hub-operators' } as const;

/** Headers that only the gateway may set: what a client sends under these names is taken away. */
export const strippedHeaders = [
  'x-forwarded-client-cert',
  'x-client-cert',
  'x-client-subject',
  'x-ssl-client-cert',
  'x-amzn-mtls-clientcert',
  'x-amzn-mtls-clientcert-subject',
  'x-arr-clientcert',
  'x-original-forwarded-for',
  'x-envoy-external-address',
  'x-jwt-payload',
  'x-user',
  'x-email',
  'x-userid',
  'x-participant-rate',
] as const;

/** What is wrong with a request, and what it is told (errors of FSPIOP API definition 1.1, section 7.6: 30xx generic client errors). */
export interface Refusal {
  readonly status: 401 | 403;
  readonly errorCode: string;
  readonly errorDescription: string;
}
export type Factor = 'certificate' | 'token' | 'address' | 'source' | 'binding';

export const refusals: { readonly [Name in Factor]: Refusal } = {
  certificate: { status: 401, errorCode: '3000', errorDescription: 'Generic client error - no client certificate of a participant' },
  token: { status: 401, errorCode: '3000', errorDescription: 'Generic client error - no valid token' },
  source: {
    status: 403,
    errorCode: '3000',
    errorDescription: 'Generic client error - FSPIOP-Source is not the participant of the certificate',
  },
  binding: {
    status: 403,
    errorCode: '3000',
    errorDescription: 'Generic client error - the token is not that of the participant of the certificate',
  },
  address: {
    status: 403,
    errorCode: '3000',
    errorDescription: 'Generic client error - the request comes from an address that is not on the list',
  },
};
/** In the order in which they are looked at: the first that fails is told. */
export const factorOrder = ['certificate', 'token', 'binding', 'source', 'address'] as const satisfies readonly Factor[];

/** What a request that has all factors may still be refused for. Codes: FSPIOP API definition 1.1, 7.6 (2005 server busy, 3002 unknown URI, 3104 too large payload). */
export const limitRefusals = {
  tooLarge: {
    status: 413,
    errorCode: '3104',
    errorDescription: 'Too large payload - the request is larger than this participant may send',
  },
  tooMany: { status: 429, errorCode: '2005', errorDescription: 'Server busy - more requests a second than this participant may send' },
} as const;

/**
 * What the gateway tells where no service of the hub has answered, instead of the plain text of its proxies. Codes: FSPIOP API definition 1.1, 7.6 (2003 service
 * currently unavailable, 2004 server timed out, 3002 unknown URI).
 */
export const gatewayRefusals = {
  noRoute: { status: 404, errorCode: '3002', errorDescription: 'Unknown URI - the hub has no API at this path' },
  operators: {
    status: 403,
    errorCode: '3000',
    errorDescription: 'Generic client error - this path is for operators, and the request comes from another address',
  },
  unavailable: { status: 503, errorCode: '2003', errorDescription: 'Service currently unavailable - try again later' },
  late: { status: 504, errorCode: '2004', errorDescription: 'Server timed out - try again later' },
} as const;

/** Body of an error as FSPIOP has it. */
export const errorBody = ({ errorCode, errorDescription }: { readonly errorCode: string; readonly errorDescription: string }): string =>
  JSON.stringify({ errorInformation: { errorCode, errorDescription } });
