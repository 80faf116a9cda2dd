import type { WorkbenchConfig } from '../schema/workbench';
import { storesOutside } from './backup/outside';
import { runsConnectionManager } from './connection-manager';
import { runsKeycloak } from './identity';
import { runsMonitoring } from './monitoring';

export type PodSecurity = 'privileged' | 'baseline' | 'restricted';

/** A namespace this environment owns. */
export interface Namespace {
  readonly name: string;
  readonly role:
    | 'system'
    | 'vault'
    | 'certificates'
    | 'operators'
    | 'stores'
    | 'gateway'
    | 'identity'
    | 'connection-manager'
    | 'portal'
    | 'hub'
    | 'monitoring'
    | 'node-agents'
    | 'participant';
  readonly podSecurity: PodSecurity;
}

export const systemNamespace = 'workbench-system';
export const operatorsNamespace = 'operators';

/** Namespaces to which secrets are delivered by one reader each; that of Keycloak has a reader of its own, and those of participants come with them. */
export const readingNamespaces = (config: WorkbenchConfig): string[] => [
  config.stores.namespace,
  config.hub.namespace,
  ...(runsConnectionManager(config) ? [config.connectionManager.namespace] : []),
  ...(config.portal.enabled ? [config.portal.namespace] : []),
  ...(runsMonitoring(config) ? [config.monitoring.namespace] : []),
  ...(storesOutside(config).includes('vault') ? [config.secrets.vault.namespace] : []),
];

/** Internal participants that live in this cluster. */
export function localParticipants(config: WorkbenchConfig) {
  return config.participants.filter((p) => !p.external && !p.cluster && !p.retired);
}

/** Every namespace, made by the platform stack before anything is put into it. Those of participants belong to their own stack. */
export function namespacesOf(config: WorkbenchConfig): Namespace[] {
  const { secrets, certificates, stores, gateway, identity, connectionManager, hub, portal, cluster, monitoring } = config;
  return [
    { name: systemNamespace, role: 'system', podSecurity: 'restricted' },
    ...(secrets.vault.address ? [] : [{ name: secrets.vault.namespace, role: 'vault' as const, podSecurity: 'baseline' as const }]),
    { name: certificates.namespace, role: 'certificates', podSecurity: 'restricted' },
    { name: operatorsNamespace, role: 'operators', podSecurity: 'baseline' },
    { name: stores.namespace, role: 'stores', podSecurity: 'baseline' },
    { name: gateway.namespace, role: 'gateway', podSecurity: 'baseline' },
    ...(runsKeycloak(config) ? [{ name: identity.namespace, role: 'identity' as const, podSecurity: 'restricted' as const }] : []),
    // Its chart says nothing of the user its pods run as.
    ...(runsConnectionManager(config)
      ? [{ name: connectionManager.namespace, role: 'connection-manager' as const, podSecurity: 'baseline' as const }]
      : []),
    { name: hub.namespace, role: 'hub', podSecurity: cluster.podSecurity },
    // The charts of its pages say nothing of the user their pods run as.
    ...(portal.enabled ? [{ name: portal.namespace, role: 'portal' as const, podSecurity: 'baseline' as const }] : []),
    ...(runsMonitoring(config)
      ? [
          { name: monitoring.namespace, role: 'monitoring' as const, podSecurity: 'restricted' as const },
          // What watches a node reads its files and its network.
          { name: monitoring.agentsNamespace, role: 'node-agents' as const, podSecurity: 'privileged' as const },
        ]
      : []),
  ];
}

export function participantNamespace(config: WorkbenchConfig, id: string): Namespace {
  return { name: id, role: 'participant', podSecurity: config.cluster.podSecurity };
}
