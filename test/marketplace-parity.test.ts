import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inventoryOf } from '../cli/cost/environment-cost';
import { tableFor } from '../cli/cost/tables';
import { inspectStacks } from '../cli/synthesise';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { readWorkbench } from '../config/load';
import { monthlyCost } from '../config/model/marketplace/monthly-cost';
import { type PlanKind, planKindNames } from '../config/model/marketplace/plan-kinds';
import { covers, deployerActions, deployerDataActions, resourceTypes } from '../config/model/marketplace/resource-types';
import { givenRoles, onlyGivenRoles } from '../config/model/marketplace/roles';
import { hubSizes } from '../config/schema/hub';
import { profiles } from '../config/schema/kinds';
import { count } from '../cost/count';
import { runningHours } from '../cost/hours';
import { bill } from '../cost/price';
import { laidOver } from '../cost/price-table';
import { buildStateStore } from '../stacks/state-store';
import { root } from './command-line';
import { answersWith, deploy, place, workbenchOf } from './marketplace/package';
import type { Made } from './marketplace/resource-manager';
import { allOf, exampleModel, resourcesOf, stateDir, synthesised } from './synthesised';

// Programs are started and hundreds of files checked; a machine that is ten times busier is no fault of theirs.
jest.setTimeout(600_000);

/** The workbench file that answers of the portal make, worked out. */
function answered(changed: Readonly<Record<string, unknown>>, kind: PlanKind = 'solution-template') {
  const { config } = readWorkbench(workbenchOf(deploy(kind, answersWith(kind, changed))), 'answers.json');
  if (!config) throw new Error('the answers make no workbench file');
  return resolveEnvironment(config);
}

const environments = [
  ['what the portal proposes', () => answered({})],
  [
    'production on managed stores',
    () => answered({ profile: 'production', size: 'medium', kafka: 'event-hubs', issuer: 'acme', certificateEmail: 'a@example.org' }),
  ],
  [
    'production in the cluster, data kept in the country',
    () => answered({ profile: 'production', kafka: 'operator', mysql: 'operator', residency: 'country' }),
  ],
  ['the example production-azure', () => exampleModel('production-azure')],
] as const;
const all = environments.map(([name, model]) => [name, synthesised(model())] as const);
const made = (kind: PlanKind) => deploy(kind, answersWith(kind)).resources;
const actions = deployerActions();

/** Files of a folder, one below another. */
const sources = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));

describe('the package and the stacks speak of the same things', () => {
  test('every type that the constructs of Azure can make is in the table, and nothing else is', () => {
    const imported = sources('constructs/azure').flatMap((text) =>
      [...text.matchAll(/@cdktf\/provider-azurerm\/lib\/([\w-]+)'/g)]
        .map(([, name = '']) => name)
        .filter((name) => name !== 'provider' && !name.startsWith('data-')),
    );
    expect([...new Set(imported.map((name) => `azurerm_${name.replaceAll('-', '_')}`))].sort()).toEqual(Object.keys(resourceTypes).sort());
  });

  test.each(all)('%s: whoever deploys may make, change and remove everything that is synthesised', (_, environment) => {
    const types = [...new Set(environment.stacks.flatMap(resourcesOf).map(({ type }) => type))].filter((type) =>
      type.startsWith('azurerm_'),
    );
    expect(types.length).toBeGreaterThan(25);
    const missing = types.flatMap((type) => {
      const arm: string | undefined = (resourceTypes as Readonly<Record<string, string>>)[type];
      if (arm === undefined) return [type];
      // Roles are given through an assignment of its own.
      return arm === 'Microsoft.Authorization/roleAssignments'
        ? []
        : ['read', 'write', 'delete'].map((verb) => `${arm}/${verb}`).filter((action) => !covers(actions, action));
    });
    expect(missing).toEqual([]);
  });

  test.each(all)('%s: every role that is given is one that it may give', (_, environment) => {
    const given = allOf(environment, 'azurerm_role_assignment').map(({ attributes }) => String(attributes.role_definition_name));
    expect(given.length).toBeGreaterThan(5);
    expect(given.filter((name) => !(name in givenRoles))).toEqual([]);
  });

  test('the roles that it may give are those that the constructs know, and no role with which it could give itself more', () => {
    const text = readFileSync(join(root, 'constructs/azure/rights.ts'), 'utf8');
    const [, union = ''] = /export type Role =([^;]+);/.exec(text) ?? [];
    expect(Object.keys(givenRoles).sort()).toEqual([...union.matchAll(/'([^']+)'/g)].map(([, name]) => name).sort());
    for (const id of Object.values(givenRoles)) expect(onlyGivenRoles().split(id)).toHaveLength(3);
    for (const forbidden of ['Owner', 'Contributor', 'User Access Administrator', 'Role Based Access Control Administrator'])
      expect(givenRoles).not.toHaveProperty(forbidden);
    // Owner, Contributor, User Access Administrator, Role Based Access Control Administrator, Key Vault Data Access Administrator.
    const powerful = /^(8e3af657|b24988ac|18d7d88d|f58310d9|8b54135c)-/;
    expect(Object.values(givenRoles).filter((id) => powerful.test(id))).toEqual([]);
    expect(new Set(Object.values(givenRoles)).size).toBe(Object.keys(givenRoles).length);
    expect(covers(actions, 'Microsoft.Authorization/roleAssignments/write')).toBe(false);
    expect(covers(actions, 'Microsoft.Authorization/roleDefinitions/write')).toBe(false);
  });

  test('it may do nothing to what a hub is not made of', () => {
    for (const action of [
      'Microsoft.Compute/virtualMachines/write',
      'Microsoft.Sql/servers/write',
      'Microsoft.Web/sites/write',
      'Microsoft.Subscription/cancel/action',
      'Microsoft.Network/virtualNetworkGateways/write',
    ])
      expect([action, covers(actions, action)]).toEqual([action, false]);
    expect(covers(deployerDataActions, 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read')).toBe(false);
  });

  test.each(all)('%s: it may register every resource provider that the stacks register', (_, environment) => {
    const named = environment.stacks.flatMap(({ json }) =>
      (json.provider.azurerm ?? []).flatMap((provider) => (provider.resource_providers_to_register as string[] | undefined) ?? []),
    );
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named)].filter((name) => !covers(actions, `${name}/register/action`))).toEqual([]);
  });
});

/** Resources of the template: which one of the stacks they are the same as, or why the stacks have none. */
const counterparts = {
  'Microsoft.Storage/storageAccounts': 'azurerm_storage_account of workbench state init',
  'Microsoft.Storage/storageAccounts/blobServices': 'azurerm_storage_account of workbench state init',
  'Microsoft.Storage/storageAccounts/blobServices/containers': 'azurerm_storage_container of workbench state init',
  'Microsoft.Authorization/locks': 'azurerm_management_lock of workbench state init',
  'Microsoft.Authorization/roleAssignments': 'azurerm_role_assignment of workbench state init, and the rights of the identity',
  'Microsoft.Authorization/roleDefinitions': 'none: the rights of the identity, which a pipeline gets from its administrator',
  'Microsoft.ManagedIdentity/userAssignedIdentities': 'none: the identity that deploys, which a pipeline brings along',
  'Microsoft.Network/natGateways': 'none: the network of the container',
  'Microsoft.Network/networkSecurityGroups': 'none: the network of the container',
  'Microsoft.Network/publicIPAddresses': 'none: the network of the container',
  'Microsoft.Network/virtualNetworks': 'none: the network of the container',
  'Microsoft.ContainerInstance/containerGroups': 'none: it runs the workbench, which makes everything else',
  'Microsoft.Resources/deployments': 'none: a template in another',
} as const satisfies Readonly<Record<string, string>>;

describe('parity of the template with the stacks', () => {
  test('each type of the template has its counterpart in the stacks, or a reason to have none', () => {
    const types = new Set(planKindNames.flatMap((kind) => made(kind).map(({ type }) => type)));
    expect([...types].sort()).toEqual(Object.keys(counterparts).sort());
  });

  test('the template makes nothing that a stack of the hub makes too: two would then change one thing', () => {
    const names = new Set(
      all
        .flatMap(([, { stacks }]) => stacks.flatMap(resourcesOf).map(({ attributes }) => attributes.name))
        .filter((name) => typeof name === 'string'),
    );
    const shared = planKindNames.flatMap((kind) =>
      made(kind)
        .filter(({ name, type }) => !type.includes('deployments') && names.has(name))
        .map(({ id }) => id),
    );
    expect(shared).toEqual([]);
  });

  const model = answered({ profile: 'production' });
  const outdir = mkdtempSync(join(tmpdir(), 'marketplace-states-'));
  const built = buildStateStore(model, { outdir, stateDir, subscription: place.subscription });
  if (typeof built === 'string') throw new Error(built);
  built.app.synth();
  const { resource } = JSON.parse(readFileSync(join(outdir, 'stacks/state-store/cdk.tf.json'), 'utf8')) as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  };
  const only = (type: string) => Object.values(resource[type] ?? {})[0] ?? {};
  const ofTemplate = (kind: PlanKind, type: string, name?: RegExp): Made => {
    const found = made(kind).find((one) => one.type === type && (name === undefined || name.test(one.name)));
    if (!found) throw new Error(`${kind} makes no ${type}`);
    return found;
  };

  test.each(planKindNames)('%s: the account of the states is the one that workbench state init would make, setting by setting', (kind) => {
    const account = only('azurerm_storage_account');
    const { all: head, properties } = ofTemplate(kind, 'Microsoft.Storage/storageAccounts');
    const blobs = ofTemplate(kind, 'Microsoft.Storage/storageAccounts/blobServices').properties;
    const ours = account.blob_properties as Readonly<Record<string, unknown>>;
    const pairs: Readonly<Record<string, readonly [ofStack: unknown, ofTemplate: unknown]>> = {
      name: [account.name, head.name],
      region: [account.location, head.location],
      sku: [`${account.account_tier}_${account.account_replication_type}`, (head.sku as { name: string }).name],
      kind: [account.account_kind, head.kind],
      localUsers: [account.local_user_enabled, properties.isLocalUserEnabled],
      publicBlobs: [account.allow_nested_items_to_be_public, properties.allowBlobPublicAccess],
      otherTenants: [account.cross_tenant_replication_enabled, properties.allowCrossTenantReplication],
      https: [account.https_traffic_only_enabled, properties.supportsHttpsTrafficOnly],
      tls: [account.min_tls_version, properties.minimumTlsVersion],
      keys: [account.shared_access_key_enabled, properties.allowSharedKeyAccess],
      entra: [account.default_to_oauth_authentication, properties.defaultToOAuthAuthentication],
      encryptedTwice: [
        account.infrastructure_encryption_enabled,
        (properties.encryption as { requireInfrastructureEncryption: boolean }).requireInfrastructureEncryption,
      ],
      reachable: [account.public_network_access_enabled ? 'Enabled' : 'Disabled', properties.publicNetworkAccess],
      versions: [ours.versioning_enabled, blobs.isVersioningEnabled],
      changes: [ours.change_feed_enabled, (blobs.changeFeed as { enabled: boolean }).enabled],
      undoBlobs: [daysOf(ours.delete_retention_policy), daysOf(blobs.deleteRetentionPolicy)],
      undoContainers: [daysOf(ours.container_delete_retention_policy), daysOf(blobs.containerDeleteRetentionPolicy)],
    };
    for (const [setting, [ofStack, ofPackage]] of Object.entries(pairs)) expect([setting, ofPackage]).toEqual([setting, ofStack]);
    expect(
      Object.values(pairs)
        .flat()
        .filter((value) => value === undefined),
    ).toEqual([]);
  });

  test.each(planKindNames)('%s: so are its container, its lock and the right on it', (kind) => {
    const container = only('azurerm_storage_container');
    expect(ofTemplate(kind, 'Microsoft.Storage/storageAccounts/blobServices/containers', /states$/).properties).toEqual({
      publicAccess: container.container_access_type === 'private' ? 'None' : 'x',
    });
    expect(ofTemplate(kind, 'Microsoft.Storage/storageAccounts/blobServices/containers', /states$/).name).toMatch(
      new RegExp(`/${container.name}$`),
    );
    const lock = only('azurerm_management_lock');
    expect(ofTemplate(kind, 'Microsoft.Authorization/locks').properties).toEqual({ level: lock.lock_level, notes: lock.notes });
    expect(ofTemplate(kind, 'Microsoft.Authorization/locks').name).toBe(lock.name);
    const right = made(kind).find(
      ({ type, deployment }) => type === 'Microsoft.Authorization/roleAssignments' && deployment === 'mojaloop-states',
    );
    expect(String(right?.properties.roleDefinitionId)).toContain(givenRoles['Storage Blob Data Contributor']);
    // From the tenant of the publisher Azure would look for the identity in the wrong one.
    expect('delegatedManagedIdentityResourceId' in (right?.properties ?? {})).toBe(kind === 'managed-application');
  });
});

const daysOf = (policy: unknown) => ([policy].flat()[0] as { days?: number } | undefined)?.days;

describe('what the portal says a size costs is what workbench cost says', () => {
  const table = tableFor({ platform: { provider: 'azure', region: 'eastus' } as EnvironmentModel['config']['platform'] });
  if (!table) throw new Error('there are no prices of Azure');
  const cases = profiles.flatMap((profile) => hubSizes.map((size) => [profile, size] as const));

  test.each(cases)('%s %s, to a tenth or 200 USD', (profile, size) => {
    const model = answered({ profile, size, location: 'eastus' });
    const { stacks } = inspectStacks(model, { stateDir });
    const { total } = bill(count(inventoryOf(model, stacks)).items, laidOver([table.table]), runningHours(undefined));
    const [least, most] = monthlyCost[profile][size];
    const near = (told: number, counted: number) => Math.abs(told - counted) <= Math.max(200, counted / 10);
    expect([near(least, total.least), near(most, total.most), total]).toEqual([true, true, total]);
  });
});
