import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { generations, unsignedGenerations } from './authority';
import { hostsOf } from './hosts';

type ClusterSettings = WorkbenchConfig['participantClusters'][string];

/** A cluster of `participantClusters`, with its name. */
export interface ParticipantCluster extends ClusterSettings {
  readonly name: string;
}

/** How a stack reaches the cluster that carries its payment managers. */
export interface OtherCluster {
  /** Its name, where the workbench prepares it. */
  readonly name?: string;
  readonly kubeconfig: string;
  readonly context: string;
}

/** One cluster has one key, by whichever participant it is told. No name of a prepared one has a `#`. */
export const clusterKey = ({ name, kubeconfig, context }: OtherCluster): string => name ?? `${kubeconfig}#${context}`;

export const participantClusters = (config: Pick<WorkbenchConfig, 'participantClusters'>): ParticipantCluster[] =>
  Object.entries(config.participantClusters).map(([name, settings]) => ({ name, ...settings }));

/** The prepared cluster that carries a payment manager; undefined for that of the hub, and for one that is prepared by other means. */
export function preparedCluster(
  config: Pick<WorkbenchConfig, 'participantClusters'>,
  { cluster, external }: Pick<ParticipantConfig, 'cluster' | 'external'>,
): ParticipantCluster | undefined {
  const name = external ? undefined : cluster?.name;
  const settings = name === undefined || !Object.hasOwn(config.participantClusters, name) ? undefined : config.participantClusters[name];
  return settings && name !== undefined ? { name, ...settings } : undefined;
}

/** Addresses that a participant comes from over the internet: those of its entry, and those of the prepared cluster that carries its payment manager. */
export const outsideAddresses = (
  config: Pick<WorkbenchConfig, 'participantClusters'>,
  participant: Pick<ParticipantConfig, 'allowedAddresses' | 'cluster' | 'external'>,
): string[] => [...participant.allowedAddresses, ...(preparedCluster(config, participant)?.addresses ?? [])];

/** Where a payment manager runs that is not in the cluster of the hub. What `check` refuses has empty texts here. */
export function otherCluster(
  config: Pick<WorkbenchConfig, 'participantClusters'>,
  participant: Pick<ParticipantConfig, 'cluster' | 'external'>,
): OtherCluster | undefined {
  if (!participant.cluster) return undefined;
  const prepared = preparedCluster(config, participant);
  if (prepared) return { name: prepared.name, kubeconfig: prepared.kubeconfig, context: prepared.context };
  return { kubeconfig: participant.cluster.kubeconfig ?? '', context: participant.cluster.context ?? '' };
}

/** Payment managers of a prepared cluster, in the order of the file; those that have left keep nothing there. */
export const participantsIn = (config: WorkbenchConfig, cluster: Pick<ParticipantCluster, 'name'>): ParticipantConfig[] =>
  config.participants.filter((participant) => !participant.retired && preparedCluster(config, participant)?.name === cluster.name);

/** Mount of the JWT auth method by which its accounts log in at Vault: its own, so that an account of one cluster is nobody in another. */
export const clusterAuthPath = (
  { environment }: Pick<WorkbenchConfig, 'environment'>,
  { name }: Pick<ParticipantCluster, 'name'>,
): string => `${environment}-cluster-${name}`;

/** Audiences that a token has which nobody asked one for. */
export const tokenAudiences = ({ audiences, issuer }: Pick<ParticipantCluster, 'audiences' | 'issuer'>): readonly string[] =>
  audiences.length > 0 ? audiences : [issuer];

/** Host of the gateway by which one cluster reaches Vault: each has its own, since logins of each lead to another mount. */
export const clusterVaultHost = (config: WorkbenchConfig, { name }: Pick<ParticipantCluster, 'name'>): string =>
  `vault-${name}.${hostsOf(config).base}`;

/** Its way to Vault is a host of the hub's gateway. */
export const comesByGateway = (
  { secrets }: Pick<WorkbenchConfig, 'secrets'>,
  { vaultAddress }: Pick<ParticipantCluster, 'vaultAddress'>,
): boolean => vaultAddress === undefined && secrets.vault.address === undefined;

/** Vault as pods of that cluster reach it. */
export const clusterVaultAddress = (config: WorkbenchConfig, cluster: ParticipantCluster): string =>
  cluster.vaultAddress ?? config.secrets.vault.address ?? `https://${clusterVaultHost(config, cluster)}`;

/**
 * Generations of the authority by which the host of the gateway is known there. None where the certificate at that address is signed by somebody else: by whom
 * `vaultAuthority` says, or it is publicly known.
 */
export function vaultGenerations(config: WorkbenchConfig, cluster: ParticipantCluster): number[] {
  if (!comesByGateway(config, cluster) || cluster.vaultAuthority !== undefined || config.certificates.issuer !== 'vault') return [];
  const unsigned = unsignedGenerations(config);
  return generations(config).filter((generation) => !unsigned.includes(generation));
}

/** Members of a key that only its owner may know (RFC 7518, 6.2.2 and 6.3.2, and `k` of a shared secret). */
export const privateMembers: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** A public key as PEM; undefined for what is none. Without a line end: Vault takes it away, and every plan would put it back. */
export function publicKeyPem(key: Readonly<Record<string, string | readonly string[]>>): string | undefined {
  try {
    return createPublicKey({ key: key as JsonWebKey, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

/** Port of its gateway at which the hub calls back: it asks for the hub's certificate, and everybody else comes by the ordinary one. */
export const clusterCallbackPort = 8443;
