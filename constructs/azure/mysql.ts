import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { MysqlFlexibleServer } from '@cdktf/provider-azurerm/lib/mysql-flexible-server';
import { MysqlFlexibleServerConfiguration } from '@cdktf/provider-azurerm/lib/mysql-flexible-server-configuration';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { mysqlParameters } from '../../config/model/mysql-parameters';
import { nameOf } from '../../config/model/names';
import { storeMachine } from '../../config/model/store-machines';
import { everyServiceSpeaksTls } from '../../config/model/store-trust';
import { storeWindows } from '../../config/model/store-windows';
import { tagsOf } from '../../config/model/tags';
import { catalogue } from '../../config/releases/catalogue';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, Foundation, ManagedStore } from '../contracts';
import { first } from '../terraform/first';
import { encryptionIdentity } from './encryption-identity';
import { geoRedundant, highAvailability, isBurstable, maintenanceWindow, serverVersion, storage } from './mysql-settings';
import { zonePurpose } from './private-zones';
import { StoreLogin } from './store-login';
import { diagnose } from './telemetry';
import { zonesSpanned } from './zones';

const administrator = 'workbench';

/**
 * Azure Database for MySQL, flexible server, with private access: it stands in a subnet of its own, has no public address, and its name is known in the
 * network alone. Databases and users are made by the bootstrap Job in the cluster, because nobody outside reaches the server.
 *
 * Name, subnet, administrator and the copy of backups in the other region can never be changed: Terraform would make another server, which
 * needs a consent of its own. A larger machine and a standby restart it, one to two minutes. The price is mostly that of the machine, twice with a standby.
 */
export const mysql: Capabilities['mysql'] = (scope, { config }, foundation): ManagedStore => {
  const { place, network, logWorkspace, secretStore } = foundation;
  const { limits } = catalogue[config.hub.release];
  const machine = storeMachine(config, 'mysql')?.name ?? '';
  const login = new StoreLogin(scope, 'admin', { config, store: secretStore.id, name: 'mysql-administrator', username: administrator });
  const [zone] = zonesSpanned(config) ?? [];
  const server = new MysqlFlexibleServer(scope, 'server', {
    name: nameOf(config, 'database', 'mysql'),
    resourceGroupName: place.group,
    location: place.region,
    version: serverVersion(limits),
    skuName: machine,
    administratorLogin: administrator,
    administratorPasswordWo: login.password,
    administratorPasswordWoVersion: login.version,
    delegatedSubnetId: first(network.dataSubnets),
    privateDnsZoneId: network.purposes[zonePurpose('mysql')],
    // A server in a subnet has no other choice; said all the same, so that a policy can read it.
    publicNetworkAccess: 'Disabled',
    zone,
    highAvailability: highAvailability(config, machine),
    storage: storage(config),
    // The log between two backups is kept too: any second of these days can be restored.
    backupRetentionDays: storeWindows(config, 'mysql').retentionDays,
    geoRedundantBackupEnabled: geoRedundant(config),
    maintenanceWindow: maintenanceWindow(config),
    ...ownKey(scope, config, foundation, machine),
    tags: tagsOf(config),
    lifecycle: {
      ignoreChanges: [
        // A failover swaps these two, and Terraform would fail over once more to have them back.
        'zone',
        'high_availability[0].standby_availability_zone',
        // It grows by itself. A smaller size in the file would be another, empty server.
        'storage[0].size_gb',
      ],
    },
  });
  parameters(scope, server, mysqlParameters('flexible-server', { mysqlTls: everyServiceSpeaksTls(config) }));
  const logs = diagnose(scope, 'logs', logWorkspace.id, { target: server.id, logs: 'allLogs' });
  if (config.operations.deletionProtection)
    new ManagementLock(scope, 'lock', {
      name: 'ledger',
      scope: server.id,
      lockLevel: 'CanNotDelete',
      // Azure knows no deletion protection of its own here. Terraform removes the lock first, after the consent that the command asks for.
      notes: 'holds the ledger: operations.deletionProtection',
      // It holds what lies below the server too, so it must be gone before any of that is taken away.
      dependsOn: [logs],
    });
  return { host: server.fqdn, port: '3306', adminSecret: login.handedOn };
};

/**
 * The key `data` instead of one of Microsoft's. Not beside backups in another region: they need a key of that region, which is not made here,
 * so whoever may not leave the country has a key of their own, and whoever may has the copy. Not on machines that save credits.
 */
function ownKey(scope: Construct, config: WorkbenchConfig, foundation: Foundation, machine: string) {
  if (geoRedundant(config) || isBurstable(machine)) return {};
  const { identity, right } = encryptionIdentity(scope, config, foundation, 'mysql');
  return {
    identity: { type: 'UserAssigned', identityIds: [identity.id] },
    customerManagedKey: { keyVaultKeyId: foundation.keys.data, primaryUserAssignedIdentityId: identity.id },
    dependsOn: [right],
  };
}

/** One after another: the server takes one change at a time and refuses a second one (`ServerIsBusy`). */
function parameters(scope: Construct, server: MysqlFlexibleServer, rows: ReturnType<typeof mysqlParameters>): void {
  let before: ITerraformDependable | undefined;
  for (const { name, value } of rows) {
    before = new MysqlFlexibleServerConfiguration(scope, `parameter-${name}`, {
      name,
      value,
      serverName: server.name,
      resourceGroupName: server.resourceGroupName,
      ...(before ? { dependsOn: [before] } : {}),
    });
  }
}
