import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vaultRights } from '../cli/report/secrets';
import { callbackTargets } from '../config/model/callbacks';
import { participantGates } from '../config/model/edge';
import { evaluate, open } from '../policy/evaluate';
import { gather } from '../policy/gather';
import { vaultWayPolicies } from '../policy/vault-ways';
import { outlineOf } from '../stacks/stack-table';
import {
  carriedObjects,
  helmReleases,
  type KubernetesObject,
  projectFolder,
  resourcesOf,
  type Synthesised,
  synthesised,
  type Tree,
} from './synthesised';
import { twoClusters } from './two-clusters';

/** What a hub makes for payment managers that live in a cluster of their own, and what that cluster may do at the hub. */
const made = synthesised(twoClusters());
const stack = (id: string, of: Synthesised = made) => {
  const found = of.stacks.find((one) => one.id === id);
  if (!found) throw new Error(`no stack ${id} among ${of.stacks.map((one) => one.id).join(', ')}`);
  return found;
};
const [platform, managers] = [stack('platform-south'), stack('participants-south-1')];
const object = (of: string, kind: string, name: string, from: Synthesised = made): KubernetesObject => {
  const found = carriedObjects(from, of).find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name} in ${of}`);
  return found;
};
const values = (of: string, id: string, from: Synthesised = made): Tree =>
  helmReleases(from).find((release) => release.stack === of && release.id === id)?.values ?? {};
const attributes = (address: string, of = platform) => resourcesOf(of).find((one) => one.address === address)?.attributes ?? {};

describe('the stacks of a second cluster', () => {
  test('have the addresses they landed with', () => {
    const lines = made.stacks.flatMap(({ id, ...rest }) =>
      id.includes('south') ? resourcesOf({ id, ...rest }).map(({ address }) => `${id} ${address}`) : [],
    );
    const file = join(projectFolder, 'test/golden/two-clusters.txt');
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, `${lines.toSorted().join('\n')}\n`);
    expect(lines.toSorted()).toEqual(existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []);
  });

  test('come after the way to Vault, and its payment managers after what they stand on', () => {
    const needs = Object.fromEntries(outlineOf(twoClusters()).map((one) => [one.id, one.needs]));
    expect([needs['platform-south'], needs['participants-south-1'], needs['participants-1']]).toEqual([
      ['edge'],
      ['hub', 'platform-south'],
      ['hub'],
    ]);
  });

  test('reach their own cluster, and log in at Vault by the account in that of the hub', () => {
    for (const { json } of [platform, managers]) {
      expect(json.provider.kubernetes?.map(({ alias, config_context }) => [alias, config_context])).toEqual([
        [undefined, 'south'],
        ['hub', 'lab'],
      ]);
      expect(json.provider.helm?.map(({ kubernetes }) => (kubernetes as Tree).config_context)).toEqual(['south']);
      expect(json.ephemeral?.kubernetes_token_request_v1?.deployer?.provider).toBe('kubernetes.hub');
    }
    // No account of that cluster may change Vault.
    expect(JSON.stringify([platform.json.resource, managers.json.resource])).not.toContain('workbench-deployer');
  });

  test('leave what the hub keeps as it is: without them its stores, secrets and other payment managers are the same', () => {
    const alone = synthesised(twoClusters({ participantClusters: undefined, participants: [twoClusters().config.participants[0]] }));
    const other = alone.stacks.filter(({ id, text }) => stack(id).text !== text).map(({ id }) => id);
    // The proxy of callbacks may leave for one port more; the gate, Keycloak and that proxy know every participant.
    expect(other).toEqual(['platform', 'edge']);
  });
});

describe('what the second cluster may do at Vault', () => {
  test('its accounts log in at a mount of their own, by keys that stand in the file', () => {
    expect(attributes('vault_jwt_auth_backend.login-mount')).toMatchObject({
      type: 'jwt',
      path: 'dev-cluster-south',
      bound_issuer: 'https://kubernetes.default.svc.cluster.local',
      jwt_validation_pubkeys: [expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/)],
    });
    const roles = [platform, managers].flatMap(resourcesOf).filter(({ type }) => type.endsWith('_role') && type.startsWith('vault_'));
    expect(roles.filter(({ type }) => type === 'vault_kubernetes_auth_backend_role')).toEqual([]);
    const jwt = roles.filter(({ type }) => type === 'vault_jwt_auth_backend_role').map((role) => role.attributes);
    expect(
      jwt.map(({ backend, bound_subject, bound_audiences }) => [backend, bound_subject, bound_audiences].join(' ')).toSorted(),
    ).toEqual(
      [
        ['cert-manager:vault-issuer', 'vault://workbench'],
        ['gateway:secret-reader', 'https://kubernetes.default.svc.cluster.local'],
        ...['southbank', 'southwallet'].flatMap((id) =>
          [`${id}:payment-manager`, `${id}:secret-reader`, 'workbench-system:secret-reader'].map((account) => [
            account,
            'https://kubernetes.default.svc.cluster.local',
          ]),
        ),
      ]
        .map(([account, audience]) => `dev-cluster-south system:serviceaccount:${account} ${audience}`)
        .toSorted(),
    );
  });

  test('nothing but secrets of its payment managers, certificates of their names, and who signs for the hub', () => {
    const policies = [platform, managers].flatMap(resourcesOf).filter(({ type }) => type === 'vault_policy');
    const paths = policies.flatMap(({ attributes: { policy } }) => [...String(policy).matchAll(/path "([^"]+)"/g)].map(([, path]) => path));
    const own = /^(hub\/data\/generated\/participants\/(southbank|southwallet)\/[a-z-]+|secret\/pm4ml\/(southbank|southwallet)\/\*)$/;
    const others = [...new Set(paths.filter((path) => !own.test(path ?? '')))].toSorted();
    expect(others).toEqual([
      'pki/issue/southbank-server',
      'pki/issue/southwallet-server',
      'pki/issuer/intermediate-1/json',
      'pki/sign/server-south',
      'pki/sign/southbank-client',
      'pki/sign/southwallet-client',
      'sys/policies/password/workbench-dev',
      'sys/policies/password/workbench-dev/generate',
    ]);
    expect(attributes('vault_pki_secret_backend_role.authority-server').allowed_domains).toEqual([
      'southbank.dev.labs.example.org',
      'connector.southbank.dev.labs.example.org',
      'wallet.example.net',
      'connector.wallet.example.net',
    ]);
    // The report tells the same.
    const told = new Map(vaultRights(twoClusters()).map(({ role, rules }) => [role, rules.map(({ path }) => path)]));
    for (const { attributes: each } of policies)
      expect(told.get(String(each.name))).toEqual([...String(each.policy).matchAll(/path "([^"]+)"/g)].map(([, path]) => path));
  });

  test('a way to Vault that lets in somebody besides, by a rule without a list of addresses, is found', () => {
    const found = (rules: readonly Tree[]) => {
      const all = gather(made.model.config, made.stacks);
      const resources = all.resources.map((one) => {
        const spec = one.attributes.spec as { authorization?: Tree } | undefined;
        const guards = one.type === 'kind:SecurityPolicy' && (one.attributes.metadata as Tree).name === 'vault-south';
        return guards
          ? { ...one, attributes: { ...one.attributes, spec: { ...spec, authorization: { ...spec?.authorization, rules } } } }
          : one;
      });
      return open(evaluate(vaultWayPolicies, [], { ...all, resources })).length;
    };
    const allow = { action: 'Allow', principal: { clientCIDRs: ['203.0.113.7/32'] } };
    expect([found([allow]), found([allow, { action: 'Allow', principal: {} }]), found([{ action: 'Allow' }])]).toEqual([0, 1, 1]);
  });

  test('its way to Vault is a host of its own, for its addresses, with the login of the management API led to its mount', () => {
    const route = object('edge', 'HTTPRoute', 'vault-south').spec as { hostnames: string[]; rules: Tree[] };
    expect(route.hostnames).toEqual(['vault-south.dev.labs.example.org']);
    expect(route.rules[0]).toMatchObject({
      matches: [{ path: { type: 'Exact', value: '/v1/auth/kubernetes/login' } }],
      filters: [{ urlRewrite: { path: { replaceFullPath: '/v1/auth/dev-cluster-south/login' } } }],
    });
    const reached = ((route.rules[1]?.matches ?? []) as { path: { value: string } }[]).map(({ path }) => path.value);
    expect(reached.filter((path) => /^\/v1\/(sys\/(auth|mounts|policies\/acl)|hub\/data\/generated$|hub$|secret$)/.test(path))).toEqual([]);
    expect(object('edge', 'SecurityPolicy', 'vault-south').spec).toMatchObject({
      authorization: { defaultAction: 'Deny', rules: [{ action: 'Allow', principal: { clientCIDRs: ['203.0.113.7/32'] } }] },
    });
    // Every policy that is written can be used by that way.
    const used = [platform, managers]
      .flatMap(resourcesOf)
      .filter(({ type }) => type === 'vault_policy')
      .flatMap(({ attributes: { policy } }) => [...String(policy).matchAll(/path "([^"*]+)/g)].map(([, path]) => `/v1/${path}`));
    expect(used.filter((path) => !reached.some((start) => path === start || path.startsWith(`${start}/`)))).toEqual([]);
  });

  test('an existing Vault is reached where it is, and by nothing of the gateway', () => {
    const model = twoClusters({ secrets: { vault: { address: 'https://vault.example.org:8200' } } });
    const there = synthesised(model);
    expect(carriedObjects(there, 'edge').filter(({ metadata }) => metadata.name === 'vault-south')).toEqual([]);
    expect(values('platform-south', 'vault-config-operator', there).env).toEqual([
      { name: 'VAULT_ADDR', value: 'https://vault.example.org:8200' },
    ]);
    expect(stack('platform-south', there).json.data).toBeUndefined();
    const egress = JSON.stringify(
      attributes('kubernetes_network_policy_v1.namespace-operators-policies-allowed-flows', stack('platform-south', there)),
    );
    expect(egress).toContain('"port":"8200"');
  });

  test('who signed the certificate of Vault goes along, from Vault itself or from the file', () => {
    const known = '${base64encode(join("\\n", [data.vault_pki_secret_backend_issuer.authority-generation-1.certificate]))}';
    expect(object('platform-south', 'ConfigMap', 'vault-authority')).toMatchObject({ binaryData: { 'ca.crt': known } });
    expect(object('platform-south', 'ClusterIssuer', 'workbench').spec).toMatchObject({
      vault: {
        server: 'https://vault-south.dev.labs.example.org',
        caBundle: known,
        path: 'pki/sign/server-south',
        auth: { kubernetes: { mountPath: '/v1/auth/dev-cluster-south', role: 'dev-issuer-south' } },
      },
    });
    const pem = readFileSync(join(projectFolder, 'test/fixtures/certificates/root.pem'), 'utf8');
    const given = synthesised(twoClusters({ participantClusters: { south: { vaultAddress: 'https://vault.lan', vaultAuthority: pem } } }));
    const { binaryData } = object('platform-south', 'ConfigMap', 'vault-authority', given) as unknown as { binaryData: Tree };
    expect(Buffer.from(String(binaryData['ca.crt']), 'base64').toString()).toBe(pem);
    expect(JSON.stringify(values('participants-south-1', 'pm4ml-southbank', given))).toContain('VAULT_CA');
  });
});

describe('payment managers in the second cluster', () => {
  test('are called back at a listener that asks for the certificate of the hub, and only for that', () => {
    const targets = callbackTargets(twoClusters().config).map(({ host, port, authority }) => `${host}:${port} ${authority}`);
    expect(targets).toEqual(['connector.southbank.dev.labs.example.org:8443 environment', 'connector.wallet.example.net:8443 environment']);
    const { listeners } = object('platform-south', 'Gateway', 'hub').spec as { listeners: { name: string; port: number }[] };
    expect(listeners.map(({ name, port }) => `${name} ${port}`)).toEqual(['https 443', 'callbacks 8443']);
    expect(object('platform-south', 'ClientTrafficPolicy', 'callbacks').spec).toMatchObject({
      targetRefs: [{ sectionName: 'callbacks' }],
      tls: {
        clientValidation: {
          caCertificateRefs: [{ name: 'participants-ca' }],
          subjectAltNames: { dnsNames: [{ type: 'Exact', value: 'interop-switch.dev.labs.example.org' }] },
        },
      },
    });
    const route = carriedObjects(made, 'participants-south-1').find(({ metadata }) => metadata.name === 'connector');
    expect(route?.spec.parentRefs).toEqual([{ name: 'hub', namespace: 'gateway', sectionName: 'callbacks' }]);
    const flows = JSON.stringify(attributes('kubernetes_network_policy_v1.namespace-gateway-policies-allowed-flows'));
    expect(flows).toContain('"port":"8443"');
    // The proxy of callbacks may leave the cluster of the hub for that port.
    const proxy = attributes('kubernetes_network_policy_v1.namespace-gateway-policies-allowed-flows-callbacks', stack('platform'));
    expect(JSON.stringify(proxy)).toContain('"port":"8443"');
  });

  test('may call the hub from the addresses of their cluster', () => {
    const gates = participantGates(twoClusters().config).map(({ id, addresses, inCluster }) => [id, inCluster, addresses.length]);
    expect(gates.slice(1)).toEqual([
      ['southbank', false, 1],
      ['southwallet', false, 1],
    ]);
  });

  test('log in at Vault, trust it and keep their data by the settings of that cluster', () => {
    const manager = values('participants-south-1', 'pm4ml-southbank');
    const management = manager['management-api'] as { env: Tree; serviceAccountName: string };
    expect(management.env).toMatchObject({
      VAULT_ENDPOINT: 'https://vault-south.dev.labs.example.org',
      CALLBACK_URL: 'connector.southbank.dev.labs.example.org:8443',
      WHITELIST_IP: '203.0.113.7/32',
    });
    // Its certificate is signed by the PKI that signed the one of the gateway before Vault.
    expect(management.serviceAccountName).toContain('HUB_CA');
    expect(management.serviceAccountName).not.toContain('vault-trust');
    const production = synthesised(
      twoClusters({
        profile: 'production',
        participants: twoClusters().config.participants.map(({ id, currency, cluster }) => ({ id, currency, cluster })),
      }),
    );
    const redis = (id: string, from: string) => (values(from, `pm4ml-${id}`, production).redis as { master: { persistence: Tree } }).master;
    expect(redis('southbank', 'participants-south-1').persistence.storageClass).toBe('fast');
    expect(redis('demowallet', 'participants-1').persistence.storageClass).toBeUndefined();
  });

  test('make their own passwords and no others, and are delivered those that were born at the edge', () => {
    const births = carriedObjects(made, 'participants-south-1').filter(({ kind }) => kind === 'RandomSecret');
    expect(births.map(({ metadata, spec }) => `${metadata.name} ${JSON.stringify(spec.authentication)}`)).toEqual(
      ['southbank-ilp', 'southbank-portal-session', 'southwallet-ilp', 'southwallet-portal-session'].map(
        (name) =>
          `${name} {"path":"dev-cluster-south","role":"dev-generator-${name.split('-')[0]}","serviceAccount":{"name":"secret-reader"}}`,
      ),
    );
    const delivered = carriedObjects(made, 'participants-south-1').filter(({ kind }) => kind === 'VaultSecret');
    expect(delivered.length).toBe(8);
    expect(JSON.stringify(delivered)).not.toContain('"path":"kubernetes"');
  });

  test('their policies name the API server and the way to Vault of that cluster', () => {
    const flows = JSON.stringify(attributes('kubernetes_network_policy_v1.namespace-southbank-policies-allowed-flows', managers));
    expect(flows).toContain('10.9.0.0/28');
    expect(flows).not.toContain('9092');
  });
});
