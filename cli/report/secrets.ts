import type { EnvironmentModel } from '../../config/environment';
import { signerPolicy } from '../../config/model/certificates';
import { runsConnectionManager } from '../../config/model/connection-manager';
import { runsKeycloak } from '../../config/model/identity';
import { readingNamespaces, systemNamespace } from '../../config/model/namespaces';
import { participantClusters, preparedCluster } from '../../config/model/participant-clusters';
import { participantSecrets, type SecretEntry } from '../../config/model/secret-map';
import { connectionManagerIdentity } from '../../constructs/connection-manager/identity';
import { keycloakReader } from '../../constructs/identity/reader';
import { hubClientIdentity, issuerIdentity } from '../../constructs/in-cluster/issuer-objects';
import { secretReader } from '../../constructs/in-cluster/namespace';
import { paymentManagerIdentity } from '../../constructs/pm4ml/identity';
import { deployer } from '../../constructs/vault/access';
import { clusterAuthorityReader, clusterGenerator, clusterIssuerIdentity } from '../../constructs/vault/cluster-identities';
import { deployerRules } from '../../constructs/vault/deployer-policy';
import { authorityReader } from '../../constructs/vault/participant-authority';
import { signerRules } from '../../constructs/vault/participant-signing';
import { generatorIdentity, identityName, readerIdentity, type VaultIdentity } from '../../constructs/vault/policies';

/** One secret of the map: where it lies and who is given it. Never its value. */
export interface SecretRow {
  readonly id: string;
  readonly kind: SecretEntry['kind'];
  /** Path in Vault with its mount. */
  readonly path: string;
  readonly field: string;
  readonly purpose: string;
  /** The participant it belongs to, where it is one's. */
  readonly participant?: string;
  readonly readers: readonly { readonly namespace: string; readonly secret: string; readonly key: string }[];
}

export function secretRows({ config, secrets }: EnvironmentModel): SecretRow[] {
  return secrets.map(({ id, kind, path, field, purpose, owner, deliveries }) => ({
    id,
    kind,
    path: `${config.secrets.kvMount}/${path}`,
    field,
    purpose,
    ...(typeof owner === 'object' ? { participant: owner.participant } : {}),
    readers: deliveries.map(({ namespace, secretName, key }) => ({ namespace, secret: secretName, key })),
  }));
}

/** Who may do what in Vault: a role, and the one service account or group of people that gets it. */
export interface VaultRight {
  readonly role: string;
  readonly who: string;
  /** The namespace of the service account, where it is one. */
  readonly namespace?: string;
  readonly rules: readonly { readonly path: string; readonly may: readonly string[] }[];
}

const ofIdentity = ({ name, namespace, serviceAccount, rules }: VaultIdentity): VaultRight => ({
  role: name,
  who: `service account ${serviceAccount}`,
  namespace,
  rules: rules.map(({ path, capabilities }) => ({ path, may: capabilities })),
});

/** Every role that reaches a secret, from the same functions that make the policies. */
export function vaultRights(model: EnvironmentModel): VaultRight[] {
  const { config, secrets } = model;
  const { kvMount, people, pipelines } = config.secrets;
  const reader = (namespace: string, entries: readonly SecretEntry[]) =>
    ofIdentity(readerIdentity(config, namespace, secretReader, entries));
  const managers = config.participants.filter((p) => !p.external && !p.retired);
  const inItsCluster = (right: VaultRight, elsewhere: boolean) =>
    elsewhere ? { ...right, who: `${right.who} in another cluster` } : right;
  const deploying = deployerRules(config).map(({ path, capabilities }) => ({ path, may: capabilities }));
  const reading = [
    { path: `${kvMount}/data/*`, may: ['read'] },
    { path: `${kvMount}/metadata/*`, may: ['read', 'list'] },
  ];
  return [
    ofIdentity(generatorIdentity(config, systemNamespace, secretReader)),
    ...(runsKeycloak(config) ? [ofIdentity(keycloakReader(config, secretReader, secrets))] : []),
    ...(runsConnectionManager(config) ? [ofIdentity(connectionManagerIdentity(model))] : []),
    ...readingNamespaces(config)
      .map((namespace) => reader(namespace, secrets))
      .filter(({ rules }) => rules.length > 0),
    ...(config.certificates.issuer === 'vault' ? [ofIdentity(issuerIdentity(model))] : []),
    ...(authorityReader(config).rules.length > 0 ? [ofIdentity(authorityReader(config))] : []),
    ofIdentity(hubClientIdentity(model)),
    ...config.participants
      .filter((p) => p.external && !p.retired)
      .map((participant) => ({
        role: signerPolicy(config, participant),
        who: `whoever is given a token to sign the certificate of ${participant.id}`,
        rules: signerRules(config, participant).map(({ path, capabilities }) => ({ path, may: capabilities })),
      })),
    ...participantClusters(config)
      .flatMap((cluster) => [clusterIssuerIdentity(model, cluster), clusterAuthorityReader(config, cluster)])
      .filter(({ rules }) => rules.length > 0)
      .map((who) => inItsCluster(ofIdentity(who), true)),
    ...managers
      .filter((participant) => preparedCluster(config, participant))
      .map((participant) => inItsCluster(ofIdentity(clusterGenerator(config, participant)), true)),
    ...managers.flatMap((participant) =>
      [reader(participant.id, participantSecrets(participant)), ofIdentity(paymentManagerIdentity(model, participant))].map((right) =>
        inItsCluster(right, participant.cluster !== undefined),
      ),
    ),
    ...(people ? [{ role: identityName(config, 'people'), who: `people in ${people.groups.join(', ')}`, rules: reading }] : []),
    ...(pipelines
      ? [{ role: identityName(config, 'pipelines'), who: `pipelines of ${pipelines.projects.join(', ')}`, rules: deploying }]
      : []),
    { role: deployer.role, who: `service account ${deployer.serviceAccount}`, namespace: systemNamespace, rules: deploying },
  ];
}
