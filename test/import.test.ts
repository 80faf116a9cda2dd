import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkConfig } from '../config/check';
import { resolveEnvironment } from '../config/environment';
import { importCodes } from '../config/legacy/codes';
import type { ImportOptions } from '../config/legacy/facts';
import { legacyFields } from '../config/legacy/fields';
import { importLegacy, type LegacyImport } from '../config/legacy/import';
import type { JsonNode } from '../config/legacy/json-node';
import { isFailure, readJson } from '../config/legacy/json-text';
import type { FieldOutcome } from '../config/legacy/outcome';
import { formatOutcomes } from '../config/legacy/outcome-table';
import { nearestRelease } from '../config/legacy/release';
import { storeTable } from '../config/legacy/store-table';
import { readWorkbench } from '../config/load';
import { databasesOf } from '../config/model/databases';
import { resolveFeatures } from '../config/model/features';
import { formatProblem, type Problem } from '../config/problems';
import type { WorkbenchConfig } from '../config/schema/workbench';
import { workbenchSchema } from '../config/schema/workbench';
import { joinPath, type Path, splitPath, valueAt } from '../config/validate/path';
import { configWith } from './workbench-fixtures';

type Json = Readonly<Record<string, unknown>>;

const fixtures = join(__dirname, 'fixtures', 'legacy');
/** The files of a real platform lie beside the checkout, never in it. */
const real = join(__dirname, '..', '..', 'shared', 'reference', 'workbench-config');

const read = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const written = read(fixtures);
const fixture = (version: string) => written.find(({ file }) => file.includes(`-${version}.`))?.text ?? '';

/** The places a reader of the file sees, found without the importer: scalars, and empty lists and sections. */
function leaves(value: unknown, path: Path = []): string[] {
  const members: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return members.length === 0 ? [joinPath(path)] : members.flatMap(([key, member]) => leaves(member, [...path, key]));
}

const told = (problems: readonly Problem[]) => problems.map(formatProblem);
const errors = (problems: readonly Problem[]) => told(problems.filter(({ severity }) => severity === 'error'));
const outcomeOf = ({ fields }: LegacyImport, path: string): FieldOutcome => {
  const found = fields.filter((field) => field.path === path);
  if (found.length !== 1 || !found[0]) throw new Error(`${path} has ${found.length} outcomes`);
  return found[0];
};

/** The file of an import as the command will read it. */
function reread({ yaml, problems }: LegacyImport): WorkbenchConfig {
  const { config, problems: again } = readWorkbench(yaml, 'workbench/imported.yaml');
  if (!config) throw new Error([...told(problems), ...told(again), yaml].join('\n'));
  return config;
}

/** A small file of the older kind, with some fields more. */
const small = {
  client: 'labs',
  environment: 'dev',
  helm_mojaloop_version: '15.1.0',
  hub_currency_code: 'USD',
  quoting_service_simple_routing_mode_enabled: 'true',
} as const;
const importOf = (patch: Json = {}, options: ImportOptions = { domain: 'labs.example.org' }) => {
  const fields = Object.fromEntries(Object.entries({ ...small, ...patch }).filter(([, value]) => value !== undefined));
  return importLegacy(JSON.stringify(fields, null, 1), 'old.json', options);
};

function holdsForEveryFile(file: string, text: string): void {
  describe(file, () => {
    const result = importLegacy(text, file, { domain: 'labs.example.org' });

    test('every field ends in exactly one outcome, in the order of the file', () => {
      expect(result.fields.map(({ path }) => path)).toEqual(leaves(JSON.parse(text)));
      expect(result.fields.filter(({ why }) => why.trim() === '')).toEqual([]);
    });

    test('no field is unknown', () => {
      expect(result.fields.filter(({ outcome }) => outcome === 'unknown')).toEqual([]);
    });

    test('what is kept or changed is there in the workbench file', () => {
      const config = reread(result);
      const gone = result.fields.filter(({ to }) => to !== undefined && valueAt(config, splitPath(to) ?? []) === undefined);
      expect(gone).toEqual([]);
    });

    test('the workbench file is read and checked without an error and without a hand edit', () => {
      expect(errors(result.problems)).toEqual([]);
      const config = reread(result);
      expect(workbenchSchema('sandbox').parse(result.file)).toEqual(config);
      expect(errors(checkConfig(config))).toEqual([]);
    });

    test('its stacks are made, and every value of every release is one its chart knows', async () => {
      const { inspectStacks } = await import('../cli/synthesise.js');
      const { stacks, problems } = inspectStacks(resolveEnvironment(reread(result)), { stateDir: join(tmpdir(), 'state') });
      expect(errors(problems)).toEqual([]);
      expect(stacks.length).toBeGreaterThan(3);
    });

    test('the text points editors at the schema, and the table fits a screen', () => {
      expect(result.yaml.split('\n')[0]).toBe('# yaml-language-server: $schema=./schema.json');
      const table = formatOutcomes(result.fields).split('\n');
      expect(table.filter((line) => line.length > 100)).toEqual([]);
    });

    test('the same for production', () => {
      const production = importLegacy(text, file, { domain: 'labs.example.org', profile: 'production' });
      const config = reread(production);
      expect(workbenchSchema('production').parse(production.file)).toEqual(config);
      // No older file says where participants elsewhere come from: in production somebody must.
      expect(errors(checkConfig(config).filter(({ code }) => code !== 'GW-ADDRESSES'))).toEqual([]);
      // What an older lab had must not take away what production is for.
      expect(config.stores.mysql.replicas).toBeGreaterThanOrEqual(3);
    });
  });
}

describe('files of every older version', () => {
  test('there is one of 12, 13, 14.1 and 15', () => {
    expect(written.map(({ file }) => file)).toEqual(['12', '13', '14.1', '15'].map((version) => `workbench-config-${version}.json`));
  });

  for (const { file, text } of written) holdsForEveryFile(file, text);

  if (existsSync(real)) for (const { file, text } of read(real)) holdsForEveryFile(`the real ${file}`, text);
  else test.skip('SKIPPED the real files: there is no ../shared/reference/workbench-config; put them there to run this', () => {});

  test('between them they have every field of the table, but for variables that stood in no file', () => {
    const seen = new Set(written.flatMap(({ text }) => Object.keys(JSON.parse(text) as Json)));
    expect(Object.keys(legacyFields).filter((field) => !seen.has(field))).toEqual([
      'kube_worker_rootfs_size',
      'kube_master_num',
      'kube_master_size',
      'kube_master_rootfs_size',
      'use_focal_ubuntu',
      'letsencrypt_server',
      'int_wildcard_cert_sec_name',
      'vault-certman-secretname',
      'password_policy_special_chars',
      'wso2_email',
      'whitelist_mcm',
      'mcm-totp-issuer',
      'mcm_secret_path',
      'hub_account_names',
      'hub_account_cidr_blocks',
    ]);
  });

  test('and every store', () => {
    const names = written.flatMap(({ text }) => {
      const { stateful_resources: stores = [] } = JSON.parse(text) as { stateful_resources?: { resource_name: string }[] };
      return stores.map((store) => store.resource_name);
    });
    expect(new Set(names)).toEqual(new Set(Object.keys(storeTable)));
  });
});

describe('a whole file of 15', () => {
  const result = importLegacy(fixture('15'), 'config/workbench-config-15.json', { domain: 'nyanja.example.org' });

  test('becomes this workbench file', () => {
    expect(result.yaml).toBe(readFileSync(join(fixtures, 'workbench-15.yaml'), 'utf8'));
  });

  test('and asks a person for these things', () => {
    expect(told(result.problems)).toEqual([
      'config/workbench-config-15.json:48:3  k8s_api_version  warning IMP-KUBERNETES: Kubernetes 1.24.6 cannot carry this environment: 1.32 is taken (the operators of the stores need Kubernetes 1.25 or newer; the older cluster stays behind, the new one must have 1.32)',
      'config/workbench-config-15.json:59:3  grafana_external_whitelist  warning IMP-OPEN: the whole world may reach Grafana (name the addresses that need it in monitoring.grafanaAddresses)',
    ]);
  });

  test('stores follow the largest volume and the most members that anybody asked for', () => {
    const { stores } = reread(result);
    expect(stores.mysql).toMatchObject({ replicas: 3, size: '40Gi' });
    expect(stores.mongodb.size).toBe('12Gi');
    expect(stores.kafka.size).toBe('30Gi');
    expect(stores.redis.size).toBe('2Gi');
    const at = (name: string) =>
      (JSON.parse(fixture('15')) as { stateful_resources: { resource_name: string }[] }).stateful_resources.findIndex(
        (store) => store.resource_name === name,
      );
    const size = (name: string) => outcomeOf(result, `stateful_resources.${at(name)}.local_resource.mysql_data.storage_size`);
    expect(size('central-ledger-db')).toMatchObject({ outcome: 'kept', to: 'stores.mysql.size', value: '40Gi' });
    expect(size('account-lookup-db')).toMatchObject({ outcome: 'changed', to: 'stores.mysql.size', value: '10Gi' });
    expect(size('wso2-db')).toMatchObject({ outcome: 'no-effect', why: expect.stringContaining('WSO2') });
    expect(outcomeOf(result, `stateful_resources.${at('cep-mongodb')}.enabled`)).toMatchObject({
      outcome: 'no-effect',
      why: 'only Mojaloop 14 has a central event processor',
    });
  });
});

describe('single fields', () => {
  type Row = [field: string, value: unknown, outcome: FieldOutcome['outcome'], to: string | undefined, result: unknown, more: Json];
  const rows = [
    ['client', 'infra', 'kept', 'tenant', 'infra'],
    ['client', 'My_Hub', 'changed', 'tenant', 'my-hub'],
    ['environment', 'prod', 'kept', 'environment', 'prod'],
    ['region', 'eu-west-1', 'no-effect', undefined, undefined],
    ['kube_worker_num', '3', 'no-effect', undefined, undefined],
    ['helm_mojaloop_version', '15.1.0', 'kept', 'hub.release', '15.1.0'],
    ['helm_mojaloop_version', '14.0.0', 'changed', 'hub.release', '14.1.0'],
    ['helm_mojaloop_version', '12.0.0', 'changed', 'hub.release', '14.1.0'],
    ['helm_mojaloop_version', '16.0.0', 'changed', 'hub.release', '16.0.4'],
    ['helm_mojaloop_version', '18.2.0', 'changed', 'hub.release', '17.1.0'],
    ['helm_mojaloop_release_name', 'hub', 'kept', 'hub.releaseName', 'hub'],
    ['helm_mojaloop_release_name', 'mojaloop-production', 'changed', 'hub.releaseName', 'moja'],
    ['helm_vault_version', '0.23.0', 'changed', 'hub.release', '15.1.0'],
    ['helm_consul_version', '0.35.0', 'no-effect', undefined, undefined],
    ['intgw_helm_chart_version', '2.3.0', 'no-effect', undefined, undefined],
    ['TAG_TTK_TEST', '15.1.0', 'no-effect', undefined, undefined],
    ['hub_currency_code', 'usd', 'changed', 'hub.currencies', ['USD']],
    ['ttk_test_currency1', 'EUR', 'kept', 'hub.testCurrencies', ['EUR', 'GBP'], { ttk_test_currency2: 'GBP' }],
    ['ttk_test_currency2', 'EUR', 'changed', 'hub.testCurrencies', ['EUR'], { ttk_test_currency1: 'EUR' }],
    ['ttk_test_currency1', 'USD', 'no-effect', undefined, undefined],
    ['bulk_enabled', 'true', 'kept', 'hub.bulk', true],
    ['bulk_enabled', true, 'kept', 'hub.bulk', true],
    ['bulk_enabled', 'False', 'changed', 'hub.bulk', false],
    ['bulk_enabled', 'perhaps', 'no-effect', undefined, undefined],
    ['third_party_enabled', 'true', 'kept', 'hub.thirdParty', true],
    ['ttksims_enabled', 'true', 'kept', 'hub.ttkSimulators', true],
    ['internal_ttk_enabled', 'false', 'kept', 'hub.testingToolkit', false],
    ['internal_sim_enabled', 'false', 'kept', 'hub.simulators', false],
    ['quoting_service_simple_routing_mode_enabled', 'false', 'kept', 'hub.simpleRouting', false],
    ['use_mfi_account_oracle_endpoint', 'yes', 'kept', 'hub.oracles.prefix.0', { type: 'ACCOUNT_ID', chart: 'mfi-account-oracle' }],
    ['use_mfi_p2p_oracle_endpoint', 'Yes', 'changed', 'hub.oracles.prefix.0', { type: 'ALIAS', name: 'mfi-p2p-oracle' }],
    ['use_alias_oracle_endpoint', 'yes', 'kept', 'hub.oracles.prefix.0', { type: 'ALIAS', chart: 'alias-oracle' }],
    ['use_alias_oracle_endpoint', 'yes', 'no-effect', undefined, undefined, { use_mfi_p2p_oracle_endpoint: 'yes' }],
    ['use_alias_oracle_endpoint', 'no', 'kept', 'hub.oracles.prefix', []],
    ['k8s_api_version', '1.33.2', 'kept', 'cluster.kubernetesVersion', '1.33'],
    ['storage_class_name', 'longhorn', 'kept', 'cluster.storageClass', 'longhorn'],
    ['kubernetes_auth_path', 'kubernetes-gateway', 'kept', 'secrets.kubernetesAuthPath', 'kubernetes-gateway'],
    ['kubernetes_auth_path', 'a/b c', 'no-effect', undefined, undefined],
    ['cert_man_vault_cluster_issuer_name', 'vault-issuer-int', 'kept', 'certificates.issuerName', 'vault-issuer-int'],
    ['password_policy_use_special_chars', 'true', 'changed', 'secrets.specialCharacters', true],
    ['password_policy_use_special_chars', 'false', 'kept', 'secrets.specialCharacters', false],
    ['grafana_external_access', 'false', 'kept', 'monitoring.grafanaAddresses', []],
    [
      'grafana_external_whitelist',
      '203.0.113.0/24',
      'kept',
      'monitoring.grafanaAddresses',
      ['203.0.113.0/24'],
      { grafana_external_access: 'true' },
    ],
    [
      'grafana_external_whitelist',
      '10.1.2.3,oops',
      'changed',
      'monitoring.grafanaAddresses',
      ['10.1.2.3/32'],
      { grafana_external_access: 'true' },
    ],
    ['grafana_external_whitelist', '203.0.113.0/24', 'no-effect', undefined, undefined, { grafana_external_access: 'false' }],
    ['wso2_namespace', 'wso2', 'no-effect', undefined, undefined],
    ['finance_portal_users', [], 'no-effect', undefined, undefined],
    ['helm_bof_version', null, 'no-effect', undefined, undefined],
    ['helm_bof_version', '', 'no-effect', undefined, undefined],
    ['helm_mojaloop_versoin', '15.1.0', 'unknown', undefined, undefined],
  ].map(([field, value, outcome, to, result, more = {}]) => [field, value, outcome, to, result, more] as Row);

  test.each(rows)('%s: %j is %s, %s', (field, value, outcome, to, expected, more) => {
    const result = importOf({ ...more, [field]: value });
    const found = outcomeOf(result, field);
    expect([found.outcome, found.to]).toEqual([outcome, to]);
    const config = reread(result);
    if (to !== undefined) {
      const now = valueAt(config, splitPath(to) ?? []);
      if (typeof expected === 'object' && !Array.isArray(expected)) expect(now).toMatchObject(expected as Json);
      else expect(now).toEqual(expected);
    }
  });

  test('what the older platform did by itself is written down', () => {
    const old = importOf({ helm_mojaloop_version: '12.0.0', quoting_service_simple_routing_mode_enabled: undefined });
    expect(reread(old).hub).toMatchObject({ bulk: true, simpleRouting: false });
    expect(old.yaml).toContain('bulk: true # always on before Mojaloop 14');
    const since = importOf({ helm_mojaloop_version: '14.0.0', quoting_service_simple_routing_mode_enabled: undefined });
    expect(reread(since).hub).toMatchObject({ bulk: false, simpleRouting: false });
  });

  test.each(['1.17.9', '1.21.6', '1.24.6'])('Kubernetes %s, which cannot carry the hub, is changed into one that can', (version) => {
    const result = importOf({ k8s_api_version: version });
    const found = outcomeOf(result, 'k8s_api_version');
    expect(found).toMatchObject({ outcome: 'changed', to: 'cluster.kubernetesVersion' });
    const config = reread(result);
    expect(config.cluster.kubernetesVersion).toBe('1.32');
    expect(errors(checkConfig(config))).toEqual([]);
    expect(found.why).toMatch(/needs? Kubernetes 1\.2\d.*: 1\.32 instead/);
    expect(told(result.problems)).toEqual([expect.stringContaining(`IMP-KUBERNETES: Kubernetes ${version} cannot carry this environment`)]);
  });

  test('tags keep any text, and say no to names nothing can have', () => {
    const result = importOf({
      custom_tags: { 'mojaloop/owner': 'platform team', hibernation: 'no', count: 3, empty: '', ['x'.repeat(64)]: 'a', deep: { a: 1 } },
    });
    expect(reread(result).tags).toEqual({ 'mojaloop/owner': 'platform team', hibernation: 'no', count: '3', empty: '' });
    expect(result.yaml).toContain('hibernation: "no"');
    expect(result.fields.filter(({ outcome }) => outcome === 'no-effect').map(({ path }) => path)).toEqual([
      `custom_tags.${'x'.repeat(64)}`,
      'custom_tags.deep.a',
    ]);
  });

  test('a portal user without an address is left out, the others move up', () => {
    const result = importOf({
      bizops_portal_users: [{ username: 'a' }, { username: 'b', email: 'b@example.org' }, { username: 'c', email: 'no address' }],
    });
    expect(reread(result).portal.users).toEqual([{ username: 'b', email: 'b@example.org', roles: [], participants: [] }]);
    expect(outcomeOf(result, 'bizops_portal_users.1.email')).toMatchObject({ outcome: 'kept', to: 'portal.users.0.email' });
    expect(outcomeOf(result, 'bizops_portal_users.0.username').outcome).toBe('no-effect');
  });

  test('releases go to the nearest of the catalogue', () => {
    const near = (text: string) => nearestRelease(text)?.release;
    expect(
      ['10.4.0', '13.1.1', '14.1.0', '14.2.0', '15', 'v15.1.0', '15.0.0-15728.988248e', '15.1.5', '16.9.9', '17.0.1', '99.0.0'].map(near),
    ).toEqual(['14.1.0', '14.1.0', '14.1.0', '14.1.1', '15.0.0', '15.1.0', '15.0.0', '15.2.0', '16.0.4', '17.1.0', '17.1.0']);
    expect(['', 'latest', '15.x', '-1.0.0', '1'.repeat(99)].map(near)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('options', () => {
  test('name the environment, the domain, the cluster and the profile', () => {
    const result = importOf(
      { environment: '<placeholder>' },
      {
        environment: 'live',
        domain: 'pay.example.org',
        profile: 'production',
        platform: { provider: 'kubernetes', context: 'big', kubeconfig: 'big.yaml' },
      },
    );
    expect(reread(result)).toMatchObject({
      environment: 'live',
      domain: 'pay.example.org',
      profile: 'production',
      platform: { provider: 'kubernetes', context: 'big', kubeconfig: 'big.yaml' },
    });
    expect(outcomeOf(result, 'environment')).toMatchObject({ outcome: 'changed', to: 'environment' });
    expect(told(result.problems)).toEqual([]);
  });

  test('without them the domain is made up and said to be', () => {
    const result = importOf({}, {});
    expect(reread(result)).toMatchObject({ domain: 'labs.example.org', profile: 'sandbox', platform: { context: 'labs-dev' } });
    expect(told(result.problems)).toEqual([
      'old.json  domain  warning IMP-DOMAIN: older files name no domain: labs.example.org is made up (name the real one by --domain)',
    ]);
  });

  test('that are wrong stop the import', () => {
    expect(told(importOf({}, { environment: 'Not A Label', domain: 'nodots' }).problems)).toEqual([
      'old.json  error IMP-OPTION: --environment must be text: lower case letters, digits and dashes, beginning and ending with a letter or digit',
      'old.json  error IMP-OPTION: --domain must be a domain name such as labs.example.org',
    ]);
  });
});

describe('participants', () => {
  const bank = { DFSP_NAME: 'bluebank', DFSP_CURRENCY: 'USD' };
  const withBank = (more: Json, rest: Json = {}) => importOf({ internal_pm4ml_configs: [{ ...bank, ...more }], ...rest });
  const one = (result: LegacyImport) => reread(result).participants[0];
  const at = (field: string) => `internal_pm4ml_configs.0.${field}`;

  test('take over every attribute', () => {
    const result = withBank({
      DFSP_PREFIX: '256',
      DFSP_P2P_PREFIX: '111',
      DFSP_MSISDN: '+256 333-33333',
      DFSP_ACCOUNT_ID: '25622222222',
      DFSP_ALIAS_ID: '11125633333333',
      DFSP_SUB_ID: '0922',
      DFSP_NOTIFICATION_EMAIL: 'ops@example.org',
      PARTY_FIRST_NAME: 'A',
      PARTY_MIDDLE_NAME: 'B',
      PARTY_LAST_NAME: 'C',
      PARTY_DOB: '1990-01-31',
      INITIAL_FUNDING_AMOUNT: '10.50',
      TTK_ENABLED: 'yes',
      USE_TTK_AS_BACKEND_SIMULATOR: 'yes',
      ENABLE_SDK_BULK_TRANSACTION_SUPPORT: 'yes',
    });
    expect(one(result)).toMatchObject({
      id: 'bluebank',
      currency: 'USD',
      external: false,
      msisdnPrefix: '256',
      p2pPrefix: '111',
      testAccount: {
        msisdn: '25633333333',
        accountId: '25622222222',
        aliasId: '11125633333333',
        subId: '0922',
        party: { firstName: 'A', middleName: 'B', lastName: 'C', dateOfBirth: '1990-01-31' },
      },
      notificationEmail: 'ops@example.org',
      initialFunding: '10.50',
      testingToolkit: true,
      backend: 'testing-toolkit',
      sdkBulk: true,
    });
    expect(outcomeOf(result, at('DFSP_MSISDN'))).toMatchObject({ outcome: 'changed', to: 'participants.0.testAccount.msisdn' });
    expect(told(result.problems)).toEqual([]);
  });

  test('numbers keep every digit', () => {
    const text = JSON.stringify({ ...small, internal_pm4ml_configs: [{ ...bank, DFSP_PREFIX: 256, DFSP_ACCOUNT_ID: 0 }] });
    const result = importLegacy(text.replace('"DFSP_ACCOUNT_ID":0', '"DFSP_ACCOUNT_ID":36722222222222222222222'), 'old.json');
    expect(one(result)).toMatchObject({ msisdnPrefix: '256', testAccount: { accountId: '36722222222222222222222' } });
  });

  test.each([
    ['yes', 'kept', true],
    ['no', 'kept', false],
    ['Yes', 'changed', true],
    ['true', 'changed', true],
    [true, 'changed', true],
    ['No', 'kept', false],
    [false, 'kept', false],
  ])('only the exact yes was a yes: %j is %s', (value, outcome, on) => {
    const result = withBank({ ENABLE_SDK_BULK_TRANSACTION_SUPPORT: value });
    expect(outcomeOf(result, at('ENABLE_SDK_BULK_TRANSACTION_SUPPORT')).outcome).toBe(outcome);
    expect(one(result)?.sdkBulk).toBe(on);
    expect(told(result.problems).join()).toMatch(
      outcome === 'changed' ? /warning IMP-TOGGLE: .* was silently no on the older platform and is taken as yes/ : /^$/,
    );
  });

  test('a testing toolkit that answers for customers is there, whatever the file says of it', () => {
    for (const [toolkit, outcome] of [
      ['no', 'changed'],
      [undefined, undefined],
    ] as const) {
      const result = withBank({ USE_TTK_AS_BACKEND_SIMULATOR: 'yes', ...(toolkit ? { TTK_ENABLED: toolkit } : {}) });
      expect(one(result)).toMatchObject({ backend: 'testing-toolkit', testingToolkit: true });
      expect(told(result.problems).join()).toMatch(/IMP-CONTRADICTION: the testing toolkit of bluebank is its back end/);
      if (outcome) expect(outcomeOf(result, at('TTK_ENABLED')).outcome).toBe(outcome);
      expect(errors(checkConfig(reread(result)))).toEqual([]);
    }
  });

  test('external ones come after the internal ones, with their domain and without settings of a payment manager here', () => {
    const result = importOf({
      external_pm4ml_configs: [
        {
          DFSP_NAME: 'far',
          DFSP_CURRENCY: 'USD',
          DFSP_SUBDOMAIN: 'pm.far.example.org',
          TTK_ENABLED: 'yes',
          ENABLE_SDK_BULK_TRANSACTION_SUPPORT: 'yes',
        },
        { DFSP_NAME: 'further', DFSP_CURRENCY: 'USD', DFSP_SUBDOMAIN: 'further' },
        { DFSP_NAME: 'lost', DFSP_CURRENCY: 'USD' },
      ],
      internal_pm4ml_configs: [bank],
    });
    const { participants } = reread(result);
    expect(participants.map(({ id, external, domain, sdkBulk }) => [id, external, domain, sdkBulk])).toEqual([
      ['bluebank', false, undefined, false],
      ['far', true, 'pm.far.example.org', false],
      ['further', true, 'further.dev.labs.example.org', false],
      ['lost', true, 'lost.dev.labs.example.org', false],
    ]);
    expect(outcomeOf(result, 'external_pm4ml_configs.0.TTK_ENABLED').outcome).toBe('no-effect');
    expect(outcomeOf(result, 'external_pm4ml_configs.1.DFSP_SUBDOMAIN').outcome).toBe('changed');
    expect(told(result.problems)).toEqual([
      expect.stringMatching(
        /^old\.json:\d+:\d+ {2}external_pm4ml_configs\.2 {2}warning IMP-MISSING: lost is external and names no domain \(write participants\.3\.domain: /,
      ),
    ]);
    expect(errors(checkConfig(reread(result)))).toEqual([]);
  });

  test('a currency that only they have becomes one of the hub', () => {
    const result = withBank({ DFSP_CURRENCY: 'EUR' }, { ttk_test_currency1: 'EUR', ttk_test_currency2: 'GBP' });
    expect(reread(result).hub).toMatchObject({ currencies: ['USD', 'EUR'], testCurrencies: ['GBP'] });
    expect(errors(checkConfig(reread(result)))).toEqual([]);
  });

  test('names that Kubernetes refuses are changed, and that is said', () => {
    const result = withBank({ DFSP_NAME: 'Blue_Bank' });
    expect(one(result)?.id).toBe('blue-bank');
    expect(result.yaml).toContain('id: blue-bank # was Blue_Bank');
    expect(told(result.problems)).toEqual([
      'old.json:9:4  internal_pm4ml_configs.0.DFSP_NAME  warning IMP-NAME: "Blue_Bank" becomes blue-bank (its back end must use the new FSP id)',
    ]);
  });

  test('what they lack or have twice is said where it stands', () => {
    const result = importOf({
      internal_pm4ml_configs: [bank, { DFSP_NAME: 'nocurrency' }, { DFSP_CURRENCY: 'USD' }],
      external_pm4ml_configs: [{ ...bank, DFSP_SUBDOMAIN: 'a.example.org' }],
    });
    expect(result.file).toBeUndefined();
    expect(told(result.problems)).toEqual([
      'old.json:12:3  internal_pm4ml_configs.1  warning IMP-MISSING: nocurrency names no currency and gets USD, the first of the hub (add DFSP_CURRENCY)',
      'old.json:15:3  internal_pm4ml_configs.2  error IMP-MISSING: a participant has no DFSP_NAME (it names the participant in the ledger: add it)',
      'old.json:21:4  external_pm4ml_configs.0.DFSP_NAME  error IMP-TWICE: bluebank is the name of another participant too (a DFSP has one entry, internal or external: remove or rename one)',
    ]);
  });

  test.each([
    ['DFSP_PREFIX', 'abc', 'must be text: 1 to 10 digits'],
    ['DFSP_NOTIFICATION_EMAIL', 'nobody', 'must be an e-mail address'],
    ['PARTY_DOB', '31.1.1990', 'must be a date such as 1980-01-31'],
    ['INITIAL_FUNDING_AMOUNT', '-5', 'must be an amount'],
    ['DFSP_CURRENCY', 'dollars', 'must be an ISO 4217 code'],
  ])('%s: %j cannot be taken over', (field, value, why) => {
    const result = withBank({ [field]: value });
    expect(outcomeOf(result, at(field))).toMatchObject({ outcome: 'no-effect', why: expect.stringContaining(why) });
    expect(result.problems.filter(({ path }) => path === at(field))).toMatchObject([{ code: 'IMP-VALUE', severity: 'warning' }]);
    expect(one(result)?.id).toBe('bluebank');
  });
});

describe('stores', () => {
  const store = (resource_name: string, more: Json = {}) => ({ enabled: true, resource_name, ...more });
  const mysql = (data: Json) => ({ local_resource: { mysql_data: data } });
  const stores = (...list: readonly Json[]) => importOf({ stateful_resources: list, bulk_enabled: 'true' });

  test('are named as the model of the hub names them', () => {
    const config = configWith({
      hub: { release: '14.1.0', currencies: ['USD'], bulk: true, thirdParty: true, oracles: { consent: true } },
    });
    // The older platform had no Keycloak of its own.
    const databases = databasesOf(config, resolveFeatures(config)).filter(({ name }) => name !== 'keycloak-db');
    const known = Object.values(storeTable).flatMap((row) => ('database' in row ? [{ engine: row.engine, ...row.database }] : []));
    const model = databases.map(({ name, engine, schema, users }) => ({
      name,
      engine,
      schema,
      user: users.find(({ access }) => access === 'owner')?.name,
    }));
    expect(new Set(known.map((row) => JSON.stringify([row.name, row.engine, row.schema, row.user])))).toEqual(
      new Set(model.map((row) => JSON.stringify([row.name, row.engine, row.schema, row.user]))),
    );
  });

  test.each([
    ['8Gi', '8Gi'],
    ['20G', '19074Mi'],
    ['100Gi', '100Gi'],
    ['1.5Ti', '1536Gi'],
    ['10Mi', '8Gi'],
    ['much', '8Gi'],
  ])('a volume of %s becomes %s', (size, expected) => {
    const result = stores(store('central-ledger-db', mysql({ storage_size: size })));
    expect(reread(result).stores.mysql.size).toBe(expected);
    const { outcome } = outcomeOf(result, 'stateful_resources.0.local_resource.mysql_data.storage_size');
    expect(outcome).toBe(size === expected ? 'kept' : size === 'much' ? 'no-effect' : 'changed');
  });

  test.each([
    ['standalone', 0, 1],
    ['replication', 2, 3],
    ['replication', 4, 5],
    ['replication', 40, 9],
  ])('%s with %i replicas has %i members', (architecture, replica_count, members) => {
    expect(reread(stores(store('central-ledger-db', mysql({ architecture, replica_count })))).stores.mysql.replicas).toBe(members);
  });

  test('what the hub does not use does not count', () => {
    const result = importOf({
      stateful_resources: [
        store('thirdparty-auth-svc-db', mysql({ storage_size: '900Gi' })),
        store('wso2-db', mysql({ storage_size: '900Gi' })),
      ],
    });
    expect(reread(result).stores.mysql.size).toBe('8Gi');
    expect(result.fields.filter(({ path }) => path.startsWith('stateful')).map(({ outcome }) => outcome)).toEqual(
      Array(6).fill('no-effect'),
    );
  });

  test('a store outside the cluster keeps its address, and its login is to come from Vault', () => {
    const result = stores(
      store('central-ledger-db', {
        logical_service_port: 3307,
        external_service: { external_endpoint: 'db.example.org', external_credentials: { user: 'a', password: 'b' } },
        local_resource: null,
      }),
      store('bulk-mongodb', { external_service: { external_endpoint: 'mongodb://mongo.example.org:27018/mlos' } }),
      store('mojaloop-kafka', { external_service: { external_endpoint: 'kafka.example.org:9092' } }),
    );
    const { stores: now } = reread(result);
    expect(now.mysql.databases).toEqual({
      'central-ledger-db': { host: 'db.example.org', port: 3307, credentials: 'hub/external/central-ledger-db', tls: false },
    });
    expect(now.mongodb.databases).toEqual({
      'bulk-mongodb': { host: 'mongo.example.org', port: 27018, credentials: 'hub/external/bulk-mongodb', tls: false },
    });
    expect(now.kafka.external).toEqual({ host: 'kafka.example.org', port: 9092, tls: false });
    expect(errors(checkConfig(reread(result)))).toEqual([]);
    expect(outcomeOf(result, 'stateful_resources.0.external_service.external_credentials.password')).toMatchObject({
      outcome: 'no-effect',
      value: '(hidden)',
    });
    expect(result.problems.map(({ code }) => code)).toEqual(['IMP-EXTERNAL', 'IMP-SECRET', 'IMP-EXTERNAL']);
  });

  test('contradictions are told, and what the hub needs is made', () => {
    const result = stores(
      store('bulk-mongodb', { enabled: false }),
      store('central-ledger-db', { enabled: 'false' }),
      store('account-lookup-db', { external_service: { external_endpoint: 'db.example.org' }, ...mysql({ user: 'account_lookup' }) }),
      store('thirdparty-auth-svc-redis', { enabled: false }),
      store('central-ledger-db'),
    );
    expect(told(result.problems)).toEqual([
      expect.stringContaining(
        'stateful_resources.0.enabled  warning IMP-CONTRADICTION: bulk-mongodb is switched off, and hub.bulk is on and needs it: it is made (write hub.bulk: false to do without both)',
      ),
      expect.stringContaining(
        'stateful_resources.1.enabled  warning IMP-CONTRADICTION: central-ledger-db is switched off, and no hub runs without it: it is made',
      ),
      expect.stringContaining('IMP-CONTRADICTION: account-lookup-db has an external_service and a local_resource'),
      expect.stringContaining('IMP-TWICE: central-ledger-db is listed twice (keep one of them)'),
    ]);
    expect(outcomeOf(result, 'stateful_resources.0.enabled')).toMatchObject({ outcome: 'changed', to: 'hub.bulk' });
    expect(outcomeOf(result, 'stateful_resources.3.enabled')).toMatchObject({ outcome: 'no-effect' });
    expect(reread(result).stores.mysql.databases).toEqual({});
  });

  test('one nobody knows is reported with the nearest known one', () => {
    const result = stores(store('centrel-ledger-db', mysql({ storage_size: '8Gi' })), { enabled: true });
    expect(result.fields.filter(({ path }) => path.startsWith('stateful')).map(({ outcome }) => outcome)).toEqual(Array(4).fill('unknown'));
    expect(told(result.problems)).toEqual([
      expect.stringContaining('IMP-UNKNOWN: no older version knows a store centrel-ledger-db (did you mean central-ledger-db?)'),
      expect.stringContaining('IMP-UNKNOWN: an entry of stateful_resources has no resource_name'),
    ]);
  });
});

describe('secrets', () => {
  /** Made here, so that none stands in the repository. */
  const random = () => Array.from({ length: 24 }, (_, i) => 'aB3dE5gH7j'[(i * 7 + Math.floor(Math.random() * 10)) % 10]).join('');
  const everything = (result: LegacyImport) => JSON.stringify(result) + formatOutcomes(result.fields) + told(result.problems).join();

  test('a webhook is never copied: its place in Vault is', () => {
    const tail = random();
    const result = importOf({ grafana_slack_notifier_url: `https://hooks.example.com/services/${tail}` });
    expect(everything(result)).not.toContain(tail);
    expect(outcomeOf(result, 'grafana_slack_notifier_url')).toMatchObject({
      outcome: 'changed',
      to: 'alerts.routes.0',
      value: '(hidden)',
    });
    expect(reread(result).alerts.routes).toMatchObject([{ name: 'chat', to: 'slack', secret: 'hub/monitoring/alert-webhook' }]);
    expect(result.problems.map(({ code }) => code)).toEqual(['IMP-SECRET']);
  });

  test('nor is anything that looks like a secret, wherever it stands', () => {
    const secrets = Array.from({ length: 12 }, random);
    const [a, b, c, d, e, f, g, h, i, j, k, l] = secrets;
    const result = importOf({
      grafana_slack_notifier_url: [a],
      slack_url: b,
      db_password: { nested: [c] },
      custom_tags: { hook: `https://hooks.example.com/x/${d}`, url: `https://user:${e}@example.org` },
      storage_class_name: `ghp_${f}`,
      helm_bof_version: `https://example.org/webhook/${g}`,
      some_field: h,
      stateful_resources: [
        { resource_name: 'central-ledger-db', local_resource: { mysql_data: { root_password: i, user_password: { x: j } } } },
        { resource_name: 'wso2-db', local_resource: { mysql_data: { root_password: k } } },
        { resource_name: 'other-db', local_resource: { mysql_data: { user_password: l } } },
      ],
    });
    const all = everything(result);
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
    expect(result.file).toBeDefined();
  });
});

describe('bad input', () => {
  const problemsOf = (text: string) => told(importLegacy(text, 'old.json', { domain: 'labs.example.org' }).problems);

  test.each([
    ['', 'old.json:1:1  error IMP-JSON: the file is not JSON: it ends in the middle (mend it, or name the workbench-config.json)'],
    [
      '{"client": "labs",}',
      'old.json:1:19  error IMP-JSON: the file is not JSON: a field name in double quotes is missing (mend it, or name the workbench-config.json)',
    ],
    [
      '{\n "client" "labs"}',
      'old.json:2:11  error IMP-JSON: the file is not JSON: a colon is missing after the field name (mend it, or name the workbench-config.json)',
    ],
    [
      '{"a": 1} x',
      'old.json:1:10  error IMP-JSON: the file is not JSON: there is more after its end (mend it, or name the workbench-config.json)',
    ],
    [
      'client: labs',
      'old.json:1:1  error IMP-JSON: the file is not JSON: a value is missing or not written as JSON has it (mend it, or name the workbench-config.json)',
    ],
    [
      '{"a": "\\x"}',
      'old.json:1:7  error IMP-JSON: the file is not JSON: a backslash stands before what needs none (mend it, or name the workbench-config.json)',
    ],
    ['[]', 'old.json:1:1  error IMP-SHAPE: the file holds a list, no fields (is it the right file?)'],
    ['"labs"', 'old.json:1:1  error IMP-SHAPE: the file holds one value, no fields (is it the right file?)'],
    [
      '['.repeat(5000),
      'old.json:1:101  error IMP-SIZE: is nested deeper than 100 levels (no older file is like that; look for brackets that were never closed)',
    ],
    [`{"client": "${'x'.repeat(6 * 1024 * 1024)}"}`, 'old.json:1:1  error IMP-SIZE: the file has more than 5 MB (is it the right file?)'],
  ])('%.20s', (text, message) => {
    expect(problemsOf(text)).toEqual([message]);
  });

  test('another kind of file is told apart', () => {
    const [first] = problemsOf('{"name": "x", "version": "1"}').filter((line) => line.includes('IMP-SHAPE'));
    expect(first).toBe(
      'old.json:1:1  error IMP-SHAPE: this is no older workbench-config.json (none of its fields is in one of those; is it the right file?)',
    );
    expect(problemsOf('{"hub": {}, "platform": {}}').join()).toContain(
      'IMP-SHAPE: this is a workbench file already (workbench check tells what is wrong with it)',
    );
  });

  test('everything that is missing is told at once', () => {
    expect(problemsOf('{"region": "eu-west-1"}')).toEqual([
      'old.json:1:1  client  error IMP-MISSING: client is missing (it names who runs the hub: add "client": "labs")',
      'old.json:1:1  environment  error IMP-MISSING: environment is missing (add "environment": "dev", or use --environment)',
      'old.json:1:1  helm_mojaloop_version  error IMP-MISSING: helm_mojaloop_version is missing (add "helm_mojaloop_version": "15.1.0")',
      'old.json:1:1  hub_currency_code  error IMP-MISSING: hub_currency_code is missing (add "hub_currency_code": "USD")',
    ]);
  });

  test('what cannot be used is told once, where it stands', () => {
    const result = importOf({
      client: '!!',
      environment: ['dev'],
      helm_mojaloop_version: 'latest',
      internal_pm4ml_configs: { a: 1 },
      external_pm4ml_configs: ['x'],
    });
    expect(told(result.problems)).toEqual([
      'old.json:2:2  client  error IMP-VALUE: "!!" can be no tenant (up to 20 lower case letters, digits and dashes)',
      'old.json:3:2  environment  warning IMP-TYPE: environment is a list and not text (write text)',
      'old.json:3:2  environment  error IMP-MISSING: environment is not usable (add "environment": "dev", or use --environment)',
      'old.json:6:2  helm_mojaloop_version  error IMP-VALUE: "latest" is no version of Mojaloop (such as 15.1.0)',
      'old.json:9:2  internal_pm4ml_configs  error IMP-TYPE: internal_pm4ml_configs is a section and not a list (write a list)',
      'old.json:13:3  external_pm4ml_configs.0  error IMP-TYPE: 0 is "x" and not a section (write a section)',
    ]);
    expect(result.file).toBeUndefined();
    expect(result.yaml).toBe('');
    expect(result.fields).toHaveLength(7);
  });

  test('unknown fields, at any depth, are reported with the nearest known one', () => {
    const result = importOf({
      bulk_enable: 'true',
      internal_pm4ml_configs: [{ DFSP_NAME: 'a', DFSP_CURRENCY: 'USD', DFSP_PREFX: '1' }],
      'custom.tags': { a: 1 },
    });
    expect(result.file).toBeDefined();
    expect(told(result.problems)).toEqual([
      'old.json:7:2  bulk_enable  warning IMP-UNKNOWN: no older version knows bulk_enable (did you mean bulk_enabled?)',
      'old.json:12:4  internal_pm4ml_configs.0.DFSP_PREFX  warning IMP-UNKNOWN: no older version knows DFSP_PREFX (did you mean DFSP_PREFIX?)',
      'old.json:15:2  ["custom.tags"]  warning IMP-UNKNOWN: no older version knows custom.tags (did you mean custom_tags?)',
    ]);
    expect(result.fields.filter(({ outcome }) => outcome === 'unknown').map(({ path }) => path)).toEqual([
      'bulk_enable',
      'internal_pm4ml_configs.0.DFSP_PREFX',
      '["custom.tags"].a',
    ]);
  });

  test('names every object of the language has are fields like any other', () => {
    const text = JSON.stringify({ ...small, constructor: 'x', toString: 'y', custom_tags: { constructor: 'z' } }).replace(
      '{',
      '{"__proto__": {"a": 1}, ',
    );
    const result = importLegacy(text, 'old.json');
    expect(result.fields.filter(({ outcome }) => outcome === 'unknown').map(({ path }) => path)).toEqual([
      '__proto__.a',
      'constructor',
      'toString',
    ]);
    expect(reread(result).tags).toEqual({ constructor: 'z' });
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  test('of a field that is given twice the last one counts, and both are told', () => {
    const text = JSON.stringify(small).replace('{', '{"client": "first", "helm_mojaloop_version": {"a": 1}, ');
    const result = importLegacy(text, 'old.json', { domain: 'labs.example.org' });
    expect(reread(result).tenant).toBe('labs');
    expect(result.fields.filter(({ path }) => path === 'client').map(({ value, outcome }) => [value, outcome])).toEqual([
      ['first', 'no-effect'],
      ['labs', 'kept'],
    ]);
    expect(result.problems.map(({ code }) => code)).toEqual(['IMP-KEY-TWICE', 'IMP-KEY-TWICE']);
  });

  test('an entry with nothing in it is told like a field', () => {
    const { fields } = importOf({ external_pm4ml_configs: [{}], internal_pm4ml_configs: [{}], stateful_resources: [{}] });
    expect(fields.filter(({ path }) => path.endsWith('.0')).map(({ path, outcome, why }) => [path, outcome, why])).toEqual([
      ['external_pm4ml_configs.0', 'no-effect', 'nothing stands there'],
      ['internal_pm4ml_configs.0', 'no-effect', 'nothing stands there'],
      ['stateful_resources.0', 'no-effect', 'nothing stands there'],
    ]);
  });

  test('a participant whose name is a gap of the template has no name', () => {
    const { problems } = importOf({ internal_pm4ml_configs: [{ DFSP_NAME: '<dfsp name>', DFSP_CURRENCY: 'USD' }] });
    expect(problems.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([
      'old.json:8:3  internal_pm4ml_configs.0  error IMP-MISSING: a participant has no DFSP_NAME (it names the participant in the ledger: add it)',
    ]);
  });

  test('thousands of problems are cut short, errors first', () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`field${i}`, 'x']));
    const { problems, fields } = importOf({ ...many, client: '!!' });
    expect(problems).toHaveLength(100);
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    expect(formatProblem(problems.at(-1) as Problem)).toBe('old.json  warning IMP-MANY: there are 2902 problems more (mend these first)');
    expect(fields).toHaveLength(3005);
  });
});

describe('the table for people', () => {
  test('is grouped, what needs attention first, and folds what went the same way', () => {
    const bank = (name: string) => ({ DFSP_NAME: name, DFSP_CURRENCY: 'USD', ENABLE_SDK_BULK_TRANSACTION_SUPPORT: 'no' });
    const { fields } = importOf({ hub_curency: 'USD', region: 'eu-west-1', internal_pm4ml_configs: [bank('a'), bank('b'), bank('c')] });
    expect(formatOutcomes(fields)).toBe(readFileSync(join(fixtures, 'outcomes.txt'), 'utf8'));
    expect(formatOutcomes([])).toBe('');
  });
});

describe('the reader of JSON', () => {
  const plain = (node: JsonNode): unknown => {
    if (node.kind === 'list') return node.members.map(plain);
    if (node.kind !== 'section') return node.value;
    return Object.fromEntries(node.members.map((field) => [field.path.at(-1), plain(field)]));
  };
  const understood = (text: string): { value: unknown } | undefined => {
    try {
      return { value: JSON.parse(text) };
    } catch {
      return undefined;
    }
  };

  test('reads what the language reads, and refuses what it refuses', () => {
    const cut = fc.tuple(
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '\u0001', ' ', '0', '-', 'true'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          cut.map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1)),
        ),
        (text) => {
          const ours = readJson(text);
          const theirs = understood(text);
          expect(isFailure(ours)).toBe(theirs === undefined);
          if (!isFailure(ours) && theirs) expect(plain(ours)).toEqual(theirs.value);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    '[1,]',
    '{"a":1,}',
    '[,1]',
    '[1 2]',
    '{"a":1 "b":2}',
    '01',
    '1.',
    '+1',
    '.5',
    '1e',
    'nul',
    '"\t"',
    '{}x',
    '\u00a0[]',
    '[1}',
    '{1:2}',
    "'a'",
    '//',
    '-',
    '-0',
    '1E+2',
    '1.50e-3',
    ' [ ] ',
    '"\\ud800"',
    '{"":{}}',
    '{"a":1,"a":2}',
  ])('like the language: %j', (text) => {
    const ours = readJson(text);
    expect(isFailure(ours) ? undefined : { value: plain(ours) }).toEqual(understood(text));
  });

  test('knows where everything stands', () => {
    const read = readJson('\ufeff{\n  "a": [1,\n    {"b": null}]\n}');
    if (isFailure(read)) throw new Error(read.message);
    const all = (node: JsonNode): string[] => [`${joinPath(node.path)} ${node.line}:${node.column}`, ...node.members.flatMap(all)];
    expect(all(read)).toEqual([' 1:1', 'a 2:3', 'a.0 2:9', 'a.1 3:5', 'a.1.b 3:6']);
  });
});

describe('whatever is done to a file', () => {
  const codes = new Set(Object.keys(importCodes));

  function holds(text: string): void {
    const result = importLegacy(text, 'old.json');
    for (const one of result.problems) {
      expect(codes).toContain(one.code);
      expect(one.code).not.toBe('IMP-RESULT');
      expect(one.file).toBe('old.json');
      expect(formatProblem(one)).not.toContain('\n');
    }
    if (result.file === undefined) {
      expect(result.problems.some(({ severity }) => severity === 'error')).toBe(true);
      expect(result.yaml).toBe('');
    } else expect(workbenchSchema('sandbox').parse(result.file)).toEqual(reread(result));
    expect(
      formatOutcomes(result.fields)
        .split('\n')
        .filter((line) => line.length > 100),
    ).toEqual([]);
    const node = readJson(text);
    if (!isFailure(node) && node.kind === 'section' && node.members.length > 0) expect(result.fields).toHaveLength(countLeaves(node));
  }
  const countLeaves = (node: JsonNode): number =>
    node.members.length === 0 ? 1 : node.members.reduce((sum, member) => sum + countLeaves(member), 0);

  type Change = (root: Record<string | number, unknown>, pick: number) => void;
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      '',
      ' ',
      'yes',
      'Yes',
      'true',
      0,
      -1,
      1e21,
      null,
      [],
      {},
      'x'.repeat(300),
      '<gap>',
      'USD',
      'Ü',
      '8Gi',
      '0',
      '15.1',
      '10.0.0.0/8',
      '__proto__',
    ),
    fc.string({ unit: 'binary' }),
  );
  /** Every place of a tree, as the object or list that holds it and its key there. */
  const placesOf = (value: unknown): [Record<string | number, unknown>, string | number][] => {
    if (typeof value !== 'object' || value === null) return [];
    const holder = value as Record<string | number, unknown>;
    return Object.keys(holder).flatMap((key) => [[holder, key] as [Record<string | number, unknown>, string], ...placesOf(holder[key])]);
  };
  const at = (root: Record<string | number, unknown>, pick: number) => {
    const places = placesOf(root);
    return places[pick % Math.max(1, places.length)];
  };
  const changes: fc.Arbitrary<Change> = fc.oneof(
    odd.map(
      (value): Change =>
        (root, pick) => {
          const place = at(root, pick);
          if (place) place[0][place[1]] = value;
        },
    ),
    fc.constant<Change>((root, pick) => {
      const place = at(root, pick);
      if (place) delete place[0][place[1]];
    }),
    fc.string({ maxLength: 20 }).map(
      (key): Change =>
        (root, pick) => {
          const place = at(root, pick);
          if (place && !Array.isArray(place[0])) place[0][key] = place[0][place[1]];
        },
    ),
    fc.nat().map(
      (other): Change =>
        (root, pick) => {
          const [from, to] = [at(root, pick), at(root, other)];
          if (from && to) to[0][to[1]] = structuredClone(from[0][from[1]]);
        },
    ),
  );

  test('its values and places are changed: a problem or a workbench file, and every field told', () => {
    fc.assert(
      fc.property(fc.constantFrom(...written), fc.array(fc.tuple(changes, fc.nat()), { minLength: 1, maxLength: 6 }), ({ text }, list) => {
        const root = JSON.parse(text) as Record<string, unknown>;
        for (const [change, pick] of list) change(root, pick);
        holds(JSON.stringify(root).replaceAll(/[\ud800-\udfff]/g, ''));
      }),
      { numRuns: 250 },
    );
  });

  test('its text is cut and mixed: a located problem or a workbench file', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...written),
        fc.nat(),
        fc.nat({ max: 200 }),
        fc.string({ maxLength: 5 }),
        ({ text }, start, length, put) => {
          const from = start % text.length;
          holds(text.slice(0, from) + put + text.slice(from + length));
        },
      ),
      { numRuns: 250 },
    );
  });
});
