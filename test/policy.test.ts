import { isDeepStrictEqual } from 'node:util';
import { stackInput } from '../cli/finished-stack';
import { policyProblems, policyResults, policyRows } from '../cli/policy/environment-policy';
import { inspectStacks } from '../cli/synthesise';
import { evaluate, open } from '../policy/evaluate';
import { gather, type StackInput } from '../policy/gather';
import { policies } from '../policy/policies';
import type { Attributes, Policy, Resource, Synthesised } from '../policy/policy';
import { waivers } from '../policy/waivers';
import type { WorkbenchStack } from '../stacks/workbench-stack';
import { type Break, breaks } from './policy-breaks';
import { exampleModel, examples, modelWith, stateDir, type Tree } from './synthesised';
import { twoClusters } from './two-clusters';

const aws = { provider: 'aws', context: undefined, region: 'eu-west-1' };
const azure = { provider: 'azure', context: undefined, region: 'southafricanorth' };
/** Backups of production leave the cluster, encrypted for those of the example. */
const { recipients } = exampleModel('production').config.operations.backups;
const operations = { backups: { recipients } };
const awsProduction = {
  operations,
  profile: 'production',
  platform: { ...aws, account: '123456789012' },
  state: { backend: 's3', bucket: 'states', region: 'eu-west-1' },
  cluster: { kubernetesVersion: '1.35', administrators: ['arn:aws:iam::123456789012:role/operators'] },
};
const directory = { account: '00000000-0000-4000-8000-000000000000', directory: '00000000-0000-4000-8000-000000000001' };

/** Beside the examples: what they do not have. */
const variants: Readonly<Record<string, Tree>> = {
  'AWS with every managed store': {
    ...awsProduction,
    hub: { size: 'medium', bulk: true, ttkSimulators: true },
    stores: { kafka: { service: 'msk' }, mongodb: { service: 'documentdb' }, redis: { service: 'elasticache' } },
  },
  'a production that runs the golden path by night': {
    profile: 'production',
    operations: {
      backups: { recipients, store: exampleModel('production').config.operations.backups.store },
      audit: { store: exampleModel('production').config.operations.audit.store },
    },
    hub: { simulators: true },
    tests: { schedule: { cron: '0 3 * * *' } },
  },
  'AWS with Aurora': { ...awsProduction, stores: { mysql: { service: 'aurora' } } },
  'a sandbox on AWS with an old release': {
    platform: aws,
    cluster: { kubernetesVersion: '1.35' },
    hub: { release: '15.1.0' },
    stores: { mysql: { service: 'rds' } },
  },
  'Azure with every managed store': {
    profile: 'production',
    operations,
    platform: { ...azure, ...directory },
    state: { backend: 'azurerm', account: 'states', bucket: 'states', resourceGroup: 'states' },
    cluster: { kubernetesVersion: '1.35', administrators: ['00000000-0000-4000-8000-0000000000aa'] },
    hub: { size: 'medium' },
    stores: { kafka: { service: 'event-hubs' } },
  },
  'AWS with WAF before its pages': { ...awsProduction, gateway: { front: 'waf', operatorAddresses: ['198.51.100.0/28'] } },
  'Azure with API Management before its APIs': {
    profile: 'production',
    operations,
    platform: { ...azure, ...directory },
    state: { backend: 'azurerm', account: 'states', bucket: 'states', resourceGroup: 'states' },
    cluster: { kubernetesVersion: '1.35', administrators: ['00000000-0000-4000-8000-0000000000aa'] },
    hub: { size: 'medium' },
    gateway: { front: 'api-management', apiManagement: { publisherEmail: 'ops@example.org', certificate: 'interop' } },
  },
  'a sandbox on Azure with an old release': {
    platform: azure,
    cluster: { kubernetesVersion: '1.35' },
    hub: { release: '15.1.0' },
    stores: { mysql: { service: 'flexible-server' } },
  },
};

const models = new Map([
  ...examples.map((name) => [name, () => exampleModel(name)] as const),
  ['payment managers in a cluster of their own', () => twoClusters()] as const,
  ...Object.entries(variants).map(([name, patch]) => [name, () => modelWith(patch)] as const),
]);
const environments = new Map<string, Synthesised>();
/** Stacks whose resources, as the command reads them for policies and prices, are not those of the Terraform JSON. */
const otherwise: string[] = [];
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
beforeAll(() => {
  for (const [name, load] of models) {
    const model = load();
    const { stacks } = inspectStacks(model, { stateDir });
    const inputs = stacks.map(
      (stack): StackInput => ({
        id: stack.stackId,
        json: plain(stack.toTerraform()) as StackInput['json'],
        releases: stack.releases,
      }),
    );
    for (const [at, { id, json }] of inputs.entries()) {
      const { helm_release: releases = {}, ...others } = json.resource ?? {};
      const withoutText = Object.entries(releases).map(([name, { values, ...attributes }]) => [name, attributes]);
      const whole = withoutText.length > 0 ? { ...others, helm_release: Object.fromEntries(withoutText) } : others;
      if (!isDeepStrictEqual(plain(stackInput(stacks[at] as WorkbenchStack).json.resource), whole)) otherwise.push(`${name}: ${id}`);
    }
    environments.set(name, gather(model.config, inputs));
  }
}, 240_000);
const environment = (name: string): Synthesised => environments.get(name) as Synthesised;

function setAt(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  let at = target;
  for (const key of keys.slice(0, -1)) {
    if (typeof at[key] !== 'object' || at[key] === null) at[key] = {};
    at = at[key] as Record<string, unknown>;
    if (Array.isArray(at) && Number.isNaN(Number(keys[keys.indexOf(key) + 1]))) at = at[0] as Record<string, unknown>;
  }
  const last = keys[keys.length - 1] ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
}

/** The environment with one thing broken. */
function broken(all: Synthesised, resource: Resource, { set = {}, without }: Break): Synthesised {
  const attributes = JSON.parse(JSON.stringify(resource.attributes)) as Record<string, unknown>;
  for (const [path, value] of Object.entries(set)) setAt(attributes, path, value);
  const resources = all.resources
    .filter(({ type }) => type !== without)
    .map((one) => (one === resource ? { ...one, attributes: attributes as Attributes } : one));
  return { ...all, resources };
}

/** A thing that the policy reads and finds right, in any environment. */
function met(policy: Policy, { of }: Break): { all: Synthesised; resource: Resource } | undefined {
  for (const all of environments.values()) {
    const resource = all.resources.find(
      (one) =>
        policy.reads.includes(one.type) &&
        (of === undefined || JSON.stringify(one.attributes).includes(of)) &&
        policy.check(one.attributes, one, all) === undefined,
    );
    if (resource) return { all, resource };
  }
  return undefined;
}

test('what the command reads of a stack is what Terraform gets, but for the text of the values of Helm', () => {
  expect(otherwise).toEqual([]);
});

describe('policies', () => {
  test('there are at least 80, each with its own id, a reason and a source', () => {
    expect(policies.length).toBeGreaterThanOrEqual(80);
    expect(new Set(policies.map(({ id }) => id)).size).toBe(policies.length);
    expect(policies.filter(({ why, title, references }) => why.length < 20 || title.length < 15 || references.length === 0)).toEqual([]);
    for (const prefix of ['AWS', 'AZ', 'K8S', 'VLT'])
      expect(policies.filter(({ id }) => id.startsWith(`${prefix}-`)).length).toBeGreaterThan(2);
  });

  test('every policy has its break, and every break its policy', () =>
    expect(Object.keys(breaks).sort()).toEqual(policies.map(({ id }) => id).sort()));

  /** Nothing that is made here meets it: what is made is refused, or waived wherever it is made. Broken and right things are written out. */
  const written: Readonly<Record<string, Attributes>> = {
    'AWS-DOCDB-TLS': { parameter: [{ name: 'tls', value: 'enabled' }] },
    'AWS-CACHE-TLS': { transit_encryption_enabled: true },
    'K8S-ROLE-NO-SECRETS-AT-LARGE': { rules: [{ resources: ['nodes'], verbs: ['get'] }] },
  };

  test.each(policies.map((policy) => [policy.id, policy] as const))(
    '%s is met somewhere, and a break of it is found there',
    (id, policy) => {
      const how = breaks[id] as Break;
      const own = written[id];
      const all = environment('production');
      const made = own
        ? { all, resource: { stack: 'x', type: policy.reads[0] ?? '', address: 'x.y', attributes: own } satisfies Resource }
        : met(policy, how);
      if (!made) throw new Error(`no environment has anything that meets ${id}`);
      const whole: Synthesised = own ? { ...made.all, resources: [...made.all.resources, made.resource] } : made.all;
      const { address, stack } = made.resource;
      const found = (state: Synthesised) =>
        evaluate([policy], [], state)[0]?.findings.some((finding) => finding.address === address && finding.stack === stack);
      expect(found(whole)).toBe(false);
      expect(found(broken(whole, made.resource, how))).toBe(true);
    },
  );
});

describe('environments', () => {
  test.each([...models.keys()])('%s has no open finding', (name) => {
    expect(open(evaluate(policies, waivers, environment(name)))).toEqual([]);
  });

  test('production has few waivers: each says what the other side cannot do', () => {
    const waived = [...models.keys()]
      .filter((name) => environment(name).config.profile === 'production')
      .flatMap((name) => evaluate(policies, waivers, environment(name)).flatMap(({ findings }) => findings));
    expect([...new Set(waived.map(({ policy, address }) => `${policy} ${address}`))].sort()).toEqual([
      'AWS-BUCKET-ENCRYPTED aws_s3_bucket.object-store-access-logs',
      'AWS-CACHE-TLS aws_elasticache_replication_group.cache-server',
      'AWS-DOCDB-TLS aws_docdb_cluster_parameter_group.document-store-parameters',
      'AWS-GROUP-NOT-THE-WORLD aws_vpc_security_group_ingress_rule.api-gateway-guard-in',
      'AZ-STORAGE-NO-KEYS azurerm_storage_account.log-workspace-flows-account',
      'AZ-STORAGE-OWN-KEY azurerm_storage_account.log-workspace-flows-account',
      'AZ-STORAGE-UNDO azurerm_storage_account.log-workspace-flows-account',
    ]);
  });

  test('every waiver is of use, is for a policy that exists, and covers by its end', () => {
    const ids = policies.map(({ id }) => id);
    const used = new Set(
      [...models.keys()].flatMap((name) =>
        evaluate(policies, waivers, environment(name)).flatMap(({ findings }) =>
          findings.map(({ policy, waived }) => `${policy} ${waived}`),
        ),
      ),
    );
    for (const { policy, reason, covers } of waivers) {
      expect(ids).toContain(policy);
      expect(used).toContain(`${policy} ${reason}`);
      expect(reason.length).toBeGreaterThan(40);
      expect(covers.test('any/thing.else')).toBe(false);
    }
  });

  // One policy may hold several things: each of them is broken by itself.
  const audit = (id: string) => policies.find((policy) => policy.id === id) as Policy;
  const said = (id: string, how: Break): string | undefined => {
    const made = met(audit(id), how);
    if (!made) throw new Error(`no environment has anything that meets ${id}`);
    const state = broken(made.all, made.resource, how);
    return evaluate([audit(id)], [], state)[0]?.findings[0]?.message;
  };
  const elsewhere = (id: string, of: string, type: string, path: string, value: unknown): string | undefined => {
    const made = met(audit(id), { of });
    const companion = made?.all.resources.find((one) => one.type === type && JSON.stringify(one.attributes).includes('audit'));
    if (!made || !companion) throw new Error(`${id}: nothing to break`);
    return evaluate([audit(id)], [], broken(made.all, companion, { set: { [path]: value } }))[0]?.findings[0]?.message;
  };
  test('audit logs: a bucket without lock, a shorter retention, another mode, a shorter policy of Azure and a role that can do more are each found', () => {
    const lock = 'aws_s3_bucket_object_lock_configuration';
    expect([
      said('AWS-AUDIT-LOCKED', { set: { object_lock_enabled: false }, of: '-audit-' }),
      elsewhere('AWS-AUDIT-LOCKED', '-audit-', lock, 'rule.default_retention.days', 30),
      elsewhere('AWS-AUDIT-LOCKED', '-audit-', lock, 'rule.default_retention.mode', 'COMPLIANCE'),
      elsewhere('AZ-AUDIT-LOCKED', 'audit-account', 'azurerm_storage_container_immutability_policy', 'immutability_period_in_days', 30),
      said('AZ-AUDIT-WRITER', { set: { role_definition_name: 'Storage Blob Data Owner' }, of: 'objectStore.audit' }),
    ]).toEqual([
      'is made without Object Lock, and it can only be had from its birth',
      'keeps logs for 30 days, and the file says 1827',
      'is locked by mode COMPLIANCE, and the file says governance',
      'keeps logs for 30 days, and the file says 1827',
      'gives Storage Blob Data Owner on the audit logs',
    ]);
  });
});

test('open findings are problems, the worst first; a waived one is told with its reason and stops nothing', () => {
  const model = modelWith(variants['AWS with Aurora'] as Tree);
  const { stacks } = inspectStacks(model, { stateDir });
  const results = policyResults(model, stacks);
  expect(policyProblems(results)).toEqual([]);
  const row = policyRows(results).find(({ id }) => id === 'AWS-BUCKET-ENCRYPTED');
  expect(row?.waived[0]).toMatchObject({ addresses: ['foundation/aws_s3_bucket.object-store-access-logs'] });
  const worse = results.map((result, at) =>
    at < 2
      ? {
          ...result,
          findings: [{ policy: result.policy.id, severity: result.policy.severity, stack: 'hub', address: `a.${at}`, message: 'm' }],
        }
      : result,
  );
  const critical = results.find(({ policy }) => policy.severity === 'critical');
  const told = policyProblems([
    ...worse,
    {
      policy: critical!.policy,
      read: 1,
      findings: [{ policy: critical!.policy.id, severity: 'critical', stack: 'hub', address: 'a.9', message: 'm' }],
    },
  ]);
  expect(told[0]).toMatchObject({ severity: 'error', code: critical!.policy.id, path: 'hub/a.9' });
});
