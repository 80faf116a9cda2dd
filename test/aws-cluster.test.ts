import { join } from 'node:path';
import { eksAddOnVersion, eksImage, eksVersions } from '../config/model/cloud-versions';
import { resolveFeatures } from '../config/model/features';
import { identitiesOf } from '../config/model/identities';
import { allocatable, machineOf, machinesBySize } from '../config/model/machines';
import { type NodePool, nodePools, poolLabel } from '../config/model/node-pools';
import { servicesOf } from '../config/model/services';
import { hubSizes } from '../config/schema/hub';
import { realProviders, validated } from './real-providers';
import { type Attributes, carriedObjects, helmReleases, modelWith, type StackJson, synthesised, type Tree } from './synthesised';
import { configWith } from './workbench-fixtures';

/** The cluster stack on AWS, as Terraform reads it, and the tables of pools, machines and identities behind it. */

const admin = 'arn:aws:iam::123456789012:role/Admins/hub-operators';
const viewer = 'arn:aws:iam::123456789012:role/auditors';
const production = {
  profile: 'production',
  environment: 'live',
  tenant: 'switch',
  state: { backend: 'local' },
  platform: { provider: 'aws', region: 'eu-west-1', context: undefined },
  cluster: { kubernetesVersion: '1.34', administrators: [admin, admin], viewers: [viewer] },
  certificates: { issuer: 'acme', email: 'ops@example.org' },
  hub: { size: 'small' },
  operations: { logRetentionDays: 200 },
  participants: [
    { id: 'firstbank', currency: 'USD', msisdnPrefix: '200', notificationEmail: 'ops@example.org', allowedAddresses: ['192.0.2.1/32'] },
  ],
} as const;
const sandbox = {
  state: { backend: 'local' },
  platform: { provider: 'aws', region: 'eu-west-1', context: undefined },
  cluster: { api: { public: true, allowedAddresses: ['198.51.100.0/24'] }, kubernetesVersion: '1.34' },
} as const;

function clusterStack(patch: Tree, from = synthesised(modelWith(patch))) {
  const stack = from.stacks.find(({ id }) => id === 'cluster');
  if (!stack) throw new Error('there is no stack of the cluster');
  return stack;
}

const liveEnvironment = synthesised(modelWith(production));
const live = clusterStack(production, liveEnvironment);
const dev = clusterStack(sandbox);
const all = (json: StackJson, type: string): Readonly<Record<string, Attributes>> => json.resource[type] ?? {};
const one = (json: StackJson, type: string, name: string): Attributes => {
  const found = all(json, type)[name];
  if (!found) throw new Error(`there is no ${type}.${name}`);
  return found;
};

interface Statement {
  readonly Sid: string;
  readonly Principal?: { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const statements = (text: unknown) => (JSON.parse(String(text)) as { Statement: readonly Statement[] }).Statement;
const listed = (value: string | readonly string[] | undefined) => (value === undefined ? [] : [value].flat());

describe('the control plane', () => {
  const cluster = one(live.json, 'aws_eks_cluster', 'cluster-cluster');

  test('in production its API has no public address; Secrets are encrypted with a key of ours; access is by entries alone', () => {
    expect(cluster).toMatchObject({
      name: 'switch-live',
      version: '1.34',
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      bootstrap_self_managed_addons: false,
      encryption_config: {
        resources: ['secrets'],
        provider: { key_arn: '${data.terraform_remote_state.foundation.outputs.keys.cluster}' },
      },
      kubernetes_network_config: { service_ipv4_cidr: '172.20.0.0/16' },
      upgrade_policy: { support_type: 'STANDARD' },
      zonal_shift_config: { enabled: true },
    });
    // The group of ours lets the network in: that of EKS knows nodes alone, and whoever deploys from inside would wait for ever.
    expect(cluster.vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: false,
      security_group_ids: ['${data.terraform_remote_state.foundation.outputs.network.purposes.cluster}'],
    });
    expect(cluster.vpc_config).not.toHaveProperty('public_access_cidrs');
  });

  test('a public address is for the allowed addresses, and without any there is none: EKS takes an empty list for the whole world', () => {
    const vpc = one(dev.json, 'aws_eks_cluster', 'cluster-cluster').vpc_config;
    expect(vpc).toMatchObject({ endpoint_private_access: true, endpoint_public_access: true, public_access_cidrs: ['198.51.100.0/24'] });
    const nobody = clusterStack({ ...sandbox, cluster: { api: { public: true, allowedAddresses: [] } } }).json;
    expect(one(nobody, 'aws_eks_cluster', 'cluster-cluster').vpc_config).toMatchObject({ endpoint_public_access: false });
  });

  test('all five logs are kept, encrypted, in a group that is there before the cluster, for at least as long as asked', () => {
    expect(cluster.enabled_cluster_log_types).toEqual(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']);
    expect(one(live.json, 'aws_cloudwatch_log_group', 'cluster-logs')).toMatchObject({
      name: '/aws/eks/switch-live/cluster',
      retention_in_days: 365,
      kms_key_id: '${data.terraform_remote_state.foundation.outputs.keys.data}',
    });
    expect(cluster.depends_on).toContain('aws_cloudwatch_log_group.cluster-logs');
  });

  test('the administrators and viewers of the file and nobody else; where it names none, whoever deploys first', () => {
    const entries = Object.entries(all(live.json, 'aws_eks_access_entry')).map(([name, { principal_arn }]) => [name, principal_arn]);
    expect(entries).toEqual([
      ['cluster-administrator-123456789012-role-Admins-hub-operators', admin],
      ['cluster-viewer-123456789012-role-auditors', viewer],
    ]);
    // What a viewer may is everything but Secrets, and changes nothing (EKS: access policies).
    const may = Object.values(all(live.json, 'aws_eks_access_policy_association'));
    expect(may.map(({ policy_arn, access_scope }) => [policy_arn, access_scope])).toEqual([
      ['arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', { type: 'cluster' }],
      ['arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', { type: 'cluster' }],
    ]);
    // Only whose account it is may be asked.
    expect(Object.keys((live.json.data as Record<string, Tree>).aws_caller_identity ?? {})).not.toContain('cluster-caller');

    expect(Object.keys(all(dev.json, 'aws_eks_access_entry'))).toEqual(['cluster-deployer']);
    expect(one(dev.json, 'aws_eks_access_entry', 'cluster-deployer')).toMatchObject({
      principal_arn: '${data.aws_iam_session_context.cluster-caller-role.issuer_arn}',
      lifecycle: { ignore_changes: ['principal_arn'] },
    });
  });
});

describe('add-ons', () => {
  const addOns = all(live.json, 'aws_eks_addon');

  test('each is pinned to the version that EKS released for the Kubernetes version', () => {
    const versions = Object.fromEntries(Object.values(addOns).map(({ addon_name, addon_version }) => [addon_name, addon_version]));
    expect(versions).toEqual(eksVersions['1.34']);
  });

  test('the network plug-in gives addresses by blocks and enforces network policies', () => {
    expect(JSON.parse(String(addOns['cluster-vpc-cni']?.configuration_values))).toEqual({
      enableNetworkPolicy: 'true',
      env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
    });
  });

  test('what a node needs is there before the first node, what needs nodes comes after all of them, and roles are bound before their pods start', () => {
    const groups = Object.keys(all(live.json, 'aws_eks_node_group')).map((name) => `aws_eks_node_group.${name}`);
    const before = ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent'].map((name) => `aws_eks_addon.cluster-${name}`);
    for (const group of Object.values(all(live.json, 'aws_eks_node_group')))
      expect(group.depends_on).toEqual(expect.arrayContaining(before));
    for (const name of ['coredns', 'metrics-server', 'aws-ebs-csi-driver'])
      expect(addOns[`node-pools-${name}`]?.depends_on).toEqual(expect.arrayContaining(groups));
    expect(addOns['cluster-vpc-cni']?.depends_on).toContain('aws_eks_pod_identity_association.cluster-vpc-cni-association');
    expect(addOns['node-pools-aws-ebs-csi-driver']?.depends_on).toContain(
      'aws_eks_pod_identity_association.node-pools-ebs-csi-driver-association',
    );
  });

  test('a Kubernetes version outside of the table gets the defaults of EKS rather than versions of another', () => {
    expect(eksAddOnVersion('1.40', 'coredns')).toBeUndefined();
  });
});

describe('nodes', () => {
  const groups = all(live.json, 'aws_eks_node_group');

  test('one group a role, and one a zone where volumes hang: a volume lives in one zone', () => {
    expect(Object.keys(groups).sort()).toEqual(
      ['hub', 'stores-1', 'stores-2', 'stores-3', 'system', 'tools'].map((name) => `node-pools-${name}`),
    );
    expect(groups['node-pools-stores-2']?.subnet_ids).toEqual([
      '${element(data.terraform_remote_state.foundation.outputs.network.clusterSubnets, 1)}',
    ]);
    expect(groups['node-pools-stores-2']?.update_config).toEqual({ max_unavailable: 1 });
  });

  test('nodes span the zones that the file says, also where the VPC has one more', () => {
    const places = Object.values(all(dev.json, 'aws_eks_node_group')).map(({ subnet_ids }) => subnet_ids);
    expect(new Set(places.map(String))).toEqual(
      new Set([
        '${slice(data.terraform_remote_state.foundation.outputs.network.clusterSubnets, 0, 1)}',
        '${element(slice(data.terraform_remote_state.foundation.outputs.network.clusterSubnets, 0, 1), 0)}',
      ]),
    );
    expect(groups['node-pools-hub']?.subnet_ids).toBe('${data.terraform_remote_state.foundation.outputs.network.clusterSubnets}');
  });

  test('each repairs itself, leaves its number to the autoscaler, and bears the label of its pool', () => {
    for (const [name, group] of Object.entries(groups))
      expect({ name, ...group }).toMatchObject({
        ami_type: 'BOTTLEROCKET_x86_64',
        capacity_type: 'ON_DEMAND',
        node_repair_config: { enabled: true },
        lifecycle: { ignore_changes: ['scaling_config[0].desired_size'] },
        labels: { [poolLabel]: name.replace('node-pools-', '').replace(/-\d$/, '') },
      });
  });

  test('no node hands its own rights to a pod, has an unencrypted disk, a key pair or an untagged part', () => {
    const templates = Object.values(all(live.json, 'aws_launch_template'));
    expect(templates).toHaveLength(4);
    for (const template of templates) {
      expect(template.metadata_options).toMatchObject({ http_tokens: 'required', http_put_response_hop_limit: 1 });
      for (const { ebs } of template.block_device_mappings as { ebs: Tree }[])
        expect(ebs).toMatchObject({
          encrypted: 'true',
          volume_type: 'gp3',
          kms_key_id: '${data.terraform_remote_state.foundation.outputs.keys.data}',
        });
      expect(template).not.toHaveProperty('key_name');
      const tagged = template.tag_specifications as { resource_type: string; tags: Tree }[];
      expect(tagged.map(({ resource_type }) => resource_type)).toEqual(['instance', 'volume', 'network-interface']);
      for (const { tags } of tagged)
        expect(tags).toMatchObject({ environment: 'live', tenant: 'switch', 'managed-by': 'mojaloop-workbench' });
      expect(Buffer.from(String(template.user_data), 'base64').toString()).toContain('"max-pods" = 110');
    }
    for (const group of Object.values(groups)) expect(group).not.toHaveProperty('remote_access');
  });

  test('their role may join and pull images, and nothing more', () => {
    const attached = Object.values(all(live.json, 'aws_iam_role_policy_attachment'))
      .filter(({ role }) => role === '${aws_iam_role.node-pools-role.name}')
      .map(({ policy_arn }) => String(policy_arn).split('/').pop());
    expect(attached.sort()).toEqual(['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodePolicy']);
    expect(statements(one(live.json, 'aws_iam_role_policy', 'node-pools-role-image-caches').policy)).toEqual([
      expect.objectContaining({
        Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
        Resource: expect.stringMatching(/repository\/.+\/\*$/),
      }),
    ]);
  });

  test('a spot pool is one, a machine that the file names is taken, and the image fits its processor', () => {
    const pools = { hub: { machine: 'm7i.xlarge', spot: true, min: 2, max: 9 } };
    const json = clusterStack({ ...sandbox, cluster: { ...sandbox.cluster, pools } }).json;
    expect(one(json, 'aws_eks_node_group', 'node-pools-hub')).toMatchObject({
      capacity_type: 'SPOT',
      scaling_config: { min_size: 2, max_size: 9, desired_size: 2 },
    });
    expect(one(json, 'aws_launch_template', 'node-pools-hub-template').instance_type).toBe('m7i.xlarge');
    expect(['m6i.large', 'c6gd.xlarge', 'r8g.large'].map(eksImage)).toEqual([
      'BOTTLEROCKET_x86_64',
      'BOTTLEROCKET_ARM_64',
      'BOTTLEROCKET_ARM_64',
    ]);
  });
});

describe('who is somebody at AWS', () => {
  const roles = all(live.json, 'aws_iam_role');
  const associations = Object.values(all(live.json, 'aws_eks_pod_identity_association'));
  const policyOf = (id: string) => statements(one(live.json, 'aws_iam_role_policy', `workload-identity-${id}-policy`).policy);

  test('every identity of the table has a role that only its service account of this cluster can take', () => {
    const model = modelWith(production);
    const rows = identitiesOf(model.config).map(({ namespace, serviceAccount }) => ({ namespace, service_account: serviceAccount }));
    expect(associations.map(({ namespace, service_account }) => ({ namespace, service_account })).sort(byText)).toEqual(rows.sort(byText));
    for (const { namespace, service_account, role_arn } of associations) {
      const name = /aws_iam_role\.(.+)\.arn/.exec(String(role_arn))?.[1] ?? '';
      expect(statements(roles[name]?.assume_role_policy)).toEqual([
        expect.objectContaining({
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringEquals: {
              'aws:RequestTag/eks-cluster-name': 'switch-live',
              'aws:RequestTag/kubernetes-namespace': namespace,
              'aws:RequestTag/kubernetes-service-account': service_account,
            },
          },
        }),
      ]);
    }
  });

  test('nobody may do everything, and whoever changes something names what: only look-ups are for all', () => {
    const reading = /^[a-z0-9]+:(Describe|Get|List)/;
    const offences = Object.entries(all(live.json, 'aws_iam_role_policy')).flatMap(([name, { policy }]) =>
      statements(policy)
        .filter(({ Action, Resource, Condition }) => {
          const actions = listed(Action);
          const everywhere = listed(Resource).includes('*') && !Condition && !actions.every((action) => reading.test(action));
          return everywhere || actions.some((action) => action.endsWith('*'));
        })
        .map(({ Sid }) => `${name} ${Sid}`),
    );
    expect(offences).toEqual([]);
  });

  test('DNS: records of our own zones only, and for certificates nothing but the proof of a name in the public one', () => {
    const zone = (name: string) => `arn:aws:route53:::hostedzone/\${data.terraform_remote_state.foundation.outputs.dnsZones.${name}}`;
    expect(policyOf('external-dns').find(({ Sid }) => Sid === 'ChangeOwnZones')?.Resource).toEqual([
      zone('publicZone'),
      zone('privateZone'),
    ]);
    expect(policyOf('cert-manager').find(({ Sid }) => Sid === 'ProveNames')).toMatchObject({
      Resource: zone('publicZone'),
      Condition: {
        'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] },
        'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*'] },
      },
    });
  });

  test('Vault has its key and nothing else, backups their bucket', () => {
    expect(policyOf('vault')).toEqual([
      expect.objectContaining({
        Action: ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt'],
        Resource: '${data.terraform_remote_state.foundation.outputs.keys.vault}',
      }),
    ]);
    const bucket = 'arn:aws:s3:::${data.terraform_remote_state.foundation.outputs.objectStore.backups}';
    expect(policyOf('backups').flatMap(({ Resource }) => listed(Resource))).toEqual([
      bucket,
      `${bucket}/*`,
      '${data.terraform_remote_state.foundation.outputs.keys.data}',
    ]);
  });

  test('the balancer controller and the autoscaler change only what bears the name of this cluster', () => {
    const changing = [...policyOf('load-balancer-controller'), ...policyOf('cluster-autoscaler')].filter(
      ({ Sid }) => !['Look', 'ReadGroups', 'ReadNodeGroups', 'FirstBalancerOfAccount', 'MakeGroup'].includes(Sid),
    );
    expect(changing.map(({ Sid }) => Sid)).toEqual([
      'TagNewGroup',
      'ChangeOwnGroups',
      'OpenCluster',
      'MakeBalancer',
      'TagNewBalancer',
      'MakeListener',
      'ChangeOwnBalancer',
      'SizeOwnGroups',
    ]);
    for (const { Condition } of changing) expect(JSON.stringify(Condition)).toContain('switch-live');
  });

  test('what the environment does not use has no role', () => {
    const ids = (patch: Tree) => identitiesOf(configWith(patch)).map(({ id }) => id);
    expect(ids(sandbox)).not.toContain('cert-manager');
    expect(ids({ ...sandbox, secrets: { vault: { seal: 'shamir' } } })).not.toContain('vault');
    expect(ids({ ...sandbox, secrets: { vault: { address: 'https://vault.example.org' } } })).not.toContain('vault');
    expect(ids({ ...sandbox, operations: { audit: { enabled: false } } })).not.toContain('audit-writer');
    expect(ids({})).toEqual([]);
    const azure = {
      platform: { provider: 'azure', region: 'southafricanorth', context: undefined },
      stores: { kafka: { service: 'event-hubs' } },
    };
    expect(ids(azure)).toEqual(['external-dns', 'vault', 'backups', 'audit-writer', 'kafka-proxy']);
  });
});

const byText = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));

describe('the plan of pools', () => {
  const planOf = (patch: Tree): readonly NodePool[] => {
    const config = configWith(patch);
    return nodePools(config, servicesOf(config, resolveFeatures(config)));
  };
  const pool = (pools: readonly NodePool[], role: NodePool['role']) => pools.find((found) => found.role === role);

  test.each(['aws', 'azure', 'azure-stack'] as const)(
    'on %s every size of hub fits onto its smallest and its largest number of nodes',
    (provider) => {
      for (const size of hubSizes)
        for (const profile of ['sandbox', 'production'])
          for (const { role, min, max, demand } of planOf({ profile, platform: { provider, region: 'eu-west-1' }, hub: { size } })) {
            const { least, most, node } = demand;
            if (!node) throw new Error(`the machine of ${role} is unknown`);
            const fits = (nodes: number, { cpu, memory }: typeof least) =>
              nodes * node.cpu * 0.8 >= cpu && nodes * node.memory * 0.8 >= memory;
            expect({ size, profile, role, small: fits(min, least), large: fits(max, most) }).toEqual({
              size,
              profile,
              role,
              small: true,
              large: true,
            });
          }
    },
  );

  test('production has a node of system, hub and stores in every zone; stores have one a member and zones of their own', () => {
    const pools = planOf({ ...production, stores: { kafka: { replicas: 5 } } });
    expect(pools.map(({ role, min, zonal }) => [role, min >= 3, zonal])).toEqual([
      ['system', true, false],
      ['hub', true, false],
      ['stores', true, true],
      ['tools', false, false],
    ]);
    expect(pool(pools, 'stores')?.min).toBe(5);
  });

  test('a pool on which nothing runs is not made, and the file has the last word', () => {
    const elsewhere = { stores: { mysql: { service: 'rds' }, mongodb: { service: 'documentdb' }, kafka: { service: 'msk' } } };
    expect(pool(planOf({ ...production, ...elsewhere }), 'stores')).toBeUndefined();
    const own = { cluster: { pools: { hub: { machine: 'x99.huge', min: 7, max: 8, diskGi: 120 } } } };
    const hub = pool(planOf({ ...sandbox, ...own }), 'hub');
    expect(hub).toMatchObject({ machine: 'x99.huge', min: 7, max: 8, diskGi: 120 });
    expect(hub?.demand).not.toHaveProperty('node');
    expect(planOf({})).toEqual([]);
  });

  test('a payment manager more needs room on the hub pool', () => {
    const participants = Array.from({ length: 25 }, (_, at) => ({ id: `bank${at}`, currency: 'USD', msisdnPrefix: String(100 + at) }));
    const few = pool(planOf({ ...sandbox, hub: { size: 'small' } }), 'hub')?.min ?? 0;
    expect(pool(planOf({ ...sandbox, hub: { size: 'small' }, participants }), 'hub')?.min).toBeGreaterThan(few);
  });

  test.each([
    ['aws', 'm6i.large', 2, 8],
    ['aws', 'r6i.2xlarge', 8, 64],
    ['aws', 'c6i.xlarge', 4, 8],
    ['azure', 'Standard_D4ds_v5', 4, 16],
    ['azure', 'Standard_E16as_v5', 16, 128],
    ['azure-stack', 'Standard_D8s_v3', 8, 32],
  ] as const)('%s %s has %i cores and %i GiB', (platform, name, cores, memoryGi) => {
    expect(machineOf(platform, name)).toEqual({ cores, memoryGi });
  });
  test.each([
    ['aws', 'x99.large'],
    ['aws', 'm6i.metal'],
    ['azure', 'Standard_Q2s'],
    ['azure', 'm6i.large'],
  ] as const)('of %s %s nothing is guessed', (platform, name) => {
    expect(machineOf(platform, name)).toBeUndefined();
  });
  test('a pod gets less than the machine has, and every machine of the tables is known', () => {
    expect(allocatable({ cores: 4, memoryGi: 16 })).toEqual({ cpu: 3660, memory: 14469 });
    for (const [platform, sizes] of Object.entries(machinesBySize))
      for (const roles of Object.values(sizes))
        for (const name of Object.values(roles)) expect([name, machineOf(platform as 'aws', name)]).toEqual([name, expect.anything()]);
  });
});

describe('which pods go to which pool', () => {
  const storesPool = {
    nodeSelector: { [poolLabel]: 'stores' },
    tolerations: [{ key: poolLabel, operator: 'Equal', value: 'stores', effect: 'NoSchedule' }],
  };
  const spec = (kind: string, from = liveEnvironment) =>
    carriedObjects(from, 'stores').find((object) => object.kind === kind)?.spec as Record<string, Record<string, unknown>> | undefined;
  const inCluster = synthesised(modelWith({ ...production, stores: { mysql: { service: 'operator' } } }));

  test('the pool of stores keeps others away; members of the stores tolerate that, and go nowhere else', () => {
    for (const [name, { taint }] of Object.entries(all(live.json, 'aws_eks_node_group')))
      expect([name, taint]).toEqual([name, name.includes('stores') ? [{ key: poolLabel, value: 'stores', effect: 'NO_SCHEDULE' }] : []]);
    const mysql = spec('PerconaXtraDBCluster', inCluster);
    expect(mysql?.pxc).toMatchObject(storesPool);
    expect(mysql?.haproxy).toMatchObject(storesPool);
    expect(mysql?.backup?.storages).toMatchObject({ volume: storesPool });
    expect(spec('PerconaServerMongoDB')?.replsets).toEqual([expect.objectContaining(storesPool)]);
    const term = { matchExpressions: [{ key: poolLabel, operator: 'In', values: ['stores'] }] };
    expect(spec('KafkaNodePool')?.template?.pod).toMatchObject({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
      tolerations: storesPool.tolerations,
    });
  });

  test('services of the hub are drawn to their pool and still keep apart', () => {
    const hub = helmReleases(liveEnvironment).find(({ attributes }) => String(attributes.chart).includes('mojaloop'));
    const values = JSON.stringify(hub?.values);
    expect(values).toContain(`"preference":{"matchExpressions":[{"key":"${poolLabel}","operator":"In","values":["hub"]}]}`);
    expect(values).toContain('"podAntiAffinity"');
    expect(values).toContain(`"values":["tools"]`);
  });

  test('on a cluster that exists nothing is said about nodes', () => {
    const texts = synthesised(modelWith({})).stacks.map(({ text }) => text);
    for (const text of texts) expect(text).not.toContain(poolLabel);
  });
});

const { work, here, proof } = realProviders('aws-cluster', ['aws'], () => [live.json]);

proof('the real AWS provider accepts the cluster stack of a production and of a sandbox environment', () => {
  for (const [name, { json }] of Object.entries({ live, dev })) expect(validated(here, join(work, name), json)).toEqual([]);
});
