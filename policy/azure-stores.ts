import { block, companions, isOn, isSet } from './attributes';
import type { Policy } from './policy';

const server = ['azurerm_mysql_flexible_server'];
const parameter = ['azurerm_mysql_flexible_server_configuration'];
const hubs = ['azurerm_eventhub_namespace'];

/** MySQL Flexible Server, Event Hubs and what stands beside them. */
export const azureStorePolicies: readonly Policy[] = [
  {
    id: 'AZ-MYSQL-PRIVATE',
    severity: 'critical',
    title: 'The database has no public address',
    why: 'the ledger would stand on the internet',
    references: ['CKV_AZURE_53', 'Azure Policy c9299215'],
    reads: server,
    check: ({ public_network_access: open, delegated_subnet_id: subnet }) =>
      open === 'Disabled' || isSet(subnet) ? undefined : 'has a public address',
  },
  {
    id: 'AZ-MYSQL-TWO-ZONES',
    severity: 'high',
    title: 'In production the database has a standby',
    why: 'the loss of its machine would stop payments until a backup is restored',
    references: ['Azure Well-Architected, MySQL reliability'],
    reads: server,
    check: (attributes, _resource, { config }) =>
      config.profile !== 'production' || isSet(block(attributes, 'high_availability')?.mode) ? undefined : 'has no standby',
  },
  {
    id: 'AZ-MYSQL-BACKUP',
    severity: 'critical',
    title: 'The database is backed up, in production for a week at least',
    why: 'nothing else brings the ledger back',
    references: ['Azure Policy, backup retention'],
    reads: server,
    check: ({ backup_retention_days: days }, _resource, { config }) =>
      Number(days) >= (config.profile === 'production' ? 7 : 1) ? undefined : `backups are kept for ${days ?? 'no stated number of'} days`,
  },
  {
    id: 'AZ-MYSQL-PROTECTED',
    severity: 'high',
    title: 'In production the database cannot be deleted by accident',
    why: 'one wrong click would be the end of the ledger',
    references: ['learn.microsoft.com, resource locks'],
    reads: server,
    check: (_attributes, resource, all) =>
      all.config.profile !== 'production' || companions(all, resource, 'azurerm_management_lock').length > 0
        ? undefined
        : 'is not locked against deletion',
  },
  {
    id: 'AZ-MYSQL-NO-STATE-PASSWORD',
    severity: 'critical',
    title: 'The password of the administrator never passes through the state',
    why: 'whoever reads the state would be the administrator of the ledger',
    references: ['developer.hashicorp.com/terraform, write-only arguments'],
    reads: server,
    check: ({ administrator_password: password }) => (isSet(password) ? 'its password is in the state' : undefined),
  },
  {
    id: 'AZ-MYSQL-TLS',
    severity: 'high',
    title: 'MySQL refuses connections without TLS',
    why: 'passwords and balances would cross the network in the clear',
    references: ['CIS Azure 5.3.1', 'CKV_AZURE_28'],
    reads: parameter,
    check: ({ name, value }) =>
      name === 'require_secure_transport' && String(value).toUpperCase() !== 'ON' ? 'accepts connections without TLS' : undefined,
  },
  {
    id: 'AZ-MYSQL-NO-HIDDEN-KEY',
    severity: 'high',
    title: 'MySQL adds no primary key that nobody asked for',
    why: 'migrations of Keycloak and of the ledger fail: multiple primary key defined',
    references: ['learn.microsoft.com MySQL flexible server, limitations', 'keycloak/keycloak 23268'],
    reads: server,
    check: (_attributes, resource, all) =>
      companions(all, resource, 'azurerm_mysql_flexible_server_configuration').some(
        ({ attributes }) => attributes.name === 'sql_generate_invisible_primary_key' && String(attributes.value).toUpperCase() === 'OFF',
      )
        ? undefined
        : 'adds invisible primary keys',
  },
  {
    id: 'AZ-MYSQL-LOGS',
    severity: 'medium',
    title: 'Who logged in to the database is written down',
    why: 'after an incident nobody could say who it was',
    references: ['CIS Azure 5.3.3', 'Azure Policy, audit log'],
    reads: server,
    check: (_attributes, resource, all) =>
      companions(all, resource, 'azurerm_monitor_diagnostic_setting').length > 0 ? undefined : 'hands on no log',
  },
  {
    id: 'AZ-HUBS-TLS',
    severity: 'critical',
    title: 'Event Hubs speaks TLS 1.2',
    why: 'every payment passes through it',
    references: ['CKV_AZURE_223'],
    reads: hubs,
    check: ({ minimum_tls_version: version }) => (version === undefined || version === '1.2' ? undefined : `speaks TLS ${version}`),
  },
  {
    id: 'AZ-HUBS-PRIVATE',
    severity: 'critical',
    title: 'Event Hubs has no public address',
    why: 'every payment passes through it',
    references: ['Azure Policy 0602787f'],
    reads: hubs,
    check: ({ public_network_access_enabled: open }) => (open === false ? undefined : 'is reached from every network'),
  },
  {
    id: 'AZ-HUBS-NO-KEYS',
    severity: 'high',
    title: 'Nobody uses Event Hubs by its keys',
    why: 'Azure gives every namespace keys that do everything, and the provider reads them into the state',
    references: ['Azure Policy 5d4e3c65'],
    reads: hubs,
    check: ({ local_authentication_enabled: on }) => (on === false ? undefined : 'its keys work'),
  },
  {
    id: 'AZ-HUBS-OWN-KEY',
    severity: 'medium',
    title: 'Event Hubs is encrypted with a key of the environment',
    why: 'with the key of Microsoft nobody can take the right to read away',
    references: ['Azure Policy a1ad735a'],
    reads: hubs,
    check: (_attributes, resource, all) =>
      companions(all, resource, 'azurerm_eventhub_namespace_customer_managed_key').length > 0 ? undefined : 'has no key of ours',
  },
  {
    id: 'AZ-ENDPOINT-NAMED',
    severity: 'medium',
    title: 'A private endpoint is found by the public name of its service',
    why: 'clients would go around it, or be refused their certificate',
    references: ['learn.microsoft.com, private endpoint DNS'],
    reads: ['azurerm_private_endpoint'],
    check: (attributes) => (block(attributes, 'private_dns_zone_group') ? undefined : 'has no private DNS zone'),
  },
  {
    id: 'AZ-ENDPOINT-AUTOMATIC',
    severity: 'low',
    title: 'A private endpoint needs nobody to accept it',
    why: 'a deployment would wait for a person that does not know of it',
    references: ['learn.microsoft.com, private endpoint approval'],
    reads: ['azurerm_private_endpoint'],
    check: (attributes) => (isOn(block(attributes, 'private_service_connection')?.is_manual_connection) ? 'waits for a person' : undefined),
  },
];
