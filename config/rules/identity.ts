import { runsConnectionManager } from '../model/connection-manager';
import { runsKeycloak } from '../model/identity';
import { namespacesOf, operatorsNamespace, systemNamespace } from '../model/namespaces';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { always, numbered, ownVault, type Rule, shared } from './rule';

/** Namespaces every cluster has; nothing of an environment may claim them. */
const clusterNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'] as const;

/** Namespaces of the environment, with the setting that names each. */
function namespaceSettings(config: WorkbenchConfig): { path: Path; name: string }[] {
  const { hub, stores, gateway, certificates, secrets } = config;
  return [
    { path: ['hub', 'namespace'], name: hub.namespace },
    { path: ['stores', 'namespace'], name: stores.namespace },
    { path: ['gateway', 'namespace'], name: gateway.namespace },
    { path: ['certificates', 'namespace'], name: certificates.namespace },
    ...(runsKeycloak(config) ? [{ path: ['identity', 'namespace'], name: config.identity.namespace }] : []),
    ...(runsConnectionManager(config) ? [{ path: ['connectionManager', 'namespace'], name: config.connectionManager.namespace }] : []),
    ...(config.portal.enabled ? [{ path: ['portal', 'namespace'], name: config.portal.namespace }] : []),
    ...(ownVault(config) ? [{ path: ['secrets', 'vault', 'namespace'], name: secrets.vault.namespace }] : []),
  ];
}

function reservedIds(config: WorkbenchConfig): ReadonlyMap<string, string> {
  const taken = new Map<string, string>(clusterNamespaces.map((name) => [name, 'a namespace of every cluster']));
  for (const { name, role } of namespacesOf(config)) taken.set(name, `the namespace of ${role === 'vault' ? 'Vault' : `the ${role}`}`);
  taken.set(config.network.dnsNamespace, 'the namespace of the cluster DNS');
  return taken.set(config.hub.name.toLowerCase(), 'the name of the hub in the ledger');
}

/** Names of participants and namespaces. */
export const identityRules: readonly Rule[] = [
  {
    code: 'ID-PARTICIPANT-TWICE',
    severity: 'error',
    title: 'Participants have ids of their own',
    appliesWhen: always,
    check: ({ participants }) =>
      shared(numbered(participants), ({ item }) => item.id).flatMap(([id, [first, ...again]]) =>
        again.map(({ index }) => ({
          path: ['participants', index, 'id'],
          message: `${id} is the id of participants.${first?.index} too`,
          hint: 'it names the participant in the ledger, its namespace and its release: choose another',
        })),
      ),
  },
  {
    code: 'ID-RESERVED',
    severity: 'error',
    title: 'Ids of participants are no names of the hub, its namespaces or the cluster',
    appliesWhen: always,
    check: (config) => {
      const reserved = reservedIds(config);
      return config.participants.flatMap(({ id }, index) => {
        const owner = reserved.get(id);
        return owner
          ? [{ path: ['participants', index, 'id'], message: `${id} is ${owner}`, hint: 'choose another id, or rename the other' }]
          : [];
      });
    },
  },
  {
    code: 'ID-NAMESPACE-TWICE',
    severity: 'error',
    title: 'Every part of the environment has a namespace of its own',
    appliesWhen: always,
    check: (config) => {
      const taken = new Map<string, string>(
        [...clusterNamespaces, operatorsNamespace, systemNamespace].map((name) => [name, 'kept for the cluster or the workbench']),
      );
      return namespaceSettings(config).flatMap(({ path, name }) => {
        const owner = taken.get(name);
        taken.set(name, owner ?? `the ${path.join('.')}`);
        return owner
          ? [{ path, message: `the namespace ${name} is ${owner}`, hint: 'rights and network rules are by namespace: choose another' }]
          : [];
      });
    },
  },
];
