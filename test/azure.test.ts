import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answersOfFoundation, putKey } from './azure/foundation-answers';
import { lackingOpenssl, StandIn } from './azure/stand-in';
import { applyWithMocks, writeOutputs } from './azure-mocked';
import { askedOf, realProviders, stackFolder, validated } from './real-providers';
import { modelWith, resourcesOf, type StackJson, type SynthesisedStack, stateDir, synthesised, type Tree } from './synthesised';

const platform = {
  provider: 'azure',
  context: undefined,
  region: 'southafricanorth',
  account: '00000000-0000-0000-0000-000000000001',
  directory: '00000000-0000-0000-0000-00000000000d',
};
const group = '00000000-0000-0000-0000-0000000000aa';
const here = '198.51.100.7/32';
const kubernetesVersion = '1.35';
const azure = (more: Tree = {}): Tree => ({
  platform,
  state: { backend: 'local' },
  ...more,
  cluster: { kubernetesVersion, ...(more.cluster as Tree | undefined) },
});

/** Environments that differ in what decides about foundation and cluster. */
const auditors = '00000000-0000-0000-0000-0000000000bb';
const environments = {
  production: azure({
    profile: 'production',
    costCentre: 'hub 7',
    cluster: { administrators: [group], viewers: [auditors], api: { allowedAddresses: [here] } },
    network: { parentZone: 'example.org' },
    certificates: { issuer: 'acme', email: 'ops@example.org' },
    monitoring: { metrics: { managed: true }, grafana: { managed: true } },
  }),
  'production in one country': azure({
    profile: 'production',
    residency: { country: 'ZA', allowedRegions: ['southafricanorth'] },
    cluster: { upgrades: { channel: 'none' }, pools: { tools: { spot: true } } },
    network: { nat: 'one', flowLogs: false },
    stores: { kafka: { service: 'event-hubs' } },
    monitoring: { metrics: { managed: true } },
  }),
  sandbox: azure({
    cluster: {
      dataPlane: 'azure-overlay',
      api: { allowedAddresses: [here] },
      upgrades: { channel: 'stable', day: 'Tuesday', hour: 22 },
    },
  }),
} as const satisfies Record<string, Tree>;
type EnvironmentName = keyof typeof environments;
const names = Object.keys(environments) as EnvironmentName[];

const all = Object.fromEntries(names.map((name) => [name, synthesised(modelWith(environments[name]))])) as Record<
  EnvironmentName,
  ReturnType<typeof synthesised>
>;
const stackOf = (name: EnvironmentName, id: string): SynthesisedStack => {
  const found = all[name].stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`${name} has no stack ${id}`);
  return found;
};
const foundation = (name: EnvironmentName) => stackOf(name, 'foundation');
const cluster = (name: EnvironmentName) => stackOf(name, 'cluster');
const ofType = (stack: SynthesisedStack, type: string) => resourcesOf(stack).filter((resource) => resource.type === type);
const one = (stack: SynthesisedStack, address: string): Tree => {
  const found = resourcesOf(stack).find((resource) => resource.address === address);
  if (!found) throw new Error(`${stack.id} has no ${address}`);
  return found.attributes;
};
const addresses = (stack: SynthesisedStack, type: string) => ofType(stack, type).map(({ name }) => name);

interface Rule {
  readonly access: string;
  readonly direction: string;
  readonly priority: number;
  readonly name: string;
  readonly source_address_prefix: string | null;
  readonly destination_port_range: string | null;
  readonly destination_port_ranges: readonly string[] | null;
}
const rules = (name: EnvironmentName, purpose: string) =>
  one(foundation(name), `azurerm_network_security_group.network-${purpose}-rules`).security_rule as readonly Rule[];
const purposes = ['cluster', 'api-server', 'data', 'endpoints', 'gateway'] as const;

describe('the network of Azure', () => {
  test.each(purposes)('%s: what is not listed is refused in both directions', (purpose) => {
    for (const direction of ['Inbound', 'Outbound']) {
      const mine = rules('production', purpose).filter((rule) => rule.direction === direction);
      const last = mine.at(-1);
      expect(last).toMatchObject({ access: 'Deny', priority: 4096, source_address_prefix: '*', destination_port_range: '*' });
      const priorities = mine.map(({ priority }) => priority);
      expect(new Set(priorities).size).toBe(priorities.length);
      expect([...priorities].sort((a, b) => a - b)).toEqual(priorities);
    }
    const ruleNames = rules('production', purpose).map(({ name }) => name);
    expect(new Set(ruleNames).size).toBe(ruleNames.length);
    expect(ruleNames.filter((name) => !/^[a-z0-9][a-z0-9-]{0,78}[a-z0-9]$/.test(name))).toEqual([]);
  });

  test('from the internet comes only what goes to the gateway', () => {
    const fromOutside = purposes.flatMap((purpose) =>
      rules('production', purpose)
        .filter(
          ({ access, direction, source_address_prefix }) =>
            access === 'Allow' && direction === 'Inbound' && ['Internet', '*'].includes(source_address_prefix ?? ''),
        )
        .map((rule) => `${purpose} ${rule.destination_port_range}`),
    );
    // By the second port the gateway publishes lists of revoked certificates, and nothing else.
    expect(fromOutside).toEqual(['cluster 443', 'cluster 80']);
  });

  test('pods may leave by the ports that their network policies know, and by no others', () => {
    const ports = (name: EnvironmentName) => {
      const rule = rules(name, 'cluster').find((each) => each.name.endsWith('what-aks-and-the-hub-need'));
      return rule?.destination_port_ranges ?? [rule?.destination_port_range];
    };
    expect(ports('sandbox')).toEqual(['443']);
    // DNS proofs of certificates, and MySQL of the cloud, which lies outside of the cluster.
    expect(ports('production')).toEqual(['53', '443', '3306']);
  });

  test('every subnet has a guard and no way out that nobody knows', () => {
    const subnets = addresses(foundation('production'), 'azurerm_subnet');
    expect(subnets.sort()).toEqual(
      ['api-server', 'cluster-1', 'cluster-2', 'cluster-3', 'data', 'endpoints', 'gateway'].map((name) => `network-${name}`),
    );
    expect(addresses(foundation('production'), 'azurerm_subnet_network_security_group_association').sort()).toEqual(
      subnets.map((name) => `${name}-guard`).sort(),
    );
    for (const { attributes } of ofType(foundation('production'), 'azurerm_subnet')) {
      expect(attributes.private_endpoint_network_policies).toBe('NetworkSecurityGroupEnabled');
      // Of a subnet that belongs to a service Azure decides, and knows no such setting.
      expect(attributes.default_outbound_access_enabled).toBe(attributes.delegation ? undefined : false);
    }
  });

  test('an API server in a subnet has its private name in the zone that AKS takes for such a one', () => {
    expect(one(foundation('production'), 'azurerm_private_dns_zone.network-dns-kubernetes').name).toBe(
      'private.southafricanorth.azmk8s.io',
    );
    expect(one(cluster('production'), 'azurerm_kubernetes_cluster.cluster-cluster')).toMatchObject({
      private_cluster_enabled: true,
      api_server_access_profile: { virtual_network_integration_enabled: true },
      private_dns_zone_id: expect.stringContaining('dns-kubernetes'),
    });
  });

  test('MySQL reaches the vault of its key, whose name leads to an endpoint inside', () => {
    const range = (purpose: 'data' | 'endpoints') =>
      (one(foundation('production'), `azurerm_subnet.network-${purpose}`).address_prefixes as readonly string[])[0];
    const way = { access: 'Allow', source_address_prefix: range('data'), destination_address_prefix: range('endpoints') };
    for (const [purpose, direction] of [
      ['data', 'Outbound'],
      ['endpoints', 'Inbound'],
    ] as const)
      expect(rules('production', purpose)).toContainEqual(expect.objectContaining({ ...way, direction, destination_port_range: '443' }));
  });

  test('a fresh subscription gets everything registered that the stacks make resources of', () => {
    const [provider] = foundation('production').json.provider.azurerm as readonly { resource_providers_to_register: readonly string[] }[];
    const registered = provider?.resource_providers_to_register ?? [];
    // Disk encryption sets and the machines of AKS are of Compute, which is not registered by itself.
    for (const namespace of ['Microsoft.Compute', 'Microsoft.ContainerService', 'Microsoft.ManagedIdentity', 'Microsoft.KeyVault'])
      expect(registered).toContain(namespace);
  });

  test('the API server and MySQL have subnets that belong to them alone', () => {
    const given = ofType(foundation('production'), 'azurerm_subnet').flatMap(({ name, attributes }) => {
      const [delegation] = (attributes.delegation ?? []) as readonly { readonly service_delegation: { readonly name: string } }[];
      return delegation ? [`${name}: ${delegation.service_delegation.name}`] : [];
    });
    expect(given.sort()).toEqual([
      'network-api-server: Microsoft.ContainerService/managedClusters',
      'network-data: Microsoft.DBforMySQL/flexibleServers',
    ]);
  });

  test('one way out a zone, pinned to it, or one for all', () => {
    const ways = (name: EnvironmentName) => ofType(foundation(name), 'azurerm_nat_gateway').map(({ attributes }) => attributes.zones);
    expect(ways('production')).toEqual([['1'], ['2'], ['3']]);
    expect(ways('production in one country')).toEqual([undefined]);
    const through = ofType(foundation('production'), 'azurerm_subnet_nat_gateway_association').map(({ attributes }) =>
      String(attributes.nat_gateway_id),
    );
    expect(through).toEqual([1, 2, 3].map((at) => `\${azurerm_nat_gateway.network-nat-${at}.id}`));
    const shared = ofType(foundation('production in one country'), 'azurerm_subnet_nat_gateway_association');
    expect(new Set(shared.map(({ attributes }) => attributes.nat_gateway_id)).size).toBe(1);
    expect(shared).toHaveLength(3);
  });

  test('flow logs are of the whole network, where they are asked for', () => {
    expect(one(foundation('production'), 'azurerm_network_watcher_flow_log.log-workspace-flows')).toMatchObject({
      target_resource_id: `\${azurerm_virtual_network.network-virtual.id}`,
      network_watcher_name: 'NetworkWatcher_southafricanorth',
      enabled: true,
      version: 2,
    });
    expect(addresses(foundation('production in one country'), 'azurerm_network_watcher_flow_log')).toEqual([]);
  });
});

describe('keys, secrets and data at rest on Azure', () => {
  test.each(names)('%s: vaults give rights by roles, refuse the internet and cannot be purged', (name) => {
    const vaults = ofType(foundation(name), 'azurerm_key_vault');
    expect(vaults.map(({ name }) => name).sort()).toEqual(['keys-store', 'secret-store-store']);
    for (const { attributes } of vaults) {
      expect(attributes).toMatchObject({
        rbac_authorization_enabled: true,
        purge_protection_enabled: true,
        soft_delete_retention_days: 90,
        network_acls: { default_action: 'Deny', bypass: 'AzureServices' },
      });
    }
  });

  test('a vault has a public address only for those who are named, and none when nobody is', () => {
    const open = (name: EnvironmentName) => {
      const { public_network_access_enabled, network_acls } = one(foundation(name), 'azurerm_key_vault.keys-store');
      return [public_network_access_enabled, (network_acls as Tree).ip_rules];
    };
    expect(open('production')).toEqual([true, [here]]);
    expect(open('production in one country')).toEqual([false, []]);
  });

  test('whoever deploys may write before anything is written', () => {
    const keys = ofType(foundation('production'), 'azurerm_key_vault_key');
    expect(keys.map(({ name }) => name).sort()).toEqual(['keys-cluster', 'keys-data', 'keys-vault']);
    for (const { attributes } of keys) {
      expect(attributes.depends_on).toEqual(['azurerm_role_assignment.keys-deployer-1', 'azurerm_private_endpoint.keys-endpoint']);
      expect(attributes).toMatchObject({ key_size: 3072, rotation_policy: { automatic: { time_after_creation: 'P1Y' } } });
    }
    expect(one(foundation('production'), 'azurerm_role_assignment.keys-deployer-1')).toMatchObject({ principal_id: group });
    // Without a group it is the first who deploys, and a second deployer changes nothing.
    expect(one(foundation('sandbox'), 'azurerm_role_assignment.keys-deployer-1')).toMatchObject({
      principal_id: `\${data.azurerm_client_config.keys-deployer-login.object_id}`,
      lifecycle: { ignore_changes: ['principal_id', 'principal_type'] },
    });
  });

  test.each(names)('%s: no storage account is open, and keys work in that of flow logs alone', (name) => {
    for (const { name: id, attributes } of ofType(foundation(name), 'azurerm_storage_account')) {
      expect(attributes).toMatchObject({
        public_network_access_enabled: false,
        allow_nested_items_to_be_public: false,
        https_traffic_only_enabled: true,
        min_tls_version: 'TLS1_2',
        infrastructure_encryption_enabled: true,
        shared_access_key_enabled: id === 'log-workspace-flows-account',
        network_rules: { default_action: 'Deny' },
      });
    }
  });

  test('backups are encrypted with our key, kept in versions and for their time', () => {
    expect(one(foundation('production'), 'azurerm_storage_account.object-store-account')).toMatchObject({
      customer_managed_key: { key_vault_key_id: `\${azurerm_key_vault_key.keys-data.versionless_id}` },
      blob_properties: { versioning_enabled: true, delete_retention_policy: { days: 35 } },
      depends_on: ['azurerm_role_assignment.object-store-encryption-right'],
    });
  });

  test.each([
    ['production', 'GZRS'],
    ['production in one country', 'ZRS'],
    ['sandbox', 'LRS'],
  ] as const)('%s: copies of backups are %s', (name, kind) => {
    expect(one(foundation(name), 'azurerm_storage_account.object-store-account').account_replication_type).toBe(kind);
  });

  test('what is private has an endpoint in the network, and its name in the private zone', () => {
    const endpoints = ofType(foundation('production'), 'azurerm_private_endpoint').map(({ attributes }) => {
      const { subresource_names } = attributes.private_service_connection as Tree;
      const { private_dns_zone_ids } = attributes.private_dns_zone_group as Tree;
      return `${subresource_names} ${private_dns_zone_ids}`;
    });
    expect(endpoints.sort()).toEqual(
      [
        ['blob', 'blob'],
        ['blob', 'blob'],
        ['grafana', 'grafana'],
        ['registry', 'registry'],
        ['vault', 'vault'],
        ['vault', 'vault'],
      ].map(([service, zone]) => `${service} \${azurerm_private_dns_zone.network-dns-${zone}.id}`),
    );
    for (const { attributes } of ofType(foundation('production'), 'azurerm_container_registry'))
      expect(attributes).toMatchObject({
        sku: 'Premium',
        public_network_access_enabled: false,
        admin_enabled: false,
        anonymous_pull_enabled: false,
        export_policy_enabled: false,
      });
  });
});

describe('names, logs and residency on Azure', () => {
  test('the parent zone delegates, where it is named', () => {
    expect(one(foundation('production'), 'azurerm_dns_ns_record.dns-zones-delegation')).toMatchObject({
      name: 'dev.labs',
      records: `\${tolist(azurerm_dns_zone.dns-zones-public.name_servers)}`,
      zone_name: `\${data.azurerm_dns_zone.dns-zones-parent.name}`,
    });
    expect(addresses(foundation('sandbox'), 'azurerm_dns_ns_record')).toEqual([]);
  });

  test('no private zone hides the public one', () => {
    const zones = ofType(foundation('production'), 'azurerm_private_dns_zone').map(({ attributes }) => String(attributes.name));
    expect(zones).toContain('internal.dev.labs.example.org');
    expect(zones).not.toContain('dev.labs.example.org');
    expect(zones).toContain('labs-dev.private.mysql.database.azure.com');
    expect(addresses(foundation('production'), 'azurerm_private_dns_zone_virtual_network_link')).toHaveLength(zones.length);
  });

  test('telemetry that Azure places itself is left out where a country is named', () => {
    const types = (name: EnvironmentName) =>
      [...resourcesOf(foundation(name)), ...resourcesOf(cluster(name))]
        .map(({ type }) => type)
        .filter((type) => ['azurerm_application_insights', 'azurerm_dashboard_grafana', 'azurerm_monitor_workspace'].includes(type));
    expect(types('production').sort()).toEqual(['azurerm_application_insights', 'azurerm_dashboard_grafana', 'azurerm_monitor_workspace']);
    // What Prometheus sends stays in its region.
    expect(types('production in one country')).toEqual(['azurerm_monitor_workspace']);
    expect(types('sandbox')).toEqual(['azurerm_application_insights']);
    // Log Analytics stays: it keeps what it has in its region.
    expect(addresses(foundation('production in one country'), 'azurerm_log_analytics_workspace')).toHaveLength(1);
  });

  test('what Azure would make beside Application Insights is ours, or the group could not be removed for it', () => {
    expect(one(foundation('production'), 'azurerm_application_insights.log-workspace-insights').depends_on).toEqual([
      'azurerm_monitor_action_group.log-workspace-smart-detection',
    ]);
    expect(one(foundation('production'), 'azurerm_monitor_action_group.log-workspace-smart-detection')).toMatchObject({
      name: 'Application Insights Smart Detection',
      resource_group_name: '${azurerm_resource_group.place-group.name}',
    });
    expect(addresses(foundation('production in one country'), 'azurerm_monitor_action_group')).toEqual([]);
  });

  test('who did what is logged of everything that keeps something', () => {
    const targets = ofType(foundation('production'), 'azurerm_monitor_diagnostic_setting').map(({ name }) => name);
    expect(targets.sort()).toEqual(
      [
        'container-registry-logs',
        'log-workspace-grafana-logs',
        'log-workspace-keys-logs',
        'log-workspace-network-logs',
        'object-store-audit-access',
        'object-store-logs',
        'secret-store-logs',
      ].sort(),
    );
  });

  test('managed Prometheus is sent to by the pod of ours, once, and asked by whoever may look at the cluster; AKS has no agents of its own for it', () => {
    const made = foundation('production');
    expect(one(made, 'azurerm_monitor_data_collection_rule.log-workspace-metrics-rule')).toMatchObject({
      data_collection_endpoint_id: '${azurerm_monitor_data_collection_endpoint.log-workspace-metrics-endpoint.id}',
      data_sources: { prometheus_forwarder: [{ streams: ['Microsoft-PrometheusMetrics'] }] },
      destinations: { monitor_account: [{ monitor_account_id: '${azurerm_monitor_workspace.log-workspace-metrics.id}' }] },
    });
    expect(JSON.stringify(made.json.output?.logWorkspace)).toContain(
      '${azurerm_monitor_data_collection_endpoint.log-workspace-metrics-endpoint.metrics_ingestion_endpoint}/dataCollectionRules/${azurerm_monitor_data_collection_rule.log-workspace-metrics-rule.immutable_id}/streams/Microsoft-PrometheusMetrics/api/v1/write?api-version=2023-04-24',
    );
    expect(one(cluster('production'), 'azurerm_role_assignment.workload-identity-prometheus-may-send')).toMatchObject({
      role_definition_name: 'Monitoring Metrics Publisher',
      scope: expect.stringMatching(/providers\/Microsoft.Insights\/dataCollectionRules\/labs-dev-prometheus$/),
    });
    expect(one(cluster('production'), 'azurerm_federated_identity_credential.workload-identity-prometheus-trust').subject).toBe(
      'system:serviceaccount:monitoring:monitoring-prometheus',
    );
    const readers = ofType(made, 'azurerm_role_assignment').filter(({ attributes }) =>
      String(attributes.scope).includes('azurerm_monitor_workspace'),
    );
    expect(readers.map(({ attributes }) => [attributes.role_definition_name, attributes.principal_id]).sort()).toEqual(
      [
        ['Monitoring Data Reader', '${azurerm_dashboard_grafana.log-workspace-grafana.identity[0].principal_id}'],
        ['Monitoring Data Reader', group],
        ['Monitoring Data Reader', auditors],
      ].sort(),
    );
    for (const name of names) expect(one(cluster(name), 'azurerm_kubernetes_cluster.cluster-cluster').monitor_metrics).toBeUndefined();
  });

  test('Azure Managed Grafana shows that workspace to people by Entra ID alone, over zones, and in production from inside the network', () => {
    const made = foundation('production');
    expect(one(made, 'azurerm_dashboard_grafana.log-workspace-grafana')).toMatchObject({
      sku: 'Standard',
      api_key_enabled: false,
      public_network_access_enabled: false,
      zone_redundancy_enabled: true,
      identity: { type: 'SystemAssigned' },
      azure_monitor_workspace_integrations: [{ resource_id: '${azurerm_monitor_workspace.log-workspace-metrics.id}' }],
    });
    const people = ofType(made, 'azurerm_role_assignment').filter(({ attributes }) =>
      String(attributes.scope).includes('azurerm_dashboard_grafana'),
    );
    expect(people.map(({ attributes }) => [attributes.role_definition_name, attributes.principal_id]).sort()).toEqual([
      ['Grafana Admin', group],
      ['Grafana Viewer', auditors],
    ]);
    expect(one(made, 'azurerm_private_endpoint.log-workspace-grafana-endpoint').private_service_connection).toMatchObject({
      subresource_names: ['grafana'],
      private_connection_resource_id: '${azurerm_dashboard_grafana.log-workspace-grafana.id}',
    });
    expect(addresses(made, 'azurerm_private_dns_zone')).toContain('network-dns-grafana');
    // Its record would be the only one there.
    expect(addresses(foundation('production in one country'), 'azurerm_private_dns_zone')).not.toContain('network-dns-grafana');
  });

  test('logins of Entra ID alone open the logs', () => {
    expect(one(foundation('production'), 'azurerm_log_analytics_workspace.log-workspace-workspace')).toMatchObject({
      local_authentication_enabled: false,
      retention_in_days: 365,
    });
    expect(one(foundation('production'), 'azurerm_application_insights.log-workspace-insights').local_authentication_disabled).toBe(true);
  });

  test.each(['foundation', 'cluster'])('everything of %s that can carry tags says whose it is and who pays', (id) => {
    const bare = resourcesOf(stackOf('production', id)).filter(({ attributes }) => {
      const tags = (attributes.tags ?? {}) as Tree;
      return tags.environment !== 'dev' || tags['cost-centre'] !== 'hub 7';
    });
    // Types without tags (schema of azurerm 4.55.0).
    expect([...new Set(bare.map(({ type }) => type))].sort()).toEqual(
      {
        foundation: [
          'azurerm_container_registry_cache_rule',
          'azurerm_monitor_diagnostic_setting',
          'azurerm_nat_gateway_public_ip_association',
          'azurerm_role_assignment',
          'azurerm_storage_container',
          'azurerm_storage_container_immutability_policy',
          'azurerm_storage_management_policy',
          'azurerm_subnet',
          'azurerm_subnet_nat_gateway_association',
          'azurerm_subnet_network_security_group_association',
        ],
        cluster: [
          'azurerm_federated_identity_credential',
          'azurerm_monitor_data_collection_rule_association',
          'azurerm_monitor_diagnostic_setting',
          'azurerm_role_assignment',
        ],
      }[id],
    );
  });
});

describe('AKS', () => {
  const aks = (name: EnvironmentName) => one(cluster(name), 'azurerm_kubernetes_cluster.cluster-cluster');

  test.each(names)('%s: logins by Entra ID, rights by roles of Azure, nothing runs through its API, Secrets have a key of ours', (name) => {
    expect(aks(name)).toMatchObject({
      local_account_disabled: true,
      role_based_access_control_enabled: true,
      azure_active_directory_role_based_access_control: { azure_rbac_enabled: true },
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
      run_command_enabled: false,
      azure_policy_enabled: true,
      image_cleaner_enabled: true,
      key_management_service: {
        key_vault_key_id: `\${data.azurerm_key_vault_key.cluster-key.id}`,
        key_vault_network_access: 'Private',
      },
      disk_encryption_set_id: `\${azurerm_disk_encryption_set.cluster-disks.id}`,
      network_profile: { network_plugin_mode: 'overlay', outbound_type: 'userAssignedNATGateway', dns_service_ip: '172.20.0.10' },
      oms_agent: { msi_auth_for_monitoring_enabled: true },
    });
  });

  test('viewers find the cluster and see all but Secrets; nobody is one who is not named', () => {
    const given = (name: EnvironmentName) =>
      ofType(cluster(name), 'azurerm_role_assignment')
        .filter(({ attributes }) => attributes.principal_type === 'Group' && attributes.principal_id === auditors)
        .map(({ attributes }) => [attributes.role_definition_name, attributes.scope]);
    const on = `\${azurerm_kubernetes_cluster.cluster-cluster.id}`;
    expect(given('production')).toEqual([
      ['Azure Kubernetes Service Cluster User Role', on],
      ['Azure Kubernetes Service RBAC Reader', on],
    ]);
    expect(given('sandbox')).toEqual([]);
  });

  test('the API is private, or open to those who are named, never to the world', () => {
    const reached = (name: EnvironmentName) => {
      const { private_cluster_enabled, dns_prefix, dns_prefix_private_cluster, api_server_access_profile } = aks(name);
      const { authorized_ip_ranges, virtual_network_integration_enabled } = api_server_access_profile as Tree;
      return { private_cluster_enabled, dns_prefix, dns_prefix_private_cluster, authorized_ip_ranges, virtual_network_integration_enabled };
    };
    expect(reached('production')).toEqual({
      private_cluster_enabled: true,
      dns_prefix_private_cluster: 'labs-dev',
      virtual_network_integration_enabled: true,
    });
    expect(reached('sandbox')).toEqual({
      private_cluster_enabled: false,
      dns_prefix: 'labs-dev',
      authorized_ip_ranges: [here],
      virtual_network_integration_enabled: true,
    });
    const nobody = synthesised(modelWith(azure())).stacks.find(({ id }) => id === 'cluster') as SynthesisedStack;
    expect(one(nobody, 'azurerm_kubernetes_cluster.cluster-cluster').private_cluster_enabled).toBe(true);
  });

  test.each([
    ['production', { network_data_plane: 'cilium', network_policy: 'cilium' }],
    ['sandbox', { network_data_plane: 'azure', network_policy: 'azure' }],
  ] as const)('%s: data plane and policies of pods %j', (name, profile) => {
    expect(aks(name).network_profile).toMatchObject(profile);
  });

  test('Azure upgrades what the file lets it, in its window', () => {
    const window = (name: EnvironmentName) => aks(name).maintenance_window_auto_upgrade;
    expect(aks('production')).toMatchObject({ automatic_upgrade_channel: 'patch', node_os_upgrade_channel: 'NodeImage' });
    expect(window('production')).toMatchObject({ frequency: 'Weekly', day_of_week: 'Sunday', start_time: '02:00', duration: 4 });
    expect(aks('production in one country').automatic_upgrade_channel).toBeUndefined();
    expect(aks('production in one country').node_os_upgrade_channel).toBe('None');
    expect(window('sandbox')).toMatchObject({ day_of_week: 'Tuesday', start_time: '22:00' });
    expect(aks('sandbox').maintenance_window).toEqual({ allowed: [{ day: 'Tuesday', hours: [22, 23] }] });
    expect(aks('sandbox').lifecycle).toEqual({ ignore_changes: ['kubernetes_version', 'default_node_pool[0].orchestrator_version'] });
  });

  test('pools: one a zone where zones have ways out of their own, else those of stores alone', () => {
    const pools = (name: EnvironmentName) => [
      aks(name).default_node_pool as Tree,
      ...ofType(cluster(name), 'azurerm_kubernetes_cluster_node_pool').map(({ attributes }) => attributes as Tree),
    ];
    const zones = (name: EnvironmentName) => pools(name).map((pool) => `${pool.name} ${(pool.zones as string[] | undefined) ?? '-'}`);
    const each = (role: string) => ['1', '2', '3'].map((zone) => `${role}${zone} ${zone}`);
    expect(zones('production').sort()).toEqual(['hub', 'stores', 'system', 'tools'].flatMap(each));
    expect(zones('production in one country')).toEqual(['system 1,2,3', 'hub 1,2,3', 'stores1 1', 'stores2 2', 'stores3 3', 'tools 1,2,3']);
    expect(zones('sandbox').every((pool) => pool.endsWith(' -'))).toBe(true);
    for (const name of names)
      for (const pool of pools(name)) {
        expect(String(pool.name)).toMatch(/^[a-z][a-z0-9]{0,11}$/);
        expect(String(pool.temporary_name_for_rotation)).toMatch(/^[a-z][a-z0-9]{0,11}$/);
        expect(pool).toMatchObject({ node_public_ip_enabled: false, max_pods: 110, os_disk_type: 'Ephemeral' });
        expect(pool.host_encryption_enabled).toBe(name !== 'sandbox');
        expect(Number(pool.max_count)).toBeGreaterThan(Number(pool.min_count) - 1);
      }
    for (const pool of pools('production'))
      expect(String(pool.vnet_subnet_id)).toMatch(new RegExp(`clusterSubnets, ${Number((pool.zones as string[])[0]) - 1}\\)}$`));
  });

  test('a spot pool carries what AKS puts on it', () => {
    expect(one(cluster('production in one country'), 'azurerm_kubernetes_cluster_node_pool.node-pools-tools')).toMatchObject({
      priority: 'Spot',
      eviction_policy: 'Delete',
      node_taints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
      node_labels: { 'kubernetes.azure.com/scalesetpriority': 'spot', 'workbench.mojaloop.io/pool': 'tools' },
    });
  });

  test('AKS is made after it may do what it needs', () => {
    const { depends_on } = aks('production');
    const mine = addresses(cluster('production'), 'azurerm_role_assignment').filter((name) => name.startsWith('cluster-may-'));
    expect([...(depends_on as string[])].sort()).toEqual(mine.map((name) => `azurerm_role_assignment.${name}`).sort());
    expect(mine).toHaveLength(9);
  });
});

describe('identities of pods on Azure', () => {
  const rights = (name: EnvironmentName) =>
    ofType(cluster(name), 'azurerm_role_assignment')
      .filter(({ name }) => name.startsWith('workload-identity-'))
      .map(({ name, attributes }) => `${name.replace('workload-identity-', '')}: ${attributes.role_definition_name}`);

  test('each may do one thing on one thing', () => {
    expect(rights('production')).toEqual([
      'audit-writer-may-container: Storage Blob Data Contributor',
      'backups-may-container: Storage Blob Data Contributor',
      'cert-manager-may-records: DNS Zone Contributor',
      'external-dns-may-records: DNS Zone Contributor',
      'external-dns-may-zones: Reader',
      'logs-may-container: Storage Blob Data Contributor',
      'prometheus-may-send: Monitoring Metrics Publisher',
      'vault-may-key: Key Vault Crypto Service Encryption User',
    ]);
    const zone = `\${data.terraform_remote_state.foundation.outputs.dnsZones.publicZone}`;
    expect(one(cluster('production'), 'azurerm_role_assignment.workload-identity-external-dns-may-records').scope).toBe(zone);
  });

  test('who brings audit logs has the blobs of their one container and nothing else', () => {
    expect(one(cluster('production'), 'azurerm_role_assignment.workload-identity-audit-writer-may-container').scope).toMatch(
      /objectStore\.auditAccount\}?.*\/blobServices\/default\/containers\/.*objectStore\.audit\}$/,
    );
  });

  test('containers of audit logs are kept as long as the file says, unlocked until a person locks them; Azure Monitor may write on', () => {
    const policies = ofType(foundation('production'), 'azurerm_storage_container_immutability_policy').map(({ name, attributes }) => [
      name,
      attributes.immutability_period_in_days,
      attributes.protected_append_writes_enabled,
      attributes.locked,
      (attributes.lifecycle as Tree).ignore_changes,
    ]);
    expect(policies).toEqual([
      ['object-store-audit-kubernetes-kept', 1827, true, false, ['locked']],
      ['object-store-audit-logs-kept', 1827, false, false, ['locked']],
    ]);
    expect(one(cluster('production'), 'azurerm_monitor_diagnostic_setting.cluster-audit')).toMatchObject({
      enabled_log: [{ category: 'kube-audit-admin' }],
    });
  });

  test('no right reaches a whole subscription, and none but reading a whole group', () => {
    const wide = (stack: SynthesisedStack) =>
      ofType(stack, 'azurerm_role_assignment').filter(({ attributes }) =>
        /"\/providers\/", [\w.]+\), 0\)}$/.test(String(attributes.scope)),
      );
    for (const name of names)
      for (const stack of [foundation(name), cluster(name)])
        expect(wide(stack).map(({ attributes }) => attributes.role_definition_name)).toEqual(wide(stack).map(() => 'Reader'));
    expect(wide(cluster('production'))).toHaveLength(2);
  });

  test('each is trusted for exactly one service account', () => {
    expect(one(cluster('production'), 'azurerm_federated_identity_credential.workload-identity-vault-trust')).toMatchObject({
      subject: 'system:serviceaccount:vault:vault',
      audience: ['api://AzureADTokenExchange'],
      issuer: `\${azurerm_kubernetes_cluster.cluster-cluster.oidc_issuer_url}`,
      parent_id: `\${azurerm_user_assigned_identity.workload-identity-vault.id}`,
    });
  });

  test('the managed Kafka finds the identity of its proxy by its name', () => {
    expect(one(cluster('production in one country'), 'azurerm_user_assigned_identity.workload-identity-kafka-proxy').name).toBe(
      'labs-dev-kafka-proxy',
    );
    expect(addresses(cluster('production'), 'azurerm_user_assigned_identity')).not.toContain('workload-identity-kafka-proxy');
  });
});

describe('inside the cluster of Azure', () => {
  test('Vault opens itself by the key of the foundation', () => {
    const { text } = stackOf('production', 'platform');
    const { name: vault } = one(foundation('production'), 'azurerm_key_vault.keys-store');
    const { name: key } = one(foundation('production'), 'azurerm_key_vault_key.keys-vault');
    for (const line of [`vault_name = \\\\\\"${vault}\\\\\\"`, `key_name = \\\\\\"${key}\\\\\\"`])
      expect(text.replaceAll('\\\\\\"', '"')).toContain(line.replaceAll('\\\\\\"', '"').replaceAll('"', '\\"'));
  });

  test('volumes are encrypted with the set of the cluster', () => {
    const { name } = one(cluster('production'), 'azurerm_disk_encryption_set.cluster-disks');
    const { name: place } = one(cluster('production'), 'azurerm_resource_group.place-group');
    const { parameters, reclaim_policy } = one(stackOf('production', 'platform'), 'kubernetes_storage_class_v1.storage-class');
    expect(String((parameters as Tree).diskEncryptionSetID)).toMatch(
      new RegExp(`/resourceGroups/${place}/providers/Microsoft.Compute/diskEncryptionSets/${name}$`),
    );
    expect(reclaim_policy).toBe('Retain');
  });

  test('webhooks are reached from Konnectivity, which Cilium takes for pods and never for addresses', () => {
    const platform = stackOf('production', 'platform');
    for (const [namespace, port] of [
      ['operators', '9443'],
      ['cert-manager', '10250'],
    ]) {
      const policy = one(platform, `kubernetes_network_policy_v1.namespace-${namespace}-policies-allowed-flows`).spec as Tree;
      const agents = { namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
      expect([namespace, policy.ingress]).toEqual([
        namespace,
        expect.arrayContaining([{ from: [agents], ports: expect.arrayContaining([{ port, protocol: 'TCP' }]) }]),
      ]);
    }
  });

  test('cert-manager asks the name servers of the zone by UDP, as everybody does', () => {
    const policy = one(stackOf('production', 'platform'), 'kubernetes_network_policy_v1.namespace-cert-manager-policies-allowed-flows');
    expect((policy.spec as Tree).egress).toContainEqual({
      to: [{ ip_block: { cidr: '0.0.0.0/0' } }],
      ports: [
        { port: '443', protocol: 'TCP' },
        { port: '53', protocol: 'UDP' },
        { port: '53', protocol: 'TCP' },
      ],
    });
  });

  test('the balancer of the gateway takes the fixed address', () => {
    const { text } = stackOf('production', 'edge');
    expect(text).toContain(
      'service.beta.kubernetes.io/azure-pip-name: ${data.terraform_remote_state.foundation.outputs.network.ingressAddresses}',
    );
    expect(text).toContain('service.beta.kubernetes.io/azure-load-balancer-resource-group: ${element(split(');
  });

  test('certificates are proven in the zone of the environment', () => {
    const { text } = stackOf('production', 'secrets');
    expect(text).toContain('hostedZoneName: dev.labs.example.org');
    expect(text).toContain('identities[\\"cert-manager/cert-manager\\"]');
  });
});

describe('Terraform', () => {
  const { work, here, missing, proof } = realProviders('azure', ['azurerm'], () => [foundation('production').json]);
  const problems = (name: string, json: unknown) => validated(here, join(work, name), json);

  for (const name of names)
    proof(`${name}: foundation and cluster are valid for the real provider`, () => {
      for (const stack of [foundation(name), cluster(name)])
        expect([stack.id, problems(`${name}-${stack.id}`.replaceAll(' ', '-'), stack.json)]).toEqual([stack.id, []]);
    });

  proof(`what the real provider does not know is refused`, () => {
    const json = JSON.parse(cluster('production').text.replace('"run_command_enabled"', '"run_command_allowed"')) as unknown;
    expect(problems('broken', json).join('\n')).toContain('run_command_allowed');
  });

  for (const name of names)
    proof(`${name}: the foundation is made, and the cluster of what it hands on, with a mock in place of Azure`, () => {
      const folder = (id: string) => join(work, `apply-${name}-${id}`.replaceAll(' ', '-'));
      const first = applyWithMocks(here, folder('foundation'), foundation(name));
      expect(first).toMatchObject({ ok: true, output: '' });
      const states = folder('states');
      mkdirSync(states);
      writeOutputs(join(states, 'foundation.tfstate'), first.outputs);
      const next = cluster(name);
      const text = next.text.replaceAll(`${stateDir}/`, `${states}/`);
      const second = applyWithMocks(here, folder('cluster'), { ...next, text, json: JSON.parse(text) });
      expect(second).toMatchObject({ ok: true, output: '' });
      const scope = (id: string) => second.made[`azurerm_role_assignment.${id}`]?.scope;
      const { name: vault } = one(foundation(name), 'azurerm_key_vault.keys-store');
      const inFoundation = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/labs-dev-foundation';
      expect(scope('workload-identity-vault-may-key')).toBe(
        `${inFoundation}/providers/Microsoft.KeyVault/vaults/${vault}/keys/labs-dev-vault`,
      );
      expect(scope('cluster-encryption-right')).toBe(`${inFoundation}/providers/Microsoft.KeyVault/vaults/${vault}/keys/labs-dev-data`);
      expect(scope('cluster-may-use-ingress-address')).toBe(
        `${inFoundation}/providers/Microsoft.Network/publicIPAddresses/labs-dev-ingress`,
      );
      expect(scope('cluster-may-find-ingress-address')).toBe(inFoundation);
      expect(scope('workload-identity-backups-may-container')).toMatch(
        /\/storageAccounts\/labsdev[0-9a-f]{6}\/blobServices\/default\/containers\/backups$/,
      );
      const values = (outputs: typeof first.outputs) => Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]));
      expect({ ...values(first.outputs), ...values(second.outputs) }).toMatchObject({
        network: { ingressAddresses: 'labs-dev-ingress' },
        cluster: {
          name: 'labs-dev',
          endpoint: `https://labs-dev.${name === 'sandbox' ? 'public' : 'private'}.example.net:443`,
          certificateAuthority: 'cHVibGlj',
          identityIssuer: 'https://issuer.example.net/1/',
        },
        workloadIdentity: { identities: { 'vault/vault': expect.stringMatching(/^[0-9a-f-]{36}$/) } },
      });
    });

  const lacking = missing ?? lackingOpenssl();
  (lacking ? test.skip : test)(
    `foundation and cluster are planned by the real provider, which judges what belongs together, at a stand-in for Azure that has nothing yet${lacking ? ` (skipped: ${lacking})` : ''}`,
    async () => {
      const standIn = new StandIn();
      const folder = join(work, 'stand-in');
      mkdirSync(folder);
      try {
        await standIn.start(folder);
        standIn.azure.interrupt = answersOfFoundation(standIn.azure);
        const handedOn = applyWithMocks(here, join(work, 'plan-mocked'), foundation('production'));
        writeOutputs(join(folder, 'foundation.tfstate'), handedOn.outputs);
        const { cluster: key = '' } = (handedOn.outputs.keys?.value ?? {}) as { readonly cluster?: string };
        putKey(standIn.azure, key.split(/[/.]/)[2] ?? '', key.split('/').at(-1) ?? '');
        for (const stack of [foundation('production'), cluster('production')]) {
          const { terraform: settings, ...rest } = JSON.parse(stack.text.replaceAll(`${stateDir}/`, `${folder}/`)) as StackJson;
          const json = { ...rest, terraform: { required_providers: settings.required_providers } };
          const at = stackFolder(here, join(work, `plan-${stack.id}`), json);
          const answer = await askedOf({ ...here, env: { ...here.env, ...standIn.env } }, at, 'plan', '-input=false', '-no-color');
          const count = /Plan: (\d+) to add, 0 to change, 0 to destroy/.exec(answer.output)?.[1];
          expect([stack.id, answer.ok ? '' : answer.output.slice(-3000), Number(count)]).toEqual([stack.id, '', resourcesOf(stack).length]);
        }
      } finally {
        standIn.stop();
      }
    },
    180_000,
  );
});
