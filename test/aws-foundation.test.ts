import { join } from 'node:path';
import { resolveEnvironment } from '../config/environment';
import { awsRegions } from '../config/model/aws-regions';
import { logRetention } from '../constructs/aws/log-retention';
import { realProviders, validated } from './real-providers';
import { type Attributes, resourcesOf, type SynthesisedStack, synthesised, type Tree } from './synthesised';
import { configWith } from './workbench-fixtures';

/** The foundation on AWS: what is made, and what nobody may do with it. */
const aws = (patch: Tree = {}): SynthesisedStack => {
  const file = { platform: { provider: 'aws', context: undefined, region: 'eu-west-1' }, state: { backend: 'local' }, ...patch };
  const [stack] = synthesised(resolveEnvironment(configWith(file))).stacks;
  if (stack?.id !== 'foundation') throw new Error('the first stack of AWS is the foundation');
  return stack;
};
const account = '111122223333';
const sandbox = aws();
const production = aws({
  profile: 'production',
  platform: { provider: 'aws', context: undefined, region: 'eu-west-1', account },
  network: { parentZone: 'labs.example.org' },
  stores: { mysql: { backup: { retentionDays: 90 } } },
});

const named = (stack: SynthesisedStack, type: string): Readonly<Record<string, Attributes>> => stack.json.resource[type] ?? {};
const one = (stack: SynthesisedStack, type: string, name: string): Attributes => {
  const found = named(stack, type)[name];
  if (!found) throw new Error(`${type}.${name} is not there, but ${Object.keys(named(stack, type)).join(', ')}`);
  return found;
};
const ids = (stack: SynthesisedStack, type: string) => Object.keys(named(stack, type)).sort();
const handedOn = (stack: SynthesisedStack, name: string) => stack.json.output?.[name]?.value as Tree;
interface Sentence {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Tree;
}
const sentences = (policy: unknown): readonly Sentence[] => (JSON.parse(String(policy)) as { Statement: Sentence[] }).Statement;
const sentence = (policy: unknown, sid: string) => sentences(policy).find(({ Sid }) => Sid === sid);
const root = `arn:aws:iam::${account}:root`;

describe('network', () => {
  test('two zones at least, because EKS and databases refuse fewer; three in production', () => {
    expect(ids(sandbox, 'aws_subnet')).toHaveLength(8);
    expect(Object.values(named(production, 'aws_subnet')).map((subnet) => subnet.availability_zone)).toEqual(
      Array.from({ length: 4 }, () => ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']).flat(),
    );
  });
  test('where a letter may mean a zone that EKS refuses, zones are named by their ids, which are the same in every account', () => {
    const zonesIn = (region: string, zones: number) => {
      const stack = aws({ platform: { provider: 'aws', context: undefined, region }, cluster: { zones } });
      return Object.values(named(stack, 'aws_subnet')).map(({ availability_zone, availability_zone_id }) => [
        availability_zone,
        availability_zone_id,
      ]);
    };
    const four = (...ids: readonly string[]) => Array.from({ length: 4 }, () => ids.map((id) => [undefined, id])).flat();
    expect(zonesIn('us-east-1', 3)).toEqual(four('use1-az1', 'use1-az2', 'use1-az4'));
    expect(zonesIn('us-west-1', 1)).toEqual(four('usw1-az1', 'usw1-az3'));
    const ids = Object.values(awsRegions).flatMap((region) => ('zoneIds' in region ? [...region.zoneIds] : []));
    expect(ids.filter((id) => ['use1-az3', 'usw1-az2', 'cac1-az3'].includes(id))).toEqual([]);
  });
  test('one way out for a sandbox, one a zone in production', () => {
    expect([sandbox, production].map((stack) => ids(stack, 'aws_nat_gateway').length)).toEqual([1, 3]);
  });
  test('another zone adds addresses and takes none away', () => {
    const addresses = (stack: SynthesisedStack) => resourcesOf(stack).map(({ address }) => address);
    const three = addresses(aws({ cluster: { zones: 3 } }));
    expect(addresses(sandbox).filter((address) => !three.includes(address))).toEqual([]);
    const routed = (stack: SynthesisedStack) =>
      Object.entries(named(stack, 'aws_route_table_association')).map(([id, { subnet_id }]) => `${id} ${subnet_id}`);
    expect(routed(aws({ cluster: { zones: 3 } }))).toEqual(expect.arrayContaining(routed(sandbox)));
  });
  test('no subnet gives out public addresses', () => {
    const given = Object.values(named(production, 'aws_subnet')).map((subnet) => subnet.map_public_ip_on_launch);
    expect(given).toEqual(Array(12).fill(false));
  });
  test('no route leads out of the subnets of stores and endpoints', () => {
    expect(one(production, 'aws_route_table', 'network-routes-data').route).toEqual([]);
    const members = Object.entries(named(production, 'aws_route_table_association'));
    const cutOff = members.filter(([id]) => id.startsWith('network-routes-data-')).map(([, { subnet_id }]) => String(subnet_id));
    expect(cutOff.map((subnet) => /network-(\w+)-\d/.exec(subnet)?.[1]).sort()).toEqual([
      ...Array(3).fill('data'),
      ...Array(3).fill('endpoint'),
    ]);
  });
  test('the default security group and the default list let nothing through (CKV2_AWS_12, CIS AWS 5.4)', () => {
    expect(one(production, 'aws_default_security_group', 'network-closed')).toMatchObject({ ingress: [], egress: [] });
    const list = one(production, 'aws_default_network_acl', 'network-closed-list');
    expect([list.ingress, list.egress, list.subnet_ids]).toEqual([undefined, undefined, undefined]);
  });
  test('every subnet has a list of ours; that of stores and endpoints knows the network alone', () => {
    const [inside, routed] = [
      one(production, 'aws_network_acl', 'network-inside-list'),
      one(production, 'aws_network_acl', 'network-routed-list'),
    ];
    expect([inside, routed].flatMap((list) => list.subnet_ids as string[]).sort()).toEqual(
      ids(production, 'aws_subnet').map((id) => `\${aws_subnet.${id}.id}`),
    );
    const ranges = [...(inside.ingress as Tree[]), ...(inside.egress as Tree[])].map((row) => row.cidr_block);
    expect(ranges).toEqual(['10.64.0.0/16', '10.64.0.0/16']);
    const outside = (routed.ingress as Tree[]).filter((row) => row.cidr_block === '0.0.0.0/0');
    expect(outside.map((row) => `${row.protocol} ${row.from_port}-${row.to_port}`)).toEqual([
      'tcp 80-80',
      'tcp 443-443',
      'tcp 1024-65535',
      'udp 1024-65535',
      'icmp 0-0',
    ]);
  });
  test('each purpose has a security group that only the subnets of the cluster reach, on one port', () => {
    const rules = Object.values(named(sandbox, 'aws_vpc_security_group_ingress_rule'));
    const rows = rules.map(
      (row) => `${/network-([a-z-]+)\.id/.exec(String(row.security_group_id))?.[1]} ${row.from_port}-${row.to_port} ${row.cidr_ipv4}`,
    );
    expect(rows.sort()).toEqual(
      [
        ...(['cache 6379-6379', 'document-store 27017-27017', 'endpoints 443-443', 'kafka 9096-9096', 'mysql 3306-3306'] as const).flatMap(
          (row) => [`${row} 10.64.0.0/18`, `${row} 10.64.64.0/18`],
        ),
        'cluster 443-443 10.64.0.0/16',
      ].sort(),
    );
  });
  test('nothing but the Kubernetes API opens connections, and only to nodes and pods', () => {
    const rules = Object.values(named(sandbox, 'aws_vpc_security_group_egress_rule'));
    expect(rules.map((row) => `${row.security_group_id} ${row.cidr_ipv4}`)).toEqual([
      '${aws_security_group.network-cluster.id} 10.64.0.0/18',
      '${aws_security_group.network-cluster.id} 10.64.64.0/18',
    ]);
  });
  test('purposes are handed on by name', () => {
    expect(Object.keys(handedOn(sandbox, 'network').purposes as Tree).sort()).toEqual([
      'cache',
      'cluster',
      'documentStore',
      'endpoints',
      'kafka',
      'mysql',
    ]);
  });
});

describe('endpoints', () => {
  test('a sandbox has the one of S3, which is free; production has one a service', () => {
    expect(ids(sandbox, 'aws_vpc_endpoint')).toEqual(['network-endpoint-s3']);
    expect(
      Object.values(named(production, 'aws_vpc_endpoint')).map(({ service_name }) =>
        String(service_name).replace('com.amazonaws.eu-west-1.', ''),
      ),
    ).toEqual([
      'autoscaling',
      'ec2',
      'ecr.api',
      'ecr.dkr',
      'eks-auth',
      'elasticloadbalancing',
      'kms',
      'logs',
      's3',
      'secretsmanager',
      'sts',
    ]);
  });
  test('they stand in their own subnets, in their security group, under the names that programs know', () => {
    const { s3: _, ...interfaces } = Object.fromEntries(
      Object.entries(named(production, 'aws_vpc_endpoint')).map(([id, found]) => [id.replace('network-endpoint-', ''), found]),
    );
    for (const found of Object.values(interfaces))
      expect(found).toMatchObject({
        vpc_endpoint_type: 'Interface',
        private_dns_enabled: true,
        subnet_ids: [1, 2, 3].map((zone) => `\${aws_subnet.network-endpoint-${zone}.id}`),
        security_group_ids: ['${aws_security_group.network-endpoints.id}'],
      });
  });
  test('through the one of S3 anything can be read, but written only into buckets of this account', () => {
    const { policy, route_table_ids } = one(production, 'aws_vpc_endpoint', 'network-endpoint-s3');
    expect(route_table_ids).toEqual([1, 2, 3].map((zone) => `\${aws_route_table.network-routes-cluster-${zone}.id}`));
    expect(sentences(policy).filter(({ Action }) => [Action].flat().some((action) => !/^s3:(Get|List)/.test(action)))).toEqual([
      expect.objectContaining({
        Sid: 'WriteIntoThisAccount',
        Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
      }),
    ]);
  });
  test('through the others only logins of this account pass, but where a pod asks for its login', () => {
    const open = Object.entries(named(production, 'aws_vpc_endpoint')).filter(([, { policy }]) => policy === undefined);
    expect(open.map(([id]) => id).sort()).toEqual(['network-endpoint-eks-auth', 'network-endpoint-sts']);
    expect(sentences(one(production, 'aws_vpc_endpoint', 'network-endpoint-kms').policy)[0]?.Condition).toEqual({
      StringEquals: { 'aws:PrincipalAccount': account },
    });
  });
});

describe('keys', () => {
  test('all three turn every year and stay 30 days after they were deleted', () => {
    expect(ids(sandbox, 'aws_kms_key')).toEqual(['keys-cluster', 'keys-data', 'keys-vault']);
    for (const key of Object.values(named(sandbox, 'aws_kms_key')))
      expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  });
  test('CloudWatch Logs of this region may use that of data, for log groups of this account', () => {
    expect(sentence(one(production, 'aws_kms_key', 'keys-data').policy, 'LogsOfThisAccount')).toMatchObject({
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-1:${account}:log-group:*` } },
    });
  });
  test('whoever is meant by a condition alone is Auto Scaling of this account', () => {
    const wide = Object.values(named(production, 'aws_kms_key'))
      .flatMap(({ policy }) => sentences(policy))
      .filter(({ Principal }) => JSON.stringify(Principal) === '{"AWS":"*"}');
    expect(wide.map(({ Sid }) => Sid)).toEqual(['DisksOfNodes', 'LendToDisks']);
    for (const { Condition } of wide)
      expect(Condition).toMatchObject({
        StringEquals: { 'kms:CallerAccount': account },
        ArnLike: { 'aws:PrincipalArn': expect.stringMatching(`^arn:aws:iam::${account}:role/aws-service-role/autoscaling`) },
      });
    expect(wide[1]?.Condition?.Bool).toEqual({ 'kms:GrantIsForAWSResource': 'true' });
  });
  test('only the role of Vault encrypts and decrypts with the key of Vault; administrators can only keep it', () => {
    const policy = sentences(one(production, 'aws_kms_key', 'keys-vault').policy);
    const uses = (action: string) => /kms:(\*|Encrypt|Decrypt|ReEncrypt|GenerateData|CreateGrant$|Sign)/.test(action);
    const using = policy.filter(({ Action }) => [Action].flat().some(uses));
    expect(using).toEqual([
      {
        Sid: 'OnlyVaultUses',
        Effect: 'Allow',
        Resource: '*',
        Principal: { AWS: root },
        Action: ['kms:Encrypt', 'kms:Decrypt'],
        Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/labs-dev-vault` } },
      },
    ]);
    expect(policy[0]).toMatchObject({ Principal: { AWS: root }, Action: expect.arrayContaining(['kms:Put*', 'kms:ScheduleKeyDeletion']) });
  });
  test('without platform.account the account of the login is asked for', () => {
    expect(String(one(sandbox, 'aws_kms_key', 'keys-data').policy)).toContain(
      'arn:aws:iam::${data.aws_caller_identity.keys-account.account_id}:root',
    );
  });
});

describe('logs', () => {
  test.each([
    [1, 1],
    [2, 3],
    [30, 30],
    [35, 60],
    [181, 365],
    [366, 400],
    [3650, 3653],
    [3654, 0],
  ])('%i days become %i, never fewer', (asked, kept) => expect(logRetention(asked)).toBe(kept));
  test('are encrypted and end', () => {
    expect(ids(production, 'aws_cloudwatch_log_group')).toEqual(['log-workspace-network', 'log-workspace-platform']);
    for (const group of Object.values(named(production, 'aws_cloudwatch_log_group')))
      expect(group).toMatchObject({ kms_key_id: '${aws_kms_key.keys-data.arn}', retention_in_days: 365 });
  });
  test('every connection of a production network is kept; a sandbox keeps none', () => {
    expect(one(production, 'aws_flow_log', 'log-workspace-flow-logs')).toMatchObject({
      vpc_id: '${aws_vpc.network-vpc.id}',
      traffic_type: 'ALL',
      log_destination: '${aws_cloudwatch_log_group.log-workspace-network.arn}',
    });
    expect(ids(sandbox, 'aws_flow_log')).toEqual([]);
  });
  test('services take our roles for this account alone', () => {
    const roles = Object.values(named(production, 'aws_iam_role'));
    expect(roles.map(({ assume_role_policy }) => sentences(assume_role_policy)[0])).toEqual(
      ['ecr.amazonaws.com', 'vpc-flow-logs.amazonaws.com'].map((Service) =>
        expect.objectContaining({ Principal: { Service }, Condition: { StringEquals: { 'aws:SourceAccount': account } } }),
      ),
    );
  });
});

describe('buckets', () => {
  const buckets = ['access-logs', 'backups', 'logs', 'reports'];
  const of = (stack: SynthesisedStack, type: string, part: string) => one(stack, `aws_s3_bucket_${type}`, `object-store-${part}`);
  test.each(buckets)('%s is closed to the public, owned by the account, and keeps versions', (bucket) => {
    expect(of(production, 'public_access_block', `${bucket}-closed`)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(of(production, 'ownership_controls', `${bucket}-owner`).rule).toEqual({ object_ownership: 'BucketOwnerEnforced' });
    expect(of(production, 'versioning', `${bucket}-versions`).versioning_configuration).toEqual({ status: 'Enabled' });
  });
  test.each(buckets)('%s speaks TLS 1.2 and newer only', (bucket) => {
    const arn = `\${aws_s3_bucket.object-store-${bucket}.arn}`;
    const refused = sentences(of(production, 'policy', `${bucket}-policy`).policy).slice(0, 2);
    expect(refused.map(({ Condition }) => Condition)).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    ]);
    for (const one of refused)
      expect(one).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Resource: [arn, `${arn}/*`] });
  });
  test('what is kept is encrypted with the key of data, access logs with the one of S3, which can do no other', () => {
    const rule = (bucket: string) => (of(production, 'server_side_encryption_configuration', `${bucket}-encryption`).rule as Tree[])[0];
    for (const bucket of ['backups', 'logs', 'reports'])
      expect(rule(bucket)).toEqual({
        apply_server_side_encryption_by_default: { kms_master_key_id: '${aws_kms_key.keys-data.arn}', sse_algorithm: 'aws:kms' },
        bucket_key_enabled: true,
      });
    expect(rule('access-logs')).toEqual({ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } });
  });
  test('the key is removed after the buckets that it encrypts, so one that stops its removal can still be read', () => {
    const tied = Object.entries(named(production, 'aws_s3_bucket')).map(([id, { tags }]) => [
      id,
      (tags as Tree | undefined)?.['encrypted-by'],
    ]);
    expect(Object.fromEntries(tied)).toEqual({
      'object-store-access-logs': undefined,
      'object-store-audit': '${aws_kms_key.keys-data.arn}',
      'object-store-backups': '${aws_kms_key.keys-data.arn}',
      'object-store-logs': '${aws_kms_key.keys-data.arn}',
      'object-store-reports': '${aws_kms_key.keys-data.arn}',
    });
  });
  test('backups go after the longest retention of a store; reports stay; what was overwritten or broken off goes everywhere', () => {
    const rule = (bucket: string) => (of(production, 'lifecycle_configuration', `${bucket}-retention`).rule as Tree[])[0];
    const ends = { status: 'Enabled', abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] };
    const old = [{ noncurrent_days: 90 }];
    expect(rule('backups')).toMatchObject({ ...ends, expiration: [{ days: 90 }], noncurrent_version_expiration: old });
    expect(rule('reports')).toMatchObject({ ...ends, noncurrent_version_expiration: old });
    expect(rule('reports')?.expiration).toBeUndefined();
    expect(rule('access-logs')).toMatchObject({ ...ends, expiration: [{ days: 365 }] });
  });
  test('reads and writes of what is kept are logged, for this account alone', () => {
    for (const bucket of ['audit', 'backups', 'logs', 'reports'])
      expect(of(production, 'logging', `${bucket}-log`)).toMatchObject({
        target_bucket: '${aws_s3_bucket.object-store-access-logs.bucket}',
        target_prefix: `${bucket}/`,
      });
    expect(sentence(of(production, 'policy', 'access-logs-policy').policy, 'LogsOfThisAccount')?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': account },
    });
  });
  test('with deletion protection nobody deletes a version and no full bucket goes; without it the environment can be removed', () => {
    const forced = (stack: SynthesisedStack) => Object.values(named(stack, 'aws_s3_bucket')).map(({ force_destroy }) => force_destroy);
    expect([forced(production), forced(sandbox)]).toEqual([Array(5).fill(false), Array(4).fill(true)]);
    const kept = (stack: SynthesisedStack, bucket: string) => sentence(of(stack, 'policy', `${bucket}-policy`).policy, 'VersionsStay');
    for (const bucket of ['backups', 'reports'])
      expect(kept(production, bucket)).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:DeleteObjectVersion' });
    expect(kept(sandbox, 'backups')).toBeUndefined();
  });
  test('audit logs are locked from the birth of their bucket, go to Glacier, and are removed a day after their lock has ended', () => {
    expect(named(production, 'aws_s3_bucket')['object-store-audit']).toMatchObject({ object_lock_enabled: true });
    expect(of(production, 'object_lock_configuration', 'audit-lock').rule).toEqual({
      default_retention: { mode: 'GOVERNANCE', days: 1827 },
    });
    expect((of(production, 'lifecycle_configuration', 'audit-retention').rule as Tree[])[0]).toMatchObject({
      transition: [{ days: 92, storage_class: 'GLACIER' }],
      expiration: [{ days: 1828 }],
    });
    // Three days are over before anything is cold.
    const short = (of(sandbox, 'lifecycle_configuration', 'audit-retention').rule as Tree[])[0];
    expect([short?.transition, short?.expiration]).toEqual([undefined, [{ days: 4 }]]);
    const stays = (stack: SynthesisedStack) => sentence(of(stack, 'policy', 'audit-policy').policy, 'LogsStay');
    expect(stays(production)?.Action).toEqual(
      expect.arrayContaining(['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion']),
    );
    expect(stays(sandbox)).toBeUndefined();
  });
});

describe('names and certificates', () => {
  test('the private zone hides no public name', () => {
    expect(one(production, 'aws_route53_zone', 'dns-zones-public')).toMatchObject({ name: 'dev.labs.example.org', force_destroy: false });
    expect(one(production, 'aws_route53_zone', 'dns-zones-private')).toMatchObject({
      name: 'internal.dev.labs.example.org',
      vpc: [{ vpc_id: '${aws_vpc.network-vpc.id}' }],
    });
  });
  test('a parent zone of the same account gets the delegation', () => {
    expect(production.json.data?.aws_route53_zone).toMatchObject({ 'dns-zones-parent': { name: 'labs.example.org', private_zone: false } });
    expect(one(production, 'aws_route53_record', 'dns-zones-delegation')).toMatchObject({
      name: 'dev.labs.example.org',
      type: 'NS',
      records: '${aws_route53_zone.dns-zones-public.name_servers}',
      zone_id: '${data.aws_route53_zone.dns-zones-parent.zone_id}',
    });
    expect(ids(sandbox, 'aws_route53_record')).toEqual(['dns-zones-certificate-proof']);
  });
  test('the certificate is waited for only where the zone is delegated here: by hand it could take for ever', () => {
    expect(one(production, 'aws_acm_certificate', 'dns-zones-certificate')).toMatchObject({
      domain_name: 'dev.labs.example.org',
      subject_alternative_names: ['*.dev.labs.example.org'],
      validation_method: 'DNS',
    });
    const { depends_on } = one(production, 'aws_acm_certificate_validation', 'dns-zones-certificate-valid');
    expect(depends_on).toEqual(['aws_route53_record.dns-zones-delegation']);
    expect(ids(sandbox, 'aws_acm_certificate_validation')).toEqual([]);
    const handed = [production, sandbox].map((stack) => handedOn(stack, 'dnsZones').certificate);
    expect(handed).toEqual([
      '${aws_acm_certificate_validation.dns-zones-certificate-valid.certificate_arn}',
      '${aws_acm_certificate.dns-zones-certificate.arn}',
    ]);
  });
});

describe('registry and secrets', () => {
  test('caches of registries without a login, apart for each environment', () => {
    expect(
      Object.values(named(production, 'aws_ecr_pull_through_cache_rule')).map(
        (rule) => `${rule.ecr_repository_prefix} ${rule.upstream_registry_url}`,
      ),
    ).toEqual(['labs-dev/aws public.ecr.aws', 'labs-dev/k8s registry.k8s.io', 'labs-dev/quay quay.io']);
    expect(handedOn(production, 'containerRegistry')).toEqual({
      host: `${account}.dkr.ecr.eu-west-1.amazonaws.com/labs-dev`,
      id: account,
    });
  });
  test('a prefix fits into the 30 characters of ECR however long the names are', () => {
    const long = aws({ tenant: 'a-tenant-long-named', environment: 'an-environment' });
    const prefixes = Object.values(named(long, 'aws_ecr_pull_through_cache_rule')).map((rule) => String(rule.ecr_repository_prefix));
    for (const prefix of prefixes) expect(prefix).toMatch(/^(?=.{2,30}$)([a-z0-9]+(-[a-z0-9]+)*\/)[a-z0-9]+$/);
  });
  test('cached images are encrypted, their tags never move, and all are scanned', () => {
    expect(one(production, 'aws_ecr_repository_creation_template', 'container-registry-caches')).toMatchObject({
      prefix: 'labs-dev',
      image_tag_mutability: 'IMMUTABLE',
      encryption_configuration: [{ encryption_type: 'KMS', kms_key: '${aws_kms_key.keys-data.arn}' }],
      custom_role_arn: '${aws_iam_role.container-registry-caches-role.arn}',
      resource_tags: { environment: 'dev', tenant: 'labs', 'managed-by': 'mojaloop-workbench' },
    });
    expect(one(production, 'aws_ecr_registry_scanning_configuration', 'container-registry-scans').rule).toEqual([
      { scan_frequency: 'SCAN_ON_PUSH', repository_filter: [{ filter: '*', filter_type: 'WILDCARD' }] },
    ]);
  });
  test('secrets have a place of their own, and nothing is made for it', () => {
    expect(handedOn(sandbox, 'secretStore')).toEqual({ id: 'labs/dev' });
    expect(resourcesOf(sandbox).filter(({ name }) => name.startsWith('secret-store'))).toEqual([]);
  });
});

const { work, here, proof } = realProviders('aws-foundation', ['aws'], () => [production.json]);

proof('the real AWS provider finds nothing wrong with the foundation, sandbox or production', () => {
  for (const [name, { json }] of Object.entries({ sandbox, production })) expect(validated(here, join(work, name), json)).toEqual([]);
});
