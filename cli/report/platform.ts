import { type Capability, capabilityNames, capabilityTitles, offerOf } from '../../config/capabilities';
import type { EnvironmentModel } from '../../config/environment';
import { cloudSeverities, cloudTells } from '../../config/model/alerts/cloud-recipients';
import { leavesCluster } from '../../config/model/backup/outside';
import { type Identity, identitiesOf } from '../../config/model/identities';
import { reachOf } from '../../config/model/managed-stores';
import { storeService } from '../../config/model/store-services';
import type { StoreKind } from '../../config/schema/stores';
import { cloudTerms } from '../graph/cloud-terms';
import { counted } from '../graph/graph';
import { storeTitles } from '../graph/store-nodes';

/** A capability of the platform: how it is offered, or why not and what to do instead; and what becomes of it in this environment. */
export interface OfferRow {
  readonly capability: Capability;
  readonly title: string;
  readonly offered: boolean;
  /** How it is offered, or why it is not. */
  readonly how: string;
  readonly instead?: string;
  /** What is made of it here; empty where it is not offered. */
  readonly here: string;
}

/** A pod that may do something at the cloud. */
export type IdentityRow = Pick<Identity, 'id' | 'namespace' | 'serviceAccount' | 'why'>;

/** Where an environment stands: `AWS, eu-west-1`, or the context of a cluster that exists. */
export function standsIn({ config }: Pick<EnvironmentModel, 'config'>): string {
  const { region, context } = config.platform;
  const cloud = cloudTerms(config)?.cloud;
  return cloud ? [cloud, ...(region ? [region] : [])].join(', ') : `a cluster that exists${context ? `: ${context}` : ''}`;
}

/** Who runs a store, in a few words. */
export function runs({ config }: Pick<EnvironmentModel, 'config'>, kind: StoreKind): string {
  const service = storeService(config, kind);
  if (service === 'external') return 'one that exists is used';
  return service === 'operator' ? 'not used: an operator runs it in the cluster' : `used: ${reachOf[service].title}`;
}

const loginsOf = ({ secrets }: EnvironmentModel) =>
  (['mysql', 'mongodb', 'kafka'] as const)
    .filter((kind) => secrets.some((secret) => secret.kind === 'managed' && secret.path.endsWith(`/${kind}`)))
    .map((kind) => storeTitles[kind]);

const here: Readonly<Record<Capability, (model: EnvironmentModel) => string>> = {
  network: () => 'made',
  cluster: ({ config }) => `made, Kubernetes ${config.cluster.kubernetesVersion}`,
  nodePools: () => 'made, see sizing',
  mysql: (model) => runs(model, 'mysql'),
  kafka: (model) => runs(model, 'kafka'),
  documentStore: (model) => runs(model, 'mongodb'),
  cache: (model) => runs(model, 'redis'),
  // Without recipients the Jobs write to volumes alone (stores.*.backup.volume): whoever audits must not think otherwise.
  objectStore: ({ config }) =>
    leavesCluster(config)
      ? config.operations.backups.store
        ? `made; backups go to ${config.operations.backups.store.bucket} instead, encrypted for ${config.operations.backups.recipients.length} people`
        : `made; backups are brought there, encrypted for ${config.operations.backups.recipients.length} people`
      : 'made; backups stay on volumes of the cluster',
  keys: (model) =>
    identitiesOf(model.config).some(({ id }) => id === 'vault') ? 'made; one of them opens Vault' : 'made; Vault is opened otherwise',
  secretStore: (model) => {
    const logins = loginsOf(model);
    return logins.length > 0 ? `made, with the logins of ${logins.join(' and ')}` : 'made; no login is in it';
  },
  dnsZones: ({ hosts }) => `made: ${hosts.base}`,
  workloadIdentity: ({ config }) => counted(identitiesOf(config).length, 'identity', 'identities'),
  containerRegistry: ({ config }) =>
    config.charts.images ? `made; images come from ${config.charts.images}` : 'made; images come from it once charts.images names it',
  apiGateway: ({ config }) =>
    config.gateway.front === 'none' ? 'not chosen: the gateway in the cluster decides alone' : `chosen: ${config.gateway.front}`,
  alarms: ({ config }) =>
    cloudSeverities.some((severity) => cloudTells(config, severity))
      ? 'made, and told by mail'
      : 'made, and seen at the cloud alone: alerts.cloudRecipients names nobody',
  logWorkspace: ({ config }) => `made, logs are kept for ${counted(config.operations.logRetentionDays, 'day')}`,
};

/** Everything a platform may bring, with the answer of this one. */
export function offerRows(model: EnvironmentModel): OfferRow[] {
  return capabilityNames.map((capability) => {
    const offer = offerOf(model.config.platform, capability);
    const row = { capability, title: capabilityTitles[capability], offered: offer.offered };
    return offer.offered
      ? { ...row, how: offer.how, here: here[capability](model) }
      : { ...row, how: offer.reason, instead: offer.instead, here: '' };
  });
}

export const identityRows = ({ config }: EnvironmentModel): IdentityRow[] =>
  identitiesOf(config).map(({ id, namespace, serviceAccount, why }) => ({ id, namespace, serviceAccount, why }));
