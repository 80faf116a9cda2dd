import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  absentKubeconfig,
  clusterKubeconfig,
  kubeconfigText,
  madeCluster,
  refuseForeignKubeconfig,
  writePrivately,
} from '../cli/cloud/cluster-kubeconfig';
import { loginProgramProblem } from '../cli/cloud/login-program';
import { loginProblems } from '../cli/cloud/logins';
import { encryptionVariables } from '../cli/cloud/state-encryption';
import type { Surroundings } from '../cli/cloud/surroundings';
import { diagnose } from '../cli/run/diagnose';
import type { StackJson } from '../cli/run/stack-json';
import type { WorkbenchConfig } from '../config/schema/workbench';
import { buildStateStore } from '../stacks/state-store';
import { findProviders } from './emulator/providers';
import { commandFile, startWith } from './lab/command';
import { modelOf } from './lab/environments';
import { terraformProgram } from './lab/providers';

/** What the command does on clouds around its stacks: logins, the account guard, the kubeconfig of a made cluster, and where states live. */

const scratch = mkdtempSync(join(tmpdir(), 'cloud-runs-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let homes = 0;
/** A home folder with files in it. */
function home(files: Readonly<Record<string, string>> = {}): string {
  const folder = join(scratch, `home${homes++}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
  return folder;
}

const now = Date.parse('2026-01-01T00:00:00Z');
const token = (seconds: number) => `e30.${Buffer.from(JSON.stringify({ exp: now / 1000 + seconds })).toString('base64url')}.x`;
const around = (env: NodeJS.ProcessEnv, files: Readonly<Record<string, string>> = {}, at = home(files)): Surroundings => ({
  env,
  home: at,
  machine: join(at, 'machine'),
  now,
});

const account = '123456789012';
const subscription = '00000000-0000-4000-8000-000000000001';
const directory = '00000000-0000-4000-8000-0000000000d1';
const onAws: StackJson = { provider: { aws: [{ region: 'eu-west-1', allowed_account_ids: [account] }] } };
const onAzure: StackJson = { provider: { azurerm: [{ subscription_id: subscription, tenant_id: directory }] } };
const told = (stack: StackJson, where: Surroundings) => loginProblems([stack], where).map(({ code, message }) => `${code} ${message}`);

describe('what Azure refuses is told with the way out', () => {
  // In the words of Key Vault, of AKS, of the resource manager and of the cluster.
  test.each([
    [
      'RUN-KEY-VAULT-CLOSED',
      'StatusCode=403 -- Code="Forbidden" Message="Public network access is disabled and request is not from a trusted service nor via an approved private link.\\r\\nCaller: appid=1" InnerError={"code":"ForbiddenByConnection"}',
      /allowedAddresses/,
    ],
    [
      'RUN-AZURE-RIGHT',
      'StatusCode=403 -- Code="Forbidden" Message="Caller is not authorized to perform action on resource.\\r\\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time." InnerError={"code":"ForbiddenByRbac"}',
      /run the same command again/,
    ],
    [
      'RUN-AZURE-FEATURE',
      'unexpected status 400 (400 Bad Request) with error: SubscriptionNotEnabledEncryptionAtHost: Subscription does not enable EncryptionAtHost.',
      /az feature register --namespace Microsoft.Compute --name EncryptionAtHost/,
    ],
    [
      'RUN-CLUSTER-LOGIN',
      'Kubernetes cluster unreachable: the server has asked for the client to provide credentials',
      /cluster\.administrators/,
    ],
    ['RUN-CLUSTER-UNREACHABLE', 'Kubernetes cluster unreachable: Get "https://10.0.0.4:443/version": context deadline exceeded', /network/],
    ['RUN-AZURE-LOCKED', 'unexpected status 409 (409 Conflict) with error: ScopeLocked: The scope cannot perform delete operation', /lock/],
  ])('%s', (code, detail, hint) => {
    const [told] = diagnose('foundation', [{ severity: 'error', summary: 'creating', detail, references: [] }], 'log');
    expect([told?.code, told?.hint]).toEqual([code, expect.stringMatching(hint)]);
  });
});

describe('a login that is missing is told by name before anything runs', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  const role = `arn:aws:iam::${account}:role/deployer`;

  test.each<[string, NodeJS.ProcessEnv, Readonly<Record<string, string>>]>([
    ['keys in variables', keys, {}],
    [
      'a profile with single sign-on',
      { AWS_PROFILE: 'live' },
      { '.aws/config': `[profile live]\nsso_session = corp\nsso_account_id = ${account}\n` },
    ],
    ['the default profile with keys', {}, { '.aws/credentials': '[default]\naws_access_key_id = a\naws_secret_access_key = b\n' }],
    ['the role of a container', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' }, {}],
    ['the role of a machine of EC2', {}, { 'machine/sys_vendor': 'Amazon EC2\n' }],
    ['half of the keys beside a whole profile', { AWS_ACCESS_KEY_ID: 'a' }, { '.aws/config': `[default]\nrole_arn = ${role}\n` }],
  ])('AWS takes %s', (_, env, files) => {
    expect(told(onAws, around(env, files))).toEqual([]);
  });

  test('AWS takes the token of a pipeline, while it lasts', () => {
    const at = home({ token: token(60), old: token(-60) });
    const env = (file: string) => ({ AWS_WEB_IDENTITY_TOKEN_FILE: join(at, file), AWS_ROLE_ARN: role });
    expect(told(onAws, around(env('token'), {}, at))).toEqual([]);
    expect(told(onAws, around(env('old'), {}, at))).toEqual([
      `RUN-CREDENTIALS the login to AWS is not complete: the token in ${join(at, 'old')} (AWS_WEB_IDENTITY_TOKEN_FILE) has expired`,
    ]);
    expect(told(onAws, around(env('gone'), {}, at))).toEqual([
      `RUN-CREDENTIALS the login to AWS is not complete: AWS_WEB_IDENTITY_TOKEN_FILE names ${join(at, 'gone')}, which can't be read`,
    ]);
  });

  test.each<[string, NodeJS.ProcessEnv, Readonly<Record<string, string>>, RegExp]>([
    ['nothing at all', {}, {}, /^RUN-CREDENTIALS there is no login to AWS$/],
    ['an id without its key', { AWS_ACCESS_KEY_ID: 'a' }, {}, /AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY$/],
    ['a key without its id', { AWS_SECRET_ACCESS_KEY: 'b' }, {}, /AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID$/],
    ['a token without a role', { AWS_WEB_IDENTITY_TOKEN_FILE: '/t' }, {}, /AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN$/],
    [
      'a profile that is nowhere',
      { AWS_PROFILE: 'lvie' },
      { '.aws/config': '[profile live]\n' },
      /AWS_PROFILE names lvie, which is in neither of /,
    ],
    ['a profile that only has a region', {}, { '.aws/config': '[default]\nregion = eu-west-1\n' }, /profile default in .* holds no login$/],
    [
      'a machine of EC2 whose metadata are off',
      { AWS_EC2_METADATA_DISABLED: 'true' },
      { 'machine/sys_vendor': 'Amazon EC2' },
      /there is no login to AWS$/,
    ],
  ])('AWS: %s', (_, env, files, message) => {
    expect(told(onAws, around(env, files))).toEqual([expect.stringMatching(message)]);
  });

  const az = {
    '.azure/azureProfile.json': `\uFEFF${JSON.stringify({ subscriptions: [{ id: subscription, isDefault: true }] })}`,
    'bin/az': '#!/bin/sh\n',
  };
  const application = { ARM_CLIENT_ID: 'c', ARM_TENANT_ID: directory };

  test.each<[string, NodeJS.ProcessEnv]>([
    ['a token in a variable', { ...application, ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: token(60) }],
    ['a token asked for at its address', { ...application, ARM_USE_OIDC: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x' }],
    ['a secret', { ...application, ARM_CLIENT_SECRET: 's' }],
    ['the identity of a machine', { ARM_USE_MSI: 'true' }],
  ])('Azure takes %s', (_, env) => {
    expect(told(onAzure, around(env))).toEqual([]);
  });

  test('Azure takes az login where az is', () => {
    const at = home(az);
    expect(told(onAzure, around({ PATH: join(at, 'bin') }, {}, at))).toEqual([]);
    expect(told(onAzure, around({ PATH: join(at, 'nowhere') }, {}, at))).toEqual([
      'RUN-CREDENTIALS the login to Azure is not complete: az has logged in once, but is not on PATH',
    ]);
  });

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['nothing at all', {}, /there is no login to Azure$/],
    ['a token without the switch', { ...application, ARM_OIDC_TOKEN: token(60) }, /ARM_OIDC_TOKEN is set without ARM_USE_OIDC=true$/],
    [
      'the switch without a token',
      { ...application, ARM_USE_OIDC: 'true' },
      /ARM_USE_OIDC is set without ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH$/,
    ],
    [
      'a token that has ended',
      { ...application, ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: token(-60) },
      /the token of ARM_OIDC_TOKEN has expired$/,
    ],
    [
      'a token without who it is',
      { ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: token(60) },
      /ARM_USE_OIDC is set without ARM_CLIENT_ID and ARM_TENANT_ID$/,
    ],
    ['a secret without who it is', { ARM_CLIENT_SECRET: 's', ARM_TENANT_ID: directory }, /ARM_CLIENT_SECRET is set without ARM_CLIENT_ID$/],
  ])('Azure: %s', (_, env, message) => {
    expect(told(onAzure, around(env))).toEqual([expect.stringMatching(message)]);
  });

  test('a state in a bucket needs its login too, an existing cluster none', () => {
    expect(told({ provider: { kubernetes: [{}] }, terraform: { backend: { s3: {} } } }, around({}))).toEqual([
      'RUN-CREDENTIALS there is no login to AWS',
    ]);
    expect(told({ provider: { kubernetes: [{}] }, terraform: { backend: { local: {} } } }, around({}))).toEqual([]);
  });
});

describe('the account guard', () => {
  const foreign = '999999999999';
  test('AWS: a role or profile of another account is known before anything runs', () => {
    const at = home({ token: token(60), '.aws/config': `[profile other]\nsso_session = corp\nsso_account_id = ${foreign}\n` });
    const role = `arn:aws:iam::${foreign}:role/deployer`;
    expect(told(onAws, around({ AWS_WEB_IDENTITY_TOKEN_FILE: join(at, 'token'), AWS_ROLE_ARN: role }, {}, at))).toEqual([
      `RUN-ACCOUNT the environment belongs to account ${account}, and AWS_ROLE_ARN ${role} leads to ${foreign}`,
    ]);
    expect(told(onAws, around({ AWS_PROFILE: 'other' }, {}, at))).toEqual([
      `RUN-ACCOUNT the environment belongs to account ${account}, and profile other leads to ${foreign}`,
    ]);
  });

  test('AWS: what the provider says of other logins has the same code', () => {
    const said = { severity: 'error' as const, summary: 'AWS account ID not allowed: 123456789012', detail: '', references: [] };
    expect(diagnose('foundation', [said], 'log').map(({ code }) => code)).toEqual(['RUN-ACCOUNT']);
  });

  test('Azure: another subscription or directory in the variables, and one that az has never seen', () => {
    const other = subscription.replace('0001', '0002');
    const login = { ARM_CLIENT_ID: 'c', ARM_CLIENT_SECRET: 's' };
    expect(told(onAzure, around({ ...login, ARM_TENANT_ID: other, ARM_SUBSCRIPTION_ID: other }))).toEqual([
      `RUN-ACCOUNT the environment belongs to subscription ${subscription}, and ARM_SUBSCRIPTION_ID is ${other}`,
      `RUN-ACCOUNT the environment belongs to directory ${directory}, and ARM_TENANT_ID is ${other}`,
    ]);
    const at = home({ '.azure/azureProfile.json': JSON.stringify({ subscriptions: [{ id: other }] }), 'bin/az': '' });
    expect(told(onAzure, around({ PATH: join(at, 'bin') }, {}, at))).toEqual([
      `RUN-ACCOUNT the environment belongs to subscription ${subscription}, and az login has not seen it (it has ${other})`,
    ]);
  });

  test('Azure: a subscription has to be named somewhere', () => {
    expect(told({ provider: { azurerm: [{}] } }, around({ ARM_USE_MSI: 'true' }))).toEqual([
      'RUN-CREDENTIALS nothing says which subscription of Azure',
    ]);
    expect(told({ provider: { azurerm: [{}] } }, around({ ARM_USE_MSI: 'true', ARM_SUBSCRIPTION_ID: subscription }))).toEqual([]);
  });
});

const awsFile = `environment: live
tenant: switch
domain: switch.example.org
platform: { provider: aws, region: eu-west-1, account: "${account}" }
state: { backend: local }
cluster: { kubernetesVersion: "1.35" }
hub: { release: 17.1.0, currencies: [USD] }
`;

const program = terraformProgram();
(program ? describe : describe.skip)(
  `the command without a login${program ? '' : ' (skipped: there is no terraform or tofu on PATH)'}`,
  () => {
    test.each(['plan', 'deploy', 'destroy'])('%s says what is missing, and begins nothing', async (action) => {
      const folder = home({ 'workbench/live.yaml': awsFile });
      const env = {
        HOME: folder,
        ...Object.fromEntries(
          Object.keys(process.env)
            .filter((name) => /^(AWS|ARM)_/.test(name))
            .map((name) => [name, '']),
        ),
      };
      const { status, stderr } = await startWith(
        { ...env, AWS_EC2_METADATA_DISABLED: 'true' },
        folder,
        action,
        'live',
        'foundation',
        ...(action === 'destroy' ? ['--confirm', 'live'] : []),
      ).ended;
      expect(stderr).toMatch(
        /error RUN-CREDENTIALS: there is no login to AWS \(set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE/,
      );
      expect(status).toBe(1);
      expect(existsSync(join(folder, '.workbench/live/stacks'))).toBe(false);
      expect(readdirSync(join(folder, '.workbench/live/logs'))).toEqual([]);
    });
  },
);

describe('the kubeconfig of a cluster that a cloud made', () => {
  const made = { name: 'switch-live', endpoint: 'https://203.0.113.7', certificateAuthority: 'Q0E=' };
  const login = {
    command: 'aws',
    args: ['eks', 'get-token', '--cluster-name', 'switch-live'],
    env: { AWS_STS_REGIONAL_ENDPOINTS: 'regional' },
  };

  test('names address, authority and login program, and no token', () => {
    const { clusters, users, contexts, 'current-context': current } = clusterKubeconfig('live', made, login);
    expect(clusters).toEqual([{ name: 'live', cluster: { server: 'https://203.0.113.7', 'certificate-authority-data': 'Q0E=' } }]);
    expect(users).toEqual([
      {
        name: 'live',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1beta1',
            command: 'aws',
            args: login.args,
            env: [{ name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'regional' }],
            interactiveMode: 'IfAvailable',
            provideClusterInfo: false,
          },
        },
      },
    ]);
    expect([contexts[0]?.name, current]).toEqual(['live', 'live']);
  });

  test('is for its owner alone, whole, and left alone when nothing has changed', () => {
    const file = join(home(), 'state/kubeconfig');
    writePrivately(file, kubeconfigText(clusterKubeconfig('live', made, login)));
    const before = statSync(file);
    expect([before.mode & 0o777, readdirSync(dirname(file))]).toEqual([0o600, ['kubeconfig']]);
    writePrivately(file, kubeconfigText(clusterKubeconfig('live', made, login)));
    expect(statSync(file).ino).toBe(before.ino);
    writePrivately(file, kubeconfigText(absentKubeconfig('live')));
    expect(readFileSync(file, 'utf8')).not.toContain('203.0.113.7');
  });

  test('replaces its own files only: the kubeconfig of a person holds more', () => {
    const at = home({ ours: kubeconfigText(absentKubeconfig('live')), theirs: 'kind: Config\ncontexts: [{ name: a }, { name: b }]\n' });
    expect(() => refuseForeignKubeconfig(join(at, 'ours'), 'ours')).not.toThrow();
    expect(() => refuseForeignKubeconfig(join(at, 'none'), 'none')).not.toThrow();
    expect(() => refuseForeignKubeconfig(join(at, 'theirs'), 'theirs')).toThrow('error OUT-NOT-OURS: theirs is there and was not written');
  });

  test('is no cluster while an output lacks something', () => {
    expect([madeCluster(undefined), madeCluster({}), madeCluster({ ...made, endpoint: '' }), madeCluster(made)]).toEqual([
      undefined,
      undefined,
      undefined,
      made,
    ]);
  });

  test('says why nobody answers while the cluster is not there (the compiled command asks: jest loads no ES module)', () => {
    const file = join(home({ kubeconfig: kubeconfigText(absentKubeconfig('live')) }), 'kubeconfig');
    const ask = `require(${JSON.stringify(join(dirname(commandFile), 'run/cluster.js'))}).clusterReachable(${JSON.stringify({ kubeconfig: file, context: 'live' })}).then((found) => console.log(JSON.stringify(found)))`;
    expect(JSON.parse(execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8' }))).toMatchObject({
      code: 'RUN-CLUSTER-UNREACHABLE',
      message: expect.stringContaining('https://the-cluster-is-not-deployed-yet.invalid'),
    });
  });

  test('a login program that is not there is a problem with the way out', () => {
    const at = home({ 'bin/aws': '' });
    expect(loginProgramProblem(login, { PATH: join(at, 'bin') })).toBeUndefined();
    expect(loginProgramProblem(login, { PATH: join(at, 'none') })).toMatchObject({
      code: 'RUN-LOGIN-PROGRAM',
      hint: expect.stringContaining('docs.aws.amazon.com/cli'),
    });
  });
});

describe('states that are encrypted before they leave the machine', () => {
  const passphrase = 'a rehearsal, not a secret';
  const state = (text: string) =>
    modelOf(`${awsFile.replace('state: { backend: local }', `state: { backend: local, encryption: ${text} }`)}`).config;
  const variables = (config: WorkbenchConfig, tool: 'terraform' | 'opentofu', env: NodeJS.ProcessEnv = {}) =>
    encryptionVariables(config, env)({ path: 'x', tool, version: '1.12.6' });
  const own = state('{ by: passphrase }');

  test('nothing is asked of anybody who did not ask for it', () => {
    expect(variables(modelOf(awsFile).config, 'terraform')).toEqual({});
  });

  test.each<[string, WorkbenchConfig, 'terraform' | 'opentofu', NodeJS.ProcessEnv, string]>([
    ['Terraform', own, 'terraform', { WORKBENCH_STATE_PASSPHRASE: passphrase }, 'Terraform can not encrypt states'],
    ['no passphrase', own, 'opentofu', {}, 'WORKBENCH_STATE_PASSPHRASE is not set'],
    [
      'a short one',
      own,
      'opentofu',
      { WORKBENCH_STATE_PASSPHRASE: 'short' },
      'the passphrase in WORKBENCH_STATE_PASSPHRASE has fewer than 16 characters',
    ],
    ['no key of AWS', state('{ by: aws-kms }'), 'opentofu', {}, 'state.encryption.key is missing'],
    ['no vault', state('{ by: azure-key-vault, key: states }'), 'opentofu', {}, 'state.encryption.vault is missing'],
  ])('%s is refused with a code', (_, config, tool, env, message) => {
    expect(variables(config, tool, env)).toMatchObject({ code: 'RUN-STATE-ENCRYPTION', message });
  });

  const tofu = spawnSync('tofu', ['version'], { stdio: 'ignore' }).status === 0;
  (tofu ? test : test.skip)(
    `OpenTofu writes the state encrypted, reads it again, and no other key or none does${tofu ? '' : ' (skipped: there is no tofu on PATH)'}`,
    () => {
      const folder = home({ 'main.tf.json': JSON.stringify({ resource: { terraform_data: { it: { input: 'plain to see' } } } }) });
      const run = (config: WorkbenchConfig, secret: string | undefined, ...args: string[]) => {
        const own = secret === undefined ? {} : variables(config, 'opentofu', { WORKBENCH_STATE_PASSPHRASE: secret });
        return spawnSync('tofu', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...(own as NodeJS.ProcessEnv) } });
      };
      const text = () => readFileSync(join(folder, 'terraform.tfstate'), 'utf8');
      expect(run(own, undefined, 'init').status).toBe(0);
      expect([run(own, undefined, 'apply', '-auto-approve').status, text()]).toEqual([0, expect.stringContaining('plain to see')]);
      const refused = (ended: { readonly status: number | null; readonly stderr: string }) => [
        ended.status,
        ended.stderr.replace(/[^\w]+/g, ' '),
      ];
      expect(refused(run(own, passphrase, 'plan', '-no-color'))).toEqual([1, expect.stringContaining('encountered unencrypted payload')]);
      const moving = state('{ by: passphrase, plainUntilNow: true }');
      expect(run(moving, passphrase, 'apply', '-auto-approve', '-replace=terraform_data.it').status).toBe(0);
      expect(text()).toContain('"encrypted_data"');
      expect(text()).not.toContain('plain to see');
      expect(run(own, passphrase, 'plan', '-detailed-exitcode').status).toBe(0);
      expect(refused(run(own, `${passphrase}, another`, 'plan', '-no-color'))).toEqual([1, expect.stringContaining('decryption failed')]);
      expect(refused(run(own, undefined, 'plan', '-no-color'))).toEqual([1, expect.stringContaining('encrypted')]);
    },
  );
});

describe('the place of states', () => {
  test.each([
    ['local', '{ backend: local }', 'states lie in .workbench'],
    ['http', '{ backend: http, address: "https://gitlab.example.org/api/v4/projects/1/terraform/state" }', 'GitLab makes a state'],
  ])('%s needs nothing made, and state init says so', async (_, text, why) => {
    const folder = home({ 'workbench/live.yaml': awsFile.replace('{ backend: local }', text) });
    const { status, stdout } = await startWith({}, folder, 'state', 'init', 'live').ended;
    expect([status, stdout]).toEqual([0, expect.stringContaining(why)]);
    expect(existsSync(join(folder, '.workbench'))).toBe(false);
  });

  test('what state can not do is told', async () => {
    const { status, stderr } = await startWith({}, home({ 'workbench/live.yaml': awsFile }), 'state', 'inti', 'live').ended;
    expect([status, stderr]).toEqual([1, "error CLI-ACTION: state can't inti (there are init and check)\n"]);
  });

  const deployer = '00000000-0000-4000-8000-0000000000e1';
  const azureFile = `environment: live
tenant: switch
domain: switch.example.org
platform: { provider: azure, region: southafricanorth, account: ${subscription}, directory: ${directory} }
state: { backend: azurerm, account: switchstates, bucket: states, resourceGroup: switch-states, deployers: [${deployer}] }
hub: { release: 17.1.0, currencies: [USD] }
`;
  const azureStore = (outdir: string) => {
    const built = buildStateStore(modelOf(azureFile), { outdir, stateDir: outdir, subscription });
    if (typeof built === 'string') throw new Error(built);
    return built;
  };

  test('on Azure everything in it has a name by which it is taken over', () => {
    const group = `/subscriptions/${subscription}/resourceGroups/switch-states`;
    const account = `${group}/providers/Microsoft.Storage/storageAccounts/switchstates`;
    expect(azureStore(home()).adopts).toEqual({
      'azurerm_resource_group.group': group,
      'azurerm_storage_account.account': account,
      'azurerm_storage_container.container': `${account}/blobServices/default/containers/states`,
      'azurerm_management_lock.lock': `${account}/providers/Microsoft.Authorization/locks/terraform-states`,
      [`azurerm_role_assignment.deployer-${deployer}`]: expect.stringMatching(
        new RegExp(
          `^${group}/providers/Microsoft.Authorization/roleAssignments/[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$`,
        ),
      ),
    });
  });

  const azurerm = findProviders(['azurerm'], home());
  const missing = 'reason' in azurerm ? azurerm.reason : undefined;
  (missing ? test.skip : test)(`on Azure it is what the provider accepts${missing ? ` (skipped: ${missing})` : ''}`, () => {
    const folder = home();
    azureStore(folder).app.synth();
    const cwd = join(folder, 'stacks/state-store');
    const env = { ...process.env, ...('reason' in azurerm ? {} : azurerm.env), CHECKPOINT_DISABLE: '1' };
    const run = (...args: string[]) => spawnSync(program ?? 'terraform', args, { cwd, env, encoding: 'utf8' });
    expect(run('init', '-backend=false', '-input=false').status).toBe(0);
    const { stdout } = run('validate', '-json');
    expect((JSON.parse(stdout.slice(stdout.indexOf('{'))) as { diagnostics: unknown[] }).diagnostics).toEqual([]);
  });
});
