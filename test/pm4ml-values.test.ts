import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { callbackTargets } from '../config/model/callbacks';
import { connectorCertificate } from '../config/model/certificates';
import { paymentManagerDemand } from '../config/model/demand';
import { participantFlows } from '../config/model/flows';
import { participantSecrets } from '../config/model/secret-map';
import { mebibytes, millicores } from '../config/model/services';
import { ProblemError } from '../config/problems';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import type { ParticipantConfig } from '../config/schema/workbench';
import type { Json, Values } from '../constructs/in-cluster/release-spec';
import { paymentManagerObjects, vaultIssuer, vaultTrust } from '../constructs/pm4ml/account';
import { pm4mlChart, pm4mlLayout } from '../constructs/pm4ml/context';
import { handOverFile } from '../constructs/pm4ml/hand-over';
import { paymentManagerAccount, paymentManagerIdentity, paymentManagerPkiRoles } from '../constructs/pm4ml/identity';
import { hubAddresses, services } from '../constructs/pm4ml/names';
import { paymentManagerRelease, paymentManagerRoutes } from '../constructs/pm4ml/payment-manager';
import { quotedSecret, quotedWith, secretEnv } from '../constructs/pm4ml/raw-text';
import { partSizes } from '../constructs/pm4ml/sizing';
import { vaultTls } from '../constructs/vault/server';
import { findHelm } from './chart-packages';
import { configWith } from './workbench-fixtures';

const versions = ['8.0.1', '9.1.5', '10.3.4'] as const;
type Version = (typeof versions)[number];

/** Everything a person can switch at a payment manager, and what around it changes its values. */
const options = {
  version: versions,
  backend: ['simulator', 'testing-toolkit', 'core-connector'],
  testingToolkit: [false, true],
  sdkBulk: [false, true],
  jws: [true, false],
  profile: ['sandbox', 'production'],
  images: [undefined, 'registry.example.org/mirror'],
  issuer: ['vault', 'acme'],
  vault: [undefined, 'https://vault.example.org:8200'],
  apiType: ['fspiop', 'iso20022'],
  testAccount: [false, true],
} as const;
type Options = { -readonly [K in keyof typeof options]: (typeof options)[K][number] };
const names = Object.keys(options) as (keyof Options)[];

/** Fewest combinations found greedily in which every pair of choices occurs. */
function pairwise(): Options[] {
  const open = new Set<string>();
  const pair = (a: keyof Options, i: number, b: keyof Options, j: number) => `${a}=${i},${b}=${j}`;
  const choices = (name: keyof Options) => options[name].map((_, i) => i);
  for (const [x, a] of names.entries())
    for (const b of names.slice(x + 1)) for (const i of choices(a)) for (const j of choices(b)) open.add(pair(a, i, b, j));
  const rows: Options[] = [];
  for (let seed = 0; open.size > 0; seed++) {
    const chosen = new Map<keyof Options, number>();
    const gain = (a: keyof Options, i: number) =>
      [...chosen].filter(([b, j]) => open.has(pair(a, i, b, j)) || open.has(pair(b, j, a, i))).length;
    for (const name of names) {
      const start = seed % options[name].length;
      const order = options[name].map((_, i) => (i + start) % options[name].length);
      chosen.set(
        name,
        order.reduce((best, i) => (gain(name, i) > gain(name, best) ? i : best)),
      );
    }
    const before = open.size;
    for (const [a, i] of chosen) for (const [b, j] of chosen) open.delete(pair(a, i, b, j));
    if (open.size === before) {
      // The greedy choice found nothing new: take an open pair as it is.
      for (const part of [...open][0]!.split(',')) {
        const [name, i] = part.split('=') as [keyof Options, string];
        chosen.set(name, Number(i));
      }
      for (const [a, i] of chosen) for (const [b, j] of chosen) open.delete(pair(a, i, b, j));
    }
    rows.push(Object.fromEntries([...chosen].map(([name, i]) => [name, options[name][i]])) as Options);
  }
  return rows;
}

const plain: Options = {
  version: '10.3.4',
  backend: 'simulator',
  testingToolkit: false,
  sdkBulk: false,
  jws: true,
  profile: 'sandbox',
  images: undefined,
  issuer: 'vault',
  vault: undefined,
  apiType: 'fspiop',
  testAccount: false,
};

const id = 'demowallet';

function build(
  patch: Partial<Options> = {},
  participant: Record<string, unknown> = {},
): { model: EnvironmentModel; participant: ParticipantConfig } {
  const o = { ...plain, ...patch };
  const config = configWith({
    profile: o.profile,
    hub: { apiType: o.apiType },
    charts: { versions: { [pm4mlChart]: o.version }, ...(o.images ? { images: o.images } : {}) },
    certificates: { issuer: o.issuer, email: 'ops@example.org' },
    ...(o.vault ? { secrets: { vault: { address: o.vault } } } : {}),
    participants: [
      {
        id,
        name: "Demo's Wallet",
        currency: 'USD',
        currencies: ['EUR', 'USD'],
        msisdnPrefix: '367',
        backend: o.backend,
        testingToolkit: o.testingToolkit || o.backend === 'testing-toolkit',
        sdkBulk: o.sdkBulk,
        jws: o.jws,
        allowedAddresses: ['203.0.113.0/28', '198.51.100.7/32'],
        ...(o.backend === 'core-connector' ? { coreConnector: { image: 'example/connector:1.2.3', env: { API_URL: 'http://bank' } } } : {}),
        ...(o.testAccount ? { testAccount: { msisdn: '36712345', party: { firstName: "D'Arcy", lastName: 'Doe' } } } : {}),
        ...participant,
      },
    ],
  });
  const model = resolveEnvironment(config);
  return { model, participant: model.config.participants[0]! };
}

const release = (patch: Partial<Options> = {}, participant: Record<string, unknown> = {}) => {
  const built = build(patch, participant);
  return { ...built, spec: paymentManagerRelease(built.model, built.participant) };
};

const get = (values: Json | undefined, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((node, key) => (node as Values | undefined)?.[key], values);
const sdk = (values: Values, ...path: string[]) => get(values, 'scheme-adapter', 'sdk-scheme-adapter-api-svc', ...path);
const describeOptions = (o: Partial<Options>) =>
  names
    .filter((n) => n in o)
    .map((n) => `${n}=${o[n] ?? '-'}`)
    .join(' ');

describe('the release', () => {
  test('has the stable names, the chart of the catalogue unless another is asked for, and no secret value', () => {
    for (const version of versions) {
      const { spec } = release({ version });
      expect({ ...spec, values: undefined }).toEqual({
        id: `pm4ml-${id}`,
        name: id,
        namespace: id,
        chart: pm4mlChart,
        version,
        secretValues: [],
        values: undefined,
      });
    }
  });

  test.each(['7.1.0', '11.0.0'])('version %s has values nobody knows: a problem with its place', (version) => {
    const { model, participant } = build({ version: version as Version });
    expect(() => paymentManagerRelease(model, participant)).toThrow(ProblemError);
    expect(() => paymentManagerRelease(model, participant)).toThrow(
      `charts.versions.${pm4mlChart}  error SYN-PM4ML-LAYOUT: ${pm4mlChart} ${version} has values that are not known here (choose a version 8, 9 or 10)`,
    );
  });

  test.each([
    ['simulator', 'sim-backend:3000', { simulator: true, connector: false }],
    ['testing-toolkit', `${id}-ttk-backend:4040`, { simulator: false, connector: false }],
    ['core-connector', `${id}-mojaloop-core-connector:3003`, { simulator: false, connector: true }],
  ] as const)('back end %s: the SDK asks %s, and only that part runs', (backend, address, { simulator, connector }) => {
    for (const version of versions) {
      const { values } = release({ version, backend }).spec;
      expect(sdk(values, 'env', 'BACKEND_ENDPOINT')).toBe(address);
      expect(get(values, 'sim-backend', 'enabled')).toBe(simulator);
      expect(get(values, 'mojaloop-core-connector', 'enabled')).toBe(connector);
      expect(get(values, 'ttk', 'enabled')).toBe(backend === 'testing-toolkit');
    }
  });

  test('a core connector has its image and its environment, and is told where the SDK is', () => {
    const { values } = release(
      { backend: 'core-connector' },
      { coreConnector: { image: 'registry.example.org:5000/bank/cc:v2', env: { API_URL: 'x' } } },
    ).spec;
    expect(get(values, 'mojaloop-core-connector', 'image')).toEqual({
      repository: 'registry.example.org:5000/bank/cc',
      tag: 'v2',
      pullPolicy: 'IfNotPresent',
    });
    expect(get(values, 'mojaloop-core-connector', 'env')).toEqual({
      MLCONN_OUTBOUND_ENDPOINT: `http://${id}-sdk-scheme-adapter-api-svc:4001`,
      API_URL: 'x',
    });
  });

  test('a mirror carries Docker Hub images, and leaves an image that names its own registry', () => {
    const mirrored = release({ backend: 'core-connector', images: 'registry.example.org/mirror' }).spec.values;
    expect(get(mirrored, 'mojaloop-core-connector', 'image', 'repository')).toBe('registry.example.org/mirror/example/connector');
    expect(get(mirrored, 'redis', 'image')).toEqual({ registry: 'registry.example.org/mirror', repository: 'bitnamilegacy/redis' });
    const own = release(
      { backend: 'core-connector', images: 'registry.example.org/mirror' },
      { coreConnector: { image: 'ghcr.io/bank/cc:1', env: {} } },
    );
    expect(get(own.spec.values, 'mojaloop-core-connector', 'image', 'repository')).toBe('ghcr.io/bank/cc');
  });

  test('bulk turns on both handlers, with Kafka by its logical name, and topics with the replicas of the others', () => {
    const off = release().spec.values;
    expect(sdk(off, 'config', 'bulkTransactionSupportEnabled')).toBe(false);
    expect(get(off, 'scheme-adapter', 'sdk-scheme-adapter-dom-evt-handler', 'enabled')).toBeUndefined();
    const on = release({ sdkBulk: true, profile: 'production' }).spec.values;
    const kafka = { host: 'mojaloop-kafka.stores.svc.cluster.local', port: 9092 };
    expect(sdk(on, 'config', 'bulkTransactionSupportEnabled')).toBe(true);
    expect(sdk(on, 'env', 'REQUEST_PROCESSING_TIMEOUT_SECONDS')).toBe(30);
    for (const part of ['api-svc', 'dom-evt-handler', 'cmd-evt-handler']) {
      expect(get(on, 'scheme-adapter', `sdk-scheme-adapter-${part}`, 'kafka')).toEqual(kafka);
      const containers = JSON.parse(String(get(on, 'scheme-adapter', `sdk-scheme-adapter-${part}`, 'initContainers'))) as {
        command: string[];
      }[];
      for (const kind of ['command', 'domain'])
        expect(containers[1]!.command[2]).toContain(
          `--topic ${id}-topic-sdk-outbound-${kind}-events --partitions 3 --replication-factor 3`,
        );
    }
  });

  test('signing: the chart gets a marker where it wants a key, and nothing when it is off', () => {
    const on = release().spec.values;
    expect([sdk(on, 'env', 'JWS_SIGN'), sdk(on, 'env', 'VALIDATE_INBOUND_JWS')]).toEqual([true, true]);
    expect(sdk(on, 'config', 'jwsSigningKey')).toBe('keys arrive from the management API');
    const off = release({ jws: false }).spec.values;
    expect([sdk(off, 'env', 'JWS_SIGN'), sdk(off, 'env', 'VALIDATE_INBOUND_JWS')]).toEqual([false, false]);
    expect(sdk(off, 'config', 'jwsSigningKey')).toBeUndefined();
  });

  test('the management API tells the port at which the proxy of callbacks comes', () => {
    const told = (participant: object) =>
      get(release({}, { callback: { port: 9443 }, ...participant }).spec.values, 'management-api', 'env', 'CALLBACK_URL');
    expect(told({ cluster: { kubeconfig: '~/.kube/config', context: 'south' }, sdkBulk: false })).toBe(
      `connector.${id}.dev.labs.example.org:9443`,
    );
    // Beside the hub the gateway takes them, at its own port.
    expect(told({})).toBe(`connector.${id}.dev.labs.example.org:443`);
  });

  test('the SDK of 10 speaks ISO 20022 where the hub does, and knows its currencies once each', () => {
    expect(sdk(release({ apiType: 'iso20022' }).spec.values, 'env', 'API_TYPE')).toBe('iso20022');
    expect(sdk(release({ apiType: 'iso20022' }).spec.values, 'env', 'ILP_VERSION')).toBe('4');
    expect(sdk(release().spec.values, 'env', 'API_TYPE')).toBe('fspiop');
    expect(sdk(release().spec.values, 'env', 'SUPPORTED_CURRENCIES')).toBe('USD,EUR');
    expect(sdk(release({ version: '8.0.1' }).spec.values, 'env', 'SUPPORTED_CURRENCIES')).toBeUndefined();
  });

  test('the hub is named as each part wants it', () => {
    const base = 'dev.labs.example.org';
    for (const version of versions) {
      const { values } = release({ version }).spec;
      // The SDK puts the scheme before it.
      expect(sdk(values, 'env', 'PEER_ENDPOINT')).toBe(`interop-switch.${base}:443`);
      expect(sdk(values, 'env', 'ALS_ENDPOINT')).toBe(`interop-switch.${base}:443`);
      expect(sdk(values, 'env', 'OAUTH_TOKEN_ENDPOINT')).toBe(`https://token.${base}/realms/dfsps/protocol/openid-connect/token`);
      const env = get(values, 'management-api', 'env');
      expect(get(env, 'CALLBACK_URL')).toBe(`connector.${id}.${base}:443`);
      expect(get(env, 'WHITELIST_IP')).toBe('203.0.113.0/28,198.51.100.7/32');
      expect(get(env, 'MCM_SERVER_ENDPOINT')).toBe(version === '8.0.1' ? `https://mcm.${base}/api` : `https://mcm.${base}/pm4mlapi`);
      expect(get(env, 'HUB_IAM_PROVIDER_URL')).toBe(version === '8.0.1' ? undefined : `https://keycloak.${base}`);
    }
  });

  test('Vault: its own role, keys and PKI roles, at the address pods see', () => {
    const env = get(release().spec.values, 'management-api', 'env');
    expect(env).toMatchObject({
      VAULT_ENDPOINT: 'https://vault-active.vault.svc:8200',
      VAULT_AUTH_METHOD: 'K8S',
      VAULT_K8S_ROLE: `dev-pm4ml-${id}`,
      VAULT_PKI_SERVER_ROLE: `${id}-server`,
      VAULT_PKI_CLIENT_ROLE: `${id}-client`,
      VAULT_MOUNT_PKI: 'pki',
      VAULT_MOUNT_KV: `secret/pm4ml/${id}`,
      CERT_MANAGER_SERVER_CERT_SECRET_NAME: connectorCertificate,
      CERT_MANAGER_SERVER_CERT_SECRET_NAMESPACE: id,
      NODE_EXTRA_CA_CERTS: '/secrets/authorities.pem',
    });
    const existing = release({ vault: 'https://vault.example.org:8200', issuer: 'acme' }).spec.values;
    expect(get(existing, 'management-api', 'env', 'VAULT_ENDPOINT')).toBe('https://vault.example.org:8200');
    // Both are publicly trusted, so nothing is added to what Node trusts.
    expect(get(existing, 'management-api', 'env', 'NODE_EXTRA_CA_CERTS')).toBeUndefined();
    expect(get(existing, 'management-api', 'serviceAccountName')).toBe(paymentManagerAccount);
  });

  test.each(['sandbox', 'production'] as const)('%s: replicas of each part, and requests within what the quota is made from', (profile) => {
    const { model, participant, spec } = release({ profile, backend: 'core-connector', sdkBulk: true, testingToolkit: true });
    const replicas = Object.fromEntries(Object.keys(partSizes).map((path) => [path, get(spec.values, ...path.split('.'), 'replicaCount')]));
    expect(replicas).toEqual({
      frontend: profile === 'production' ? 2 : 1,
      'experience-api': profile === 'production' ? 2 : 1,
      'management-api': 1,
      'mojaloop-core-connector': profile === 'production' ? 2 : 1,
      'scheme-adapter.sdk-scheme-adapter-api-svc': profile === 'production' ? 2 : 1,
      'scheme-adapter.sdk-scheme-adapter-dom-evt-handler': profile === 'production' ? 2 : 1,
      'scheme-adapter.sdk-scheme-adapter-cmd-evt-handler': profile === 'production' ? 2 : 1,
    });
    expect(get(spec.values, 'redis', 'master', 'persistence', 'enabled')).toBe(profile === 'production');
    // A part without a value for requests gets the default of the namespace (constructs/in-cluster/namespace.ts).
    const ask = (path: string[]) => {
      const requests = get(spec.values, ...path, 'resources', 'requests');
      const [cpu, memory] = [String(get(requests, 'cpu') ?? '10m'), String(get(requests, 'memory') ?? '64Mi')];
      const count = Number(get(spec.values, ...path, 'replicaCount') ?? 1);
      return { cpu: count * millicores(cpu), memory: count * mebibytes(memory) };
    };
    const parts = [...Object.keys(partSizes), 'redis.master', 'ttk.ml-testing-toolkit-backend', 'ttk.ml-testing-toolkit-frontend'].map(
      (path) => ask(path.split('.')),
    );
    const demand = paymentManagerDemand(participant);
    expect(parts.reduce((sum, part) => sum + part.cpu, 0)).toBeLessThanOrEqual(demand.cpu);
    expect(parts.reduce((sum, part) => sum + part.memory, 0)).toBeLessThanOrEqual(demand.memory);
    expect(model.config.profile).toBe(profile);
  });

  test('a testing toolkit knows its own participant and the hub, nobody else', () => {
    const { values } = release({ testingToolkit: true, testAccount: true }).spec;
    const inputs = get(values, 'ttk', 'ml-testing-toolkit-backend', 'extraEnvironments', 'pm4ml-default-environment.json', 'inputValues');
    expect(inputs).toEqual({
      CURRENCY_CODE: 'USD',
      CURRENCIES: 'USD,EUR',
      MOJALOOP_RELEASE: '17.1.0',
      FROM_FSP_ID: id,
      FROM_FIRST_NAME: "D''Arcy",
      FROM_LAST_NAME: 'Doe',
      FROM_DISPLAY_NAME: "Demo''s Wallet",
      P2P_CURRENCY: 'USD',
      P2P_SOURCE_PARTY_ID_1: '36712345',
      HOST_CENTRAL_LEDGER: 'http://moja-centralledger-service.mojaloop.svc.cluster.local',
      HOST_ACCOUNT_LOOKUP_SERVICE: 'http://moja-account-lookup-service.mojaloop.svc.cluster.local',
    });
  });

  test('adding a participant changes nothing of another', () => {
    const alone = configWith({ participants: [{ id, currency: 'USD', testingToolkit: true, sdkBulk: true }] });
    const two = configWith({
      participants: [
        { id, currency: 'USD', testingToolkit: true, sdkBulk: true },
        { id: 'other', currency: 'EUR', testAccount: { msisdn: '1' } },
      ],
    });
    const [a, b] = [alone, two].map((config) => {
      const model = resolveEnvironment(config);
      const first = config.participants[0]!;
      return [
        paymentManagerRelease(model, first),
        paymentManagerRoutes(model, first),
        paymentManagerIdentity(model, first),
        paymentManagerObjects(model, first),
      ];
    });
    expect(b).toEqual(a);
  });
});

describe('references to Secrets', () => {
  const secret = { name: 'x-ilp', key: 'secret' };

  test('a variable is read before the one that refers to it', () => {
    const env = secretEnv('ILP_SECRET', secret);
    const [first, second] = Object.keys(env).sort();
    expect(first).toMatch(/^AA_ILP_SECRET\n/);
    expect(second).toBe('ILP_SECRET');
    expect(env.ILP_SECRET).toBe('$(AA_ILP_SECRET)');
  });

  test('printed between the quotes of a template, the text is a variable from a Secret', () => {
    const printed = (text: string) =>
      parse(
        `          env:\n            - name: "APP_KEYS"\n              value: "${text}"\n            - name: "NEXT"\n              value: "1"\n`,
      ).env;
    expect(printed(quotedSecret(secret))).toEqual([
      { name: 'APP_KEYS', value: '', valueFrom: { secretKeyRef: secret } },
      { name: 'NEXT', value: '1' },
    ]);
    expect(printed(quotedWith('redis://x', { A: 'true', B: '2' }))).toEqual([
      { name: 'APP_KEYS', value: 'redis://x' },
      { name: 'A', value: 'true' },
      { name: 'B', value: '2' },
      { name: 'NEXT', value: '1' },
    ]);
  });
});

describe('secrets in the values', () => {
  const secret = (name: string) => ({ name: `${id}-${name}`, key: 'secret' });
  const portal = (values: Values, key: string) => get(values, 'experience-api', 'env', key);

  test.each(versions)('%s: each of the four goes by reference', (version) => {
    const { values } = release({ version }).spec;
    const sdkEnv = sdk(values, 'env');
    const managementEnv = get(values, 'management-api', 'env');
    expect(sdkEnv).toMatchObject(secretEnv('ILP_SECRET', secret('ilp')));
    expect(portal(values, 'appKeys')).toBe(quotedSecret(secret('portal-session')));
    if (version === '8.0.1') {
      expect(sdkEnv).toMatchObject(secretEnv('OAUTH_CLIENT_SECRET', secret('oauth-client')));
      expect(managementEnv).toMatchObject(secretEnv('AUTH_PASS', secret('oauth-client')));
      expect(portal(values, 'authClientSecret')).toBe(quotedSecret(secret('portal-client')));
    } else {
      expect(sdkEnv).toMatchObject({ OAUTH_CLIENT_SECRET_NAME: `${id}-oauth-client`, OAUTH_CLIENT_SECRET_KEY: 'secret' });
      expect(managementEnv).toMatchObject({ CLIENT_SECRET_NAME: `${id}-oauth-client`, CLIENT_SECRET_KEY: 'secret' });
      expect(portal(values, 'authClientSecretSecret')).toBe(`${id}-portal-client`);
    }
  });

  test('every one that is delivered to the namespace is used', () => {
    const { participant, spec } = release();
    const text = JSON.stringify(spec.values);
    for (const { secretName } of participantSecrets(participant).flatMap(({ deliveries }) => deliveries))
      expect(text).toContain(secretName);
  });
});

describe('what Vault and the namespace hold for it', () => {
  test('a policy for its own keys and its own two roles, bound to one service account in one namespace', () => {
    const { model, participant } = build();
    expect(paymentManagerIdentity(model, participant)).toEqual({
      name: `dev-pm4ml-${id}`,
      namespace: id,
      serviceAccount: 'payment-manager',
      rules: [
        { path: `secret/pm4ml/${id}/*`, capabilities: ['create', 'read', 'update', 'delete', 'list'] },
        { path: `pki/issue/${id}-server`, capabilities: ['create', 'update'] },
        { path: `pki/sign/${id}-client`, capabilities: ['create', 'update'] },
      ],
    });
  });

  test('roles only for its own names; what the hub asks to be signed brings no names along', () => {
    const { model, participant } = build({}, { callbackHost: 'callback.bank.example.com' });
    const [server, client] = paymentManagerPkiRoles(model, participant);
    const domains = [`${id}.dev.labs.example.org`, 'callback.bank.example.com'];
    expect(server).toMatchObject({
      name: `${id}-server`,
      allowedDomains: domains,
      serverFlag: true,
      clientFlag: false,
      takeNamesOfRequest: true,
    });
    expect(client).toMatchObject({
      name: `${id}-client`,
      allowedDomains: domains,
      serverFlag: false,
      clientFlag: true,
      takeNamesOfRequest: false,
      keyType: 'any',
    });
  });

  test('an account that may touch one Secret, the certificate of its hosts, and the CA of the deployed Vault', () => {
    const { model, participant } = build();
    const objects = paymentManagerObjects(model, participant);
    expect(objects.map(({ kind, metadata }) => `${kind}/${String(metadata.name)}`)).toEqual([
      'ServiceAccount/payment-manager',
      'Role/payment-manager',
      'RoleBinding/payment-manager',
      `Certificate/${connectorCertificate}`,
      `Certificate/${vaultTrust}`,
    ]);
    expect(objects.every(({ metadata }) => metadata.namespace === id)).toBe(true);
    expect(objects[1]!.rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], resourceNames: [connectorCertificate], verbs: ['get', 'patch'] },
    ]);
    expect(get(objects[3]!.spec, 'dnsNames')).toEqual([`connector.${id}.dev.labs.example.org`, `*.${id}.dev.labs.example.org`]);
    expect(get(objects[4]!.spec, 'issuerRef', 'name')).toBe(vaultIssuer);
    expect(vaultIssuer).toBe(vaultTls.issuer);
    const existing = build({ vault: 'https://vault.example.org:8200' });
    expect(paymentManagerObjects(existing.model, existing.participant).map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Certificate',
    ]);
  });

  test('connections: public names by HTTPS, an own exception of the workbench file, and nothing else leaves the cluster', () => {
    const flows = (patch: Record<string, unknown>) => {
      const config = configWith({
        participants: [{ id, currency: 'USD', ...patch }],
        network: { egress: [{ namespace: id, to: '192.0.2.9/32', port: 8443, why: 'core banking' }] },
      });
      return participantFlows(config, id, false).flatMap(({ from, to, ports }) =>
        'namespace' in from && 'cidr' in to ? [`${to.cidr}:${ports.join()}`] : [],
      );
    };
    expect(flows({})).toEqual(['0.0.0.0/0:443', '192.0.2.9/32:8443']);
  });
});

describe('routes', () => {
  test('people come to the portal and its API, operators to a toolkit where there is one; callbacks by a route only into another cluster', () => {
    const { model, participant } = build({ testingToolkit: true });
    const base = `${id}.dev.labs.example.org`;
    expect(paymentManagerRoutes(model, participant)).toEqual([
      {
        name: 'portal',
        host: `portal.${base}`,
        audience: 'participant',
        rules: [{ pathPrefix: '/', service: `${id}-frontend`, port: 80 }],
      },
      {
        name: 'experience-api',
        host: `experience-api.${base}`,
        audience: 'participant',
        rules: [{ pathPrefix: '/', service: `${id}-experience-api`, port: 80 }],
      },
      {
        name: 'testing-toolkit',
        host: `ttk.${base}`,
        audience: 'operator',
        rules: [
          { pathPrefix: '/api', service: `${id}-ttk-backend`, port: 5050 },
          { pathPrefix: '/socket.io', service: `${id}-ttk-backend`, port: 5050 },
          { pathPrefix: '/', service: `${id}-ttk-frontend`, port: 6060 },
        ],
      },
    ]);
    const without = build();
    const names = ({ model: of, participant: who }: ReturnType<typeof build>) => paymentManagerRoutes(of, who).map(({ name }) => name);
    expect(names(without)).toEqual(['portal', 'experience-api']);
    // In another cluster callbacks come by the gateway.
    const elsewhere = build({}, { cluster: { kubeconfig: 'far.yaml', context: 'far' } });
    expect(paymentManagerRoutes(elsewhere.model, elsewhere.participant)[0]).toEqual({
      name: 'connector',
      host: `connector.${base}`,
      audience: 'participant',
      rules: [{ pathPrefix: '/', service: `${id}-sdk-scheme-adapter-api-svc`, port: 4000 }],
    });
  });

  test('names of Services are cut as the charts cut them', () => {
    expect(services('frontend').portal.service).toBe('frontend');
    const long = services('a'.repeat(30)).sdkInbound.service;
    expect(long).toBe(`${'a'.repeat(30)}-sdk-scheme-adapter-api-svc`);
    expect(long.length).toBeLessThanOrEqual(63);
  });
});

describe('the hand-over file of an external participant', () => {
  const external = { external: true, domain: 'bank.example.com', backend: undefined, testingToolkit: undefined, coreConnector: undefined };
  const file = (version: Version, patch: Partial<Options> = {}) => {
    const { model, participant } = build({ ...patch, version }, external);
    const written = handOverFile(model, participant);
    return { ...written, data: parse(written.content) as Values };
  };

  test('an identity provider elsewhere is the one it is told, and so is its management API', () => {
    const { hosts } = build({ version: '10.3.4' }).model;
    const told = (identity: object) => hubAddresses({ config: configWith({ identity } as never), hosts });
    expect(told({ provider: 'external', issuer: 'https://id.example.org/hub' })).toMatchObject({
      tokenEndpoint: 'https://id.example.org/hub/protocol/openid-connect/token',
      identityProvider: 'https://id.example.org',
      tokenRoute: 'hub/protocol/openid-connect/token',
      portalDiscovery: 'https://id.example.org/hub/.well-known/openid-configuration',
    });
    expect(told({})).toMatchObject({
      tokenEndpoint: 'https://token.dev.labs.example.org/realms/dfsps/protocol/openid-connect/token',
      identityProvider: 'https://keycloak.dev.labs.example.org',
      tokenRoute: 'realms/dfsps/protocol/openid-connect/token',
    });
  });

  test('says where the hub is, who the participant is there, and what it must ask for', () => {
    const { fileName, content, data } = file('10.3.4');
    expect(fileName).toBe(`${id}.yaml`);
    expect(content).toMatch(/^# What the payment manager of demowallet needs to take part in dev\.\n# /);
    expect(get(data, 'participant')).toEqual({
      id,
      name: "Demo's Wallet",
      currencies: ['USD', 'EUR'],
      allowedAddresses: ['203.0.113.0/28', '198.51.100.7/32'],
      callback: 'https://connector.bank.example.com',
    });
    expect(get(data, 'hub', 'endpoints', 'switch')).toBe('https://interop-switch.dev.labs.example.org');
    expect(get(data, 'certificates', 'server', 'subject', 'CN')).toBe('connector.bank.example.com');
    expect(get(data, 'paymentManager', 'version')).toBe('10.3.4');
    expect(get(data, 'hub', 'authority', 'operator')).toBe('vault read -field=certificate pki/cert/ca');
    expect(get(file('10.3.4', { issuer: 'acme' }).data, 'hub', 'authority')).toBeUndefined();
  });

  test('the port of callbacks is the same for the operator, the proxy and the management API', () => {
    const { model, participant } = build({ version: '10.3.4' }, { ...external, callback: { port: 9443 } });
    const data = parse(handOverFile(model, participant).content) as Values;
    expect(get(data, 'participant', 'callback')).toBe('https://connector.bank.example.com:9443');
    expect(callbackTargets(model.config)).toMatchObject([{ host: 'connector.bank.example.com', port: 9443 }]);
    expect(get(data, 'paymentManager', 'values', 'management-api', 'env', 'CALLBACK_URL')).toBe('connector.bank.example.com:9443');
  });

  test('names the place of the client secret and how it is handed over, never the secret', () => {
    const { data } = file('9.1.5');
    const { participant } = build({ version: '9.1.5' }, external);
    const [entry, ...more] = participantSecrets(participant);
    expect(more).toEqual([]);
    expect(get(data, 'oauth', 'clientSecret')).toMatchObject({
      path: `hub/${entry!.path}`,
      field: entry!.field,
      operator: `vault kv get -wrap-ttl=24h -format=json -mount=hub ${entry!.path}`,
      participant: 'vault unwrap <wrapping_token>',
    });
  });

  test.each(versions)('%s: no value is a secret, and the values it brings are those of a payment manager inside', (version) => {
    const { data } = file(version);
    const leaves: [string, unknown][] = [];
    const walk = (node: unknown, path: string): void => {
      if (node === null || typeof node !== 'object') leaves.push([path, node]);
      else for (const [key, value] of Object.entries(node)) walk(value, `${path}.${key}`);
    };
    walk(data, '');
    const secretLike = leaves
      .filter(([path]) => /SECRET|PASS|TOKEN$|_KEY$|PrivateKey|private/.test(path))
      .map(([path, value]) => `${path.split('.').at(-1)}=${String(value)}`);
    expect(secretLike.sort()).toEqual(
      version === '8.0.1'
        ? ['OAUTH_CLIENT_KEY=demowallet']
        : [
            'CLIENT_SECRET_KEY=secret',
            `CLIENT_SECRET_NAME=${id}-oauth-client`,
            'OAUTH_CLIENT_KEY=demowallet',
            'OAUTH_CLIENT_SECRET_KEY=secret',
            `OAUTH_CLIENT_SECRET_NAME=${id}-oauth-client`,
          ],
    );
    const inside = release({ version }, { domain: 'bank.example.com' }).spec.values;
    for (const path of [
      ['management-api', 'env'],
      ['scheme-adapter', 'sdk-scheme-adapter-api-svc', 'env'],
    ])
      expect(get(inside, ...path)).toMatchObject(get(data, 'paymentManager', 'values', ...path) as object);
    expect(leaves.every(([, value]) => !/BEGIN|\bhvs\./.test(String(value)))).toBe(true);
  });
});

describe('against the index of value paths', () => {
  for (const version of versions) {
    const index = indexOf(pm4mlChart, version);
    const works = index !== undefined && checkValues(index, { frontend: { replicaCuont: 1 } }).length > 0;
    const run = works ? test : test.skip;
    run(
      `${version}: every pair of options has only paths the chart knows${works ? '' : ' (skipped: the repository has no index of this chart)'}`,
      () => {
        const rows = pairwise().filter((row) => row.version === version);
        expect(rows.length).toBeGreaterThan(3);
        for (const row of rows) expect({ row, problems: checkValues(index!, release(row).spec.values) }).toEqual({ row, problems: [] });
      },
    );
  }
});

interface Variable {
  readonly name: string;
  readonly value?: string | null;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly Variable[];
}
interface PodSpec {
  readonly serviceAccountName?: string;
  readonly imagePullSecrets?: unknown;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
  readonly data?: Record<string, string>;
  readonly spec: {
    readonly replicas?: number;
    readonly ports?: readonly { readonly port: number }[];
    readonly template: { readonly spec: PodSpec };
  };
}

/** The toolkit's chart prints JSON between single quotes without indenting it: Helm's parser takes that, ours wants it on one line. */
const unfolded = (text: string) =>
  text.replaceAll(/: '(\{[^']*(?:''[^']*)*\})'$/gm, (_, json: string) => `: ${JSON.stringify(json.replaceAll("''", "'"))}`);

/** What a container sees, as the kubelet works it out: in order, `$(NAME)` only of what stands before. */
function environment(container: Container): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const { name, value, valueFrom } of container.env ?? []) {
    const ref = valueFrom?.secretKeyRef;
    seen[name] = value
      ? value.replaceAll(/\$\(([A-Z_]+)\)/g, (whole, other: string) => seen[other] ?? whole)
      : ref
        ? `<${ref.name}/${ref.key}>`
        : '';
  }
  return seen;
}

describe('the published charts', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pm4ml-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const helm = findHelm();
  const charts = process.env.LAB_CHARTS;
  const packageOf = (version: Version) => (charts ? join(charts, `${pm4mlChart}-${version}.tgz`) : '');

  const render = (o: Options) => {
    const { model, participant, spec } = release(o);
    const file = join(scratch, 'values.yaml');
    writeFileSync(file, stringify(spec.values, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }));
    const text = execFileSync(helm!, ['template', spec.name, packageOf(o.version), '--namespace', spec.namespace, '--values', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 2 ** 20,
    });
    const all = parseAllDocuments(unfolded(text))
      .map((document) => {
        expect(document.errors).toEqual([]);
        return document.toJSON() as Manifest | null;
      })
      .filter((manifest): manifest is Manifest => manifest !== null);
    // Pods of `helm test` are no part of what is installed.
    const manifests = all.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === undefined);
    const pods = manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
    const services = new Map(
      manifests.filter(({ kind }) => kind === 'Service').map((m) => [m.metadata.name, m.spec.ports!.map(({ port }) => port)]),
    );
    return { model, participant, text, manifests, pods, services };
  };
  const containerOf = (pods: readonly Manifest[], name: string) =>
    pods.flatMap((m) => m.spec.template.spec.containers).find((c) => c.name === name)!;

  const problemOf = (version: Version) =>
    helm === undefined ? 'no helm command' : !existsSync(packageOf(version)) ? 'LAB_CHARTS names no folder with the package' : undefined;

  for (const version of versions) {
    const problem = problemOf(version);
    const run = problem ? test.skip : test;
    run(
      `${version}: rendered with every pair of options${problem ? ` (skipped: ${problem})` : ''}`,
      () => {
        for (const row of pairwise().filter((r) => r.version === version)) {
          const { model, participant, manifests, pods, services } = render(row);
          const note = describeOptions(row);

          // Secrets: by reference only, and only to what is delivered to the namespace.
          const refs = pods
            .flatMap(({ spec }) => [...spec.template.spec.containers, ...(spec.template.spec.initContainers ?? [])])
            .flatMap((c) =>
              (c.env ?? []).flatMap(({ name, valueFrom }) =>
                valueFrom?.secretKeyRef ? [{ container: c.name, variable: name, ...valueFrom.secretKeyRef }] : [],
              ),
            );
          const delivered = participantSecrets(participant).flatMap((s) => s.deliveries.map((d) => `${d.secretName}/${d.key}`));
          const certificates = [`${connectorCertificate}/ca.crt`, `${vaultTrust}/ca.crt`];
          expect({ note, strange: refs.filter((r) => ![...delivered, ...certificates].includes(`${r.name}/${r.key}`)) }).toEqual({
            note,
            strange: [],
          });
          const sees = {
            management: environment(containerOf(pods, 'management-api')),
            sdk: environment(containerOf(pods, 'sdk-scheme-adapter-api-svc')),
            experience: environment(containerOf(pods, 'experience-api')),
          };
          expect({
            note,
            hub: version === '8.0.1' ? sees.management.AUTH_PASS : sees.management.AUTH_CLIENT_SECRET,
            token: sees.sdk.OAUTH_CLIENT_SECRET,
            fulfilment: sees.sdk.ILP_SECRET,
            login: sees.experience.AUTH_CLIENT_SECRET,
            session: sees.experience.APP_KEYS,
          }).toEqual({
            note,
            hub: `<${id}-oauth-client/secret>`,
            token: `<${id}-oauth-client/secret>`,
            fulfilment: `<${id}-ilp/secret>`,
            login: `<${id}-portal-client/secret>`,
            session: `<${id}-portal-session/secret>`,
          });
          if (version === '10.3.4')
            expect(sees.experience).toMatchObject({ ENABLE_AUTH_CLIENT: 'true', CACHE_REDIS_URL: 'redis://redis-master:6379' });

          // No other variable that is named like a secret holds a text, and no ConfigMap a key.
          const literal = pods
            .flatMap(({ spec }) => spec.template.spec.containers)
            .flatMap((c) => (c.env ?? []).map((v) => ({ container: c.name, ...v })))
            .filter((v) => /(SECRET|PASS|PASSWORD|TOKEN|APP_KEYS)$/.test(v.name) && v.value && !/^\$\(AA_[A-Z_]+\)$/.test(v.value));
          expect({ note, literal: literal.filter(({ name }) => name !== 'ALLOW_EMPTY_PASSWORD') }).toEqual({ note, literal: [] });
          const texts = manifests.filter(({ kind }) => kind === 'ConfigMap').flatMap(({ data }) => Object.values(data ?? {}));
          expect({ note, keys: texts.filter((text) => /PRIVATE KEY|somesecret|somepassword/.test(text)).length }).toEqual({
            note,
            keys: 0,
          });

          // Whatever a part is told to ask is there.
          const reachable = (address: string) => {
            const [host = '', port] = address.replace(/^[a-z]+:\/\//, '').split(/[:/]/);
            return services.get(host)?.includes(Number(port ?? 80)) ?? false;
          };
          const asked = [
            sees.sdk.BACKEND_ENDPOINT!,
            `${sees.sdk.MGMT_API_WS_URL}:${sees.sdk.MGMT_API_WS_PORT}`,
            sees.sdk.CACHE_URL!,
            sees.management.CACHE_URL!,
            sees.experience.SESSION_REDIS_URL!,
            sees.experience.MANAGEMENT_ENDPOINT!,
            ...paymentManagerRoutes(model, participant).flatMap(({ rules }) => rules.map(({ service, port }) => `${service}:${port}`)),
          ];
          expect({ note, missing: asked.filter((address) => !reachable(address)) }).toEqual({ note, missing: [] });

          // Replicas by profile.
          const count = row.profile === 'production' ? 2 : 1;
          const replicas = Object.fromEntries(pods.map(({ metadata, spec }) => [metadata.name, spec.replicas]));
          expect({ note, replicas }).toEqual({
            note,
            replicas: {
              [`${id}-frontend`]: count,
              [`${id}-experience-api`]: count,
              [`${id}-management-api`]: 1,
              [`${id}-sdk-scheme-adapter-api-svc`]: count,
              'redis-master': 1,
              ...(row.sdkBulk
                ? { [`${id}-sdk-scheme-adapter-dom-evt-handler`]: count, [`${id}-sdk-scheme-adapter-cmd-evt-handler`]: count }
                : {}),
              ...(row.backend === 'core-connector' ? { [`${id}-mojaloop-core-connector`]: count } : {}),
              ...(row.backend === 'simulator' ? { 'sim-backend': undefined } : {}),
              ...(participant.testingToolkit ? { [`${id}-ttk-backend`]: 1, [`${id}-ttk-frontend`]: 1 } : {}),
            },
          });

          // Nothing beside it: no Ingress, no rights, no pull credentials, no Prometheus.
          const kinds = new Set(manifests.map(({ kind }) => kind));
          for (const kind of ['Ingress', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'PersistentVolumeClaim'])
            expect({ note, kind, there: kinds.has(kind) }).toEqual({ note, kind, there: false });
          expect({
            note,
            pull: pods.filter(({ spec }) => spec.template.spec.imagePullSecrets !== undefined).map(({ metadata }) => metadata.name),
          }).toEqual({ note, pull: [] });

          // Images that can be pulled, all by the mirror where there is one.
          const images = pods
            .flatMap(({ spec }) => [...spec.template.spec.containers, ...(spec.template.spec.initContainers ?? [])])
            .map(({ image }) => image);
          const gone = images.filter((image) => /(^|\/)bitnami\//.test(image) || image.includes('solsson/'));
          const astray = row.images ? images.filter((image) => !image.startsWith(`${row.images}/`)) : [];
          expect({ note, gone, astray }).toEqual({ note, gone: [], astray: [] });

          // The management API has the account that Vault knows, and the CAs before it starts.
          const { serviceAccountName, initContainers } = pods.find(({ metadata }) => metadata.name === `${id}-management-api`)!.spec
            .template.spec;
          expect({ note, serviceAccountName }).toEqual({ note, serviceAccountName: paymentManagerAccount });
          expect({ note, authorities: initContainers?.map(({ name }) => name) ?? [] }).toEqual({
            note,
            authorities: row.vault && row.issuer === 'acme' ? [] : ['authorities'],
          });

          // The toolkit's files are what they were before the chart quoted them.
          if (participant.testingToolkit) {
            const data = manifests.find(({ metadata }) => metadata.name === `${id}-ttk-backend-config-extra-environments`)!.data!;
            expect(JSON.parse(data['pm4ml-default-environment.json']!).inputValues).toMatchObject({
              FROM_DISPLAY_NAME: "Demo's Wallet",
              FROM_FSP_ID: id,
            });
          }
        }
      },
      300_000,
    );
  }
});

test('layouts follow the major version', () => {
  expect(versions.map(pm4mlLayout)).toEqual(['v8', 'v9', 'v10']);
});

test('the combinations hold every pair of choices', () => {
  const rows = pairwise();
  const missing = names.flatMap((a) =>
    names.flatMap((b) =>
      options[a].flatMap((i) =>
        options[b].filter((j) => a !== b && !rows.some((row) => row[a] === i && row[b] === j)).map((j) => `${a}=${i} ${b}=${j}`),
      ),
    ),
  );
  expect(missing).toEqual([]);
  expect(rows.length).toBeLessThan(30);
});
