import type { WorkbenchConfig } from '../schema/workbench';
import type { Flow } from './flows';
import { clusterAuthPath, comesByGateway, type ParticipantCluster, participantClusters } from './participant-clusters';
import { gatewayProxyApp, publishesRevocation } from './revocation';
import { generatedPrefix } from './secret-map';

/** Clusters whose way to Vault is a host of the hub's gateway. */
export const clustersByGateway = (config: WorkbenchConfig): ParticipantCluster[] =>
  participantClusters(config).filter((cluster) => config.gateway.controller === 'envoy-gateway' && comesByGateway(config, cluster));

/** Login that the management API of PM4ML asks for, wherever the method is mounted (node-vault, kubernetesLogin). */
export const managementLogin = '/v1/auth/kubernetes/login';

export interface VaultPath {
  readonly type: 'Exact' | 'PathPrefix';
  readonly value: string;
}

/**
 * All of Vault that another cluster reaches: its login, its own token, secrets and certificates of payment managers. What an account may do there is said by its
 * policy; the rest of Vault, such as mounts, policies, other logins and secrets of the hub, has no way at all.
 */
export function vaultPaths(config: WorkbenchConfig, cluster: Pick<ParticipantCluster, 'name'>): readonly VaultPath[] {
  const { kvMount, pm4mlMount, pkiMount } = config.secrets;
  const exact = (value: string): VaultPath => ({ type: 'Exact', value: `/v1/${value}` });
  const below = (value: string): VaultPath => ({ type: 'PathPrefix', value: `/v1/${value}` });
  return [
    exact(`auth/${clusterAuthPath(config, cluster)}/login`),
    ...['lookup-self', 'renew-self', 'revoke-self'].map((path) => exact(`auth/token/${path}`)),
    // cert-manager asks first whether Vault is open.
    exact('sys/health'),
    below(`sys/policies/password/workbench-${config.environment}`),
    below(`${kvMount}/data/${generatedPrefix}/participants`),
    below(`${pm4mlMount}/pm4ml`),
    ...['issue', 'sign', 'issuer', 'cert', 'ca', 'ca_chain'].map((path) => below(`${pkiMount}/${path}`)),
  ];
}

/** The connection from the gateway to Vault, where it is not there for lists of revoked certificates already. */
export const vaultWayFlows = (config: WorkbenchConfig): Flow[] =>
  clustersByGateway(config).length > 0 && !publishesRevocation(config)
    ? [
        {
          from: { namespace: config.gateway.namespace, app: gatewayProxyApp },
          to: { namespace: config.secrets.vault.namespace },
          ports: [8200],
          why: 'payment managers in other clusters reach Vault by the gateway',
        },
      ]
    : [];
