import { block, blocks, isOn, isSet } from './attributes';
import type { Policy } from './policy';

const world = (value: unknown) => [value].flat().some((source) => ['*', 'Internet', '0.0.0.0/0', 'Any'].includes(String(source)));

/** Network, vaults, storage, registry, logs and managed stores on Azure. */
export const azureGroundPolicies: readonly Policy[] = [
  {
    id: 'AZ-RULE-NOT-THE-WORLD',
    severity: 'critical',
    title: 'The world reaches nothing but the gateway',
    why: 'stores and nodes would be attacked within minutes',
    references: ['CIS Azure 6.1, 6.2', 'CKV_AZURE_9', 'CKV_AZURE_10', 'CKV_AZURE_160'],
    reads: ['azurerm_network_security_group', 'azurerm_network_security_rule'],
    check: (attributes, { type }) => {
      const rules = type === 'azurerm_network_security_group' ? blocks(attributes, 'security_rule') : [attributes];
      const ways = rules.filter(({ direction, access }) => direction === 'Inbound' && access === 'Allow');
      const open = ways.filter(({ source_address_prefix: one, source_address_prefixes: many }) => world(one) || world(many));
      const ports = open.flatMap(({ destination_port_range: one, destination_port_ranges: many }) =>
        [one, many].flat().filter(isSet).map(String),
      );
      const wrong = ports.filter((port) => !['80', '443'].includes(port));
      return wrong.length > 0 ? `lets the world in at ${wrong.join(', ')}` : undefined;
    },
  },
  {
    id: 'AZ-SUBNET-GUARDED',
    severity: 'medium',
    title: 'Every subnet has a network security group',
    why: 'everything in the network could talk to everything',
    references: ['CKV2_AZURE_31', 'Azure Policy e71308d3'],
    reads: ['azurerm_subnet'],
    check: (_attributes, resource, all) =>
      all.resources.some(
        (one) =>
          one.type === 'azurerm_subnet_network_security_group_association' &&
          JSON.stringify(one.attributes).includes(`\${${resource.address}.`),
      )
        ? undefined
        : 'has no security group',
  },
  {
    id: 'AZ-SUBNET-NO-DEFAULT-WAY-OUT',
    severity: 'low',
    title: 'Nothing leaves by an address that Azure lends',
    why: 'participants could not allow the hub: the address changes',
    references: ['learn.microsoft.com, default outbound access is retired'],
    reads: ['azurerm_subnet'],
    check: ({ default_outbound_access_enabled: on }) => (isOn(on) ? 'lends addresses' : undefined),
  },
  {
    id: 'AZ-VAULT-PURGE-PROTECTED',
    severity: 'critical',
    title: 'A vault cannot be emptied for good',
    why: 'with its keys every disk and backup is gone',
    references: ['CIS Azure 8.5', 'CKV_AZURE_42', 'CKV_AZURE_110'],
    reads: ['azurerm_key_vault'],
    check: ({ purge_protection_enabled: on }) => (isOn(on) ? undefined : 'can be purged'),
  },
  {
    id: 'AZ-VAULT-RBAC',
    severity: 'medium',
    title: 'Rights on a vault are roles of Azure',
    why: 'lists inside the vault are seen by nobody who looks at rights',
    references: ['CIS Azure 8.6'],
    reads: ['azurerm_key_vault'],
    check: ({ rbac_authorization_enabled: on, enable_rbac_authorization: old }) =>
      isOn(on) || isOn(old) ? undefined : 'uses access policies',
  },
  {
    id: 'AZ-VAULT-CLOSED',
    severity: 'high',
    title: 'A vault is closed to networks that are not named',
    why: 'a stolen login would be enough, from anywhere',
    references: ['CKV_AZURE_109', 'CKV_AZURE_189'],
    reads: ['azurerm_key_vault'],
    check: (attributes) => (block(attributes, 'network_acls')?.default_action === 'Deny' ? undefined : 'is open to every network'),
  },
  {
    id: 'AZ-VAULT-KEY-ROTATED',
    severity: 'medium',
    title: 'Keys change by themselves',
    why: 'a key that leaks would open everything for ever',
    references: ['CIS Azure 8.8'],
    reads: ['azurerm_key_vault_key'],
    check: (attributes) => (block(attributes, 'rotation_policy') ? undefined : 'does not rotate'),
  },
  {
    id: 'AZ-SECRET-NOT-IN-STATE',
    severity: 'critical',
    title: 'Secrets are written without passing through the state',
    why: 'whoever reads the state would read the password of the ledger',
    references: ['developer.hashicorp.com/terraform, write-only arguments'],
    reads: ['azurerm_key_vault_secret'],
    check: ({ value }) => (isSet(value) ? 'its value is in the state' : undefined),
  },
  {
    id: 'AZ-STORAGE-TLS',
    severity: 'high',
    title: 'Storage is reached by TLS 1.2 only',
    why: 'a backup would cross the network in the clear',
    references: ['CIS Azure 3.1, 3.15', 'CKV_AZURE_3', 'CKV_AZURE_44'],
    reads: ['azurerm_storage_account'],
    check: ({ https_traffic_only_enabled: https, min_tls_version: version }) =>
      https !== false && (version === undefined || version === 'TLS1_2' || version === 'TLS1_3') ? undefined : 'answers without TLS 1.2',
  },
  {
    id: 'AZ-STORAGE-NOT-PUBLIC',
    severity: 'critical',
    title: 'Nothing in storage can be made public',
    why: 'backups hold every account of the country',
    references: ['CIS Azure 3.17', 'CKV_AZURE_190', 'CKV2_AZURE_47'],
    reads: ['azurerm_storage_account'],
    check: ({ allow_nested_items_to_be_public: on }) => (on === false ? undefined : 'containers could be made public'),
  },
  {
    id: 'AZ-STORAGE-CLOSED',
    severity: 'high',
    title: 'Storage is closed to networks that are not named',
    why: 'a stolen login would be enough, from anywhere',
    references: ['CIS Azure 3.8', 'CKV_AZURE_35', 'CKV_AZURE_59'],
    reads: ['azurerm_storage_account'],
    check: (attributes) =>
      attributes.public_network_access_enabled === false || block(attributes, 'network_rules')?.default_action === 'Deny'
        ? undefined
        : 'is open to every network',
  },
  {
    id: 'AZ-STORAGE-NO-KEYS',
    severity: 'high',
    title: 'Nobody uses storage by its account keys',
    why: 'a key does everything, for everybody, until somebody remembers it',
    references: ['CIS Azure 3.3', 'CKV2_AZURE_40'],
    reads: ['azurerm_storage_account'],
    check: ({ shared_access_key_enabled: on }) => (on === false ? undefined : 'its keys work'),
  },
  {
    id: 'AZ-STORAGE-UNDO',
    severity: 'high',
    title: 'Storage keeps what is overwritten or deleted',
    why: 'one wrong copy would be the end of the backups',
    references: ['CIS Azure 3.11', 'CKV_AZURE_119', 'CKV2_AZURE_38'],
    reads: ['azurerm_storage_account'],
    check: (attributes) => {
      const blobs = block(attributes, 'blob_properties') ?? {};
      return isOn(blobs.versioning_enabled) && block(blobs, 'delete_retention_policy') ? undefined : 'cannot undo';
    },
  },
  {
    id: 'AZ-STORAGE-OWN-KEY',
    severity: 'medium',
    title: 'Storage is encrypted with a key of the environment',
    why: 'with the key of Microsoft nobody can take the right to read away',
    references: ['CIS Azure 3.12', 'CKV2_AZURE_1'],
    reads: ['azurerm_storage_account'],
    check: (attributes, _resource, all) =>
      block(attributes, 'customer_managed_key') || all.resources.some(({ type }) => type === 'azurerm_storage_account_customer_managed_key')
        ? undefined
        : 'has no key of ours',
  },
  {
    id: 'AZ-REGISTRY-NO-ADMIN',
    severity: 'high',
    title: 'The registry has no administrator with a password',
    why: 'whoever has it replaces the images of the hub',
    references: ['CKV_AZURE_137'],
    reads: ['azurerm_container_registry'],
    check: ({ admin_enabled: on }) => (isOn(on) ? 'has an administrator with a password' : undefined),
  },
  {
    id: 'AZ-REGISTRY-CLOSED',
    severity: 'medium',
    title: 'The registry is reached inside the network',
    why: 'a stolen login would be enough, from anywhere',
    references: ['CKV_AZURE_139'],
    reads: ['azurerm_container_registry'],
    check: ({ public_network_access_enabled: on }) => (on === false ? undefined : 'is open to every network'),
  },
  {
    id: 'AZ-GRAFANA-NO-KEYS',
    severity: 'medium',
    title: 'People and programs log in to the managed Grafana by Entra ID, never by a key',
    why: 'a key has no owner, and goes on working when its owner has left',
    references: ['learn.microsoft.com, service accounts of Azure Managed Grafana'],
    reads: ['azurerm_dashboard_grafana'],
    check: ({ api_key_enabled: on }) => (isOn(on) ? 'gives out API keys' : undefined),
  },
  {
    id: 'AZ-GRAFANA-PRIVATE',
    severity: 'medium',
    title: 'The managed Grafana has no public address',
    why: 'nothing but a login would keep the world from it',
    references: ['Azure Policy e8775d5a'],
    reads: ['azurerm_dashboard_grafana'],
    check: ({ public_network_access_enabled: on }) => (on === false ? undefined : 'is reached from everywhere'),
  },
  {
    id: 'AZ-LOGS-KEPT',
    severity: 'medium',
    title: 'Logs are kept for a stated time',
    why: 'kept for a day they help nobody',
    references: ['CIS Azure 5.1.2'],
    reads: ['azurerm_log_analytics_workspace'],
    check: ({ retention_in_days: days }) => (Number(days) >= 30 ? undefined : `kept for ${days ?? 'a time that is not stated'}`),
  },
  {
    id: 'AZ-INSIGHTS-LOGIN',
    severity: 'medium',
    title: 'Metrics and traces come from those who log in',
    why: 'anybody with the address could write nonsense, and be paid for by us',
    references: ['learn.microsoft.com Application Insights, local authentication'],
    reads: ['azurerm_application_insights'],
    check: ({ local_authentication_disabled: off }) => (isOn(off) ? undefined : 'takes data without a login'),
  },
];
