import type { EnvironmentModel } from '../../config/environment';
import { clusterAuthPath, clusterVaultHost, type ParticipantCluster } from '../../config/model/participant-clusters';
import { publishesRevocation } from '../../config/model/revocation';
import { clustersByGateway, managementLogin, vaultPaths } from '../../config/model/vault-ways';
import { gatewayName, listeners } from './gateway-objects';
import { gateway as policyGroup } from './gateway-targets';
import type { KubernetesObject } from './objects';
import type { Json } from './release-spec';
import { towardsVault, vaultService } from './revocation';

/** Requests a second of one address, and the largest request: a signing request or a few keys. */
const limits = { requestsPerSecond: 50, payloadBytes: 131_072 } as const;

/** Name of the route and the policies of one cluster. */
const nameOf = ({ name }: ParticipantCluster) => `vault-${name}`;
const routeTarget = (cluster: ParticipantCluster): Json => ({
  group: 'gateway.networking.k8s.io',
  kind: 'HTTPRoute',
  name: nameOf(cluster),
});

function route(model: EnvironmentModel, cluster: ParticipantCluster): KubernetesObject {
  const { config } = model;
  const common = { timeouts: { request: '60s' }, backendRefs: [vaultService] };
  const login = `/v1/auth/${clusterAuthPath(config, cluster)}/login`;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: nameOf(cluster), namespace: config.secrets.vault.namespace },
    spec: {
      hostnames: [clusterVaultHost(config, cluster)],
      parentRefs: [{ name: gatewayName, namespace: config.gateway.namespace, sectionName: listeners.others }],
      rules: [
        {
          matches: [{ path: { type: 'Exact', value: managementLogin } }],
          filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: login } } }],
          ...common,
        },
        { matches: vaultPaths(config, cluster).map((path): Json => ({ path: { ...path } })), ...common },
      ],
    },
  };
}

/** Nobody comes by the host of a cluster but that cluster, and nobody comes often. */
const guards = ({ config }: EnvironmentModel, cluster: ParticipantCluster): KubernetesObject[] => {
  const metadata = { name: nameOf(cluster), namespace: config.secrets.vault.namespace };
  const { apiVersion } = policyGroup;
  const targetRefs = [routeTarget(cluster)];
  return [
    {
      apiVersion,
      kind: 'SecurityPolicy',
      metadata,
      spec: {
        targetRefs,
        authorization: {
          defaultAction: 'Deny',
          rules: [{ name: cluster.name, action: 'Allow', principal: { clientCIDRs: [...cluster.addresses] } }],
        },
      },
    },
    {
      apiVersion,
      kind: 'BackendTrafficPolicy',
      metadata,
      spec: {
        targetRefs,
        requestBuffer: { limit: String(limits.payloadBytes) },
        rateLimit: {
          type: 'Local',
          local: {
            rules: ['0.0.0.0/0', '::/0'].map((value) => ({
              clientSelectors: [{ sourceCIDR: { type: 'Distinct', value } }],
              limit: { requests: limits.requestsPerSecond, unit: 'Second' },
            })),
          },
        },
      },
    },
  ];
};

/**
 * Ways by which payment managers in other clusters reach Vault: a host of the gateway for each cluster, for its addresses only, and for those paths only that a
 * payment manager needs. Empty where no cluster comes that way.
 */
export function vaultWayObjects(model: EnvironmentModel): KubernetesObject[] {
  const clusters = clustersByGateway(model.config);
  if (clusters.length === 0) return [];
  return [
    ...(publishesRevocation(model.config) ? [] : [towardsVault(model)]),
    ...clusters.flatMap((cluster) => [...guards(model, cluster), route(model, cluster)]),
  ];
}
