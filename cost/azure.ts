import { block, isSet } from '../policy/attributes';
import type { Attributes } from '../policy/policy';
import { diskTier } from './disks';
import { type Count, type Counts, hourly, hoursAMonth, type Item, monthly, numberOf, stopping, stored, textOf, used } from './items';

/** Nodes of a pool. An ephemeral system disk lies on the machine and costs nothing; a managed one is a disk of the next size. */
function nodes(pool: Attributes): Item[] {
  const machine = textOf(pool.vm_size);
  const least = numberOf(pool.min_count, numberOf(pool.node_count));
  const most = Math.max(least, numberOf(pool.max_count, least));
  const spot = pool.priority === 'Spot';
  const key = `azure.vm${spot ? '-spot' : ''}.${machine}`;
  const disk = diskTier(numberOf(pool.os_disk_size_gb, 128));
  return [
    stopping(`${machine} node${spot ? ', spot' : ''}`, key, least, most),
    ...(pool.os_disk_type === 'Ephemeral'
      ? []
      : [{ what: `${disk} disk of a node`, key: `azure.disk.${disk}`, unit: 'month', count: { least, most } } as const]),
  ];
}

/** A stopped cluster of AKS pays neither nodes nor the uptime promise; the free tier has none. */
const cluster: Count = (attributes) => [
  ...(attributes.sku_tier === 'Free' || !isSet(attributes.sku_tier)
    ? []
    : [stopping(`AKS control plane (${textOf(attributes.sku_tier)})`, `azure.aks.${textOf(attributes.sku_tier).toLowerCase()}`)]),
  ...nodes(block(attributes, 'default_node_pool') ?? {}),
];

/** A standby costs as much again, its storage too. */
const mysql: Count = (attributes) => {
  const machine = textOf(attributes.sku_name);
  const members = isSet(block(attributes, 'high_availability')?.mode) ? 2 : 1;
  return [
    stopping(`${machine}${members > 1 ? ' and its standby' : ''}`, `azure.mysql.${machine}`, members),
    stored('storage', 'azure.mysql.storage', members * numberOf(block(attributes, 'storage')?.size_gb)),
    used('backups beyond the size of the storage', 'azure.mysql.backup', 'GB'),
  ];
};

/** Units of the namespace; one that lies in a Dedicated cluster is paid with that. */
const namespace: Count = ({ sku, capacity, dedicated_cluster_id: dedicated }) =>
  isSet(dedicated)
    ? []
    : [hourly(`Event Hubs ${textOf(sku)} unit`, `azure.event-hubs.${textOf(sku).toLowerCase()}`, numberOf(capacity, 1))];

/** Units of a tier of API Management (`Premium_3`); they can't be stopped. */
const apiManagement: Count = ({ sku_name: sku }) => {
  const [tier = 'unknown', units] = textOf(sku).split('_');
  return [hourly(`API Management unit (${tier})`, `azure.api-management.${tier.toLowerCase()}`, numberOf(units, 1))];
};

/** Each place looks as often as the test says, all month. */
const webTest: Count = ({ geo_locations: places, frequency }) => {
  const looks = ([places].flat().length * hoursAMonth * 3600) / numberOf(frequency, 300) / 10_000;
  return [
    { what: 'looks of the availability test', key: 'azure.availability-test', unit: '10k requests', count: { least: looks, most: looks } },
  ];
};

/** What is paid for on Azure, by type of resource. */
export const azureCounts: Counts = {
  azurerm_kubernetes_cluster: cluster,
  azurerm_api_management: apiManagement,
  azurerm_kubernetes_cluster_node_pool: (attributes) => nodes(attributes),
  azurerm_mysql_flexible_server: mysql,
  azurerm_eventhub_namespace: namespace,
  azurerm_eventhub_cluster: ({ sku_name: sku }) => [
    hourly('Event Hubs Dedicated unit', 'azure.event-hubs.dedicated', numberOf(textOf(sku).split('_')[1], 1)),
  ],
  azurerm_container_registry: ({ sku }) => [
    { what: `registry (${textOf(sku)})`, key: `azure.registry.${textOf(sku).toLowerCase()}`, unit: 'day', count: { least: 1, most: 1 } },
  ],
  azurerm_nat_gateway: () => [hourly('NAT gateway', 'azure.nat'), used('traffic through NAT', 'azure.nat.traffic', 'GB')],
  azurerm_public_ip: () => [hourly('public address', 'azure.public-address')],
  azurerm_private_endpoint: () => [
    hourly('private endpoint', 'azure.private-endpoint'),
    used('traffic through endpoints', 'azure.private-endpoint.traffic', 'GB'),
  ],
  azurerm_dns_zone: () => [monthly('DNS zone', 'azure.dns.zone'), used('answers of DNS', 'azure.dns.queries', '1M requests')],
  azurerm_private_dns_zone: () => [monthly('private DNS zone', 'azure.dns.private-zone')],
  azurerm_log_analytics_workspace: () => [used('logs taken in', 'azure.logs.ingested', 'GB'), used('logs kept', 'azure.logs.kept', 'GB')],
  azurerm_network_watcher_flow_log: () => [
    used('flow logs taken in', 'azure.flow-logs', 'GB'),
    used('flow logs summed up', 'azure.flow-logs.analytics', 'GB'),
  ],
  azurerm_monitor_workspace: () => [
    used('samples of metrics', 'azure.metrics.samples', '10M samples'),
    used('samples looked at by questions and rules', 'azure.metrics.queries', '10M samples'),
  ],
  azurerm_dashboard_grafana: ({ sku }) => [
    // Two machines behind one address (learn.microsoft.com, Azure Managed Grafana: reliability).
    hourly(`Managed Grafana node (${textOf(sku)})`, `azure.grafana.${textOf(sku).toLowerCase()}`, 2),
    used('people who use Managed Grafana', 'azure.grafana.user', 'month'),
  ],
  azurerm_monitor_metric_alert: () => [monthly('metric alert', 'azure.metric-alert')],
  azurerm_application_insights_standard_web_test: webTest,
  azurerm_key_vault: () => [used('uses of keys and secrets', 'azure.key-vault.operations', '10k requests')],
  azurerm_storage_account: () => [used('objects kept', 'azure.storage', 'GB')],
  // Physical cores belong to the building, and no file knows them.
  azurerm_stack_hci_logical_network: () => [used('Azure Local, fee of a physical core', 'azure.local.core', 'month')],
};
