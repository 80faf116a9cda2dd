import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  type EventHubsTier,
  eventHubsDemand,
  eventHubsPlan,
  holds,
  type TierLimits,
  tierLimits,
  unitsFor,
} from '../config/model/event-hubs';
import { foundation, inFoundation, subscription as subscriptionId } from './azure/foundation';
import { terraformProgram } from './lab/providers';
import { initialise, runTerraform, stackFolder, validated } from './real-providers';
import {
  allOf,
  leavesOf,
  modelWith,
  resourcesOf,
  type StackJson,
  type Synthesised,
  type SynthesisedStack,
  synthesised,
  type Tree,
} from './synthesised';
import { over } from './workbench-fixtures';

const platform = { provider: 'azure', context: undefined, region: 'southafricanorth', account: '00000000-0000-0000-0000-000000000001' };
const azure = (more: Tree = {}) => over({ platform, state: { backend: 'local' }, cluster: { kubernetesVersion: '1.35' } }, more);
const eventHubs = (more: Tree = {}) => ({ kafka: { service: 'event-hubs', ...more } });
const flexible = { mysql: { service: 'flexible-server' } };

/** Environments that differ in what decides about their stores. */
const environments = {
  production: azure({ profile: 'production', stores: eventHubs() }),
  'production in one country': azure({
    profile: 'production',
    hub: { size: 'large' },
    residency: { country: 'ZA', allowedRegions: ['southafricanorth'] },
    stores: eventHubs(),
  }),
  'production that may use both regions of its country': azure({
    profile: 'production',
    residency: { country: 'ZA', allowedRegions: ['southafricanorth', 'southafricawest'] },
  }),
  'production in a region without a pair': azure({
    profile: 'production',
    platform: { region: 'mexicocentral' },
    residency: { country: 'MX', allowedRegions: ['mexicocentral'] },
  }),
  'production in one zone': azure({ profile: 'production', cluster: { zones: 1 }, stores: eventHubs({ tier: 'dedicated' }) }),
  'sandbox of an old release': azure({ hub: { release: '16.0.4' }, stores: flexible }),
} as const satisfies Record<string, Tree>;
type EnvironmentName = keyof typeof environments;
const names = Object.keys(environments) as EnvironmentName[];

const models = Object.fromEntries(names.map((name) => [name, modelWith(environments[name])])) as Record<
  EnvironmentName,
  ReturnType<typeof modelWith>
>;
const whole = Object.fromEntries(names.map((name) => [name, synthesised(models[name])])) as Record<EnvironmentName, Synthesised>;
const stacks = Object.fromEntries(
  names.map((name) => {
    const stack = whole[name].stacks.find(({ id }) => id === 'managed-stores');
    if (!stack) throw new Error(`${name} has no managed stores`);
    return [name, stack];
  }),
) as Record<EnvironmentName, SynthesisedStack>;

const all = (name: EnvironmentName, type: string) => resourcesOf(stacks[name]).filter((resource) => resource.type === type);
const only = (name: EnvironmentName, type: string): Tree => {
  const [found, ...others] = all(name, type);
  if (!found || others.length > 0) throw new Error(`${name} has ${others.length + (found ? 1 : 0)} ${type}`);
  return found.attributes;
};
const server = (name: EnvironmentName) => only(name, 'azurerm_mysql_flexible_server');
const namespace = (name: EnvironmentName) => only(name, 'azurerm_eventhub_namespace');

describe('MySQL on Azure', () => {
  test('has no public address, and its name is known in the network alone', () => {
    expect(server('production')).toMatchObject({
      delegated_subnet_id: `\${element(data.terraform_remote_state.foundation.outputs.network.dataSubnets, 0)}`,
      private_dns_zone_id: expect.stringContaining('outputs.network.purposes["dns-mysql"]'),
      public_network_access: 'Disabled',
    });
  });

  test.each([
    ['production', { mode: 'ZoneRedundant', standby_availability_zone: '2' }],
    ['production in one zone', { mode: 'SameZone' }],
    ['sandbox of an old release', undefined],
  ] as const)('%s: a standby is %j', (name, standby) => {
    expect(server(name).high_availability).toEqual(standby);
  });

  test('a failover and growth by itself are not taken back by the next deploy', () => {
    expect(server('production').lifecycle).toEqual({
      ignore_changes: ['zone', 'high_availability[0].standby_availability_zone', 'storage[0].size_gb'],
    });
    expect(server('production').storage).toMatchObject({ auto_grow_enabled: true, io_scaling_enabled: true, size_gb: 100 });
    expect(server('sandbox of an old release').storage).toMatchObject({ io_scaling_enabled: false, size_gb: 20 });
  });

  test.each([
    ['production', true, false],
    ['production in one country', false, true],
    ['production that may use both regions of its country', true, false],
    ['production in a region without a pair', false, true],
    ['sandbox of an old release', false, false],
  ] as const)('%s: backups in another region %s, a key of its own %s', (name, copied, ownKey) => {
    const { geo_redundant_backup_enabled, customer_managed_key, depends_on } = server(name);
    expect([geo_redundant_backup_enabled, customer_managed_key !== undefined]).toEqual([copied, ownKey]);
    expect(depends_on).toEqual(ownKey ? ['azurerm_role_assignment.mysql-encryption-right'] : undefined);
  });

  test('the version is one whose logins the drivers of the release know', () => {
    expect(server('production').version).toBe('8.4');
    expect(server('sandbox of an old release').version).toBe('8.0.21');
  });

  test('backups are kept for as long as Azure can, and the window of Azure is that of the file', () => {
    expect(server('production')).toMatchObject({
      backup_retention_days: 35,
      maintenance_window: { day_of_week: 0, start_hour: 2, start_minute: 0 },
    });
  });

  const parameters = (name: EnvironmentName) =>
    Object.fromEntries(
      all(name, 'azurerm_mysql_flexible_server_configuration').map(({ attributes }) => [attributes.name, attributes.value]),
    );

  test('parameters are what Mojaloop needs: no invisible primary keys, TLS where the release speaks it, slow statements and logins logged', () => {
    expect(parameters('production')).toMatchObject({
      sql_generate_invisible_primary_key: 'OFF',
      require_secure_transport: 'ON',
      log_bin_trust_function_creators: 'ON',
      slow_query_log: 'ON',
      audit_log_enabled: 'ON',
      audit_log_events: 'CONNECTION,ADMIN,DDL',
    });
    expect(parameters('sandbox of an old release').require_secure_transport).toBe('OFF');
  });

  test('parameters are set one after another: each waits for exactly the one before', () => {
    const rows = all('production', 'azurerm_mysql_flexible_server_configuration');
    const waits = new Map(rows.map(({ address, attributes }) => [address, attributes.depends_on ?? []]));
    const first = rows.filter(({ attributes }) => attributes.depends_on === undefined);
    expect(first).toHaveLength(1);
    let at = first[0]?.address;
    const order = [at];
    while (at) {
      const next: string | undefined = [...waits].find(([, before]) => before.includes(at as string))?.[0];
      if (next) order.push(next);
      at = next;
    }
    expect(order).toHaveLength(rows.length);
    expect(rows.length).toBeGreaterThan(8);
  });

  test('a ledger that is protected has a lock, a sandbox none', () => {
    expect(only('production', 'azurerm_management_lock')).toMatchObject({
      lock_level: 'CanNotDelete',
      scope: `\${azurerm_mysql_flexible_server.mysql-server.id}`,
      // A lock holds everything below the server too: it must go before the rest does.
      depends_on: ['azurerm_monitor_diagnostic_setting.mysql-logs'],
    });
    expect(all('sandbox of an old release', 'azurerm_management_lock')).toEqual([]);
  });
});

describe('the password of the administrator', () => {
  const ephemeral = /ephemeral\./;
  const { json, text } = stacks.production;

  test('goes through write-only arguments and nowhere else', () => {
    const { ephemeral: blocks, ...rest } = json as unknown as Tree;
    const places = leavesOf(rest)
      .filter(({ value }) => ephemeral.test(String(value)))
      .map(({ path }) => path.slice(1).join('.'));
    expect(places.sort()).toEqual([
      'azurerm_key_vault_secret.mysql-admin-written.value_wo',
      'azurerm_mysql_flexible_server.mysql-server.administrator_password_wo',
    ]);
    expect(Object.keys(blocks as Tree).sort()).toEqual(['azurerm_key_vault_secret', 'tls_private_key']);
    expect(text).not.toMatch(/"(administrator_password|value|primary_key|secondary_key|random_password)":\s*"[^"]*ephemeral/);
    expect(resourcesOf(stacks.production).filter(({ type }) => /^random_|tls_private_key|authorization_rule/.test(type))).toEqual([]);
  });

  test('the server gets what Key Vault has, never what was just born: a retry changes nothing', () => {
    const { administrator_password_wo, administrator_password_wo_version } = server('production');
    expect(administrator_password_wo).toBe(`\${jsondecode(ephemeral.azurerm_key_vault_secret.mysql-admin-stored.value).password}`);
    const written = only('production', 'azurerm_key_vault_secret');
    expect(written.value_wo_version).toBe(administrator_password_wo_version);
    // The id of the version is unknown until it is written: Terraform reads a secret whose arguments are all known while it plans.
    expect(json.ephemeral?.azurerm_key_vault_secret?.['mysql-admin-stored']?.version).toBe(
      `\${azurerm_key_vault_secret.mysql-admin-written.version}`,
    );
  });

  test('Key Vault gets the login as the contract says, and the name of the secret with its version is handed on: a server made anew has another', () => {
    expect(only('production', 'azurerm_key_vault_secret').value_wo).toMatch(/^\$\{jsonencode\(\{"username" = "workbench", "password" = /);
    expect(json.output?.mysql?.value).toEqual({
      adminSecret: `\${azurerm_key_vault_secret.mysql-admin-written.name}/\${azurerm_key_vault_secret.mysql-admin-written.version}`,
      host: `\${azurerm_mysql_flexible_server.mysql-server.fqdn}`,
      port: '3306',
    });
  });
});

describe('Event Hubs as Kafka', () => {
  test('lets nobody in by a key, by an old TLS or by a public address', () => {
    expect(namespace('production')).toMatchObject({
      local_authentication_enabled: false,
      minimum_tls_version: '1.2',
      public_network_access_enabled: false,
      network_rulesets: [
        {
          default_action: 'Deny',
          public_network_access_enabled: false,
          trusted_service_access_enabled: false,
          ip_rule: [],
          virtual_network_rule: [],
        },
      ],
    });
    expect(only('production', 'azurerm_private_endpoint')).toMatchObject({
      private_service_connection: { subresource_names: ['namespace'], is_manual_connection: false },
      private_dns_zone_group: { private_dns_zone_ids: [expect.stringContaining('purposes["dns-kafka"]')] },
      // One change of the namespace at a time.
      depends_on: ['azurerm_eventhub_namespace_customer_managed_key.kafka-own-key'],
    });
  });

  test('has one hub a topic, with its partitions and retention, made when the key is in use', () => {
    const hubs = all('production', 'azurerm_eventhub').map(({ attributes }) => attributes);
    expect(hubs.map(({ name }) => name).sort()).toEqual(models.production.topics.map(({ name }) => name).sort());
    for (const hub of hubs)
      expect(hub).toMatchObject({
        partition_count: 6,
        retention_description: { cleanup_policy: 'Delete', retention_time_in_hours: 168 },
        depends_on: ['azurerm_eventhub_namespace_customer_managed_key.kafka-own-key'],
      });
    expect(hubs.filter((hub) => 'capture_description' in hub)).toEqual([]);
  });

  test('the proxy may send and receive in this namespace, and nothing else', () => {
    const rights = all('production', 'azurerm_role_assignment')
      .map(({ attributes }) => attributes)
      .filter(({ principal_id }) => String(principal_id).includes('kafka-proxy'));
    expect(rights.map(({ role_definition_name, scope }) => [role_definition_name, scope])).toEqual([
      ['Azure Event Hubs Data Receiver', `\${azurerm_eventhub_namespace.kafka-namespace.id}`],
      ['Azure Event Hubs Data Sender', `\${azurerm_eventhub_namespace.kafka-namespace.id}`],
    ]);
  });

  test('the proxy it lets in is the one that the stack of the cluster makes', () => {
    const { name, resource_group_name } = (
      stacks.production.json.data as Tree as { readonly azurerm_user_assigned_identity: Record<string, Tree> }
    ).azurerm_user_assigned_identity['kafka-proxy'] as Tree;
    const inCluster = (type: string) =>
      allOf(whole.production, type)
        .filter(({ stack }) => stack === 'cluster')
        .map(({ attributes }) => attributes.name);
    expect(inCluster('azurerm_user_assigned_identity')).toContain(name);
    expect(inCluster('azurerm_resource_group')).toEqual([resource_group_name]);
  });

  test('is made after the cluster, whose proxy it knows; MySQL alone waits for no cluster', () => {
    expect([...stacks.production.needs].sort()).toEqual(['cluster', 'foundation']);
    expect(stacks['sandbox of an old release'].needs).toEqual(['foundation']);
  });

  test('hands on its one address and that no password exists', () => {
    expect(stacks.production.json.output?.kafka?.value).toEqual({
      brokers: [`\${azurerm_eventhub_namespace.kafka-namespace.name}.servicebus.windows.net:9093`],
      mechanism: 'OAUTHBEARER',
      loginSecret: '',
    });
  });

  test('Dedicated is a cluster of its own with a namespace in it', () => {
    expect(only('production in one zone', 'azurerm_eventhub_cluster').sku_name).toBe('Dedicated_1');
    expect(namespace('production in one zone')).toMatchObject({
      sku: 'Standard',
      dedicated_cluster_id: `\${azurerm_eventhub_cluster.kafka-cluster.id}`,
    });
    expect(all('production', 'azurerm_eventhub_cluster')).toEqual([]);
  });
});

describe('the arithmetic of Event Hubs', () => {
  test.each([
    ['production', { tier: 'premium', units: 1, demand: { hubs: 21, partitions: 126, widest: 6 } }],
    ['production in one country', { tier: 'premium', units: 4, demand: { hubs: 21, partitions: 756, widest: 36 } }],
    ['production in one zone', { tier: 'dedicated', units: 1, demand: { hubs: 21, partitions: 126, widest: 6 } }],
  ] as const)('%s: %j', (name, plan) => {
    expect(eventHubsPlan(models[name].config, models[name].topics)).toEqual(plan);
    if (plan.tier === 'premium') expect(namespace(name)).toMatchObject({ sku: 'Premium', capacity: plan.units });
  });

  const tiers = Object.keys(tierLimits) as EventHubsTier[];

  test('takes the fewest units that can be had and hold everything, or none at all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tiers),
        fc.array(fc.record({ partitions: fc.integer({ min: 1, max: 200 }) }), { maxLength: 150 }),
        (tier, topics) => {
          const demand = eventHubsDemand(topics);
          const units = unitsFor(tier, demand);
          const limits: TierLimits = tierLimits[tier];
          const fitting = limits.units.filter((count) => holds(tier, count, demand));
          expect(units).toBe(fitting.length > 0 ? Math.min(...fitting) : undefined);
          if (units !== undefined) {
            expect(demand.hubs).toBeLessThanOrEqual(limits.hubs(units));
            expect(demand.partitions).toBeLessThanOrEqual(limits.partitions(units));
          }
        },
      ),
    );
  });

  test('counts topics as well as partitions', () => {
    const many = (count: number) => eventHubsDemand(Array.from({ length: count }, () => ({ partitions: 1 })));
    expect([100, 101, 200, 201].map((count) => unitsFor('premium', many(count)))).toEqual([1, 2, 2, 4]);
    expect(unitsFor('standard', many(11))).toBeUndefined();
  });
});

describe('Terraform', () => {
  const program = terraformProgram();
  const work = mkdtempSync(join(tmpdir(), 'azure-stores-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  const here = { program: program ?? 'terraform', env: process.env, initialised: join(work, 'init') };

  /** Asked of Terraform itself: tls has no bindings here, so a look into the mirrors of providers would not find it. */
  const missing = ((): string | undefined => {
    if (!program) return 'there is no terraform or tofu on PATH';
    const { ok } = initialise(here, stacks.production.json);
    return ok ? undefined : `${program} can't have azurerm 4.55.0 and tls 4.1.0, neither from a registry nor from a mirror`;
  })();
  const proof = missing ? test.skip : test;
  const why = missing ? ` (skipped: ${missing})` : '';
  const folderOf = (name: string) => join(work, name.replaceAll(' ', '-'));

  for (const name of names)
    proof(
      `${name}: the managed stores are valid for the real providers${why}`,
      () => {
        expect(validated(here, folderOf(name), stacks[name].json)).toEqual([]);
      },
      120_000,
    );

  proof(
    `an argument that the real provider does not know is refused${why}`,
    () => {
      const json = JSON.parse(stacks.production.text.replace('"local_authentication_enabled"', '"local_login_enabled"')) as unknown;
      expect(validated(here, folderOf('broken'), json).join('\n')).toContain('local_login_enabled');
    },
    120_000,
  );

  proof(
    `production is made in its order, with a mocked provider of Azure and a variable in place of the two ephemeral values, which Terraform cannot mock${why}`,
    () => {
      const folder = stackFolder(here, folderOf('mocked'), mockable(stacks.production.json));
      writeFileSync(join(folder, 'apply.tftest.json'), JSON.stringify(applyWithMocks));
      const { output } = runTerraform(here, folder, 'test', '-no-color');
      // The reason stands before the stack that Terraform quotes.
      expect(output.slice(0, 1500)).toContain('Success! 1 passed, 0 failed.');
    },
    120_000,
  );
});

/**
 * The same stack without a backend, with an ephemeral variable as what is born, and what Key Vault has as what is written to it: so the real
 * provider judges the password as it is made.
 */
function mockable(json: StackJson): unknown {
  const born = 'ephemeral.tls_private_key.mysql-admin-born.private_key_pem';
  const stored = 'ephemeral.azurerm_key_vault_secret.mysql-admin-stored.value';
  const written = String(json.resource.azurerm_key_vault_secret?.['mysql-admin-written']?.value_wo);
  const { ephemeral: _, terraform, ...rest } = json as StackJson & Tree;
  const escaped = JSON.stringify(written.slice(2, -1)).slice(1, -1);
  const text = JSON.stringify(rest).replaceAll(stored, escaped).replaceAll(born, 'var.born');
  const variable = { born: { type: 'string', ephemeral: true } };
  return { ...JSON.parse(text), terraform: { required_providers: terraform.required_providers }, variable };
}

const subscription = `/subscriptions/${subscriptionId}`;
const storesId = (rest: string) => `${subscription}/resourceGroups/labs-dev-managed-stores/providers/${rest}`;
const identityId = (name: string) => storesId(`Microsoft.ManagedIdentity/userAssignedIdentities/${name}`);
const serverId = storesId('Microsoft.DBforMySQL/flexibleServers/mysql');
const namespaceId = storesId('Microsoft.EventHub/namespaces/kafka');
const principal = '00000000-0000-0000-0000-00000000000a';
const defaults = (values: Tree) => ({ defaults: values });
const holdsThat = (condition: string, message: string) => ({ condition: `\${${condition}}`, error_message: message });

const applyWithMocks = {
  mock_provider: {
    azurerm: {
      mock_resource: {
        azurerm_mysql_flexible_server: defaults({ id: serverId, fqdn: 'mysql.labs.mysql.database.azure.com' }),
        azurerm_eventhub_namespace: defaults({ id: namespaceId }),
        azurerm_user_assigned_identity: defaults({ id: identityId('kafka-encryption'), principal_id: principal }),
      },
      mock_data: { azurerm_user_assigned_identity: defaults({ id: identityId('kafka-proxy'), principal_id: principal }) },
    },
    tls: {},
  },
  override_data: [{ target: 'data.terraform_remote_state.foundation', values: { outputs: foundation } }],
  variables: { born: 'a key that nobody keeps' },
  run: {
    apply: {
      command: 'apply',
      assert: [
        holdsThat(
          `azurerm_role_assignment.kafka-encryption-right.scope == "${inFoundation('Microsoft.KeyVault/vaults/labs-dev-keys/keys/labs-dev-data')}"`,
          'the right is not on the key',
        ),
        holdsThat(
          `azurerm_mysql_flexible_server.mysql-server.delegated_subnet_id == "${foundation.network.dataSubnets[0]}"`,
          'MySQL is in another subnet',
        ),
        holdsThat(
          `azurerm_private_endpoint.kafka-endpoint.subnet_id == "${foundation.network.endpointSubnets[0]}"`,
          'the endpoint is in another subnet',
        ),
        holdsThat(
          'output.kafka.brokers == [join("", [azurerm_eventhub_namespace.kafka-namespace.name, ".servicebus.windows.net:9093"])]',
          'another broker',
        ),
        holdsThat('output.mysql.host == "mysql.labs.mysql.database.azure.com"', 'another host'),
        holdsThat('startswith(output.mysql.adminSecret, "mysql-administrator/")', 'another name of the login'),
      ],
    },
  },
};
