import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { offerOf } from '../config/capabilities';
import { resolveEnvironment } from '../config/environment';
import { storesOutside } from '../config/model/backup/outside';
import { type Database, databasesOf } from '../config/model/databases';
import { namespaceQuota } from '../config/model/demand';
import { type Flow, type Peer, participantFlows } from '../config/model/flows';
import { hasFront } from '../config/model/front';
import { localParticipants } from '../config/model/namespaces';
import { eventsRequest } from '../config/model/portal/events';
import { runsPortal } from '../config/model/portal/portal';
import { deliveredSecrets, type SecretEntry } from '../config/model/secret-map';
import { sizes } from '../config/model/sizes';
import { isManaged, storeKinds, storeService } from '../config/model/store-services';
import { lockedChart } from '../config/releases/lock';
import { hubSizes } from '../config/schema/hub';
import { vaultBootstrap } from '../constructs/vault/bootstrap';
import { goldenAttributes } from './golden-attributes';
import {
  allOf,
  asTerraformReads,
  carriedObjects,
  exampleModel,
  examples,
  type HelmResource,
  helmReleases,
  leavesOf,
  modelWith,
  projectFolder,
  resourcesOf,
  type Synthesised,
  type SynthesisedStack,
  synthesised,
  type Tree,
} from './synthesised';
import { configWith, smallest } from './workbench-fixtures';

const participant = (number: number) => ({
  id: `bank${number}`,
  currency: 'USD',
  msisdnPrefix: String(1000 + number),
});
const participants = (count: number, first = 1) => Array.from({ length: count }, (_, at) => participant(first + at));

/** Environments beside the examples that show what the examples do not have. */
const variants: Readonly<Record<string, Tree>> = {
  'everything of 17.1.0 in production': {
    profile: 'production',
    platform: { kubeconfig: '/etc/kube/config' },
    cluster: { kubernetesVersion: '1.32', quota: { cpu: '400', memory: '1000Gi' }, storageClass: 'fast' },
    hub: {
      release: '17.1.0',
      size: 'medium',
      bulk: true,
      thirdParty: true,
      simulators: true,
      ttkSimulators: true,
      fx: true,
      interScheme: true,
      onUsTransfers: true,
      oracles: { pathfinder: true },
    },
    participants: [
      { ...participant(1), sdkBulk: true, testingToolkit: true },
      { ...participant(2), retired: true },
      { ...participant(3), external: true, domain: 'pay.bank3.example.org', allowedAddresses: ['203.0.113.3/32'] },
    ],
  },
  'existing Vault and stores outside': {
    cluster: { kubernetesVersion: '1.32' },
    secrets: {
      vault: {
        address: 'https://vault.example.org:8200',
        inClusterAddress: 'https://vault.internal.example.org:8200',
        caFile: '/etc/vault-ca.pem',
      },
      people: { discoveryUrl: 'https://login.example.org', groups: ['operators'] },
      pipelines: { discoveryUrl: 'https://gitlab.example.org', projects: ['switch/live'] },
    },
    stores: {
      mysql: {
        external: { host: '192.0.2.10', credentials: 'hub/given/mysql' },
        databases: { 'msisdn-oracle-db': { host: 'oracle-db.example.org', credentials: 'hub/given/oracle' } },
      },
      mongodb: { external: { host: 'mongodb.example.org', credentials: 'hub/given/mongodb' } },
      kafka: { external: { host: 'kafka.example.org', port: 19092 } },
      redis: { external: { host: 'redis.example.org' } },
    },
    hub: { bulk: true, thirdParty: true },
    state: { backend: 's3', bucket: 'states', region: 'eu-west-1' },
  },
  '14.1.1 with bulk, whose charts know no Secrets': {
    cluster: { kubernetesVersion: '1.25' },
    hub: { release: '14.1.1', bulk: true },
    state: { backend: 'http', address: 'https://gitlab.example.org/api/v4/projects/1/terraform/state' },
  },
  '15.2.0 that signs': {
    cluster: { kubernetesVersion: '1.25' },
    hub: { release: '15.2.0', jws: { enabled: true } },
    certificates: { issuer: 'acme', email: 'ops@example.org' },
  },
};

const environments = new Map<string, Synthesised>();
const environment = (name: string): Synthesised => {
  const known = environments.get(name);
  if (known) return known;
  const made = synthesised(variants[name] ? modelWith(variants[name]) : exampleModel(name));
  environments.set(name, made);
  return made;
};
const all = [...examples, ...Object.keys(variants)];
const stackOf = (made: Synthesised, id: string): SynthesisedStack => {
  const found = made.stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`no stack ${id} among ${made.stacks.map((stack) => stack.id)}`);
  return found;
};
const releaseOf = (made: Synthesised, stack: string, id: string): HelmResource => {
  const found = helmReleases(made).find((release) => release.stack === stack && release.id === id);
  if (!found) throw new Error(`no release ${id} in ${stack}`);
  return found;
};
const sorted = (names: Iterable<string>) => [...names].sort();

describe('the addresses of the examples', () => {
  const goldenFile = (name: string) => join(projectFolder, 'test/golden', `${name}.txt`);
  const addresses = (made: Synthesised) =>
    made.stacks.flatMap((stack) =>
      sorted([
        ...resourcesOf(stack).map(({ type, address, attributes }) => `${address}${goldenAttributes(type, attributes)}`),
        ...Object.keys(stack.json.output ?? {}).map((output) => `output.${output}`),
      ]).map((address) => `${stack.id} ${address}`),
    );

  test.each(examples)('%s has the addresses it landed with: a rename without a moved block makes a store anew', (name) => {
    const lines = addresses(environment(name));
    const file = goldenFile(name);
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, `${lines.join('\n')}\n`);
    const landed = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    const gone = landed.filter((line) => !lines.includes(line));
    const fresh = lines.filter((line) => !landed.includes(line));
    const advice = `An address that is gone is destroyed at the next deploy, and with it what it holds. A rename needs a moved block
(resource.moveFromId('<old address>')). If the change is meant: UPDATE_GOLDEN=1 npx jest test/stacks, and look at the difference.
After an address of a cloud stands what matters of it: a change there costs money, downtime, data or safety.`;
    expect(gone.length + fresh.length === 0 ? '' : `${advice}\ngone:  ${gone.join('\n       ')}\nfresh: ${fresh.join('\n       ')}`).toBe(
      '',
    );
    expect(lines).toEqual(landed);
  });

  test.each(all)('%s: every address is unique, readable and without a hash', (name) => {
    for (const stack of environment(name).stacks) {
      const ids = resourcesOf(stack).map((resource) => resource.address);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => /[0-9A-F]{8}$/.test(id) || !/^[a-z0-9_]+\.[\w-]+$/.test(id))).toEqual([]);
    }
  });

  test('two constructs never share an address: each resource of the construct tree is in the JSON', () => {
    for (const name of all)
      for (const stack of environment(name).stacks)
        expect(resourcesOf(stack).map(({ attributes }) => (attributes['//'] as Tree | undefined)?.metadata)).not.toContain(undefined);
  });
});

describe('the stacks', () => {
  test.each(all)('%s: their order, and what each needs', (name) => {
    const { stacks, model } = environment(name);
    const made = offerOf(model.config.platform, 'cluster').offered;
    const managed = storeKinds.some((kind) => isManaged(model.config, kind));
    const watched = model.config.monitoring.enabled && offerOf(model.config.platform, 'alarms').offered;
    const first = [
      ...(made
        ? [
            ['foundation', []],
            ['cluster', ['foundation']],
          ]
        : []),
      // The proxy that Event Hubs lets in is somebody of the cluster.
      ...(managed
        ? [['managed-stores', ['foundation', ...(storeService(model.config, 'kafka') === 'event-hubs' ? ['cluster'] : [])]]]
        : []),
      ['platform', made ? ['cluster'] : []],
      ['secrets', ['platform']],
      ...(hasFront(model.config) ? [['front', ['secrets']]] : []),
      ['stores', ['secrets', ...(managed ? ['managed-stores'] : [])]],
      ['edge', ['stores', ...(hasFront(model.config) ? ['front'] : [])]],
      ['hub', ['stores', 'edge']],
      ...(runsPortal(model.config) ? [['portal', ['hub']]] : []),
      ...(model.config.monitoring.enabled ? [['observability', ['edge']]] : []),
      // Plain clusters and Azure Stack have no cloud that would watch.
      ...(watched ? [['cloud-alarms', ['cluster', ...(managed ? ['managed-stores'] : []), 'edge']]] : []),
    ];
    expect(stacks.slice(0, first.length).map(({ id, needs }) => [id, needs])).toEqual(first);
    for (const { id, needs } of stacks.slice(first.length))
      expect([/^participants-(cluster\d+-)?\d+$/.test(id), needs]).toEqual([true, ['hub']]);
  });

  test.each(all)('%s: each has a state of its own, and nothing of one is in another', (name) => {
    const { stacks } = environment(name);
    const places = stacks.map(({ json }) => JSON.stringify(json.terraform.backend));
    expect(new Set(places).size).toBe(stacks.length);
    for (const { id, json, text } of stacks) {
      expect(Object.keys(json.terraform.backend)).toHaveLength(1);
      expect(JSON.stringify(json.terraform.backend)).toContain(id);
      // Only outputs of an earlier stack are read, by its own backend, and never a value that cdktf took across by itself.
      expect(text).not.toMatch(/cross-stack-output/);
      const read = Object.keys((json.data?.terraform_remote_state ?? {}) as Tree);
      const earlier = stacks.slice(
        0,
        stacks.findIndex((stack) => stack.id === id),
      );
      for (const other of read) {
        expect(earlier.map((stack) => stack.id)).toContain(other);
        const config = (((json.data?.terraform_remote_state ?? {}) as Tree)[other] as Tree | undefined)?.config as Tree;
        expect(Object.values(stackOf(environment(name), other).json.terraform.backend)).toEqual([expect.objectContaining(config)]);
      }
    }
  });

  test('states lock, whatever keeps them', () => {
    const backend = (patch: Tree) => stackOf(synthesised(modelWith({ state: patch })), 'stores').json.terraform.backend;
    expect(backend({ backend: 's3', bucket: 'states', region: 'eu-west-1' })).toEqual({
      s3: { bucket: 'states', encrypt: true, key: 'labs/dev/stores.tfstate', region: 'eu-west-1', use_lockfile: true },
    });
    expect(backend({ backend: 'azurerm', account: 'states', bucket: 'states', resourceGroup: 'g' })).toEqual({
      azurerm: {
        container_name: 'states',
        key: 'labs/dev/stores.tfstate',
        resource_group_name: 'g',
        storage_account_name: 'states',
        use_azuread_auth: true,
        use_oidc: true,
      },
    });
    expect(backend({ backend: 'http', address: 'https://git.example.org/state' })).toEqual({
      http: {
        address: 'https://git.example.org/state/dev-stores',
        lock_address: 'https://git.example.org/state/dev-stores/lock',
        lock_method: 'POST',
        unlock_address: 'https://git.example.org/state/dev-stores/lock',
        unlock_method: 'DELETE',
      },
    });
    expect(backend({ backend: 'kubernetes' })).toEqual({
      kubernetes: { config_context: 'lab', config_path: '~/.kube/config', namespace: 'kube-system', secret_suffix: 'dev-stores' },
    });
    expect(backend({ backend: 'local' })).toEqual({ local: { path: '/var/lib/workbench-states/stores.tfstate' } });
  });

  test.each(all)('%s: providers are those of the bindings, to the digit', (name) => {
    const bound = (provider: string) =>
      (
        JSON.parse(readFileSync(join(projectFolder, 'node_modules/@cdktf', `provider-${provider}`, 'package.json'), 'utf8')) as {
          cdktf: { provider: { version: string } };
        }
      ).cdktf.provider.version;
    const bindings = ['kubernetes', 'helm', 'vault', 'aws', 'azurerm', 'azurestack'];
    const versions: Readonly<Record<string, string>> = {
      ...Object.fromEntries(bindings.map((provider) => [provider, bound(provider)])),
      tls: '4.1.0',
    };
    for (const { json } of environment(name).stacks) {
      for (const [provider, { version }] of Object.entries(json.terraform.required_providers))
        expect([provider, version]).toEqual([provider, versions[provider]]);
      expect(sorted(Object.keys(json.provider))).toEqual(sorted(Object.keys(json.terraform.required_providers)));
    }
  });

  test.each(all)('%s: no token of cdktf was taken for a text, and outputs are plain', (name) => {
    for (const { text, json } of environment(name).stacks) {
      expect(text).not.toMatch(/TF?TOKEN\[|TfToken/i);
      // What people read is known before; what stacks hand on is a contract of texts.
      for (const [output, { value }] of Object.entries(json.output ?? {})) {
        const leaves = leavesOf(value).map((leaf) => typeof leaf.value);
        expect([output, leaves.filter((type) => type !== 'string')]).toEqual([output, []]);
      }
    }
  });
});

test.each(examples)('%s: cdktf has nothing to warn of', (name) => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    synthesised(exampleModel(name));
    expect(warn.mock.calls).toEqual([]);
  } finally {
    warn.mockRestore();
  }
});

describe('text is text', () => {
  const expressions = (made: Synthesised) =>
    made.stacks.flatMap((stack) => [...stack.text.matchAll(/(?<![$%])[$%]\{[^}]{0,60}/g)].map(([expression]) => expression));

  test.each(all)('%s: what Terraform may work out refers to a resource or to a value of this run; scripts and texts are none', (name) => {
    // Resources, what other stacks hand on, values of this run, and functions over them; nothing that a person wrote and nothing of a script.
    const references =
      /^\$\{\(?(ephemeral\.\w+\.|data\.(terraform_remote_state\.|aws_|azurerm_|vault_pki_)|(vault|aws|azurerm)_\w+\.|(jsonencode|jsondecode|parseint|join|lookup|element|one|tolist|toset|slice|replace|regex|trimsuffix|trimprefix|split|substr|\(?length|nonsensitive|base64encode|base64sha512|base64sha256|sha256|format|try|coalesce|merge|\[for)\b)/;
    expect(expressions(environment(name)).filter((expression) => !references.test(expression))).toEqual([]);
  });

  test.each(all)('%s: Helm gets what render records', (name) => {
    const made = environment(name);
    for (const stack of made.stacks)
      for (const spec of stack.releases) expect([spec.id, releaseOf(made, stack.id, spec.id).values]).toEqual([spec.id, spec.values]);
  });

  test('what a person writes never becomes an expression', () => {
    const strange = '${file("/etc/passwd")} %{ if true }yes%{ endif } $${x}';
    const made = synthesised(
      modelWith({
        tags: { owner: strange },
        secrets: {
          people: { discoveryUrl: 'https://login.example.org', groups: [strange] },
          pipelines: { discoveryUrl: 'https://gitlab.example.org', projects: [strange] },
        },
        participants: [
          {
            ...participant(1),
            name: strange,
            backend: 'core-connector',
            coreConnector: { image: 'example.org/connector:1', env: { GREETING: strange } },
          },
        ],
      }),
    );
    expect(expressions(made).filter((expression) => /file\(|if true|endif|\{x/.test(expression))).toEqual([]);
    const texts = made.stacks.flatMap((stack) => leavesOf(stack.json)).map(({ value }) => asTerraformReads(String(value)));
    expect(texts.filter((text) => text.includes(strange)).length).toBeGreaterThan(9);
  });
});

describe('no secret', () => {
  /** Shapes that only secrets have. */
  const shapes = [
    /-----BEGIN [A-Z ]*PRIVATE KEY/,
    /\bhv[sbr]\.[\w-]{20,}/,
    /\bA(KIA|SIA)[A-Z0-9]{16}\b/,
    /\beyJ[\w-]{10,}\.[\w-]{10,}\./,
    /\bgl(pat|dt|rt)-[\w-]{16,}/,
    /:\/\/[^/\s:@$]+:[^/\s:@$]+@/,
  ];
  const secretKey = /(pass(word|wd|phrase)?|secret|token|(private|signing|api|session|encryption)[-_]?key|credentials?|app_?keys)$/i;
  /** A variable of an environment: `{ name: 'DB_PASSWORD', value: '…' }`. */
  const variables = (tree: unknown): { name: string; value: string }[] => {
    if (typeof tree !== 'object' || tree === null) return [];
    const { name, value } = tree as { name?: unknown; value?: unknown };
    const own = typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : [];
    return [...own, ...Object.values(tree).flatMap(variables)];
  };
  /** Text that stands where a secret would, and is none: nothing, a name of a Secret, a variable that Kubernetes fills in, a reference. */
  const harmless = (value: unknown, names: ReadonlySet<string>) =>
    typeof value !== 'string' ||
    value === '' ||
    names.has(value) ||
    /^\$\([A-Z_]+\)$/.test(value) ||
    // `bypass` of a firewall lets services of Azure in; it is no password.
    value === 'AzureServices' ||
    /^\$\{ephemeral\.[\w.[\]"-]+\}$/.test(value) ||
    // Names of a login in the secret store of a cloud, and what a kafka client is told to read from its own environment.
    /^\$\{(aws|azurerm)_\w*secret\w*\.[\w-]+\.name\}(\/\$\{azurerm_key_vault_secret\.[\w-]+\.version\})?$/.test(value) ||
    /^\{\{ index \.\w+ "\w+" \}\}$/.test(value) ||
    // A template that prints raw text is made to read a Secret (decision 9).
    names.has(/^"\n\s+valueFrom:\n\s+secretKeyRef:\n\s+name: ([\w-]+)\n\s+key: "[\w-]+$/.exec(value)?.[1] ?? '-') ||
    // A sentence for whoever reads the values.
    /^[a-z]+( [a-zA-Z]+){3,}$/.test(value);

  test.each(all)('%s: none in an argument, an output or a value of a chart', (name) => {
    const made = environment(name);
    const names = new Set([
      ...deliveredSecrets(made.model.secrets).flatMap(({ secretName, keys }) => [secretName, ...keys.map(({ key }) => key)]),
      // Public certificates of a cloud's MySQL, which charts read from a Secret only.
      'mysql-ca',
      'mysql-administrator',
      'mongodb-administrator',
    ]);
    const found = made.stacks.flatMap((stack) => {
      const trees: [string, unknown][] = [
        ...Object.entries({ ...stack.json, '//': undefined }),
        ...helmReleases(made)
          .filter((release) => release.stack === stack.id)
          .map((release): [string, unknown] => [`helm_release.${release.id}.values`, release.values]),
      ];
      return trees.flatMap(([where, tree]) => [
        ...leavesOf(tree)
          .filter(({ path, value }) => secretKey.test(path.at(-1) ?? '') && !harmless(value, names))
          .map(({ path, value }) => `${stack.id} ${where} ${path.join('.')}=${value}`),
        ...variables(tree)
          .filter((variable) => secretKey.test(variable.name) && !harmless(variable.value, names))
          .map((variable) => `${stack.id} ${where} ${variable.name}=${variable.value}`),
        ...leavesOf(tree)
          .filter(({ value }) => typeof value === 'string' && shapes.some((shape) => shape.test(value)))
          .map(({ path, value }) => `${stack.id} ${where} ${path.join('.')} looks like a secret: ${value}`),
      ]);
    });
    expect(found).toEqual([]);
  });

  test.each(all)('%s: what is read while Terraform runs goes into logins and write-only arguments, nowhere else', (name) => {
    const writeOnly =
      /^(provider\.vault\.\d+\.auth_login\.\d+\.parameters\.jwt|resource\.helm_release\.[\w-]+\.set_wo\.\d+\.value|resource\.vault_kv_secret_v2\.[\w-]+\.data_json_wo|resource\.aws_\w+\.[\w-]+\.(master_)?(password|secret_string)_wo|resource\.azurerm_\w+\.[\w-]+\.(administrator_password|value)_wo)$/;
    for (const { json } of environment(name).stacks)
      expect(
        leavesOf(json)
          .filter(({ path, value }) => path[0] !== 'ephemeral' && /ephemeral\./.test(String(value)) && !writeOnly.test(path.join('.')))
          .map(({ path }) => path.join('.')),
      ).toEqual([]);
  });

  test.each(all)(
    '%s: no provider holds a login of its own, and Vault is entered by a token that is asked for while Terraform runs',
    (name) => {
      for (const { id, json } of environment(name).stacks) {
        const { vault, kubernetes, helm } = json.provider;
        for (const provider of [...(kubernetes ?? []), ...(helm ?? []).map((h) => h.kubernetes as Tree)])
          expect(sorted(Object.keys(provider))).toEqual(['config_context', 'config_path']);
        if (id === 'secrets' || id.startsWith('participants')) expect(vault).toHaveLength(1);
        for (const settings of vault ?? []) {
          expect(
            sorted(Object.keys(settings)).filter((key) => !['address', 'auth_login', 'ca_cert_file', 'skip_child_token'].includes(key)),
          ).toEqual([]);
          expect(settings.auth_login).toEqual([
            {
              path: `auth/${environment(name).model.config.secrets.kubernetesAuthPath}/login`,
              parameters: { role: 'workbench-deployer', jwt: '${ephemeral.kubernetes_token_request_v1.deployer.token}' },
            },
          ]);
        }
      }
    },
  );

  test.each(all)('%s: a chart that takes a secret only as text gets it by set_wo, and from nothing else', (name) => {
    const made = environment(name);
    const specs = made.stacks.flatMap((stack) => stack.releases.map((spec) => ({ stack: stack.id, spec })));
    for (const { attributes, id, stack, values } of helmReleases(made)) {
      expect(Object.keys(attributes).filter((key) => ['set', 'set_sensitive', 'set_list'].includes(key))).toEqual([]);
      const wanted = specs.find((row) => row.stack === stack && row.spec.id === id)?.spec.secretValues ?? [];
      const written = (attributes.set_wo ?? []) as readonly { name: string; value: string; type: string }[];
      expect(written.map((row) => row.name)).toEqual(wanted.map((row) => row.path));
      expect(attributes.set_wo_revision).toBe(wanted.length > 0 ? 1 : undefined);
      for (const { name: path, value } of written) {
        const inValues = path
          .split(/(?<!\\)\./)
          .reduce<unknown>((tree, key) => (tree as Tree | undefined)?.[key.replaceAll('\\.', '.')], values);
        expect([path, inValues || undefined]).toEqual([path, undefined]);
        expect(value).toMatch(/\$\{ephemeral\.vault_kv_secret_v2\.[\w-]+\.data\["\w+"\]\}/);
      }
    }
  });

  test('only 14 and signing in 15 need that', () => {
    const needing = all.filter((name) => helmReleases(environment(name)).some(({ attributes }) => attributes.set_wo));
    expect(needing).toEqual(['14.1.1 with bulk, whose charts know no Secrets', '15.2.0 that signs']);
  });

  test('the signing key is an ephemeral value that goes through a write-only argument with a version', () => {
    const secrets = stackOf(environment('production'), 'secrets').json;
    expect(secrets.ephemeral?.tls_private_key).toEqual({ 'jws-key': { algorithm: 'RSA', rsa_bits: 4096 } });
    expect(secrets.resource.vault_kv_secret_v2?.jws).toMatchObject({
      mount: 'hub',
      name: 'generated/hub/jws',
      data_json_wo_version: 1,
      disable_read: true,
    });
    expect(secrets.resource.vault_kv_secret_v2?.jws).not.toHaveProperty('data_json');
  });
});

describe('secrets reach exactly whom they are for', () => {
  const passwordsOf = (made: Synthesised) => made.model.secrets.filter((entry) => entry.kind === 'password');

  test.each(all)('%s: every password of the secret map is born once, in Vault, and is never made anew', (name) => {
    const made = environment(name);
    const births = carriedObjects(made).filter(({ kind }) => kind === 'RandomSecret');
    const born = births.map(({ metadata, spec }) => `${metadata.name} ${spec.path}/${spec.name}#${spec.secretKey}`);
    const { kvMount } = made.model.config.secrets;
    expect(sorted(born)).toEqual(sorted(passwordsOf(made).map((entry) => `${entry.id} ${kvMount}/data/${entry.path}#${entry.field}`)));
    for (const { spec, metadata } of births) {
      expect(metadata.namespace).toBe('workbench-system');
      expect(spec).toMatchObject({ isKVSecretsEngineV2: true, kvSecretRetainPolicy: 'Retain' });
      expect(spec).not.toHaveProperty('refreshPeriod');
      expect(spec.secretFormat).toEqual({ passwordPolicyName: `workbench-${made.model.config.environment}` });
    }
  });

  test.each(all)('%s: every delivery of the secret map is a VaultSecret, and there is no other', (name) => {
    const made = environment(name);
    // A signing key is delivered where the charts can read it, by the stack that makes the Secrets of the hub.
    const wanted = deliveredSecrets(made.model.secrets).flatMap(({ namespace, secretName, keys }) =>
      keys.map(({ key, entry }) => `${namespace}/${secretName} ${key} <- ${entry.path}#${entry.field}`),
    );
    const made2 = carriedObjects(made)
      .filter(({ kind }) => kind === 'VaultSecret')
      .flatMap(({ metadata, spec }) => {
        const definitions = new Map(
          (spec.vaultSecretDefinitions as { name: string; path: string }[]).map((row) => [
            row.name,
            row.path.replace(/^[^/]+\/data\//, ''),
          ]),
        );
        const { name: secretName, stringData } = spec.output as { name: string; stringData: Record<string, string> };
        expect(secretName).toBe(metadata.name);
        return Object.entries(stringData).flatMap(([key, template]) => {
          // Alone, or inside an address that a program wants whole; a file that is put together of several keys is no delivery of its own.
          const [first, ...others] = [...template.matchAll(/\{\{ index \.(\w+) "(\w+)"(?: \| [\w |]+)? \}\}/g)];
          const [, definition = '', field] = (others.length === 0 ? first : undefined) ?? [];
          return field ? [`${metadata.namespace}/${secretName} ${key} <- ${definitions.get(definition)}#${field}`] : [];
        });
      });
    expect(sorted(made2)).toEqual(sorted(wanted));
  });

  test.each(all)('%s: a reader may read what is delivered to its namespace, from that namespace and by its own account', (name) => {
    const made = environment(name);
    const { config, secrets } = made.model;
    const policies = allOf(made, 'vault_policy');
    const roles = allOf(made, 'vault_kubernetes_auth_backend_role');
    const readers = policies.filter(({ attributes }) => String(attributes.name).startsWith(`${config.environment}-reader-`));
    const namespaces = sorted(new Set(deliveredSecrets(secrets).map(({ namespace }) => namespace)));
    expect(sorted(readers.map(({ attributes }) => String(attributes.name).slice(`${config.environment}-reader-`.length)))).toEqual(
      expect.arrayContaining(namespaces),
    );
    for (const { attributes } of readers) {
      const namespace = String(attributes.name).slice(`${config.environment}-reader-`.length);
      // Keycloak knows the clients of all participants: one pattern a kind of secret.
      const every = (path: string) => (namespace === config.identity.namespace ? path.replace(/(\/participants\/)[^/]+/, '$1+') : path);
      const paths = secrets.filter((entry) => entry.deliveries.some((d) => d.namespace === namespace)).map((entry) => every(entry.path));
      const written = [...String(attributes.policy).matchAll(/path "([^"]+)" \{\n {2}capabilities = (\[[^\]]*\])/g)];
      expect(sorted(written.map(([, path]) => path ?? ''))).toEqual(
        sorted(new Set(paths.map((path) => `${config.secrets.kvMount}/data/${path}`))),
      );
      expect(written.map(([, , capabilities]) => capabilities).filter((capabilities) => capabilities !== '["read"]')).toEqual([]);
      const role = roles.find((row) => row.attributes.role_name === attributes.name)?.attributes;
      expect(role).toMatchObject({
        bound_service_account_names: ['secret-reader'],
        bound_service_account_namespaces: [namespace],
        token_policies: [expect.stringMatching(/^\$\{vault_policy\./)],
      });
    }
    for (const { attributes } of roles) {
      expect(attributes.bound_service_account_names).not.toContain('*');
      expect(attributes.bound_service_account_namespaces).not.toContain('*');
    }
  });

  /** Every text that stands in the objects and charts of a namespace, without what delivers the Secrets themselves. */
  const textsIn = (made: Synthesised, namespace: string) => {
    const objects = carriedObjects(made).filter(({ kind, metadata }) => metadata.namespace === namespace && kind !== 'VaultSecret');
    const charts = helmReleases(made).filter(
      ({ attributes }) => attributes.namespace === namespace && !String(attributes.chart).startsWith('assets/'),
    );
    // A payment manager names some Secrets in the key of a variable (decision 9).
    const leaves = [...leavesOf(objects), ...leavesOf(charts.map(({ values }) => values))];
    return new Set(leaves.flatMap(({ path, value }) => [String(value), path.at(-1) ?? '']));
  };

  test.each(all)('%s: a Secret is in a namespace because something there names it', (name) => {
    const made = environment(name);
    const unused = deliveredSecrets(made.model.secrets)
      .filter(({ namespace, secretName }) => {
        const texts = textsIn(made, namespace);
        return ![...texts].some(
          (text) => text === secretName || text.includes(`name: ${secretName}\n`) || text.includes(`"${secretName}"`),
        );
      })
      .map(({ namespace, secretName }) => `${namespace}/${secretName}`);
    expect(unused).toEqual([]);
  });

  test.each(all)('%s: what names a Secret in the hub gets it', (name) => {
    const made = environment(name);
    const { config, secrets } = made.model;
    const delivered = new Set([
      ...deliveredSecrets(secrets).map(({ namespace, secretName }) => `${namespace}/${secretName}`),
      // Certificates of the authorities of a cloud: public, in a Secret because the charts want one.
      ...carriedObjects(made)
        .filter(({ kind }) => kind === 'Secret')
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    ]);
    const named = [
      ...helmReleases(made)
        .filter(({ id }) => id === 'hub')
        .flatMap(({ values }) => leavesOf(values))
        .filter(({ path }) => /(^|_|\b)[sS]ecret$/.test(path.at(-2) ?? '') && path.at(-1) === 'name')
        .map(({ value }) => `${config.hub.namespace}/${value}`),
      ...carriedObjects(made, 'stores')
        .filter(({ kind }) => kind !== 'VaultSecret' && kind !== 'RandomSecret')
        .flatMap((object) =>
          leavesOf(object)
            .filter(({ path }) => /[sS]ecret(Key)?Ref$/.test(path.at(-2) ?? '') && path.at(-1) === 'name')
            .map(({ value }) => `${object.metadata.namespace}/${value}`),
        ),
    ];
    expect([...new Set(named)].filter((place) => !delivered.has(place))).toEqual([]);
  });

  test.each(all)('%s: each user of a database has a name and a password of its own, and only its own rights', (name) => {
    const made = environment(name);
    const users = made.model.databases.flatMap((database) => database.users.map((user) => ({ database, user })));
    for (const engine of ['mysql', 'mongodb'] as const) {
      const own = users.filter((row) => row.database.engine === engine);
      expect(new Set(own.map(({ user }) => user.name)).size).toBe(own.length);
    }
    const entries = users.map(({ user }) => made.model.secrets.find((entry) => entry.id === user.secret) as SecretEntry);
    expect(new Set(entries.map((entry) => `${entry.path}#${entry.field}`)).size).toBe(users.length);
    for (const { name: server, spec } of carriedObjects(made)
      .filter(({ kind }) => kind === 'PerconaXtraDBCluster')
      .map(({ metadata, spec: own }) => ({ name: metadata.name, spec: own }))) {
      const granted = (spec.users as { name: string; dbs: string[]; grants: string[]; passwordSecretRef: { name: string } }[]).map(
        ({ name: user, dbs, grants, passwordSecretRef }) => `${user} ${dbs} ${grants} ${passwordSecretRef.name}`,
      );
      const rights: Readonly<Record<string, string>> = {
        owner: 'ALL PRIVILEGES',
        writer: 'SELECT,INSERT,UPDATE,DELETE,EXECUTE',
        extender: 'SELECT,INSERT,UPDATE,DELETE,EXECUTE,CREATE,INDEX,REFERENCES',
        reader: 'SELECT',
      };
      expect([server, ...granted]).toEqual([
        server,
        ...inCluster(made, 'mysql').flatMap((database) =>
          database.users.map((user) => `${user.name} ${database.schema} ${rights[user.access]} ${user.secret}`),
        ),
      ]);
    }
  });

  test('an administrator of an existing server makes what is missing; its login comes from Vault, and no password is in a list of processes', () => {
    const made = environment('existing Vault and stores outside');
    const jobs = carriedObjects(made, 'stores').filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata }) => metadata.name.replace(/[0-9a-f]{8}$/, ''))).toEqual(['mysql-bootstrap-', 'mongodb-bootstrap-']);
    const texts = jobs.map((job) => JSON.stringify(job));
    for (const text of texts) expect(text).not.toMatch(/--password[= ]|-p\$/);
    expect(texts[0]).toContain('CREATE USER IF NOT EXISTS');
    // A database that lives elsewhere has its own user there already.
    expect(texts[0]).not.toContain('oracle_msisdn');
    expect(deliveredSecrets(made.model.secrets).find(({ secretName }) => secretName === 'mysql-administrator')).toMatchObject({
      namespace: 'stores',
      keys: [{ key: 'username' }, { key: 'password' }],
    });
  });
});

function inCluster(made: Synthesised, engine: Database['engine']): Database[] {
  const { config, features } = made.model;
  if (storeService(config, engine) !== 'operator') return [];
  return databasesOf(config, features).filter((d) => d.engine === engine && !config.stores[engine].databases[d.name]);
}

describe('namespaces', () => {
  const byNamespace = (made: Synthesised, type: string, name: string) =>
    allOf(made, type).filter(({ attributes }) => (attributes.metadata as Tree).namespace === name);
  const namespaces = (made: Synthesised) =>
    allOf(made, 'kubernetes_namespace_v1').map(({ attributes }) => attributes.metadata as { name: string; labels: Record<string, string> });

  test.each(all)('%s: are those of the model and of its participants, each with its pod-security level', (name) => {
    const made = environment(name);
    const { config } = made.model;
    const level = new Map([
      ...made.model.namespaces.map((namespace) => [namespace.name, namespace.podSecurity] as const),
      ...localParticipants(config).map(({ id }) => [id, config.cluster.podSecurity] as const),
    ]);
    expect(sorted(namespaces(made).map((namespace) => namespace.name))).toEqual(sorted(level.keys()));
    for (const { name: namespace, labels } of namespaces(made)) {
      expect(labels).toMatchObject({
        'pod-security.kubernetes.io/enforce': level.get(namespace),
        'pod-security.kubernetes.io/warn': 'restricted',
        'workbench.mojaloop.io/environment': config.environment,
      });
      // Agents of nodes read files of the node; nothing else may.
      if (labels['pod-security.kubernetes.io/enforce'] === 'privileged') expect(namespace).toBe(config.monitoring.agentsNamespace);
    }
  });

  test.each(all)('%s: refuse every connection, in and out', (name) => {
    const made = environment(name);
    for (const { name: namespace } of namespaces(made)) {
      const [deny, ...more] = byNamespace(made, 'kubernetes_network_policy_v1', namespace).filter(
        ({ attributes }) => (attributes.metadata as Tree).name === 'default-deny',
      );
      expect([namespace, more.length, deny?.attributes.spec]).toEqual([
        namespace,
        0,
        { pod_selector: {}, policy_types: ['Ingress', 'Egress'] },
      ]);
    }
  });

  /** An allowed connection as a line of text: the policies are read back into the table they came from. */
  const line = (from: string, to: string, ports: readonly (string | number)[]) =>
    `${from} -> ${to} ${ports.length === 0 ? 'every port' : ports.join(',')}`;
  type Rule = { readonly from?: Tree[]; readonly to?: Tree[]; readonly ports?: { port: string; protocol: string }[] };
  const endOf = (end: Tree) => {
    const labels = (end.namespace_selector as { match_labels: Record<string, string> } | undefined)?.match_labels;
    return labels
      ? (labels['kubernetes.io/metadata.name'] ??
          `all ${labels['workbench.mojaloop.io/role']}s of ${labels['workbench.mojaloop.io/environment']}`)
      : String((end.ip_block as Tree).cidr);
  };
  const allowedBy = (made: Synthesised, namespace: string) =>
    byNamespace(made, 'kubernetes_network_policy_v1', namespace)
      .filter(({ attributes }) => (attributes.metadata as Tree).name !== 'default-deny')
      .flatMap(({ attributes }) => {
        const { ingress = [], egress = [] } = attributes.spec as { ingress?: Rule[]; egress?: Rule[] };
        const ports = (rule: Rule) => (rule.ports ?? []).filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port);
        return [
          ...ingress.flatMap((rule) => (rule.from ?? []).map((end) => line(endOf(end), namespace, ports(rule)))),
          ...egress.flatMap((rule) => (rule.to ?? []).map((end) => line(namespace, endOf(end), ports(rule)))),
        ];
      });
  const peerText = (made: Synthesised, peer: Peer) =>
    'namespace' in peer
      ? peer.namespace
      : 'participants' in peer
        ? `all participants of ${made.model.config.environment}`
        : 'cidr' in peer
          ? peer.cidr
          : (made.model.config.network.apiServer ?? '0.0.0.0/0');
  const flowsFor = (made: Synthesised, namespace: string): readonly Flow[] => {
    const found = made.model.config.participants.find(({ id }) => id === namespace);
    return found ? participantFlows(made.model.config, found.id, found.sdkBulk) : made.model.flows;
  };

  test.each(all)('%s: allow exactly the connections of the table, and the DNS of the cluster', (name) => {
    const made = environment(name);
    const dns = made.model.config.network.dnsNamespace;
    for (const { name: namespace } of namespaces(made)) {
      const touching = flowsFor(made, namespace).filter(
        ({ from, to }) => ('namespace' in from && from.namespace === namespace) || ('namespace' in to && to.namespace === namespace),
      );
      const lines = touching.map(({ from, to, ports }) => line(peerText(made, from), peerText(made, to), ports));
      // Within a namespace a connection is both let out and let in.
      const within = touching.filter(({ from, to }) => 'namespace' in from && 'namespace' in to && from.namespace === to.namespace);
      const twice = within.map(({ from, to, ports }) => line(peerText(made, from), peerText(made, to), ports));
      expect(sorted(allowedBy(made, namespace))).toEqual(sorted([...lines, ...twice, line(namespace, dns, ['53'])]));
    }
  });

  test.each(all)('%s: what one namespace lets out, the other lets in', (name) => {
    const made = environment(name);
    const own = new Set(namespaces(made).map((namespace) => namespace.name));
    const roleOf = new Map(namespaces(made).map((namespace) => [namespace.name, namespace.labels['workbench.mojaloop.io/role']]));
    const policies = new Map([...own].map((namespace) => [namespace, allowedBy(made, namespace)]));
    const refused = [...policies].flatMap(([namespace, lines]) =>
      lines
        .map((text) => /^(\S+) -> (\S+) (.*)$/.exec(text))
        .filter((match) => match?.[1] === namespace && own.has(match[2] ?? '') && match[2] !== namespace)
        .flatMap((match) => {
          const [, from = '', to = '', ports = ''] = match ?? [];
          const admitted = (policies.get(to) ?? [])
            .map((text) => /^(.+) -> (\S+) (.*)$/.exec(text))
            .filter((inward) => inward?.[2] === to)
            .filter((inward) => {
              const who = inward?.[1] ?? '';
              return who === from || who === '0.0.0.0/0' || (who.startsWith('all participants') && roleOf.get(from) === 'participant');
            })
            .flatMap((inward) => (inward?.[3] === 'every port' ? ['every port'] : (inward?.[3] ?? '').split(',')));
          if (admitted.includes('every port')) return [];
          const missing = ports === 'every port' ? ['every port'] : ports.split(',').filter((port) => !admitted.includes(port));
          return missing.map((port) => `${from} -> ${to} ${port}`);
        }),
    );
    expect(refused).toEqual([]);
  });

  test.each(all)('%s: have a quota where the workbench file gives the cluster one, and a default request with it', (name) => {
    const made = environment(name);
    const { config, services } = made.model;
    for (const { name: namespace } of namespaces(made)) {
      const quota = namespaceQuota(config, services, namespace);
      const specs = byNamespace(made, 'kubernetes_resource_quota_v1', namespace).map(({ attributes }) => attributes.spec);
      expect([namespace, specs]).toEqual([
        namespace,
        quota ? [{ hard: { 'requests.cpu': `${quota.cpu}m`, 'requests.memory': `${quota.memory}Mi` } }] : [],
      ]);
      // One at most: of two Kubernetes takes either. Programs beside services ask for what they use, quota or not.
      const events = eventsRequest(config, namespace);
      const request = events ?? (quota ? { cpu: 10, memory: 64 } : undefined);
      expect(byNamespace(made, 'kubernetes_limit_range_v1', namespace).map(({ attributes }) => attributes.spec)).toEqual(
        request ? [{ limit: [{ type: 'Container', default_request: { cpu: `${request.cpu}m`, memory: `${request.memory}Mi` } }] }] : [],
      );
    }
    expect(allOf(made, 'kubernetes_resource_quota_v1').length > 0).toBe(config.cluster.quota.cpu !== undefined);
  });

  test('carry the tags of the environment where any text fits', () => {
    const [namespace] = allOf(environment('full-lab'), 'kubernetes_namespace_v1');
    expect(namespace?.attributes.metadata).toHaveProperty('annotations', {
      'mojaloop/cost_center': 'labs-1',
      'mojaloop/env': 'full-lab',
      'mojaloop/owner': 'platform-team',
      hibernation: 'no',
    });
  });

  test('no pod runs with the account that reads secrets or logs in to Vault', () => {
    for (const { attributes } of allOf(environment('production'), 'kubernetes_service_account_v1'))
      expect(attributes.automount_service_account_token).toBe(false);
  });
});

describe('Helm releases', () => {
  test.each(all)('%s: the version is pinned, and what Helm may do is said', (name) => {
    const made = environment(name);
    const { mirror } = made.model.config.charts;
    for (const { attributes, stack, id } of helmReleases(made)) {
      const { chart, version, repository, timeout, wait, atomic, max_history: history, create_namespace: create } = attributes;
      expect([id, typeof timeout, typeof wait, atomic, history, create]).toEqual([id, 'number', 'boolean', false, 5, false]);
      const spec = stackOf(made, stack).releases.find((release) => release.id === id);
      if (spec?.chart === 'workbench-objects') {
        expect(chart).toMatch(/^assets\/[\w-]+\/[0-9A-F]{32}$/);
        continue;
      }
      expect([id, version]).toEqual([id, spec?.version]);
      expect([id, lockedChart(spec?.chart ?? '', spec?.version ?? '')?.version]).toEqual([id, version]);
      expect(`${repository ?? ''}${chart}`).toMatch(mirror ? new RegExp(`^${mirror}`) : /^(https|oci):\/\//);
    }
  });

  test.each(all)('%s: names are unique in their namespace and fit Helm (53 characters)', (name) => {
    const places = helmReleases(environment(name)).map(({ attributes }) => `${attributes.namespace}/${attributes.name}`);
    expect(new Set(places).size).toBe(places.length);
    expect(places.filter((place) => (place.split('/')[1] ?? '').length > 53)).toEqual([]);
  });

  test.each(all)('%s: goes into a namespace that this or an earlier stack makes', (name) => {
    const made = environment(name);
    // What serves the cluster as a whole goes where the cloud's own things are.
    const known = new Set<string>(['kube-system']);
    for (const stack of made.stacks) {
      for (const { type, attributes } of resourcesOf(stack))
        if (type === 'kubernetes_namespace_v1') known.add(String((attributes.metadata as Tree).name));
      for (const { attributes } of resourcesOf(stack).filter(({ type }) => type === 'helm_release'))
        expect([attributes.name, known.has(String(attributes.namespace))]).toEqual([attributes.name, true]);
      for (const { kind, metadata } of carriedObjects(made, stack.id))
        if (metadata.namespace !== undefined)
          expect([kind, metadata.name, known.has(metadata.namespace)]).toEqual([kind, metadata.name, true]);
    }
  });

  test.each(all)('%s: depend on nothing that is not there, and on nothing in a circle', (name) => {
    for (const stack of environment(name).stacks) {
      const resources = new Map(resourcesOf(stack).map((resource) => [resource.address, resource.attributes.depends_on ?? []]));
      const done = new Set<string>();
      const visit = (address: string, path: readonly string[]): void => {
        if (done.has(address)) return;
        expect(path).not.toContain(address);
        expect(resources.has(address)).toBe(true);
        for (const need of resources.get(address) ?? []) visit(need, [...path, address]);
        done.add(address);
      };
      for (const address of resources.keys()) visit(address, []);
    }
  });
});

describe('stores', () => {
  const objectsOf = (made: Synthesised, kind: string) => carriedObjects(made, 'stores').filter((object) => object.kind === kind);
  const at = (tree: unknown, path: string) => path.split('.').reduce<unknown>((node, key) => (node as Tree | undefined)?.[key], tree);

  test.each(all)('%s: one cluster of each kind that the hub uses, unless it lives elsewhere', (name) => {
    const made = environment(name);
    const { features } = made.model;
    const redis = [
      ...(features.ttkSimulators ? ['redis-ttksims-redis'] : []),
      ...(features.thirdParty ? ['redis-thirdparty-auth-redis'] : []),
    ];
    expect(
      ['PerconaXtraDBCluster', 'PerconaServerMongoDB', 'Kafka', 'Redis', 'RedisCluster'].map((kind) =>
        objectsOf(made, kind).map(({ metadata }) => metadata.name),
      ),
    ).toEqual([
      inCluster(made, 'mysql').length > 0 ? ['mysql'] : [],
      inCluster(made, 'mongodb').length > 0 ? ['mongodb'] : [],
      storeService(made.model.config, 'kafka') === 'operator' ? ['kafka'] : [],
      storeService(made.model.config, 'redis') === 'operator' ? redis : [],
      storeService(made.model.config, 'redis') !== 'operator' || !features.interScheme ? [] : ['redis-proxy-cache-redis'],
    ]);
  });

  test.each(all)('%s: members, volumes and their spread', (name) => {
    const made = environment(name);
    const { stores, cluster } = made.model.config;
    const zone = cluster.zones > 1 ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname';
    const claim = (size: string) => ({
      ...(cluster.storageClass ? { storageClassName: cluster.storageClass } : {}),
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
    });
    for (const { spec } of objectsOf(made, 'PerconaXtraDBCluster')) {
      expect([at(spec, 'pxc.size'), at(spec, 'haproxy.size')]).toEqual([stores.mysql.replicas, Math.min(stores.mysql.replicas, 3)]);
      expect(at(spec, 'pxc.volumeSpec.persistentVolumeClaim')).toEqual(claim(stores.mysql.size));
      for (const part of ['pxc', 'haproxy'])
        expect(at(spec, `${part}.affinity.antiAffinityTopologyKey`)).toBe(stores.mysql.replicas > 1 ? zone : 'none');
      expect(at(spec, 'pxc.podDisruptionBudget')).toEqual({ maxUnavailable: 1 });
    }
    for (const { spec } of objectsOf(made, 'PerconaServerMongoDB')) {
      expect([at(spec, 'replsets.0.size'), at(spec, 'replsets.0.affinity.antiAffinityTopologyKey')]).toEqual([
        stores.mongodb.replicas,
        stores.mongodb.replicas > 1 ? zone : 'none',
      ]);
      expect(at(spec, 'replsets.0.volumeSpec.persistentVolumeClaim')).toEqual(claim(stores.mongodb.size));
      expect(at(spec, 'replsets.0.podDisruptionBudget')).toEqual({ maxUnavailable: 1 });
    }
    for (const { spec } of objectsOf(made, 'KafkaNodePool')) {
      expect([at(spec, 'replicas'), at(spec, 'storage.volumes.0.size'), at(spec, 'storage.volumes.0.class')]).toEqual([
        stores.kafka.replicas,
        stores.kafka.size,
        cluster.storageClass,
      ]);
      expect(at(spec, 'template.pod.topologySpreadConstraints.0')).toMatchObject({ maxSkew: 1, topologyKey: zone });
    }
  });

  test('production has three members of each, a sandbox one, and neither is unsafe without saying so', () => {
    const sizesOf = (name: string) => [
      at(objectsOf(environment(name), 'PerconaXtraDBCluster')[0]?.spec, 'pxc.size'),
      at(objectsOf(environment(name), 'PerconaServerMongoDB')[0]?.spec, 'replsets.0.size'),
      at(objectsOf(environment(name), 'KafkaNodePool')[0]?.spec, 'replicas'),
    ];
    expect(sizesOf('production')).toEqual([3, 3, 3]);
    expect(sizesOf('sandbox')).toEqual([1, 1, 1]);
    expect(at(objectsOf(environment('production'), 'PerconaXtraDBCluster')[0]?.spec, 'unsafeFlags')).toEqual({
      pxcSize: false,
      proxySize: false,
    });
    expect(at(objectsOf(environment('production'), 'PerconaServerMongoDB')[0]?.spec, 'unsafeFlags')).toEqual({ replsetSize: false });
    expect(at(objectsOf(environment('production'), 'Kafka')[0]?.spec, 'kafka.config')).toMatchObject({
      'default.replication.factor': 3,
      'min.insync.replicas': 2,
      'offsets.topic.replication.factor': 3,
      'transaction.state.log.replication.factor': 3,
    });
  });

  test.each(all)('%s: stores stay when their release goes, where the environment says so', (name) => {
    const made = environment(name);
    const kept = carriedObjects(made, 'stores')
      .filter(({ kind }) =>
        [
          'PerconaXtraDBCluster',
          'PerconaServerMongoDB',
          'Kafka',
          'KafkaNodePool',
          'KafkaTopic',
          'Redis',
          'RedisCluster',
          'PersistentVolumeClaim',
        ].includes(kind),
      )
      .map(({ metadata }) => (metadata.annotations as Tree | undefined)?.['helm.sh/resource-policy']);
    expect([...new Set(kept)]).toEqual(kept.length === 0 ? [] : [made.model.config.operations.deletionProtection ? 'keep' : undefined]);
  });

  test.each(all)('%s: every store in the cluster is backed up on the schedule of the environment', (name) => {
    const made = environment(name);
    const { operations } = made.model.config;
    const every = objectsOf(made, 'CronJob');
    const jobs = new Map(every.filter(({ metadata }) => !metadata.name.startsWith('backup-')).map((job) => [job.metadata.name, job]));
    const claims = objectsOf(made, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name);
    for (const { spec } of objectsOf(made, 'PerconaXtraDBCluster'))
      expect(at(spec, 'backup.schedule')).toEqual([
        expect.objectContaining({
          schedule: operations.backupSchedule,
          retention: expect.objectContaining({ type: 'count', deleteFromStorage: true }),
        }),
      ]);
    // The Redis cluster of the inter-scheme proxy is a cache: it fills itself.
    const others = ['PerconaServerMongoDB', 'Kafka', 'Redis'].flatMap((kind) =>
      objectsOf(made, kind).map(({ metadata }) => `${metadata.name}-backup`),
    );
    expect(sorted(jobs.keys())).toEqual(sorted(others));
    expect(sorted(claims)).toEqual(sorted(others));
    for (const { spec } of jobs.values()) {
      expect(spec).toMatchObject({ schedule: operations.backupSchedule, timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid' });
      expect(JSON.stringify(spec)).toContain(`-mtime +${operations.backupRetentionDays}`);
    }
  });

  test.each(all)('%s: what leaves the cluster is encrypted first, by pods that may reach their store and their place alone', (name) => {
    const made = environment(name);
    const { config } = made.model;
    const jobs = objectsOf(made, 'CronJob').filter(({ metadata }) => metadata.name.startsWith('backup-'));
    expect(sorted(jobs.map(({ metadata }) => metadata.name))).toEqual(sorted(storesOutside(config).map((store) => `backup-${store}`)));
    expect(jobs.length > 0).toBe(config.operations.backups.recipients.length > 0);
    for (const { metadata, spec } of jobs) {
      const pod = at(spec, 'jobTemplate.spec.template.spec') as { initContainers: { name: string; env: unknown }[]; containers: unknown[] };
      expect([pod.initContainers.map((step) => step.name), pod.containers.length]).toEqual([['dump', 'encrypt'], 1]);
      const keys = JSON.stringify(pod.initContainers[1]?.env);
      expect((keys.match(/[0-9a-f]{64}/g) ?? []).length).toBe(config.operations.backups.recipients.length);
      const flows = made.model.flows.filter(({ from }) => 'app' in from && from.app === metadata.name);
      expect(flows.length).toBeGreaterThan(0);
    }
  });

  test('a store with its own schedule and retention has those', () => {
    const made = synthesised(
      modelWith({
        stores: {
          mysql: { backup: { schedule: '30 1,13 * * *', retentionDays: 10 } },
          kafka: { backup: { schedule: '0 5 * * *', retentionDays: 2 } },
        },
      }),
    );
    expect(at(objectsOf(made, 'PerconaXtraDBCluster')[0]?.spec, 'backup.schedule.0')).toMatchObject({
      schedule: '30 1,13 * * *',
      // The operator counts backups: twice a day for ten days.
      retention: { count: 20 },
    });
    const kafka = objectsOf(made, 'CronJob').find(({ metadata }) => metadata.name === 'kafka-backup');
    expect(kafka?.spec.schedule).toBe('0 5 * * *');
    expect(JSON.stringify(kafka)).toContain('-mtime +2');
  });

  const topicsIn = (made: Synthesised) =>
    objectsOf(made, 'KafkaTopic').map(
      ({ metadata, spec }) => `${metadata.name} ${spec.partitions}x${spec.replicas} ${at(spec, 'config')?.['retention.ms' as never]}`,
    );

  test.each(all)('%s: every topic of the model, and no other', (name) => {
    const made = environment(name);
    expect(topicsIn(made)).toEqual(
      storeService(made.model.config, 'kafka') !== 'operator'
        ? []
        : made.model.topics.map((topic) => `${topic.name} ${topic.partitions}x${topic.replicas} ${topic.retentionMs}`),
    );
  });

  test.each([
    ['lab', 'sandbox', '1x1 86400000'],
    ['small', 'production', '6x3 604800000'],
    ['medium', 'production', '12x3 604800000'],
    ['large', 'production', '36x3 604800000'],
  ] as const)('topics of size %s in %s: %s', (size, profile, expected) => {
    const topics = topicsIn(synthesised(modelWith({ profile, cluster: { kubernetesVersion: '1.32' }, hub: { size } })));
    expect(new Set(topics.map((topic) => topic.replace(/^\S+ /, '')))).toEqual(new Set([expected]));
  });

  test('topics follow the toggles', () => {
    const names = (hub: Tree) => new Set(modelWith({ cluster: { kubernetesVersion: '1.25' }, hub }).topics.map((topic) => topic.name));
    const more = (hub: Tree, than: Tree) => [...names(hub)].filter((topic) => !names(than).has(topic));
    expect(more({ release: '15.1.0', bulk: true }, { release: '15.1.0' })).toEqual([
      'topic-bulk-prepare',
      'topic-bulk-fulfil',
      'topic-bulk-processing',
      'topic-bulk-get',
    ]);
    expect(more({ release: '16.0.4' }, { release: '15.1.0' })).toEqual([
      'topic-quotes-post',
      'topic-quotes-put',
      'topic-quotes-get',
      'topic-bulkquotes-post',
      'topic-bulkquotes-put',
      'topic-bulkquotes-get',
    ]);
    expect(more({ release: '17.1.0' }, { release: '16.0.4' })).toEqual([
      'topic-transfer-position-batch',
      'topic-fx-quotes-post',
      'topic-fx-quotes-put',
      'topic-fx-quotes-get',
    ]);
  });

  const servicesIn = (made: Synthesised) =>
    allOf(made, 'kubernetes_service_v1').map(({ attributes }) => {
      const { name } = attributes.metadata as { name: string };
      const { type, external_name: target } = attributes.spec as { type: string; external_name?: string };
      return `${name} ${type}${target ? ` ${target}` : ''}`;
    });

  test('applications use logical names: an alias of the Service that the operator makes', () => {
    expect(servicesIn(environment('full-lab'))).toEqual([
      'account-lookup-db ExternalName mysql-haproxy.stores.svc.cluster.local',
      'bulk-mongodb ExternalName mongodb-rs0.stores.svc.cluster.local',
      'central-ledger-db ExternalName mysql-haproxy.stores.svc.cluster.local',
      'consent-oracle-db ExternalName mysql-haproxy.stores.svc.cluster.local',
      'keto-db ExternalName mysql-haproxy.stores.svc.cluster.local',
      'keycloak-db ExternalName mysql-haproxy.stores.svc.cluster.local',
      'kratos-db ExternalName mysql-haproxy.stores.svc.cluster.local',
      'mojaloop-kafka ExternalName kafka-kafka-bootstrap.stores.svc.cluster.local',
      'reporting-mongodb ExternalName mongodb-rs0.stores.svc.cluster.local',
      'thirdparty-auth-db ExternalName mysql-haproxy.stores.svc.cluster.local',
      'thirdparty-auth-redis ExternalName redis-thirdparty-auth-redis.stores.svc.cluster.local',
      'ttk-mongodb ExternalName mongodb-rs0.stores.svc.cluster.local',
      'ttksims-redis ExternalName redis-ttksims-redis.stores.svc.cluster.local',
    ]);
  });

  test('the same names where a store lives elsewhere, by name or by address', () => {
    const made = environment('existing Vault and stores outside');
    expect(servicesIn(made)).toEqual([
      'account-lookup-db ClusterIP',
      'bulk-mongodb ExternalName mongodb.example.org',
      'central-ledger-db ClusterIP',
      'connection-manager-db ClusterIP',
      'consent-oracle-db ClusterIP',
      'keycloak-db ClusterIP',
      'mojaloop-kafka ExternalName kafka.example.org',
      'msisdn-oracle-db ExternalName oracle-db.example.org',
      'thirdparty-auth-db ClusterIP',
      'thirdparty-auth-redis ExternalName redis.example.org',
      'ttk-mongodb ExternalName mongodb.example.org',
    ]);
    const slices = allOf(made, 'kubernetes_endpoint_slice_v1').map(({ attributes }) => [
      (attributes.metadata as Tree).name,
      at(attributes, 'endpoint.0.addresses'),
      at(attributes, 'port.0.port'),
    ]);
    expect(slices).toEqual(
      ['account-lookup-db', 'central-ledger-db', 'connection-manager-db', 'consent-oracle-db', 'keycloak-db', 'thirdparty-auth-db'].map(
        (service) => [service, ['192.0.2.10'], '3306'],
      ),
    );
    expect(stackOf(made, 'stores').json.output?.['mojaloop-kafka']?.value).toBe('mojaloop-kafka.stores.svc.cluster.local:19092');
    // No operator is installed for what lives elsewhere.
    expect(
      helmReleases(made)
        .filter(({ stack }) => stack === 'platform')
        .map(({ id }) => id),
    ).toEqual(['cert-manager', 'gateway-helm', 'image-policy', 'vault-config-operator']);
  });

  test.each(all)('%s: the hub knows its stores by their logical names only', (name) => {
    const made = environment(name);
    const { logicalServices, config } = made.model;
    const known = new Set(logicalServices.map(({ host }) => host));
    const targets = logicalServices.map(({ target }) => target);
    const hub = helmReleases(made).filter(({ stack, id }) => stack === 'hub' && id === 'hub');
    const texts = hub.flatMap(({ values }) => leavesOf(values)).map(({ value }) => String(value));
    expect(texts.filter((text) => targets.includes(text))).toEqual([]);
    // Also within the scripts of init containers.
    const ending = `.${config.stores.namespace}.svc.${config.network.clusterDomain}`;
    const hosts = texts
      .flatMap((text) => [...text.matchAll(/[\w-]+\.[\w-]+\.svc[\w.]*/g)].map(([host]) => host))
      .filter((host) => host.endsWith(ending));
    expect(new Set(hosts.filter((host) => !known.has(host)))).toEqual(new Set());
    expect(hosts.length).toBeGreaterThan(10);
  });
});

describe('size', () => {
  /** Fewest and most pods of a service that transfers pass, and of a handler, as the reference page tells them. */
  const promised = { lab: [1, 1, 1, 1], small: [3, 6, 3, 6], medium: [4, 12, 6, 12], large: [12, 36, 18, 36] } as const;
  const ofSize = new Map<string, Synthesised>();
  const sized = (size: (typeof hubSizes)[number]) => {
    const made =
      ofSize.get(size) ?? synthesised(modelWith({ cluster: { kubernetesVersion: '1.32' }, hub: { size, bulk: true, thirdParty: true } }));
    ofSize.set(size, made);
    return made;
  };
  const scaled = (made: Synthesised, type: string) =>
    new Map(allOf(made, type).map(({ attributes }) => [(attributes.metadata as { name: string }).name, attributes.spec as Tree]));

  test.each(hubSizes)('%s: autoscalers and disruption budgets for every service with room or company, and for no other', (size) => {
    const made = sized(size);
    const autoscalers = scaled(made, 'kubernetes_horizontal_pod_autoscaler_v2');
    const budgets = scaled(made, 'kubernetes_pod_disruption_budget_v1');
    const [path, pathMost, handler, handlerMost] = promised[size];
    const expected = { path: [path, pathMost], handler: [handler, handlerMost], singleton: [1, 1], tool: [1, 1] } as const;
    for (const service of made.model.services) {
      // The chart shortens one name: its volumes would have too long ones.
      const label = service.name === 'centralledger-handler-transfer-position-batch' ? 'handler-pos-batch' : service.name;
      const name = `moja-${label}`;
      const [fewest, most] = expected[service.kind];
      const autoscaler = autoscalers.get(name);
      expect([name, autoscaler?.min_replicas, autoscaler?.max_replicas]).toEqual(
        most > fewest ? [name, fewest, most] : [name, undefined, undefined],
      );
      if (autoscaler) expect(autoscaler.scale_target_ref).toEqual({ api_version: 'apps/v1', kind: 'Deployment', name });
      expect([name, budgets.get(name)]).toEqual([
        name,
        fewest > 1
          ? {
              max_unavailable: '1',
              selector: { match_labels: { 'app.kubernetes.io/instance': 'moja', 'app.kubernetes.io/name': label } },
            }
          : undefined,
      ]);
    }
    expect(autoscalers.size).toBe(made.model.services.filter(({ kind }) => expected[kind][1] > expected[kind][0]).length);
    expect(budgets.size).toBe(made.model.services.filter(({ kind }) => expected[kind][0] > 1).length);
  });

  test.each(hubSizes)('%s: no handler gets more pods than its topic has partitions', (size) => {
    const made = sized(size);
    const fewest = Math.min(...made.model.topics.map((topic) => topic.partitions));
    expect(made.model.services.filter(({ kind, maxReplicas }) => kind === 'handler' && maxReplicas > fewest)).toEqual([]);
    expect(sizes[size].partitions).toBe(fewest);
  });

  /** Parts of a tree that have the name of a service, wherever they are. */
  const partsNamed = (tree: unknown, name: string): Tree[] =>
    typeof tree !== 'object' || tree === null
      ? []
      : Object.entries(tree).flatMap(([key, child]) => [
          ...(key === name && typeof child === 'object' ? [child as Tree] : []),
          ...partsNamed(child, name),
        ]);

  test.each(hubSizes)('%s: the chart is given the pods and the resources of every service', (size) => {
    const made = sized(size);
    const hub = releaseOf(made, 'hub', 'hub');
    // Their charts have no place for resources: a quota brings a default request along.
    const withoutResources = ['als-msisdn-oracle', 'tp-api-svc', 'auth-svc', 'consent-oracle'];
    // Simulators of the testing toolkit are a chart of charts; the old simulator's template writes resources where Kubernetes refuses them.
    const withoutValues = [
      'mojaloop-ttk-simulators',
      'mojaloop-simulator',
      'simulator',
      'ml-testing-toolkit-backend',
      'ml-testing-toolkit-frontend',
    ];
    for (const { name, replicas, cpu, memory } of made.model.services.filter((service) => !withoutValues.includes(service.name))) {
      const told = partsNamed(hub.values, name).filter((part) => part.replicaCount !== undefined);
      expect([name, told.map(({ replicaCount, resources }) => [replicaCount, resources])]).toEqual([
        name,
        [
          [
            replicas,
            withoutResources.includes(name)
              ? undefined
              : { requests: { cpu: `${cpu}m`, memory: `${memory}Mi` }, limits: { memory: `${memory}Mi` } },
          ],
        ],
      ]);
    }
  });

  test('single services may be set otherwise', () => {
    const made = synthesised(
      modelWith({
        cluster: { kubernetesVersion: '1.32' },
        hub: {
          size: 'small',
          services: {
            'quoting-service': { replicas: 2, cpu: '750m', memory: '1Gi' },
            'ml-api-adapter-service': { autoscaling: { min: 4, max: 9, cpuPercent: 55 } },
          },
        },
      }),
    );
    const autoscalers = scaled(made, 'kubernetes_horizontal_pod_autoscaler_v2');
    expect(autoscalers.get('moja-quoting-service')).toBeUndefined();
    expect(scaled(made, 'kubernetes_pod_disruption_budget_v1').get('moja-quoting-service')).toBeDefined();
    expect(autoscalers.get('moja-ml-api-adapter-service')).toMatchObject({
      min_replicas: 4,
      max_replicas: 9,
      metric: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', average_utilization: 55 } } }],
    });
    const hub = helmReleases(made).find(({ id }) => id === 'hub');
    expect(partsNamed(hub?.values, 'quoting-service').find((part) => part.replicaCount)).toMatchObject({
      replicaCount: 2,
      resources: { requests: { cpu: '750m', memory: '1024Mi' } },
    });
  });

  test('there are priority classes: stores go last, tools first', () => {
    const classes = allOf(environment('production'), 'kubernetes_priority_class_v1').map(({ attributes }) => [
      (attributes.metadata as Tree).name,
      attributes.value,
    ]);
    expect(classes).toEqual([
      ['live-hub', 900_000],
      ['live-stores', 1_000_000],
      ['live-tools', 100_000],
    ]);
    const made = environment('everything of 17.1.0 in production');
    const given = carriedObjects(made, 'stores')
      .filter(({ kind }) => ['PerconaXtraDBCluster', 'PerconaServerMongoDB', 'KafkaNodePool', 'Redis', 'RedisCluster'].includes(kind))
      .map(({ kind, spec }) => [
        kind,
        ...leavesOf(spec)
          .filter(({ path }) => path.at(-1) === 'priorityClassName')
          .map(({ value }) => value),
      ]);
    expect(given).toEqual([
      ['PerconaXtraDBCluster', 'dev-stores', 'dev-stores'],
      ['PerconaServerMongoDB', 'dev-stores'],
      ['KafkaNodePool', 'dev-stores'],
      ['Redis', 'dev-stores'],
      ['Redis', 'dev-stores'],
      ['RedisCluster', 'dev-stores'],
    ]);
  });
});

describe('participants', () => {
  const base = { cluster: { kubernetesVersion: '1.32' } };
  const texts = (made: Synthesised) => new Map(made.stacks.map((stack) => [stack.id, stack.text]));
  /** Stacks whose JSON differs in a single byte, are new, or are gone. */
  const changed = (before: Synthesised, after: Synthesised) => {
    const [old, fresh] = [texts(before), texts(after)];
    return sorted(new Set([...old.keys(), ...fresh.keys()])).filter((id) => old.get(id) !== fresh.get(id));
  };

  test.each([
    ['one more', 12, [participant(13)], ['participants-1']],
    [
      'one with everything',
      3,
      [{ ...participant(4), sdkBulk: true, testingToolkit: true, backend: 'testing-toolkit' }],
      ['participants-1'],
    ],
    ['an external one', 3, [{ ...participant(4), external: true, domain: 'pay.bank4.example.org' }], ['participants-1']],
    ['the 26th', 25, [participant(26)], ['participants-2']],
    ['the 51st', 50, [participant(51)], ['participants-3']],
  ] as const)('adding %s changes its own stack, and who is let in at the edge', (_, count, added, stacks) => {
    const before = participants(count);
    expect(
      changed(
        synthesised(modelWith({ ...base, participants: before })),
        synthesised(modelWith({ ...base, participants: [...before, ...added] })),
      ),
    ).toEqual(['edge', ...stacks]);
  });

  test('so does taking one away, and the others keep their stack', () => {
    const before = participants(30);
    const after = before.map((item, at) => (at === 2 ? { ...item, retired: true } : item));
    const [old, fresh] = [before, after].map((list) => synthesised(modelWith({ ...base, participants: list })));
    expect(changed(old as Synthesised, fresh as Synthesised)).toEqual(['edge', 'participants-1']);
    const left = resourcesOf(stackOf(fresh as Synthesised, 'participants-1')).filter(({ attributes }) =>
      JSON.stringify(attributes).includes('"bank3'),
    );
    expect(left).toEqual([]);
  });

  test('a stack carries at most 25, in the order of the file', () => {
    const made = synthesised(modelWith({ ...base, participants: participants(51) }));
    expect(
      made.stacks
        .filter(({ id }) => id.startsWith('participants'))
        .map(({ id, json }) => [
          id,
          String(json.output?.participants?.value).split(',').length,
          String(json.output?.participants?.value).split(',')[0],
        ]),
    ).toEqual([
      ['participants-1', 25, 'bank1'],
      ['participants-2', 25, 'bank26'],
      ['participants-3', 1, 'bank51'],
    ]);
  });

  test('an external one has its OAuth secret in Vault, where Keycloak gets it from, and nothing of a payment manager', () => {
    const made = environment('production');
    const addresses = resourcesOf(stackOf(made, 'participants-1'))
      .map(({ address }) => address)
      .filter((address) => address.includes('far-bank'));
    expect(addresses.filter((address) => !address.startsWith('vault_'))).toEqual([]);
    const ofFarBank = carriedObjects(made, 'edge').filter(({ metadata }) => metadata.name.startsWith('far-bank'));
    expect(ofFarBank.map(({ kind, metadata, spec }) => [kind, metadata.namespace, spec.path, spec.name])).toEqual([
      ['RandomSecret', 'workbench-system', 'hub/data/generated/participants/far-bank', 'oauth-client'],
      ['VaultSecret', 'identity', undefined, undefined],
    ]);
  });

  test('an internal one has a namespace, its own Vault roles and keys, its secrets before its release, and its routes after it', () => {
    const stack = stackOf(environment('production'), 'participants-1');
    const own = resourcesOf(stack).filter(({ address }) => /[.-]firstbank(-|$)/.test(address));
    expect(own.map(({ address }) => address)).toEqual([
      'helm_release.firstbank-account',
      'helm_release.firstbank-routes',
      'helm_release.firstbank-secrets',
      'helm_release.pm4ml-firstbank',
      'kubernetes_namespace_v1.namespace-firstbank',
      'kubernetes_network_policy_v1.namespace-firstbank-policies-allowed-flows',
      'kubernetes_network_policy_v1.namespace-firstbank-policies-default-deny',
      'kubernetes_service_account_v1.namespace-firstbank-secret-reader',
      'vault_kubernetes_auth_backend_role.identity-live-reader-firstbank-role',
      'vault_kubernetes_auth_backend_role.pm4ml-identity-firstbank-identity-live-pm4ml-firstbank-role',
      'vault_pki_secret_backend_role.pm4ml-identity-firstbank-pki-client',
      'vault_pki_secret_backend_role.pm4ml-identity-firstbank-pki-server',
      'vault_policy.identity-live-reader-firstbank-policy',
      'vault_policy.pm4ml-identity-firstbank-identity-live-pm4ml-firstbank-policy',
    ]);
    const needs = (address: string) => own.find((resource) => resource.address === address)?.attributes.depends_on ?? [];
    expect(needs('helm_release.pm4ml-firstbank')).toEqual(
      expect.arrayContaining(['helm_release.firstbank-secrets', 'helm_release.firstbank-account']),
    );
    expect(needs('helm_release.firstbank-secrets')).toEqual(
      expect.arrayContaining([
        'kubernetes_namespace_v1.namespace-firstbank',
        'vault_policy.identity-live-reader-firstbank-policy',
        'vault_kubernetes_auth_backend_role.identity-live-reader-firstbank-role',
      ]),
    );
    expect(needs('helm_release.firstbank-routes')).toContain('helm_release.pm4ml-firstbank');
  });

  test('one may live in another cluster: its stack reaches that one, and the hub and the others stay as they are', () => {
    const elsewhere = { kubeconfig: '/etc/other/config', context: 'other' };
    const list = [participant(1), { ...participant(2), cluster: elsewhere }, participant(3), { ...participant(4), cluster: elsewhere }];
    const made = synthesised(modelWith({ ...base, participants: list }));
    const reached = made.stacks.map(({ id, json }) => [
      id,
      json.provider.kubernetes?.[0]?.config_context,
      String(json.output?.participants?.value ?? ''),
    ]);
    expect(reached.slice(6)).toEqual([
      ['participants-1', 'lab', 'bank1,bank3'],
      ['participants-cluster1-1', 'other', 'bank2,bank4'],
    ]);
    expect(reached.slice(0, 5).map(([, context]) => context)).toEqual(['lab', 'lab', 'lab', 'lab', 'lab']);
    expect(stackOf(made, 'participants-cluster1-1').json.provider.helm).toEqual([
      { kubernetes: { config_path: '/etc/other/config', config_context: 'other' } },
    ]);
  });
});

describe('Vault', () => {
  test('is deployed with TLS and raft where none is named: members that find each other, certificates before it, initialised once after it', () => {
    const made = environment('production');
    const platform = stackOf(made, 'platform');
    const vault = releaseOf(made, 'platform', 'vault');
    const server = vault.values.server as Tree;
    const ha = server.ha as { replicas: number; raft: { enabled: boolean; config: string } };
    expect([ha.replicas, ha.raft.enabled, (vault.values.global as Tree).tlsDisable]).toEqual([3, true, false]);
    expect(ha.raft.config).not.toMatch(/tls_disable|tls_skip_verify/);
    expect([...ha.raft.config.matchAll(/leader_api_addr = "([^"]+)"/g)].map((match) => match[1])).toEqual(
      [0, 1, 2].map((n) => `https://vault-${n}.vault-internal:8200`),
    );
    const needs = (id: string) => platform.json.resource.helm_release?.[id]?.depends_on;
    expect(needs('vault-certificates')).toEqual(['helm_release.cert-manager']);
    expect(needs('vault')).toEqual(['helm_release.vault-certificates']);
    expect(needs('vault-bootstrap')).toEqual(['helm_release.vault']);
    expect(needs('vault-config-operator')).toEqual(['helm_release.cert-manager', 'helm_release.vault-bootstrap']);
    // Its pods are not ready before they are open, so nothing may wait for the release.
    expect(vault.attributes.wait).toBe(false);
  });

  test('by another key service holds no unseal key in the cluster', () => {
    // `check` refuses it on a plain cluster, which has none: platforms that bring one use the same release.
    const made = synthesised(resolveEnvironment(configWith({ secrets: { vault: { seal: 'awskms' } } })));
    const vault = JSON.stringify(helmReleases(made).find(({ id }) => id === 'vault')?.values);
    expect(vault).toContain('seal \\"awskms\\" {}');
    expect(vault).not.toContain('vault-unseal');
    expect(JSON.stringify(helmReleases(environment('sandbox')).find(({ id }) => id === 'vault')?.values)).toContain('vault-unseal');
  });

  test('that exists already is used at its address, from here and from the pods, and nothing is deployed', () => {
    const made = environment('existing Vault and stores outside');
    expect(helmReleases(made).filter(({ id }) => /^vault(-bootstrap|-certificates)?$/.test(id))).toEqual([]);
    expect(made.model.namespaces.map(({ name }) => name)).not.toContain('vault');
    for (const { json } of made.stacks.filter((stack) => stack.json.provider.vault))
      expect(json.provider.vault).toEqual([
        expect.objectContaining({ address: 'https://vault.example.org:8200', ca_cert_file: '/etc/vault-ca.pem' }),
      ]);
    const operator = helmReleases(made).find(({ id }) => id === 'vault-config-operator');
    expect(operator?.values.env).toEqual([{ name: 'VAULT_ADDR', value: 'https://vault.internal.example.org:8200' }]);
    const [issuer] = carriedObjects(made, 'secrets').filter(({ kind }) => kind === 'ClusterIssuer');
    expect(issuer?.spec.vault).toMatchObject({ server: 'https://vault.internal.example.org:8200', path: 'pki/sign/server-cert-role' });
  });

  test('keeps the key of its CA, makes certificates for the names of the hub only, and writes down who asked what', () => {
    const { resource } = stackOf(environment('production'), 'secrets').json;
    expect(resource.vault_pki_secret_backend_root_cert?.['inside-pki-root']).toMatchObject({
      type: 'internal',
      key_bits: 4096,
      lifecycle: { prevent_destroy: true },
    });
    const roles = Object.values(resource.vault_pki_secret_backend_role ?? {});
    for (const role of roles) {
      const names =
        role.name === 'hub-client' ? ['interop-switch.live.switch.example.org'] : ['live.switch.example.org', 'svc.cluster.local'];
      expect(role.allowed_domains).toEqual(names);
      expect(role.allow_any_name).toBeUndefined();
    }
    expect(roles.map((role) => [role.name, role.server_flag, role.client_flag])).toEqual([
      ['client-cert-role', false, true],
      ['hub-client', false, true],
      ['server-cert-role', true, false],
    ]);
    expect(Object.values(resource.vault_audit ?? {}).map(({ options }) => options)).toEqual([
      { file_path: 'stdout' },
      { file_path: '/vault/audit/audit.log' },
    ]);
  });

  test('every Job that waits may ask the API server: its namespace has that connection', () => {
    for (const name of ['production', 'sandbox', 'full-lab', 'air-gapped']) {
      const { stacks, model } = environment(name);
      const waiting = stacks.flatMap(({ releases }) =>
        releases.filter(({ chart, values }) => chart === 'workbench-objects' && values.wait).map(({ namespace }) => namespace),
      );
      expect(waiting.length).toBeGreaterThan(2);
      const allowed = model.flows.flatMap(({ from, to, ports }) =>
        'namespace' in from && 'kubernetesApi' in to && ports.includes(443) ? from.namespace : [],
      );
      expect(waiting.filter((namespace) => !allowed.includes(namespace))).toEqual([]);
    }
  });

  test('the bootstrap of Vault with other members is another Job: Kubernetes lets none change', () => {
    const jobOf = (replicas: number) => {
      const { objects, waitFor } = vaultBootstrap(configWith({ secrets: { vault: { replicas } } }));
      const name = objects.find(({ kind }) => kind === 'Job')?.metadata.name;
      expect(waitFor.flatMap(({ names }) => names)).toEqual([name]);
      return name;
    };
    expect(jobOf(3)).toBe(jobOf(3));
    expect(jobOf(3)).not.toBe(jobOf(5));
  });

  test('where images come from a mirror, nothing names another registry', () => {
    const texts = environment('air-gapped').stacks.flatMap(({ id, releases }) =>
      releases.map(({ name, values }) => ({ place: `${id}/${name}`, text: JSON.stringify(values) })),
    );
    const elsewhere = texts.flatMap(({ place, text }) =>
      [...text.matchAll(/"[^"]*\b(docker\.io|quay\.io|registry\.k8s\.io|ghcr\.io|gcr\.io)\b[^"]*"/g)].map(([found]) => `${place} ${found}`),
    );
    expect(elsewhere).toEqual([]);
    expect(texts.filter(({ text }) => text.includes('registry.island.example.org/mirror')).length).toBeGreaterThan(10);
  });

  test('everything else in Vault waits for the audit device: while one sets itself up, Vault fails what it has done', () => {
    for (const name of ['production', 'existing Vault and stores outside']) {
      const { resource } = stackOf(environment(name), 'secrets').json;
      const others = Object.entries(resource).filter(([type]) => type.startsWith('vault_') && type !== 'vault_audit');
      const needs = others.flatMap(([type, all]) =>
        Object.entries(all).map(([id, { depends_on }]) => ({ address: `${type}.${id}`, depends_on })),
      );
      expect(needs.length).toBeGreaterThan(10);
      expect(needs.filter(({ depends_on }) => !depends_on?.includes('vault_audit.audit'))).toEqual([]);
    }
  });

  test('makes passwords of the length and the letters that the environment asks for', () => {
    const policyOf = (name: string) => Object.values(stackOf(environment(name), 'secrets').json.resource.vault_password_policy ?? {})[0];
    expect(policyOf('production')?.policy).toMatch(/^length = 32\n/);
    expect(policyOf('production')?.policy).not.toContain('_-');
    expect(policyOf('full-lab')?.policy).toMatch(/^length = 24\n/);
    expect(policyOf('full-lab')?.policy).toContain('charset = "_-"');
  });

  test('lets people in by OIDC and pipelines by a signed token, for those who are named, and no secret is an argument', () => {
    const { resource } = stackOf(environment('existing Vault and stores outside'), 'secrets').json;
    expect(resource.vault_jwt_auth_backend?.['login-people']).toMatchObject({
      type: 'oidc',
      oidc_discovery_url: 'https://login.example.org',
    });
    expect(resource.vault_jwt_auth_backend?.['login-people']).not.toHaveProperty('oidc_client_secret');
    expect(resource.vault_jwt_auth_backend_role?.['login-people-role']).toMatchObject({
      bound_claims: { groups: 'operators' },
      token_ttl: 3600,
    });
    expect(resource.vault_jwt_auth_backend_role?.['login-pipelines-role']).toMatchObject({
      bound_claims: { project_path: 'switch/live' },
      bound_audiences: ['https://gitlab.example.org'],
    });
    expect(stackOf(environment('production'), 'secrets').json.resource.vault_jwt_auth_backend).toBeUndefined();
  });
});

describe('the deployer in Vault', () => {
  interface Grant {
    readonly path: string;
    readonly capabilities: readonly string[];
  }
  /** The policy as Vault gets it, from the script that sets it up. */
  const policyOf = (made: Synthesised): Grant[] => {
    const script = carriedObjects(made, 'platform').find(({ metadata }) => metadata.name === 'vault-bootstrap-script');
    const text = String((script?.data as Tree | undefined)?.['deployer.hcl']);
    return [...text.matchAll(/path "([^"]+)" \{\n {2}capabilities = (\[[^\]]*\])/g)].map(([, path = '', list = '[]']) => ({
      path,
      capabilities: JSON.parse(list) as string[],
    }));
  };
  /** Vault's own matching: a star at the end, plus for one part; the longest rule that fits counts. */
  const may = (policy: readonly Grant[], path: string): readonly string[] => {
    const fits = policy.filter((rule) => {
      const pattern = rule.path
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/\\\+/g, '[^/]+')
        .replace(/\\\*$/, '.*');
      return new RegExp(`^${pattern}$`).test(path);
    });
    return fits.sort((a, b) => b.path.replace(/\*$/, '').length - a.path.replace(/\*$/, '').length)[0]?.capabilities ?? [];
  };
  /** What the provider does for each kind of resource: create, refresh, change, destroy. */
  const uses: Readonly<Record<string, (attributes: Tree) => readonly [string, readonly string[]][]>> = {
    vault_mount: ({ path }) => [
      [`sys/mounts/${path}`, ['create', 'read', 'update', 'delete']],
      [`sys/mounts/${path}/tune`, ['read', 'update']],
    ],
    vault_policy: ({ name }) => [[`sys/policies/acl/${name}`, ['create', 'read', 'update', 'delete']]],
    vault_password_policy: ({ name }) => [[`sys/policies/password/${name}`, ['create', 'read', 'update', 'delete']]],
    vault_kubernetes_auth_backend_role: ({ backend, role_name: role }) => [
      [`auth/${backend}/role/${role}`, ['create', 'read', 'update', 'delete']],
    ],
    vault_jwt_auth_backend: ({ path }) => [
      [`sys/auth/${path}`, ['create', 'read', 'update', 'delete', 'sudo']],
      [`auth/${path}/config`, ['create', 'read', 'update']],
    ],
    vault_jwt_auth_backend_role: ({ role_name: role }) => [[`auth/${role}/role/${role}`, ['create', 'read', 'update', 'delete']]],
    vault_pki_secret_backend_role: ({ name }) => [[`pki/roles/${name}`, ['create', 'read', 'update', 'delete']]],
    vault_pki_secret_backend_root_cert: () => [
      ['pki/root/generate/internal', ['create', 'update']],
      ['pki/root', ['delete']],
    ],
    vault_pki_secret_backend_intermediate_cert_request: () => [['pki/intermediate/generate/internal', ['create', 'update']]],
    vault_pki_secret_backend_root_sign_intermediate: () => [['pki/issuer/0a/sign-intermediate', ['create', 'update']]],
    vault_pki_secret_backend_intermediate_set_signed: () => [['pki/intermediate/set-signed', ['create', 'update']]],
    vault_pki_secret_backend_issuer: () => [['pki/issuer/0a', ['read', 'update', 'delete']]],
    vault_pki_secret_backend_config_issuers: () => [['pki/config/issuers', ['create', 'read', 'update']]],
    vault_pki_secret_backend_config_cluster: () => [['pki/config/cluster', ['create', 'read', 'update']]],
    vault_pki_secret_backend_config_urls: () => [['pki/config/urls', ['create', 'read', 'update']]],
    vault_pki_secret_backend_crl_config: () => [['pki/config/crl', ['create', 'read', 'update']]],
    vault_pki_secret_backend_config_auto_tidy: () => [['pki/config/auto-tidy', ['create', 'read', 'update']]],
    vault_audit: ({ path }) => [[`sys/audit/${path}`, ['create', 'read', 'delete', 'sudo']]],
    // With `disable_read` it is never read back.
    vault_kv_secret_v2: ({ name, mount }) => [[`${mount}/data/${name}`, ['create', 'update', 'delete']]],
  };

  test.each(all.filter((name) => name !== 'existing Vault and stores outside'))('%s: may do what its stacks ask for', (name) => {
    const made = environment(name);
    const policy = policyOf(made);
    const refused = made.stacks.flatMap((stack) => {
      const resources = resourcesOf(stack)
        .filter(({ type }) => type.startsWith('vault_'))
        .flatMap(({ type, attributes, address }) => {
          const use = uses[type];
          return use ? use(attributes) : [[`nobody said what ${address} needs`, ['read']] as [string, string[]]];
        });
      const reads = Object.values(stack.json.ephemeral?.vault_kv_secret_v2 ?? {}).map(({ mount, name: path }): [string, string[]] => [
        `${mount}/data/${path}`,
        ['read'],
      ]);
      return [...resources, ...reads].flatMap(([path, needed]) =>
        needed.filter((one) => !may(policy, path).includes(one)).map((one) => `${stack.id}: ${one} ${path}`),
      );
    });
    expect(refused).toEqual([]);
  });

  test.each(all.filter((name) => name !== 'existing Vault and stores outside'))(
    '%s: reads a password only where charts take it as text',
    (name) => {
      const made = environment(name);
      const { kvMount } = made.model.config.secrets;
      const readable = made.model.secrets.filter((entry) => may(policyOf(made), `${kvMount}/data/${entry.path}`).includes('read'));
      // What a person puts there is delivered by the operator and read by nobody else.
      const byPerson = made.model.config.alerts.routes.flatMap(({ secret }) => secret ?? []);
      const born = made.model.secrets.filter(({ path }) => !byPerson.includes(path));
      if (made.model.layout === 'v14' || made.model.layout === 'v15') expect(readable).toEqual(born);
      else expect(readable.map(({ id }) => id)).toEqual([]);
    },
  );
});

describe('a mirror', () => {
  test('carries every chart of an air-gapped environment', () => {
    const repositories = new Set(
      helmReleases(environment('air-gapped'))
        .map(({ attributes }) => String(attributes.chart))
        .filter((chart) => !chart.startsWith('assets/'))
        .map((chart) => chart.replace(/\/[^/]+$/, '')),
    );
    expect(repositories).toEqual(new Set(['oci://registry.island.example.org/charts']));
  });
});

describe('overrides', () => {
  const withOverrides = (overrides: Tree) => synthesised(modelWith({ overrides }));

  test('set an attribute by its address, with the stack before it or without', () => {
    const made = withOverrides({
      resources: {
        'kubernetes_namespace_v1.namespace-stores': { 'timeouts.delete': '45m' },
        'hub/helm_release.hub': { timeout: 3600 },
      },
    });
    expect(stackOf(made, 'platform').json.resource.kubernetes_namespace_v1?.['namespace-stores']?.timeouts).toEqual({ delete: '45m' });
    expect(stackOf(made, 'hub').json.resource.helm_release?.hub?.timeout).toBe(3600);
  });

  test('set a value of a chart, over what the workbench writes, and only that', () => {
    const made = withOverrides({ values: { moja: { 'quoting-service': { 'quoting-service': { config: { log_level: 'debug' } } } } } });
    const hub = (all: Synthesised) => helmReleases(all).find(({ id }) => id === 'hub')?.values as Tree;
    const plain = hub(synthesised(modelWith({})));
    const changes = leavesOf(hub(made)).filter(
      ({ path, value }) => path.reduce<unknown>((tree, key) => (tree as Tree | undefined)?.[key], plain) !== value,
    );
    expect(changes).toEqual([{ path: ['quoting-service', 'quoting-service', 'config', 'log_level'], value: 'debug' }]);
  });

  test('that fit nothing are a problem with the nearest right thing, and nothing is written', () => {
    const problemOf = (overrides: Tree) => {
      try {
        withOverrides(overrides);
      } catch (error) {
        return (error as Error).message;
      }
      return 'no problem';
    };
    expect(problemOf({ resources: { 'helm_release.hubb': { timeout: 1 } } })).toBe(
      'overrides.resources.helm_release.hubb  error SYN-OVERRIDE-ADDRESS: no resource has the address helm_release.hubb (did you mean helm_release.hub?)',
    );
    expect(problemOf({ values: { moja: { 'quoting-service': { 'quoting-service': { config: { log_levl: 'debug' } } } } } })).toMatch(
      /log_levl.*did you mean .*log_level/,
    );
  });
});

describe('the same file', () => {
  test('gives the same bytes, twice in one process', () => {
    for (const name of examples)
      expect(synthesised(exampleModel(name)).stacks.map(({ text }) => text)).toEqual(environment(name).stacks.map(({ text }) => text));
  });

  test('whatever is left out: defaults written out change nothing', () => {
    const short = synthesised(modelWith({}));
    const long = synthesised(modelWith({ ...short.model.config, participants: short.model.config.participants }));
    expect(long.stacks.map(({ text }) => text)).toEqual(short.stacks.map(({ text }) => text));
  });

  test('in another order of its keys gives the same bytes', () => {
    const reversed = Object.fromEntries(Object.entries(smallest).reverse());
    expect(Object.keys(reversed)).not.toEqual(Object.keys(smallest));
    expect(synthesised(modelWith(reversed)).stacks.map(({ text }) => text)).toEqual(
      synthesised(modelWith({})).stacks.map(({ text }) => text),
    );
  });
});

describe('toggles draw along what they need', () => {
  const base = { cluster: { kubernetesVersion: '1.32' }, hub: { simulators: false, testingToolkit: false } };
  const withHub = (hub: Tree) => synthesised(modelWith({ ...base, hub: { ...base.hub, ...hub } }));
  const enabled = (made: Synthesised) =>
    leavesOf(releaseOf(made, 'hub', 'hub').values)
      .filter(
        ({ path, value }) => path.at(-1) === 'enabled' && value === true && !['metrics', 'pdb', 'proxy_cache'].includes(path.at(-2) ?? ''),
      )
      .map(({ path }) => path.slice(0, -1).join('/'));
  const everything = (made: Synthesised) => ({
    components: enabled(made),
    databases: made.model.databases.map((database) => database.name),
    topics: made.model.topics.map((topic) => topic.name),
    services: made.model.services.map((service) => service.name),
    redis: carriedObjects(made, 'stores')
      .filter(({ kind }) => kind === 'Redis' || kind === 'RedisCluster')
      .map(({ metadata }) => metadata.name),
    routes: carriedObjects(made, 'hub').flatMap(({ kind, metadata }) => (kind === 'HTTPRoute' ? [metadata.name] : [])),
  });
  const plain = everything(withHub({}));
  /** What is there with a toggle and not without it. */
  const brings = (hub: Tree) => {
    const more = everything(withHub(hub));
    return Object.fromEntries(
      (Object.keys(plain) as (keyof typeof plain)[])
        .map((part) => [part, more[part].filter((name) => !plain[part].includes(name))] as const)
        .filter(([, names]) => names.length > 0),
    );
  };

  const some = (...names: string[]) => expect.arrayContaining(names);

  test('bulk: its database, topics, charts and handlers', () => {
    expect(brings({ bulk: true })).toEqual({
      components: some('mojaloop-bulk'),
      databases: ['bulk-mongodb'],
      topics: ['topic-bulk-prepare', 'topic-bulk-fulfil', 'topic-bulk-processing', 'topic-bulk-get'],
      services: some(
        'bulk-api-adapter-service',
        'bulk-api-adapter-handler-notification',
        'cl-handler-bulk-transfer-prepare',
        'cl-handler-bulk-transfer-fulfil',
        'cl-handler-bulk-transfer-processing',
        'cl-handler-bulk-transfer-get',
      ),
    });
  });
  test('third party: two databases, a Redis, the consent oracle, its API', () => {
    expect(brings({ thirdParty: true })).toEqual({
      components: some('thirdparty', 'thirdparty/auth-svc', 'thirdparty/consent-oracle', 'thirdparty/tp-api-svc'),
      databases: ['thirdparty-auth-db', 'consent-oracle-db'],
      redis: ['redis-thirdparty-auth-redis'],
      routes: ['third-party'],
      services: some('tp-api-svc', 'auth-svc', 'consent-oracle'),
    });
  });
  test('testing toolkit: its database and ways in', () => {
    expect(brings({ testingToolkit: true })).toEqual({
      components: some('ml-testing-toolkit'),
      databases: ['ttk-mongodb'],
      routes: ['testing-toolkit', 'testing-toolkit-api'],
      services: some('ml-testing-toolkit-backend', 'ml-testing-toolkit-frontend'),
    });
  });
  test('simulators: with the toolkit the tests that go with what is on, and no other', () => {
    expect(brings({ simulators: true })).toEqual({ components: some('mojaloop-simulator'), services: some('mojaloop-simulator') });
    const tests = (hub: Tree) =>
      sorted(
        (brings({ simulators: true, testingToolkit: true, ...hub }).components as string[]).filter((name) =>
          name.startsWith('ml-ttk-test-'),
        ),
      );
    const plainly = ['ml-ttk-test-cleanup/tests', 'ml-ttk-test-setup/tests', 'ml-ttk-test-val-gp/tests'];
    expect(tests({})).toEqual(plainly);
    expect(tests({ bulk: true })).toEqual(sorted([...plainly, 'ml-ttk-test-val-bulk/tests']));
    expect(tests({ thirdParty: true })).toEqual(sorted([...plainly, 'ml-ttk-test-setup-tp/tests', 'ml-ttk-test-val-tp/tests']));
    expect(tests({ interScheme: true })).toEqual(
      sorted([...plainly, 'ml-ttk-test-setup-interscheme/tests', 'ml-ttk-test-val-interscheme/tests']),
    );
  });
  test('simulators of the testing toolkit: their charts, Redis and MongoDB', () => {
    expect(brings({ ttkSimulators: true })).toEqual({
      components: some('mojaloop-ttk-simulators'),
      databases: ['ttk-mongodb'],
      redis: ['redis-ttksims-redis'],
      services: some('mojaloop-ttk-simulators'),
    });
  });
  test('inter-scheme proxy: its adapter and a Redis cluster', () => {
    expect(brings({ interScheme: true })).toEqual({
      components: some('inter-scheme-proxy-adapter', 'account-lookup-service/account-lookup-service-handler-timeout'),
      redis: ['redis-proxy-cache-redis'],
      services: some('inter-scheme-proxy-adapter', 'account-lookup-service-handler-timeout'),
    });
  });

  /** Values of the hub release with a name, wherever they are. */
  const told = (hub: Tree, key: string) =>
    new Set(
      leavesOf(releaseOf(withHub(hub), 'hub', 'hub').values)
        .filter(({ path }) => path.at(-1) === key)
        .map(({ value }) => value),
    );
  test('simple routing, on-us transfers, metrics, logs and the name of the hub reach every chart that knows them', () => {
    for (const simpleRouting of [true, false])
      expect(told({ simpleRouting }, 'simple_routing_mode_enabled')).toEqual(new Set([simpleRouting]));
    for (const onUsTransfers of [true, false]) expect(told({ onUsTransfers }, 'enable_on_us_transfers')).toEqual(new Set([onUsTransfers]));
    expect(told({ logTransport: 'file' }, 'log_transport')).toEqual(new Set(['file']));
    expect(told({ logLevel: 'debug' }, 'log_level')).toEqual(new Set(['debug']));
    const inputs = leavesOf(releaseOf(withHub({ testingToolkit: true, testCurrencies: ['EUR', 'GBP', 'KES'] }), 'hub', 'hub').values);
    expect(
      Object.fromEntries(inputs.filter(({ path }) => path.at(-2) === 'inputValues').map(({ path, value }) => [path.at(-1), value])),
    ).toMatchObject({
      currency: 'EUR',
      currency2: 'GBP',
      cgscurrency: 'KES',
      HUB_NAME: 'Hub',
    });
  });

  test('prefix oracles: a release each, of the chart and the version that go with the release', () => {
    const prefix = helmReleases(environment('full-lab')).filter(({ id }) => id.startsWith('oracle-'));
    expect(prefix.map(({ id, attributes, values }) => [id, attributes.chart, attributes.version, (values.env as Tree).oracleType])).toEqual(
      [
        ['oracle-mfi-account-oracle', 'mfi-account-oracle', '2.0.7', 'ACCOUNT_ID'],
        ['oracle-mfi-p2p-oracle', 'mfi-account-oracle', '2.0.7', 'ALIAS'],
      ],
    );
  });

  test('routes: one host for the API of participants, each path to the service that answers it', () => {
    const routes = carriedObjects(environment('full-lab'), 'hub').filter(({ kind }) => kind === 'HTTPRoute');
    const lines = routes
      .filter(({ spec }) => (spec.hostnames as string[]).includes('interop-switch.full-lab.labs.example.org'))
      .flatMap(({ spec }) =>
        (spec.rules as { matches: { path: { value: string } }[]; backendRefs: { name: string; port: number }[] }[]).map(
          ({ matches, backendRefs }) => `${matches[0]?.path.value} ${backendRefs[0]?.name}`,
        ),
      );
    expect(lines).toEqual([
      '/parties moja-account-lookup-service',
      '/participants moja-account-lookup-service',
      '/quotes moja-quoting-service',
      '/bulkQuotes moja-quoting-service',
      '/transfers moja-ml-api-adapter-service',
      '/transactionRequests moja-transaction-requests-service',
      '/authorizations moja-transaction-requests-service',
      '/bulkTransfers moja-bulk-api-adapter-service',
      '/thirdpartyRequests moja-tp-api-svc',
      '/consents moja-tp-api-svc',
      '/consentRequests moja-tp-api-svc',
      '/services moja-tp-api-svc',
      '/accounts moja-tp-api-svc',
      '/admin moja-centralledger-service',
      '/settlements moja-centralsettlement-service',
    ]);
  });
});
