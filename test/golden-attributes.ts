import type { Attributes } from './synthesised';

/** What matters of each kind of resource of a cloud: a change of it costs money, downtime, data or safety. Paths as in Terraform's JSON. */
const mattering: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: ['cidr_block'],
  aws_subnet: ['cidr_block', 'availability_zone'],
  aws_eip: ['domain'],
  aws_vpc_endpoint: ['vpc_endpoint_type', 'service_name'],
  aws_vpc_security_group_ingress_rule: ['cidr_ipv4', 'from_port', 'ip_protocol'],
  aws_vpc_security_group_egress_rule: ['cidr_ipv4', 'from_port', 'ip_protocol'],
  aws_kms_key: ['enable_key_rotation', 'deletion_window_in_days'],
  aws_kms_alias: ['name'],
  aws_cloudwatch_log_group: ['name', 'retention_in_days'],
  aws_s3_bucket: ['bucket', 'force_destroy'],
  aws_s3_bucket_versioning: ['versioning_configuration.status'],
  aws_route53_zone: ['name'],
  aws_acm_certificate: ['domain_name', 'key_algorithm'],
  aws_eks_cluster: ['name', 'version', 'vpc_config.endpoint_public_access', 'access_config.authentication_mode'],
  aws_eks_addon: ['addon_name', 'addon_version'],
  aws_eks_access_entry: ['principal_arn'],
  aws_eks_pod_identity_association: ['namespace', 'service_account'],
  aws_eks_node_group: [
    'node_group_name',
    'instance_types',
    'scaling_config.min_size',
    'scaling_config.max_size',
    'capacity_type',
    'ami_type',
  ],
  aws_db_instance: [
    'identifier',
    'engine_version',
    'instance_class',
    'allocated_storage',
    'multi_az',
    'backup_retention_period',
    'deletion_protection',
    'skip_final_snapshot',
  ],
  aws_msk_cluster: ['cluster_name', 'kafka_version', 'number_of_broker_nodes', 'broker_node_group_info.instance_type'],
  aws_secretsmanager_secret: ['name_prefix', 'recovery_window_in_days'],
  azurerm_resource_group: ['name', 'location'],
  azurerm_virtual_network: ['address_space'],
  azurerm_subnet: ['name', 'address_prefixes'],
  azurerm_public_ip: ['name', 'zones'],
  azurerm_nat_gateway: ['zones'],
  azurerm_private_dns_zone: ['name'],
  azurerm_key_vault: ['name', 'purge_protection_enabled', 'public_network_access_enabled'],
  azurerm_key_vault_key: ['name', 'key_type', 'key_size'],
  azurerm_role_assignment: ['role_definition_name'],
  azurerm_log_analytics_workspace: ['name', 'retention_in_days'],
  azurerm_storage_account: ['name', 'account_replication_type', 'shared_access_key_enabled'],
  azurerm_dns_zone: ['name'],
  azurerm_container_registry: ['name', 'sku', 'zone_redundancy_enabled'],
  azurerm_kubernetes_cluster: [
    'name',
    'kubernetes_version',
    'sku_tier',
    'private_cluster_enabled',
    'network_profile.network_data_plane',
    'automatic_upgrade_channel',
    'default_node_pool.vm_size',
  ],
  azurerm_kubernetes_cluster_node_pool: ['name', 'vm_size', 'zones', 'min_count', 'max_count'],
  azurerm_federated_identity_credential: ['subject'],
  azurerm_mysql_flexible_server: [
    'name',
    'version',
    'sku_name',
    'storage.size_gb',
    'high_availability.mode',
    'backup_retention_days',
    'geo_redundant_backup_enabled',
  ],
  azurerm_mysql_flexible_server_configuration: ['name', 'value'],
  azurerm_eventhub_namespace: ['name', 'sku', 'capacity', 'local_authentication_enabled'],
  azurerm_eventhub: ['partition_count', 'retention_description.retention_time_in_hours'],
  azurerm_stack_hci_logical_network: ['name', 'subnet.address_prefix', 'virtual_switch_name'],
  azurerm_arc_kubernetes_provisioned_cluster: ['name', 'azure_active_directory.azure_rbac_enabled'],
  azurerm_arc_kubernetes_cluster_extension: ['name', 'extension_type'],
  azurerm_resource_group_template_deployment: ['name', 'deployment_mode'],
};

function at(attributes: Attributes, path: string): unknown {
  let value: unknown = attributes;
  for (const key of path.split('.')) {
    const inner: unknown = Array.isArray(value) ? value[0] : value;
    value = typeof inner === 'object' && inner !== null ? (inner as Attributes)[key] : undefined;
  }
  return value;
}

const text = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));

/** `key=value …` of one resource, in the order of the table; nothing of a kind that is not in it. */
export function goldenAttributes(type: string, attributes: Attributes): string {
  const found = (mattering[type] ?? []).flatMap((path) => {
    const value = at(attributes, path);
    return value === undefined || value === null ? [] : [`${path.split('.').at(-1)}=${text(value)}`];
  });
  return found.length > 0 ? `  ${found.join(' ')}` : '';
}
