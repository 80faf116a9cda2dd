import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { operatorsNamespace } from '../../config/model/namespaces';
import { storeService } from '../../config/model/store-services';
import { vaultAddress } from '../../config/model/vault-address';
import type { StoreKind } from '../../config/schema/stores';
import type { PodIdentity } from '../contracts';
import { vaultTls } from '../vault/server';
import { platformImages } from './platform-images';
import { mergeValues, type ReleaseSpec, type Values } from './release-spec';

const small = { requests: { cpu: '50m', memory: '128Mi' } } satisfies Values;

/** One chart of the platform, with the version that the catalogue pairs and images from the mirror. */
export function platformRelease(model: EnvironmentModel, chart: string, namespace: string, values: Values): ReleaseSpec {
  const version = chartVersion(model.config, chart);
  return {
    id: chart,
    name: chart,
    namespace,
    chart,
    version,
    values: mergeValues(values, platformImages(model.config, chart)),
    secretValues: [],
  };
}

/** Pods of a controller: in production one works while the other is away. */
export const replicas = (model: EnvironmentModel) => (model.config.profile === 'production' ? 2 : 1);

/** cert-manager, with its kinds. They stay when the release goes, so that no certificate is lost. */
export const certManager = (model: EnvironmentModel, identity?: PodIdentity) =>
  platformRelease(model, 'cert-manager', model.config.certificates.namespace, {
    crds: { enabled: true, keep: true },
    replicaCount: replicas(model),
    resources: small,
    webhook: { replicaCount: replicas(model) },
    cainjector: { replicaCount: replicas(model) },
    // Who it is at the cloud stands in the issuer, beside the zone; its pods carry only the label by which they get a token.
    ...(identity ? { podLabels: identity.podLabels } : {}),
    prometheus: { enabled: model.config.hub.metrics, servicemonitor: { enabled: false } },
    config: { enableGatewayAPI: true },
  });

/** Gateway API and its controller. */
export const gatewayController = (model: EnvironmentModel) =>
  platformRelease(model, 'gateway-helm', model.config.gateway.namespace, { deployment: { replicas: replicas(model) } });

/** How an operator reaches Vault, and the volume with `ca.crt` of who signed its certificate; none where that is publicly known. */
export interface OperatorWay {
  readonly address: string;
  readonly authority?: Values;
}

/** In the cluster of the hub. */
const hubWay = ({ config }: EnvironmentModel): OperatorWay => ({
  address: vaultAddress(config),
  ...(config.secrets.vault.address ? {} : { authority: { secret: { secretName: vaultTls.clientSecret } } }),
});

/** The operator that makes passwords in Vault and brings them into namespaces. */
export function vaultConfigOperator(model: EnvironmentModel, { address, authority }: OperatorWay = hubWay(model)): ReleaseSpec {
  const ca = '/vault-ca';
  const own = { name: 'vault-ca', mountPath: ca, readOnly: true };
  return platformRelease(model, 'vault-config-operator', operatorsNamespace, {
    // With cert-manager the chart makes the certificate of its webhook.
    enableCertManager: true,
    enableMonitoring: false,
    replicaCount: replicas(model),
    env: [{ name: 'VAULT_ADDR', value: address }, ...(authority ? [{ name: 'VAULT_CACERT', value: `${ca}/ca.crt` }] : [])],
    ...(authority ? { volumes: [{ name: own.name, ...authority }], volumeMounts: [own] } : {}),
  });
}

/** Operators of the stores that run in this cluster: none is installed for a kind that lives elsewhere. */
export function storeOperators(model: EnvironmentModel): ReleaseSpec[] {
  const { namespace } = model.config.stores;
  const runs = (kind: StoreKind) => storeService(model.config, kind) === 'operator';
  const needs = {
    'pxc-operator': runs('mysql'),
    'psmdb-operator': runs('mongodb') && model.databases.some((database) => database.engine === 'mongodb'),
    'strimzi-kafka-operator': runs('kafka'),
    'redis-operator': runs('redis'),
  };
  const values = {
    'pxc-operator': { watchNamespace: namespace, resources: small },
    'psmdb-operator': { watchNamespace: namespace, resources: small },
    'strimzi-kafka-operator': { watchNamespaces: [namespace], replicas: replicas(model) },
    'redis-operator': { redisOperator: { watchNamespace: namespace } },
  } satisfies Record<keyof typeof needs, Values>;
  return (Object.keys(values) as (keyof typeof values)[])
    .filter((chart) => needs[chart])
    .map((chart) => platformRelease(model, chart, operatorsNamespace, values[chart]));
}
