import type { Front } from '../schema/gateway-front';
import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';
import { addressRange, addressText } from './address-ranges';
import type { Hosts } from './hosts';
import { grafanaHost, runsMonitoring } from './monitoring';
import { cloudPlan, networkPlan, zonesOf } from './network-plan';
import { runsPortal } from './portal/portal';

/** The one platform that can make each. */
export const frontPlatforms = { 'api-management': 'azure', waf: 'aws' } as const satisfies Record<Exclude<Front, 'none'>, Platform>;

/** Something of the cloud stands before the gateway in the cluster. */
export const hasFront = ({ gateway: { front }, platform }: WorkbenchConfig): boolean =>
  front !== 'none' && frontPlatforms[front] === platform.provider;

/** Pages for operators alone: only `gateway.operatorAddresses` may see them. */
export const operatorHosts = (config: WorkbenchConfig, hosts: Hosts): string[] => [
  ...(config.hub.testingToolkit ? [hosts.testingToolkit, hosts.testingToolkitApi] : []),
  // With addresses of its own Grafana is reached at the gateway itself, which knows them.
  ...(runsMonitoring(config) && config.monitoring.grafanaAddresses.length === 0 ? [grafanaHost(config)] : []),
];

/**
 * Names that lead to what stands before the gateway: API Management takes the interoperability API, whose requests it can judge; WAF takes what people open
 * in a browser, because its balancer ends TLS and would hide the certificates of participants. Every other name leads to the gateway itself.
 */
export function frontedHosts(config: WorkbenchConfig, hosts: Hosts): string[] {
  if (!hasFront(config)) return [];
  const byFront: Readonly<Record<Exclude<Front, 'none'>, () => string[]>> = {
    'api-management': () => [hosts.interopSwitch],
    waf: () => [...operatorHosts(config, hosts), hosts.keycloak, hosts.connectionManager, ...(runsPortal(config) ? [hosts.portal] : [])],
  };
  return byFront[config.gateway.front as Exclude<Front, 'none'>]();
}

/** Common name of the client certificate that API Management shows at the gateway in the cluster. */
export const frontClientName = ({ base }: Pick<Hosts, 'base'>): string => `api-management.${base}`;

/** Tier and units of API Management: one unit a zone in production, unless the file says otherwise. */
export function apiManagementSize(config: WorkbenchConfig): { readonly tier: 'Developer' | 'Premium'; readonly units: number } {
  const { tier = config.profile === 'production' ? 'Premium' : 'Developer', units } = config.gateway.apiManagement;
  return { tier, units: units ?? (tier === 'Premium' ? zonesOf(config).length : 1) };
}

/**
 * Ranges that its connections to the gateway in the cluster come from: the gateway believes what it says of the sender (`x-forwarded-for`), and nobody
 * else.
 */
export function frontSources(config: WorkbenchConfig): readonly string[] {
  if (!hasFront(config)) return [];
  const plan = cloudPlan(config);
  if (config.gateway.front === 'api-management') return [plan.gateway];
  return config.gateway.waf.reach === 'internal' ? plan.cluster : plan.public;
}

/**
 * Address inside the network of Azure at which the gateway in the cluster is reached: the last that can be used in the first subnet of nodes. Nodes
 * get theirs from the beginning, so nobody else comes near.
 */
export function innerGatewayAddress(config: WorkbenchConfig): string {
  const range = addressRange(networkPlan(config).cluster[0] ?? config.network.addressSpace);
  // The last of all is kept by Azure (broadcast).
  return range ? addressText(range.last - 1) : '';
}
