/**
 * What Terraform calls a thing and what the resource manager calls it: every type that the stacks make on Azure. The role of whoever deploys is worked out
 * from it, so that it may do what the stacks do and nothing else; a test holds it against the imports of constructs/azure and the synthesised examples.
 */
export const resourceTypes = {
  azurerm_api_management: 'Microsoft.ApiManagement/service',
  azurerm_api_management_api: 'Microsoft.ApiManagement/service/apis',
  azurerm_api_management_api_policy: 'Microsoft.ApiManagement/service/apis/policies',
  azurerm_api_management_backend: 'Microsoft.ApiManagement/service/backends',
  azurerm_api_management_certificate: 'Microsoft.ApiManagement/service/certificates',
  azurerm_api_management_custom_domain: 'Microsoft.ApiManagement/service',
  azurerm_api_management_named_value: 'Microsoft.ApiManagement/service/namedValues',
  azurerm_api_management_policy: 'Microsoft.ApiManagement/service/policies',
  azurerm_api_management_policy_fragment: 'Microsoft.ApiManagement/service/policyFragments',
  azurerm_api_management_product: 'Microsoft.ApiManagement/service/products',
  azurerm_api_management_product_api: 'Microsoft.ApiManagement/service/products/apis',
  azurerm_api_management_subscription: 'Microsoft.ApiManagement/service/subscriptions',
  azurerm_application_insights: 'Microsoft.Insights/components',
  azurerm_application_insights_standard_web_test: 'Microsoft.Insights/webtests',
  azurerm_application_insights_workbook: 'Microsoft.Insights/workbooks',
  azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
  azurerm_container_registry_cache_rule: 'Microsoft.ContainerRegistry/registries/cacheRules',
  azurerm_dashboard_grafana: 'Microsoft.Dashboard/grafana',
  azurerm_disk_encryption_set: 'Microsoft.Compute/diskEncryptionSets',
  azurerm_dns_a_record: 'Microsoft.Network/dnsZones/A',
  azurerm_dns_ns_record: 'Microsoft.Network/dnsZones/NS',
  azurerm_dns_zone: 'Microsoft.Network/dnsZones',
  azurerm_eventhub: 'Microsoft.EventHub/namespaces/eventhubs',
  azurerm_eventhub_cluster: 'Microsoft.EventHub/clusters',
  azurerm_eventhub_namespace: 'Microsoft.EventHub/namespaces',
  azurerm_eventhub_namespace_customer_managed_key: 'Microsoft.EventHub/namespaces',
  azurerm_federated_identity_credential: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
  azurerm_key_vault_certificate: 'Microsoft.KeyVault/vaults/certificates',
  azurerm_key_vault_key: 'Microsoft.KeyVault/vaults/keys',
  azurerm_key_vault_secret: 'Microsoft.KeyVault/vaults/secrets',
  azurerm_kubernetes_cluster: 'Microsoft.ContainerService/managedClusters',
  azurerm_kubernetes_cluster_node_pool: 'Microsoft.ContainerService/managedClusters/agentPools',
  azurerm_log_analytics_workspace: 'Microsoft.OperationalInsights/workspaces',
  azurerm_log_analytics_workspace_table: 'Microsoft.OperationalInsights/workspaces/tables',
  azurerm_management_lock: 'Microsoft.Authorization/locks',
  azurerm_monitor_action_group: 'Microsoft.Insights/actionGroups',
  azurerm_monitor_alert_prometheus_rule_group: 'Microsoft.AlertsManagement/prometheusRuleGroups',
  azurerm_monitor_data_collection_endpoint: 'Microsoft.Insights/dataCollectionEndpoints',
  azurerm_monitor_data_collection_rule: 'Microsoft.Insights/dataCollectionRules',
  azurerm_monitor_data_collection_rule_association: 'Microsoft.Insights/dataCollectionRuleAssociations',
  azurerm_monitor_diagnostic_setting: 'Microsoft.Insights/diagnosticSettings',
  azurerm_monitor_metric_alert: 'Microsoft.Insights/metricAlerts',
  azurerm_monitor_workspace: 'Microsoft.Monitor/accounts',
  azurerm_mysql_flexible_server: 'Microsoft.DBforMySQL/flexibleServers',
  azurerm_mysql_flexible_server_configuration: 'Microsoft.DBforMySQL/flexibleServers/configurations',
  azurerm_nat_gateway: 'Microsoft.Network/natGateways',
  azurerm_nat_gateway_public_ip_association: 'Microsoft.Network/natGateways',
  azurerm_network_security_group: 'Microsoft.Network/networkSecurityGroups',
  azurerm_network_watcher_flow_log: 'Microsoft.Network/networkWatchers/flowLogs',
  azurerm_private_dns_a_record: 'Microsoft.Network/privateDnsZones/A',
  azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
  azurerm_private_dns_zone_virtual_network_link: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  azurerm_private_endpoint: 'Microsoft.Network/privateEndpoints',
  azurerm_public_ip: 'Microsoft.Network/publicIPAddresses',
  azurerm_resource_group: 'Microsoft.Resources/subscriptions/resourceGroups',
  azurerm_role_assignment: 'Microsoft.Authorization/roleAssignments',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts',
  azurerm_storage_container: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  azurerm_storage_container_immutability_policy: 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
  azurerm_storage_management_policy: 'Microsoft.Storage/storageAccounts/managementPolicies',
  azurerm_subnet: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_subnet_nat_gateway_association: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_subnet_network_security_group_association: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
} as const satisfies Readonly<Record<string, string>>;

/** Given through a role of its own, which has a condition. */
const givenApart = 'Microsoft.Authorization/roleAssignments';

/** `Microsoft.Network/virtualNetworks/subnets` belongs to `Microsoft.Network/virtualNetworks`. */
const ownerOf = (type: string) => (type.startsWith('Microsoft.Resources/subscriptions/') ? type : type.split('/').slice(0, 2).join('/'));

/** Registered before the first use in a subscription; the stacks register what they need. The last four belong to add-ons of AKS and to zones of others. */
const registered = (namespaces: readonly string[]) =>
  [
    ...new Set([
      ...namespaces,
      'Microsoft.AlertsManagement',
      'Microsoft.Cache',
      'Microsoft.DocumentDB',
      'Microsoft.HDInsight',
      'Microsoft.OperationsManagement',
      'Microsoft.PolicyInsights',
    ]),
  ].sort();

/** What the identity that deploys may do at the resource manager, worked out from what the stacks make. Reading is free everywhere; it shows no secrets. */
export function deployerActions(): string[] {
  const owners = [...new Set(Object.values(resourceTypes).map(ownerOf))].filter((type) => type !== givenApart).sort();
  const namespaces = [...new Set(owners.map((type) => type.split('/')[0] ?? ''))].filter(
    (name) => name !== 'Microsoft.Authorization' && name !== 'Microsoft.Resources',
  );
  return [
    '*/read',
    ...owners.map((type) => `${type}/*`),
    // Deleted vaults and gateways keep their names; a new deploy takes them back.
    'Microsoft.ApiManagement/locations/deletedServices/*',
    'Microsoft.KeyVault/locations/deletedVaults/*',
    // What AKS and the workspace bring along.
    'Microsoft.OperationsManagement/solutions/*',
    'Microsoft.Resources/deployments/*',
    ...registered(namespaces).map((name) => `${name}/register/action`),
  ];
}

/** What it may do inside what it makes: keys and secrets of the vaults, and the interface of Kubernetes. */
export const deployerDataActions: readonly string[] = [
  'Microsoft.ContainerService/managedClusters/*',
  'Microsoft.KeyVault/vaults/certificates/*',
  'Microsoft.KeyVault/vaults/keys/*',
  'Microsoft.KeyVault/vaults/secrets/*',
];

/** Whether a list of actions covers one. */
export const covers = (actions: readonly string[], action: string): boolean =>
  actions.some((pattern) => {
    const expression = pattern
      .split('*')
      .map((part) => part.replace(/[.\\/]/g, '\\$&'))
      .join('.*');
    return new RegExp(`^${expression}$`, 'i').test(action);
  });
