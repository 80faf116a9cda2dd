import type { EnvironmentModel } from '../../config/environment';
import { systemNamespace } from '../../config/model/namespaces';
import type { ParticipantCluster } from '../../config/model/participant-clusters';
import { clusterAuthPath } from '../../config/model/participant-clusters';
import { participantSecrets, type SecretEntry } from '../../config/model/secret-map';
import type { ParticipantConfig, WorkbenchConfig } from '../../config/schema/workbench';
import { issuerIdentity } from '../in-cluster/issuer-objects';
import { secretReader } from '../in-cluster/namespace';
import { authorityReader } from './participant-authority';
import { identityName, passwordPolicy, type VaultIdentity } from './policies';
import type { SecretLogin } from './secret-objects';

/** Role of the PKI that signs certificates of servers for payment managers in that cluster, and for no other name. */
export const clusterServerRole = ({ name }: Pick<ParticipantCluster, 'name'>): string => `server-${name}`;

/** What cert-manager there may do in Vault. */
export const clusterIssuerIdentity = (model: EnvironmentModel, cluster: ParticipantCluster): VaultIdentity => ({
  ...issuerIdentity(model),
  name: identityName(model.config, `issuer-${cluster.name}`),
  rules: [{ path: `${model.config.secrets.pkiMount}/sign/${clusterServerRole(cluster)}`, capabilities: ['create', 'update'] }],
});

/** Where the operator there logs in to read who signs for the hub. */
export const clusterAuthorityLogin = (config: WorkbenchConfig, cluster: ParticipantCluster) => ({
  path: clusterAuthPath(config, cluster),
  role: identityName(config, `participants-ca-${cluster.name}`),
});

export const clusterAuthorityReader = (config: WorkbenchConfig, cluster: ParticipantCluster): VaultIdentity =>
  authorityReader(config, clusterAuthorityLogin(config, cluster));

/** Passwords of one payment manager that are made beside it: those by which the identity provider knows it are born at the edge. */
export const bornBeside = (participant: ParticipantConfig): SecretEntry[] =>
  participantSecrets(participant).filter(({ owner }) => owner !== 'edge');

/** The operator there makes passwords of one payment manager, at their own places, and no other: in the cluster of the hub it may make all. */
export function clusterGenerator(config: WorkbenchConfig, participant: ParticipantConfig): VaultIdentity {
  const policy = `sys/policies/password/${passwordPolicy(config)}`;
  return {
    name: identityName(config, `generator-${participant.id}`),
    namespace: systemNamespace,
    serviceAccount: secretReader,
    rules: [
      ...bornBeside(participant).map(({ path }): VaultIdentity['rules'][number] => ({
        path: `${config.secrets.kvMount}/data/${path}`,
        capabilities: ['create', 'read', 'update'],
      })),
      { path: `${policy}/generate`, capabilities: ['read'] },
      { path: policy, capabilities: ['read'] },
    ],
  };
}

/** How vault-config-operator there logs in for one payment manager. */
export const clusterSecretLogin = (config: WorkbenchConfig, cluster: ParticipantCluster, participant: ParticipantConfig): SecretLogin => ({
  path: clusterAuthPath(config, cluster),
  generator: clusterGenerator(config, participant).name,
});
