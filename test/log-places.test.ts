import { resolveEnvironment } from '../config/environment';
import { cloudFlows } from '../config/model/cloud-flows';
import { identitiesOf, identityKey } from '../config/model/identities';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import { agentsRelease } from '../constructs/observability/agents';
import { logsRelease } from '../constructs/observability/logs';
import { sending } from '../constructs/observability/managed-metrics';
import { type SynthesisedStack, synthesised, type Tree } from './synthesised';
import { configWith } from './workbench-fixtures';

/** Where logs of pods go, and what they need for it. */
const clouds = {
  aws: { platform: { provider: 'aws', region: 'eu-west-1', context: undefined, account: '123456789012' } },
  azure: {
    platform: { provider: 'azure', region: 'southafricanorth', context: undefined, account: '00000000-0000-4000-8000-000000000000' },
  },
} as const;
const modelOf = (patch: Tree = {}) => resolveEnvironment(configWith(patch));
const made = (patch: Tree) => synthesised(modelOf(patch)).stacks;
const on = (cloud: keyof typeof clouds, logs: Tree, more: Tree = {}) => ({
  ...clouds[cloud],
  state: { backend: 'local' },
  monitoring: { logs },
  ...more,
});
const leaf = (tree: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], tree);
const stack = (stacks: readonly SynthesisedStack[], id: string) => {
  const found = stacks.find((one) => one.id === id);
  if (!found) throw new Error(`no stack ${id}`);
  return found;
};
const collector = (patch: Tree) => {
  const release = agentsRelease(modelOf(patch));
  expect(checkValues(indexOf(release.chart, release.version)!, release.values)).toEqual([]);
  return { values: release.values, config: release.values.alternateConfig as Tree };
};
const account = (id: string) => (patch: Tree) => identitiesOf(modelOf(patch).config).find((identity) => identity.id === id);

describe('Loki keeps logs in object storage', () => {
  const stacks = { aws: made(on('aws', { objectStorage: true })), azure: made(on('azure', { objectStorage: true })) };
  const loki = (cloud: keyof typeof clouds) => {
    const release = stack(stacks[cloud], 'observability').releases.find(({ chart }) => chart === 'loki');
    if (!release) throw new Error('no Loki');
    expect(checkValues(indexOf('loki', release.version)!, release.values)).toEqual([]);
    return release.values;
  };

  test('AWS: a bucket of its own, closed like the others, which only the pod of Loki may write to', () => {
    expect(loki('aws')).toMatchObject({
      loki: {
        storage: {
          type: 's3',
          s3: { region: 'eu-west-1' },
          bucketNames: { chunks: expect.stringContaining('foundation.outputs.objectStore.logs') },
        },
        schemaConfig: { configs: [expect.objectContaining({ object_store: 's3' })] },
        compactor: { delete_request_store: 's3' },
      },
      singleBinary: { persistence: { size: '10Gi' } },
    });
    const { resource } = stack(stacks.aws, 'foundation').json;
    expect(leaf(resource, 'aws_s3_bucket_public_access_block', 'object-store-logs-closed')).toMatchObject({
      restrict_public_buckets: true,
    });
    expect(leaf(resource, 'aws_s3_bucket_lifecycle_configuration', 'object-store-logs-retention', 'rule')).toEqual([
      expect.objectContaining({ expiration: [{ days: 14 }], noncurrent_version_expiration: [{ noncurrent_days: 1 }] }),
    ]);
    const policy = JSON.parse(
      String(leaf(stack(stacks.aws, 'cluster').json.resource, 'aws_iam_role_policy', 'workload-identity-logs-policy', 'policy')),
    );
    const resources = (policy.Statement as { Resource: string; Action: string[] }[]).map(({ Resource, Action }) => [
      Resource.replace(/\$\{[^}]*outputs\.([\w.]+)\}/, '<$1>'),
      Action.length,
    ]);
    expect(resources).toEqual([
      ['arn:aws:s3:::<objectStore.logs>', 1],
      ['arn:aws:s3:::<objectStore.logs>/*', 4],
      ['<keys.data>', 3],
    ]);
    expect(
      JSON.stringify(
        leaf(stack(stacks.aws, 'cluster').json.resource, 'aws_eks_pod_identity_association', 'workload-identity-logs-association'),
      ),
    ).toContain('"service_account":"logs"');
  });

  test('Azure: a container of its own, by a managed identity; no key of the account is in a value', () => {
    const values = loki('azure');
    expect(values).toMatchObject({
      loki: { storage: { type: 'azure', azure: { useFederatedToken: true, accountName: expect.stringContaining('objectStore.account') } } },
      serviceAccount: { annotations: { 'azure.workload.identity/client-id': expect.stringContaining('workloadIdentity') } },
      singleBinary: { podLabels: { 'azure.workload.identity/use': 'true' } },
    });
    expect(JSON.stringify(values)).not.toMatch(/accountKey|connectionString/);
    expect(leaf(stack(stacks.azure, 'foundation').json.resource, 'azurerm_storage_container', 'object-store-pod-logs')).toMatchObject({
      name: 'logs',
      container_access_type: 'private',
    });
    expect(
      leaf(stack(stacks.azure, 'cluster').json.resource, 'azurerm_role_assignment', 'workload-identity-logs-may-container'),
    ).toMatchObject({
      role_definition_name: 'Storage Blob Data Contributor',
      scope: expect.stringMatching(/containers\/\$\{.*objectStore\.logs\}$/),
    });
  });

  test('it is asked for by default in production, and where a platform has none there is a volume and nothing else', () => {
    const production = { profile: 'production', ...clouds.aws, state: { backend: 'local' } };
    expect(account('logs')(production)?.namespace).toBe('monitoring');
    for (const without of [
      { ...production, monitoring: { logs: { objectStorage: false } } },
      { ...production, monitoring: { logs: { store: 'cloudwatch' } } },
      { profile: 'production' },
    ])
      expect(account('logs')(without)).toBeUndefined();
    const { values } = logsRelease(modelOf({ profile: 'production' }));
    expect(values).toMatchObject({ loki: { storage: { type: 'filesystem' } }, singleBinary: { persistence: { size: '100Gi' } } });
  });

  test('its pod may leave for it, and for the agent of its identity', () => {
    const { flows, config } = modelOf(on('aws', { objectStorage: true }));
    expect(flows.filter(({ why }) => why === 'logs into object storage').map(({ from, ports }) => [from, ports])).toEqual([
      [{ namespace: 'monitoring', app: 'loki' }, [443]],
    ]);
    expect(
      cloudFlows(config).some(({ from, to }) => leaf(from, 'namespace') === 'monitoring' && leaf(to, 'cidr') === '169.254.170.23/32'),
    ).toBe(true);
  });
});

describe('CloudWatch', () => {
  const patch = on('aws', { store: 'cloudwatch', retentionDays: 40 });
  const stacks = made(patch);

  test('no Loki is there; agents write into a group that is made for them, encrypted and with an end', () => {
    expect(stack(stacks, 'observability').releases.map(({ chart }) => chart)).not.toContain('loki');
    expect(leaf(stack(stacks, 'foundation').json.resource, 'aws_cloudwatch_log_group', 'log-workspace-pods')).toMatchObject({
      name: '/labs/dev/pods',
      retention_in_days: 60,
      kms_key_id: '${aws_kms_key.keys-data.arn}',
    });
    const { config } = collector(patch);
    expect(leaf(config, 'exporters', 'awscloudwatchlogs/logs')).toMatchObject({ log_group_name: '/labs/dev/pods', region: 'eu-west-1' });
    expect(leaf(config, 'service', 'pipelines', 'logs', 'exporters')).toEqual(['awscloudwatchlogs/logs']);
  });

  test('by the role of their service account, which may write there and read nothing', () => {
    const identity = account('node-agents')(patch);
    expect(identity && identityKey(identity)).toBe('node-agents/node-agents');
    const policy = String(
      leaf(stack(stacks, 'cluster').json.resource, 'aws_iam_role_policy', 'workload-identity-node-agents-policy', 'policy'),
    );
    expect(leaf(JSON.parse(policy), 'Statement')).toEqual([
      {
        Sid: 'WriteLogsOfPods',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:eu-west-1:*:log-group:/labs/dev/pods:*',
      },
    ]);
  });
});

describe('Log Analytics', () => {
  test('Container Insights brings logs of pods there, and the collector none; elsewhere it brings all but them, so that nobody pays for them twice', () => {
    const streams = (logs: Tree) => {
      const { resource } = stack(made(on('azure', logs)), 'cluster').json;
      const flow = leaf(resource, 'azurerm_monitor_data_collection_rule', 'cluster-insights', 'data_flow') as { streams: string[] }[];
      return {
        names: flow[0]?.streams,
        days: leaf(resource, 'azurerm_log_analytics_workspace_table', 'cluster-logs-of-pods', 'retention_in_days'),
      };
    };
    expect(streams({ store: 'azure', retentionDays: 20 })).toEqual({ names: ['Microsoft-ContainerInsights-Group-Default'], days: 20 });
    const { names, days } = streams({});
    expect(days).toBeUndefined();
    expect(names?.length).toBeGreaterThan(5);
    expect(names?.filter((name) => /Group-Default|ContainerLog/.test(name))).toEqual([]);
    const { config } = collector(on('azure', { store: 'azure' }));
    // Logs of an audit are read all the same: they have a place of their own.
    const others = (names: object) => Object.keys(names).filter((name) => !name.includes('audit'));
    expect(others(leaf(config, 'service', 'pipelines') as Tree)).toEqual(['traces']);
    expect(others(config.receivers as Tree)).toEqual(['otlp']);
  });
});

describe('metrics and traces go to a cloud besides', () => {
  test('Amazon Managed Prometheus gets what Prometheus measures, signed with the role of its service account', () => {
    const patch = { ...clouds.aws, state: { backend: 'local' }, monitoring: { metrics: { managed: true } } };
    const stacks = made(patch);
    const release = stack(stacks, 'observability').releases.find(({ chart }) => chart === 'kube-prometheus-stack');
    expect(checkValues(indexOf('kube-prometheus-stack', release?.version ?? '')!, release?.values ?? {})).toEqual([]);
    expect(leaf(release?.values, 'prometheus', 'prometheusSpec', 'remoteWrite')).toEqual([
      {
        url: expect.stringContaining('foundation.outputs.logWorkspace.metrics'),
        sigv4: { region: 'eu-west-1' },
        writeRelabelConfigs: [{ regex: 'prometheus_replica', action: 'labeldrop' }],
      },
    ]);
    expect(stack(stacks, 'foundation').json.output?.logWorkspace).toMatchObject({
      value: { metrics: '${aws_prometheus_workspace.log-workspace-metrics.prometheus_endpoint}api/v1/remote_write' },
    });
    const policy = String(
      leaf(stack(stacks, 'cluster').json.resource, 'aws_iam_role_policy', 'workload-identity-prometheus-policy', 'policy'),
    );
    expect(leaf(JSON.parse(policy), 'Statement', '0')).toMatchObject({
      Action: ['aps:RemoteWrite'],
      Condition: { StringEquals: { 'aws:ResourceTag/tenant': 'labs', 'aws:ResourceTag/environment': 'dev' } },
    });
    expect(account('prometheus')(patch)?.serviceAccount).toBe('monitoring-prometheus');
    expect(account('prometheus')({ ...clouds.aws, state: { backend: 'local' } })).toBeUndefined();
  });

  test('an Azure Monitor workspace gets it by the token that AKS gives the pod; of two that look at the same, the first sends', () => {
    const patch = (more: Tree = {}) => ({
      ...clouds.azure,
      platform: { ...clouds.azure.platform, directory: '00000000-0000-4000-8000-000000000001' },
      state: { backend: 'local' },
      monitoring: { metrics: { managed: true } },
      ...more,
    });
    const release = stack(made(patch()), 'observability').releases.find(({ chart }) => chart === 'kube-prometheus-stack');
    expect(checkValues(indexOf('kube-prometheus-stack', release?.version ?? '')!, release?.values ?? {})).toEqual([]);
    expect(release?.values.prometheus).toMatchObject({
      serviceAccount: { annotations: { 'azure.workload.identity/client-id': expect.stringContaining('monitoring') } },
      prometheusSpec: {
        podMetadata: { labels: { 'azure.workload.identity/use': 'true' } },
        remoteWrite: [
          {
            url: expect.stringContaining('foundation.outputs.logWorkspace.metrics'),
            azureAd: { cloud: 'AzurePublic', sdk: { tenantId: '00000000-0000-4000-8000-000000000001' } },
            writeRelabelConfigs: [{ regex: 'prometheus_replica', action: 'labeldrop' }],
          },
        ],
      },
    });
    const { config } = modelOf(patch({ profile: 'production' }));
    const { remoteWrite } = sending(config, { url: 'https://metrics.example.net', identity: { annotations: {}, podLabels: {} } });
    expect(leaf(remoteWrite, '0', 'writeRelabelConfigs')).toEqual([
      { sourceLabels: ['prometheus_replica'], regex: '.*-0', action: 'keep' },
      { regex: 'prometheus_replica', action: 'labeldrop' },
    ]);
    expect(account('prometheus')(patch())?.serviceAccount).toBe('monitoring-prometheus');
    const { flows } = modelOf(patch());
    expect(flows.filter(({ why }) => why === 'metrics to the managed Prometheus').map(({ ports }) => ports)).toEqual([[443]]);
  });

  test('Application Insights gets each trace beside Tempo, by a connection string from Vault; only then it takes such strings', () => {
    const patch = { ...clouds.azure, state: { backend: 'local' }, monitoring: { traces: { applicationInsights: 'monitoring/insights' } } };
    const { values, config } = collector(patch);
    expect(leaf(config, 'service', 'pipelines', 'traces', 'exporters')).toEqual(['otlp/traces', 'azuremonitor/traces']);
    expect(leaf(config, 'exporters', 'azuremonitor/traces')).toEqual({ connection_string: '${env:APPLICATIONINSIGHTS_CONNECTION_STRING}' });
    expect(values.extraEnvs).toContainEqual({
      name: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
      valueFrom: { secretKeyRef: { name: 'application-insights', key: 'connectionString' } },
    });
    const local = (settings: Tree) =>
      leaf(
        stack(made(settings), 'foundation').json.resource,
        'azurerm_application_insights',
        'log-workspace-insights',
        'local_authentication_disabled',
      );
    expect([local(patch), local({ ...clouds.azure, state: { backend: 'local' } })]).toEqual([false, true]);
  });

  test('a service has the name of its label in logs and traces, whatever it calls itself', () => {
    const { config } = collector({});
    const tag = leaf(config, 'processors', 'k8sattributes', 'extract', 'labels', '0', 'tag_name');
    expect(leaf(config, 'processors', 'resource', 'attributes')).toEqual([
      { key: 'deployment.environment.name', value: 'dev', action: 'upsert' },
      { key: 'service.name', from_attribute: tag, action: 'upsert' },
      { key: tag, action: 'delete' },
    ]);
    expect(leaf(config, 'service', 'pipelines', 'traces', 'processors')).toEqual(
      leaf(config, 'service', 'pipelines', 'logs', 'processors'),
    );
  });
});

describe('a server of one’s own', () => {
  const elastic = { address: 'https://logs.example.org:9200', username: 'hub', secret: 'monitoring/elastic' };
  const patch = (more: Tree = {}) => ({ monitoring: { logs: { store: 'elastic', elastic: { ...elastic, ...more } } } });

  test('its password is a variable from a Secret that a person fills in Vault; it is in no value', () => {
    const { values, config } = collector(patch());
    expect(leaf(config, 'exporters', 'elasticsearch/logs')).toMatchObject({
      endpoint: elastic.address,
      auth: { authenticator: 'basicauth/logs' },
    });
    expect(leaf(config, 'extensions', 'basicauth/logs', 'client_auth')).toEqual({ username: 'hub', password: '${env:ELASTIC_PASSWORD}' });
    expect(leaf(config, 'service', 'extensions')).toContain('basicauth/logs');
    expect(values.extraEnvs).toContainEqual({
      name: 'ELASTIC_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'elastic-login', key: 'password' } },
    });
    const secrets = modelOf(patch()).secrets.filter(({ id }) => id.startsWith('elastic-login'));
    expect(secrets.map(({ kind, path, field, deliveries }) => [kind, path, field, deliveries.map(({ namespace }) => namespace)])).toEqual([
      ['given', 'monitoring/elastic', 'password', ['node-agents']],
    ]);
  });

  test('OpenSearch is spoken to in its own words, and an authority of one’s own is trusted', () => {
    const { values, config } = collector(patch({ program: 'opensearch', privateAuthority: true }));
    expect(leaf(config, 'exporters', 'opensearch/logs', 'http')).toMatchObject({
      endpoint: elastic.address,
      tls: { ca_file: '/elastic-ca/ca.crt' },
    });
    expect(values.extraVolumeMounts).toContainEqual({ name: 'elastic-ca', mountPath: '/elastic-ca', readOnly: true });
    expect(modelOf(patch({ privateAuthority: true })).secrets.filter(({ id }) => id.startsWith('elastic-login'))).toHaveLength(2);
  });

  test('agents may leave for its port alone, and no Loki is there', () => {
    const { flows } = modelOf(patch());
    expect(flows.filter(({ why }) => why.startsWith('logs of pods to')).map(({ from, ports }) => [from, ports])).toEqual([
      [{ namespace: 'node-agents' }, [9200]],
    ]);
    const [pipeline] = Object.entries(leaf(collector(patch()).config, 'service', 'pipelines') as Tree);
    expect(pipeline).toEqual(['logs', expect.objectContaining({ exporters: ['elasticsearch/logs'] })]);
  });

  test.each([
    ['no https', { address: 'http://logs.example.org' }],
    ['a login in the address', { address: 'https://hub:secret@logs.example.org' }],
  ])('%s is refused', (_, more) => {
    expect(() => configWith(patch(more))).toThrow('elastic.address');
  });
});
