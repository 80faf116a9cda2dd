import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { awsRegions } from '../config/model/aws-regions';
import { environmentDemand, proxyDemand, storeDemand, storesDemand } from '../config/model/demand';
import { type Flow, participantFlows } from '../config/model/flows';
import { kafkaProxy, proxyPorts } from '../config/model/managed-stores';
import { networkPlan } from '../config/model/network-plan';
import { storeService } from '../config/model/store-services';
import { mysqlCertificates } from '../config/model/store-trust';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import { deployerRules } from '../constructs/vault/deployer-policy';
import { readerIdentity } from '../constructs/vault/policies';
import { realProviders, validated } from './real-providers';
import {
  allOf,
  carriedObjects,
  helmReleases,
  type KubernetesObject,
  leavesOf,
  modelWith,
  resourcesOf,
  type Synthesised,
  type SynthesisedStack,
  synthesised,
  type Tree,
} from './synthesised';
import { configWith, over } from './workbench-fixtures';

const bank = { id: 'bank1', currency: 'USD', msisdnPrefix: '1' };
const everything = { bulk: true, ttkSimulators: true };
const participants = [
  { ...bank, sdkBulk: true },
  { ...bank, id: 'bank2', msisdnPrefix: '2' },
];
const aws = (more: Tree = {}): Tree =>
  over(
    {
      profile: 'production',
      platform: { provider: 'aws', region: 'eu-west-1', context: undefined },
      state: { backend: 'local' },
      stores: {
        mysql: { service: 'rds', instance: 'db.r7g.xlarge' },
        mongodb: { service: 'documentdb' },
        kafka: { service: 'msk' },
        redis: { service: 'elasticache' },
      },
      hub: everything,
      participants,
    },
    more,
  );
const variants = {
  aws: aws(),
  'aws with an old release': aws({
    hub: { release: '16.0.4' },
    stores: { mysql: { service: 'aurora', instance: 'db.r7g.xlarge' }, kafka: { replicas: 6 } },
  }),
  azure: {
    profile: 'production',
    platform: { provider: 'azure', region: 'southafricanorth', context: undefined, account: '00000000-0000-0000-0000-000000000001' },
    state: { backend: 'local' },
    stores: { mysql: { service: 'flexible-server' }, kafka: { service: 'event-hubs' } },
    hub: everything,
    participants,
  },
} as const satisfies Record<string, Tree>;
type Name = keyof typeof variants;
const names = Object.keys(variants) as Name[];
const made = Object.fromEntries(names.map((name) => [name, synthesised(modelWith(variants[name]))])) as Record<Name, Synthesised>;

const stackOf = (name: Name, id = 'stores'): SynthesisedStack => {
  const found = made[name].stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`${name} has no stack ${id}`);
  return found;
};
const objectsOf = (name: Name, kind: string): KubernetesObject[] =>
  carriedObjects(made[name], 'stores').filter((object) => object.kind === kind);
const named = (name: Name, kind: string, start: string): KubernetesObject => {
  const [found, ...more] = objectsOf(name, kind).filter(({ metadata }) => metadata.name.startsWith(start));
  if (!found || more.length > 0) throw new Error(`${name} has ${more.length + (found ? 1 : 0)} ${kind} ${start}…`);
  return found;
};
type Container = Tree & { readonly command: string[]; readonly env: (Tree & { name: string })[]; readonly image: string };
const podOf = (object: KubernetesObject) =>
  (object.spec.template as { spec: Tree & { containers: Container[] }; metadata?: { labels: Tree } }) ?? {};
const contract = (name: string) => `data.terraform_remote_state.managed-stores.outputs.${name}`;

describe('a store that the cloud runs', () => {
  test.each([
    ['aws', [], ['cert-manager', 'vault', 'vault-config-operator', 'gateway-helm']],
    ['azure', ['PerconaServerMongoDB', 'Redis'], ['psmdb-operator', 'redis-operator']],
  ] as const)('%s: has no custom resource and no operator in the cluster', (name, custom, installed) => {
    const kinds = new Set(
      carriedObjects(made[name], 'stores')
        .filter(({ apiVersion }) => /percona|strimzi|opstree/.test(String(apiVersion)))
        .map(({ kind }) => kind),
    );
    expect([...kinds].sort()).toEqual(custom);
    const releases = helmReleases(made[name])
      .filter(({ stack }) => stack === 'platform')
      .map(({ id }) => id);
    expect(releases).toEqual(expect.arrayContaining([...installed]));
    expect(releases.filter((id) => ['pxc-operator', 'strimzi-kafka-operator'].includes(id))).toEqual([]);
  });

  test('is not counted among what the cluster must carry, the proxy is', () => {
    for (const name of names) {
      const { config, services } = made[name].model;
      const inCluster = (['mysql', 'mongodb', 'kafka'] as const).filter((kind) => storeService(config, kind) === 'operator');
      const members = inCluster.reduce((cpu, kind) => cpu + config.stores[kind].replicas * storeDemand[kind].cpu, 0);
      expect(storesDemand(config).cpu).toBe(members + kafkaProxy.replicas * proxyDemand.cpu);
      const own = modelWith(over(variants[name], { stores: { mysql: { service: 'operator' } } })).config;
      expect(environmentDemand(own, services).cpu - environmentDemand(config, services).cpu).toBe(3 * storeDemand.mysql.cpu);
    }
  });

  test('has a logical name that leads to the host which the other stack hands on, and only on the port that policies let out', () => {
    const services = Object.fromEntries(allOf(made.aws, 'kubernetes_service_v1').map(({ name, attributes }) => [name, attributes]));
    for (const [service, from, port] of [
      ['central-ledger-db', 'mysql', '3306'],
      ['bulk-mongodb', 'documentStore', '27017'],
      ['ttksims-redis', 'cache', '6379'],
    ] as const) {
      const { spec, lifecycle } = services[`service-${service}`] as { spec: Tree; lifecycle: { precondition: Tree[] } };
      expect(spec).toEqual({ type: 'ExternalName', external_name: `\${${contract(from)}.host}` });
      expect(lifecycle.precondition.map(({ condition }) => condition)).toEqual([`\${(${contract(from)}.port == "${port}")}`]);
    }
    expect(services['service-mojaloop-kafka']).toMatchObject({
      spec: { type: 'ExternalName', external_name: 'kafka-proxy.stores.svc.cluster.local' },
      lifecycle: {
        precondition: [
          { condition: `\${(length(${contract('kafka')}.brokers) == 3)}` },
          { condition: `\${(${contract('kafka')}.mechanism != "OAUTHBEARER")}` },
        ],
      },
    });
    // A file that places one database elsewhere still has the others at the cloud.
    const mixed = modelWith(
      over(variants.aws, {
        stores: { mysql: { databases: { 'msisdn-oracle-db': { host: 'oracle.example.org', credentials: 'hub/given/oracle' } } } },
      }),
    );
    expect(mixed.logicalServices.filter(({ managed }) => managed === 'mysql').map((each) => each.name)).toEqual([
      'account-lookup-db',
      'central-ledger-db',
      'keycloak-db',
      'connection-manager-db',
    ]);
  });
});

describe('the login of a managed store', () => {
  test.each([
    ['aws', 'aws_secretsmanager_secret_version', 'secret_string', ['kafka', 'mongodb', 'mysql']],
    ['azure', 'azurerm_key_vault_secret', 'value', ['mysql']],
  ] as const)('%s: goes from an ephemeral value into a write-only argument, and is nowhere else', (name, type, attribute, kinds) => {
    const stack = stackOf(name);
    const written = resourcesOf(stack).filter((resource) => resource.type === 'vault_kv_secret_v2');
    expect(written.map(({ attributes }) => attributes.name)).toEqual(kinds.map((kind) => `managed/${kind}`));
    for (const [at, { attributes }] of written.entries()) {
      expect(attributes).toMatchObject({
        data_json_wo: `\${ephemeral.${type}.${kinds[at]}-login.${attribute}}`,
        // Another secret at the cloud is another login: it is written again.
        data_json_wo_version: expect.stringMatching(
          /^\$\{parseint\(substr\(sha256\(data\.terraform_remote_state\.managed-stores\.outputs\.\w+\.(admin|login)Secret\), 0, 7\), 16\)\}$/,
        ),
        disable_read: true,
      });
      expect(attributes.data_json).toBeUndefined();
    }
    // Every mention of what the secret store answers is in one of these arguments.
    expect(stack.text.match(new RegExp(`ephemeral\\.${type}\\.`, 'g'))).toHaveLength(kinds.length);
    expect(Object.keys(stack.json.ephemeral?.[type] ?? {}).sort()).toEqual(kinds.map((kind) => `${kind}-login`));
    expect(JSON.stringify(stack.json.output)).not.toMatch(/ephemeral|Secret/);
    // Delivered only after it has been written.
    const delivering = helmReleases(made[name]).find(({ id }) => id === 'hub-secrets');
    expect([...(delivering?.attributes.depends_on ?? [])].sort()).toEqual(kinds.map((kind) => `vault_kv_secret_v2.managed-${kind}`));
  });

  test('of Azure it is read in the version that the server was given, not in whatever is newest', () => {
    const handedOn = 'data.terraform_remote_state.managed-stores.outputs.mysql.adminSecret';
    expect(stackOf('azure').json.ephemeral?.azurerm_key_vault_secret?.['mysql-login']).toMatchObject({
      name: `\${element(split("/", ${handedOn}), 0)}`,
      version: `\${element(split("/", ${handedOn}), 1)}`,
    });
  });

  test('the deployer may write it and cannot read it; the namespace of the stores reads it, the hub does not', () => {
    const { config, secrets } = made.aws.model;
    const may = deployerRules(config).filter(({ path }) => path.includes('/managed/'));
    expect(may).toEqual([{ path: 'hub/data/managed/*', capabilities: ['create', 'update', 'delete'] }]);
    const reads = (namespace: string) =>
      readerIdentity(config, namespace, 'x', secrets)
        .rules.map(({ path }) => path)
        .filter((path) => path.includes('managed'));
    expect(reads('stores').sort()).toEqual(['hub/data/managed/kafka', 'hub/data/managed/mongodb', 'hub/data/managed/mysql']);
    expect(reads('mojaloop')).toEqual([]);
  });

  test('that of the Kafka proxy is a file which its program understands', () => {
    const secret = carriedObjects(made.aws, 'stores').find(
      ({ kind, metadata }) => kind === 'VaultSecret' && metadata.name === 'kafka-login',
    );
    const { stringData } = (secret?.spec.output ?? {}) as { stringData: Record<string, string> };
    const file = (stringData['jaas.conf'] ?? '')
      .replace('{{ index .kafka_login_username "username" }}', 'kafka-proxy')
      .replace('{{ index .kafka_login_password "password" }}', 'Endpoint=sb://x/;Key=abc=');
    expect(file).not.toContain('{{');
    // The two expressions that kafka-proxy 0.4.3 reads it with; each must be found once.
    const found = (field: string) => [...file.matchAll(new RegExp(`${field}[ \\t]*=[ \\t]*"(.*?)"`, 'gm'))].map(([, value]) => value);
    expect([found('username'), found('password')]).toEqual([['kafka-proxy'], ['Endpoint=sb://x/;Key=abc=']]);
  });
});

describe('what pods are let out to', () => {
  const storePorts = [3306, 27017, 6379, 9092, 9093, 9094, 9095, 9096];
  const toRanges = (flows: readonly Flow[]) =>
    flows.flatMap(({ from, to, ports }) =>
      'cidr' in to && 'namespace' in from ? ports.map((port) => ({ from, cidr: to.cidr, port })) : [],
    );

  test.each(names)('%s: the subnets of the stores, on the port of each, and never anywhere', (name) => {
    const { config, flows } = made[name].model;
    const plan = networkPlan(config);
    const lines = toRanges(flows).filter(({ port }) => storePorts.includes(port));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter(({ cidr }) => ![...plan.data, ...plan.endpoints].includes(cidr))).toEqual([]);
    const who = (port: number) =>
      [
        ...new Set(lines.filter((line) => line.port === port).map(({ from }) => `${from.namespace}${from.app ? `/${from.app}` : ''}`)),
      ].sort();
    // The connection manager comes with 17.
    const manager = name === 'aws with an old release' ? [] : ['connection-manager'];
    expect(who(3306)).toEqual([
      ...manager,
      'identity',
      'mojaloop',
      'stores/ledger-exporter',
      'stores/mysql-bootstrap',
      'stores/mysql-exporter',
    ]);
    expect(who(name === 'azure' ? 9093 : 9096)).toEqual(['stores/kafka-proxy']);
  });

  test('pods are let out to every subnet that a store may stand in: a VPC has two where the nodes run in one zone', () => {
    const oneZone = synthesised(modelWith(aws({ profile: 'sandbox', cluster: { zones: 1 } })));
    const subnets = allOf(oneZone, 'aws_subnet').filter(({ name }) => name.startsWith('network-data-'));
    const ranges = subnets.map(({ attributes }) => attributes.cidr_block).sort();
    expect(ranges).toHaveLength(2);
    const policies = allOf(oneZone, 'kubernetes_network_policy_v1').map(
      ({ attributes }) => attributes.spec as { egress?: { to: { ip_block?: { cidr: string } }[]; ports: { port: string }[] }[] },
    );
    for (const port of ['3306', '27017', '6379', '9096']) {
      const to = policies.flatMap(({ egress = [] }) => egress.filter(({ ports }) => ports.some((each) => each.port === port)));
      const blocks = to.flatMap((rule) => rule.to.flatMap(({ ip_block }) => (ip_block ? [ip_block.cidr] : [])));
      expect([port, [...new Set(blocks)].sort()]).toEqual([port, ranges]);
    }
  });

  test('the brokers are reached by the proxy alone, and the proxy by the hub and payment managers with bulk alone', () => {
    const policies = Object.fromEntries(
      allOf(made.aws, 'kubernetes_network_policy_v1').map((policy) => [policy.name, policy.attributes.spec as Tree]),
    );
    const proxy = policies['namespace-stores-policies-allowed-flows-kafka-proxy'] as {
      pod_selector: Tree;
      ingress: { from: Tree[]; ports: { port: string }[] }[];
      egress: { to: Tree[]; ports: { port: string }[] }[];
    };
    expect(proxy.pod_selector).toEqual({ match_labels: { 'app.kubernetes.io/name': 'kafka-proxy' } });
    expect(proxy.egress.map(({ to, ports }) => [to[0]?.ip_block, ports.map(({ port }) => port)])).toEqual(
      networkPlan(made.aws.model.config).data.map((cidr) => [{ cidr }, ['9096']]),
    );
    expect(proxy.ingress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([
      ['9092', '9093', '9094', '9095'],
      ['9092', '9093', '9094', '9095'],
    ]);
    // No policy of all pods of a namespace says 9096.
    for (const [policy, spec] of Object.entries(policies).filter(([policy]) => !policy.endsWith('kafka-proxy')))
      expect([policy, JSON.stringify(spec).includes('"9096"')]).toEqual([policy, false]);
    const { config } = made.aws.model;
    const proxied = (id: string, bulk: boolean) =>
      participantFlows(config, id, bulk).filter(({ to }) => 'app' in to && to.app === 'kafka-proxy');
    expect([proxied('bank1', true).map(({ ports }) => ports), proxied('bank2', false)]).toEqual([[proxyPorts(config)], []]);
  });
});

describe('the Job that prepares a managed database', () => {
  test.each([
    ['aws', false],
    ['aws with an old release', true],
    ['azure', false],
  ] as const)(
    '%s: gives its administrator to nobody but the server of that name, and asks for nothing that needs SUPER',
    (name, native) => {
      const job = named(name, 'Job', 'mysql-bootstrap-');
      const { spec, metadata } = podOf(job);
      const [container] = spec.containers;
      const script = container?.command[2] ?? '';
      expect(script).toContain('--host="$STORE_HOST" --port=3306 --ssl-mode=VERIFY_IDENTITY --ssl-ca=/mysql-ca/ca.pem');
      expect(container?.env).toContainEqual({ name: 'STORE_HOST', value: `\${${contract('mysql')}.host}` });
      expect(spec.volumes).toEqual([{ name: 'trust', secret: { secretName: 'mysql-ca' } }]);
      expect(metadata?.labels).toEqual({ 'app.kubernetes.io/name': 'mysql-bootstrap' });
      // Another host is another Job: Kubernetes lets none change.
      expect(job.metadata.name).toMatch(
        /^mysql-bootstrap-[0-9a-f]{8}-\$\{substr\(sha256\(join\("\/", \[data\.terraform_remote_state\.managed-stores\.outputs\.mysql\.host, data\.terraform_remote_state\.managed-stores\.outputs\.mysql\.adminSecret\]\)\), 0, 6\)\}$/,
      );
      const statements = script
        .split('\n')
        .slice(1)
        .filter((line) => line && line !== 'SQL');
      expect(statements.length).toBeGreaterThan(5);
      // The account that watches sees numbers of the server, and no table of the hub.
      const watcher = statements.filter((line) => /'exporter'@/.test(line));
      expect(watcher.map((line) => line.replace(/ REQUIRE SSL/, ''))).toEqual([
        "CREATE USER IF NOT EXISTS 'exporter'@'%' IDENTIFIED BY '$PASSWORD_EXPORTER' WITH MAX_USER_CONNECTIONS 3;",
        "GRANT PROCESS, REPLICATION CLIENT ON *.* TO 'exporter'@'%';",
        "GRANT SELECT ON performance_schema.* TO 'exporter'@'%';",
      ]);
      const allowed =
        /^(CREATE DATABASE IF NOT EXISTS \\`\w+\\`|CREATE USER IF NOT EXISTS '\w+'@'%' IDENTIFIED (WITH mysql_native_password )?BY '\$PASSWORD_\w+'( REQUIRE SSL)?|GRANT [A-Z, ]+ ON \\`\w+\\`\.\* TO '\w+'@'%');$/;
      expect(statements.filter((line) => !allowed.test(line) && !watcher.includes(line))).toEqual([]);
      expect(statements.some((line) => line.includes('mysql_native_password'))).toBe(native);
    },
  );

  test('users of DocumentDB are made where it keeps them', () => {
    const script = podOf(named('aws', 'Job', 'mongodb-bootstrap-')).spec.containers[0]?.command[2] ?? '';
    expect(script).toContain(`const d = db.getSiblingDB('admin'); if (!d.getUser('mojaloop'))`);
    expect(script).toContain(`roles: [{ role: 'readWrite', db: 'mlos' }]`);
  });
});

describe('TLS to a managed MySQL', () => {
  test('users must come by TLS where their services speak it, also on a server that lets third-party payments in without', () => {
    const environment = synthesised(modelWith(over(variants.aws, { hub: { thirdParty: true } })));
    const [script = ''] = carriedObjects(environment, 'stores')
      .filter(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('mysql-bootstrap-'))
      .map((job) => String((leavesOf(job).find(({ path }) => path.at(-2) === 'command' && path.at(-1) === '2') ?? { value: '' }).value));
    const users = [...script.matchAll(/CREATE USER IF NOT EXISTS '(\w+)'.*?(REQUIRE SSL)?(?: WITH MAX_USER_CONNECTIONS \d+)?;/g)].map(
      ([, user, tls]) => `${user} ${tls ?? 'clear'}`,
    );
    expect(users.filter((user) => user.endsWith('clear')).sort()).toEqual(['auth_svc clear', 'consent_oracle clear']);
    expect(users).toContain('central_ledger REQUIRE SSL');
    const stores = environment.stacks.find(({ id }) => id === 'managed-stores')?.text ?? '';
    expect(/"name":\s*"require_secure_transport",\s*"value":\s*"(\w+)"/.exec(stores)?.[1]).toBe('0');
    const without = made.aws.stacks.find(({ id }) => id === 'managed-stores')?.text ?? '';
    expect(/"name":\s*"require_secure_transport",\s*"value":\s*"(\w+)"/.exec(without)?.[1]).toBe('1');
  });

  const leaves = (name: Name, key: string) => {
    const hub = helmReleases(made[name]).find(({ stack, id }) => stack === 'hub' && id === 'hub');
    return leavesOf(hub?.values).filter(({ path }) => path.join('/').includes(key));
  };

  test.each(['aws', 'azure'] as const)(
    '%s, 17.1.0: every service that knows it speaks it and verifies the server, from the roots of its cloud',
    (name) => {
      const values = helmReleases(made[name]).find(({ stack, id }) => stack === 'hub' && id === 'hub')?.values;
      expect(checkValues(indexOf('mojaloop', '17.1.0')!, values)).toEqual([]);
      const enabled = leaves(name, 'config/db_ssl_enabled');
      expect(enabled.length).toBeGreaterThan(15);
      for (const key of ['db_ssl_enabled', 'db_ssl_verify'])
        expect(new Set(leaves(name, `config/${key}`).map(({ value }) => value))).toEqual(new Set([true]));
      const places = (key: string) =>
        leaves(name, key)
          .map(({ path }) => path.slice(0, path.indexOf('config')).join('/'))
          .sort();
      expect(places('config/db_ssl_ca_secret/name')).toEqual(places('config/db_ssl_enabled'));
      expect(new Set(leaves(name, 'config/db_ssl_ca_secret/name').map(({ value }) => value))).toEqual(new Set(['mysql-ca']));
      const steps = leaves(name, 'initContainers')
        .map(({ value }) => String(value))
        .filter((text) => text.includes('wait-for-mysql'));
      expect(steps.length).toBeGreaterThan(15);
      for (const text of steps) expect(text).toContain('--ssl-mode=VERIFY_CA --ssl-ca=/tmp/mysql-ca.pem');
      const migrations = steps.filter((text) => text.includes('run-migration'));
      expect(migrations.length).toBeGreaterThan(1);
      for (const text of migrations) expect(text).toMatch(/ssl__ca|DATABASE_SSL_CA/);
    },
  );

  test('before 17.1.0 the services speak none, and are told nothing of it', () => {
    expect(leaves('aws with an old release', 'db_ssl')).toEqual([]);
    expect(leaves('aws with an old release', 'initContainers').filter(({ value }) => String(value).includes('ssl-mode'))).toEqual([]);
  });

  test.each(names)('%s: every namespace that verifies has the roots', (name) => {
    const secrets = objectsOf(name, 'Secret').filter(({ metadata }) => metadata.name === 'mysql-ca');
    expect(secrets.map(({ metadata }) => metadata.namespace)).toEqual([
      'stores',
      'mojaloop',
      'identity',
      ...(name === 'aws with an old release' ? [] : ['connection-manager']),
    ]);
    for (const { stringData } of secrets) {
      const pems = String((stringData as Tree)['ca.pem']).match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
      expect(pems).toHaveLength(name === 'azure' ? 3 : 1);
      for (const pem of pems) {
        const certificate = new X509Certificate(pem);
        expect([certificate.ca, certificate.verify(certificate.publicKey), new Date(certificate.validTo) > new Date('2030-01-01')]).toEqual(
          [true, true, true],
        );
      }
    }
  });

  test('roots of AWS are those of the region; the regions without one are few and known', () => {
    const rootOf = (region: string) => mysqlCertificates(configWith(aws({ platform: { region } })));
    const lacking = Object.keys(awsRegions).filter((region) => {
      const pem = rootOf(region);
      if (pem === undefined) return true;
      expect(new X509Certificate(pem).subject).toContain(`Amazon RDS ${region} Root CA RSA2048 G1`);
      return false;
    });
    expect(lacking).toEqual([
      'ap-east-2',
      'ap-southeast-5',
      'ap-southeast-6',
      'ap-southeast-7',
      'ca-west-1',
      'il-central-1',
      'mx-central-1',
    ]);
  });
});

const clouds = ['aws', 'azurerm', 'helm', 'kubernetes', 'vault'] as const;
const { work, here, proof } = realProviders('managed-stores', clouds, () => names.map((name) => stackOf(name).json));
for (const name of names)
  proof(`${name}: the real providers accept the stack`, () => {
    const { json } = stackOf(name);
    const local = { ...json, terraform: { required_providers: json.terraform.required_providers } };
    expect(validated(here, join(work, name), local)).toEqual([]);
  });
