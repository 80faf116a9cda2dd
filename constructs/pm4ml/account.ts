import type { EnvironmentModel } from '../../config/environment';
import { connectorCertificate } from '../../config/model/certificates';
import { participantHosts } from '../../config/model/hosts';
import { preparedCluster } from '../../config/model/participant-clusters';
import type { ParticipantConfig } from '../../config/schema/workbench';
import type { KubernetesObject } from '../in-cluster/objects';
import { paymentManagerAccount } from './identity';

/** A certificate by the CA of the deployed Vault: cert-manager puts that CA beside it, which is what it is for. */
export const vaultTrust = 'vault-trust';
/** ClusterIssuer of that CA (constructs/vault/server.ts; a test holds the two together). */
export const vaultIssuer = 'vault-ca';

/** Whether Vault shows a certificate of a CA of its own: an existing one is trusted by what the images trust, and another cluster comes by the gateway. */
export const hasOwnVault = ({ config }: Pick<EnvironmentModel, 'config'>, participant?: ParticipantConfig) =>
  config.secrets.vault.address === undefined && (participant === undefined || preparedCluster(config, participant) === undefined);

/** Whether the PKI in Vault signs the hosts of a payment manager. In a cluster that is prepared here it always does. */
const signedByVault = ({ config }: Pick<EnvironmentModel, 'config'>, participant: ParticipantConfig) =>
  config.certificates.issuer === 'vault' || preparedCluster(config, participant) !== undefined;

/**
 * What a payment manager needs in its namespace before its release: the service account with which the management API logs in to Vault,
 * the right to touch exactly one Secret (it renews its certificate by changing the annotations of that Secret:
 * management API, lib/model/CertManager), and the certificates.
 */
export function paymentManagerObjects(model: EnvironmentModel, participant: ParticipantConfig): KubernetesObject[] {
  const { certificates } = model.config;
  const { base, connector } = participantHosts(model.config, participant);
  const account = { name: paymentManagerAccount, namespace: participant.id };
  const rbac = 'rbac.authorization.k8s.io';
  const certificate = (name: string, issuer: string, spec: Readonly<Record<string, string | readonly string[]>>): KubernetesObject => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: participant.id },
    spec: {
      secretName: name,
      duration: `${certificates.validityHours}h`,
      renewBefore: `${Math.floor(certificates.validityHours / 3)}h`,
      issuerRef: { name: issuer, kind: 'ClusterIssuer' },
      ...spec,
    },
  });
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: account,
      rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [connectorCertificate], verbs: ['get', 'patch'] }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: account,
      roleRef: { apiGroup: rbac, kind: 'Role', name: paymentManagerAccount },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
    certificate(connectorCertificate, certificates.issuerName, {
      dnsNames: [...new Set([connector, `*.${base}`])],
      ...(signedByVault(model, participant) ? { commonName: connector } : {}),
    }),
    ...(hasOwnVault(model, participant) ? [certificate(vaultTrust, vaultIssuer, { commonName: paymentManagerAccount })] : []),
  ];
}
