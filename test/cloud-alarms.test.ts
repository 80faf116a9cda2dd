import { join } from 'node:path';
import { awsStoreAlarms } from '../config/model/alerts/aws-alarms';
import { awsAuditAlarms } from '../config/model/alerts/aws-audit';
import { azureAlarms } from '../config/model/alerts/azure-alarms';
import { azurePrometheusAlerts } from '../config/model/alerts/azure-prometheus';
import { realProviders, validated } from './real-providers';
import { type Attributes, modelWith, type SynthesisedStack, synthesised, type Tree } from './synthesised';

/** Alarms of the clouds about what they run, and who is told. */
const mail = { name: 'mail', to: 'email', recipients: ['ops@example.org'], from: 'hub@example.org', server: 'smtp.example.org:587' };
const aws = {
  platform: { provider: 'aws', region: 'eu-west-1', context: undefined, account: '111122223333' },
  state: { backend: 'local' },
};
const azure = {
  platform: {
    provider: 'azure',
    region: 'southafricanorth',
    context: undefined,
    account: '00000000-0000-4000-8000-000000000000',
    directory: '00000000-0000-4000-8000-000000000001',
  },
  state: { backend: 'local' },
};
const patches = {
  aws: {
    ...aws,
    stores: { mysql: { service: 'rds' }, kafka: { service: 'msk' }, redis: { service: 'elasticache' }, mongodb: { service: 'documentdb' } },
    hub: { ttkSimulators: true, bulk: true },
    alerts: { cloudRecipients: ['oncall@example.org'], routes: [{ ...mail, severities: ['warning'] }] },
  },
  'aws, aurora': { ...aws, profile: 'production', cluster: { kubernetesVersion: '1.35' }, stores: { mysql: { service: 'aurora' } } },
  azure: {
    ...azure,
    monitoring: { metrics: { managed: true } },
    stores: { mysql: { service: 'flexible-server' }, kafka: { service: 'event-hubs' } },
    alerts: { routes: [mail] },
  },
  'azure, nobody told, kept in the country': { ...azure, residency: { country: 'ZA' } },
} as const satisfies Record<string, Tree>;
type Name = keyof typeof patches;

const made = new Map<Name, readonly SynthesisedStack[]>();
const stacksOf = (name: Name) => {
  const known = made.get(name) ?? synthesised(modelWith(patches[name])).stacks;
  made.set(name, known);
  return known;
};
const stackOf = (name: Name): SynthesisedStack => {
  const found = stacksOf(name).find(({ id }) => id === 'cloud-alarms');
  if (!found) throw new Error(`${name} has no stack of alarms`);
  return found;
};
const of = (name: Name, type: string): Readonly<Record<string, Attributes>> => stackOf(name).json.resource[type] ?? {};
const one = (name: Name, type: string, id: string): Attributes => {
  const found = of(name, type)[id];
  if (!found) throw new Error(`${type}.${id} is not there, but ${Object.keys(of(name, type)).join(', ')}`);
  return found;
};

describe('where there is a cloud', () => {
  test('alarms are a stack of their own, after what they look at; a plain cluster has none, nor has a hub that nobody watches', () => {
    const needs = (name: Name) => stackOf(name).needs;
    expect(needs('aws')).toEqual(['cluster', 'managed-stores', 'edge']);
    expect(synthesised(modelWith({})).stacks.map(({ id }) => id)).not.toContain('cloud-alarms');
    expect(synthesised(modelWith({ ...aws, monitoring: { enabled: false } })).stacks.map(({ id }) => id)).not.toContain('cloud-alarms');
  });
});

describe('CloudWatch', () => {
  const alarms = () => Object.values(of('aws', 'aws_cloudwatch_metric_alarm'));

  test('every store that AWS runs has alarms, by the name that its own stack gives it', () => {
    const seen = new Set(alarms().flatMap(({ dimensions }) => Object.values((dimensions ?? {}) as Record<string, string>)));
    const text = stacksOf('aws').find(({ id }) => id === 'managed-stores')?.json.resource ?? {};
    const given = [
      ['aws_db_instance', 'identifier'],
      ['aws_docdb_cluster', 'cluster_identifier'],
      ['aws_msk_cluster', 'cluster_name'],
    ] as const;
    for (const [type, key] of given) for (const store of Object.values(text[type] ?? {})) expect(seen).toContain(store[key]);
    const cache = Object.values(text.aws_elasticache_replication_group ?? {})[0]?.replication_group_id;
    expect(seen).toContain(`${cache}-001`);
  });

  test('what stops payments is critical, what will is a warning; each says what it means', () => {
    const rows = awsStoreAlarms(modelWith(patches.aws).config);
    const critical = rows.filter(({ severity }) => severity === 'critical').map(({ id }) => id);
    expect(critical).toEqual(['mysql-connections', 'mysql-storage', 'kafka-offline', 'kafka-1-disk', 'kafka-2-disk', 'cache-1-memory']);
    expect(rows.every(({ says }) => says.length > 20)).toBe(true);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    // A standby of RDS is no replica: it has no lag to show. Aurora has replicas.
    expect(rows.map(({ metric }) => metric)).not.toContain('ReplicaLag');
    expect(awsStoreAlarms(modelWith(patches['aws, aurora']).config).map(({ metric }) => metric)).toContain('AuroraReplicaLagMaximum');
  });

  test('the way of the audit log to its bucket is watched by the name of its stream; where nothing is brought nothing is', () => {
    const stream = Object.values(
      stacksOf('aws').find(({ id }) => id === 'cluster')?.json.resource.aws_kinesis_firehose_delivery_stream ?? {},
    )[0];
    for (const [id, metric] of [
      ['audit-refused', 'DeliveryToS3.Success'],
      ['audit-late', 'DeliveryToS3.DataFreshness'],
    ])
      expect(one('aws', 'aws_cloudwatch_metric_alarm', `alarms-${id}`)).toMatchObject({
        namespace: 'AWS/Firehose',
        metric_name: metric,
        dimensions: { DeliveryStreamName: stream?.name },
      });
    expect(awsAuditAlarms(modelWith({ ...aws, operations: { audit: { enabled: false } } }).config)).toEqual([]);
  });

  test('a threshold of storage is in bytes, below what a server is made with', () => {
    const storage = one('aws', 'aws_cloudwatch_metric_alarm', 'alarms-mysql-storage');
    const server = Object.values(stacksOf('aws').find(({ id }) => id === 'managed-stores')?.json.resource.aws_db_instance ?? {})[0];
    expect(Number(storage.threshold) / 2 ** 30).toBeCloseTo(Number(server?.allocated_storage) * 0.08, 3);
    expect(storage).toMatchObject({ comparison_operator: 'LessThanThreshold', evaluation_periods: 1, treat_missing_data: 'missing' });
  });

  test('the balancer of the gateway is looked for by its tag, and has no alarm while it is not there', () => {
    const alarm = one('aws', 'aws_cloudwatch_metric_alarm', 'alarms-gateway-away');
    expect(alarm.for_each).toBe('${toset(data.aws_lbs.alarms-balancers.arns)}');
    const [query] = alarm.metric_query as { expression: string }[];
    expect(query?.expression).toContain('WHERE LoadBalancer = \'${element(split(":loadbalancer/", each.key), 1)}\'');
    expect(stackOf('aws').json.data).toMatchObject({
      aws_lbs: { 'alarms-balancers': { tags: { 'elbv2.k8s.aws/cluster': expect.stringContaining('outputs.cluster.name') } } },
    });
  });

  test('topics are encrypted with the key of data, which lets alarms of this account use it; only they may write', () => {
    expect(Object.keys(of('aws', 'aws_sns_topic'))).toEqual(['alarms-topic-critical', 'alarms-topic-warning']);
    for (const topic of Object.values(of('aws', 'aws_sns_topic'))) expect(topic.kms_master_key_id).toContain('outputs.keys.data');
    const policy = JSON.parse(String(one('aws', 'aws_sns_topic_policy', 'alarms-topic-critical-policy').policy)) as { Statement: Tree[] };
    expect(policy.Statement).toEqual([
      {
        Sid: 'AlarmsOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: '${aws_sns_topic.alarms-topic-critical.arn}',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*' },
        },
      },
    ]);
    const key = stacksOf('aws').find(({ id }) => id === 'foundation')?.json.resource.aws_kms_key?.['keys-data'];
    const sentence = (JSON.parse(String(key?.policy)) as { Statement: Tree[] }).Statement.find(({ Sid }) => Sid === 'AlarmsOfThisAccount');
    expect(sentence).toMatchObject({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] });
  });

  test('mails go to those the file names, by severity; with nobody alarms are there and tell nobody', () => {
    const mails = Object.values(of('aws', 'aws_sns_topic_subscription')).map(({ endpoint, topic_arn }) => [
      endpoint,
      /topic-(\w+)\./.exec(String(topic_arn))?.[1],
    ]);
    expect(mails).toEqual([
      ['oncall@example.org', 'critical'],
      ['oncall@example.org', 'warning'],
      ['ops@example.org', 'warning'],
    ]);
    expect(one('aws', 'aws_cloudwatch_metric_alarm', 'alarms-mysql-cpu').alarm_actions).toEqual([
      '${aws_sns_topic.alarms-topic-warning.arn}',
    ]);
    expect(of('aws, aurora', 'aws_sns_topic')).toEqual({});
    const silent = Object.values(of('aws, aurora', 'aws_cloudwatch_metric_alarm'));
    expect(silent.length).toBeGreaterThan(4);
    expect(silent.flatMap(({ alarm_actions }) => alarm_actions ?? [])).toEqual([]);
  });
});

describe('Azure Monitor', () => {
  const alerts = (name: Name) => of(name, 'azurerm_monitor_metric_alert');

  test('looks at the ledger, Event Hubs, nodes and the balancer, each by its id', () => {
    const scopes = Object.values(alerts('azure')).map(({ scopes }) => String((scopes as string[])[0]).replace(/^.*\/providers\//, ''));
    expect([...new Set(scopes.map((scope) => scope.split('/').slice(0, 2).join('/')))].sort()).toEqual([
      '${azurerm_application_insights_standard_web_test.alarms-availability.id}',
      'Microsoft.ContainerService/managedClusters',
      'Microsoft.DBforMySQL/flexibleServers',
      'Microsoft.EventHub/namespaces',
      'Microsoft.Monitor/accounts',
      'Microsoft.Network/loadBalancers',
      'Microsoft.Storage/storageAccounts',
    ]);
    const account = stacksOf('azure').find(({ id }) => id === 'foundation')?.json.resource.azurerm_storage_account?.[
      'object-store-audit-account'
    ];
    expect(scopes).toContain(`Microsoft.Storage/storageAccounts/${account?.name}`);
    expect(alerts('azure')['alarms-audit-refused']).toMatchObject({
      criteria: [
        { metric_name: 'Transactions', dimension: [{ name: 'ResponseType', operator: 'Include', values: ['AuthorizationError'] }] },
      ],
    });
    const stores = stacksOf('azure').find(({ id }) => id === 'managed-stores')?.json.resource ?? {};
    const own = (type: string) => String(Object.values(stores[type] ?? {})[0]?.name);
    expect(scopes).toContain(`Microsoft.DBforMySQL/flexibleServers/${own('azurerm_mysql_flexible_server')}`);
    expect(scopes).toContain(`Microsoft.EventHub/namespaces/${own('azurerm_eventhub_namespace')}`);
  });

  test('what Azure does not run has no alert', () => {
    const targets = new Set(azureAlarms(modelWith(patches['azure, nobody told, kept in the country']).config).map(({ target }) => target));
    expect([...targets]).toEqual(['cluster', 'balancer', 'audit']);
  });

  test('mails go out by severity, to a group only where somebody is in it', () => {
    expect(Object.keys(of('azure', 'azurerm_monitor_action_group'))).toEqual(['alarms-group-critical', 'alarms-group-warning']);
    expect(alerts('azure')['alarms-mysql-storage']).toMatchObject({
      severity: 1,
      action: [{ action_group_id: '${azurerm_monitor_action_group.alarms-group-critical.id}' }],
    });
    const silent = 'azure, nobody told, kept in the country';
    expect(of(silent, 'azurerm_monitor_action_group')).toEqual({});
    expect(Object.values(alerts(silent)).flatMap(({ action }) => action ?? [])).toEqual([]);
  });

  test('Azure tells when nothing comes from Prometheus of the cluster, which is all that it can not tell itself', () => {
    expect(one('azure', 'azurerm_monitor_alert_prometheus_rule_group', 'alarms-prometheus-rules')).toMatchObject({
      scopes: [expect.stringMatching(/providers\/Microsoft.Monitor\/accounts\/labs-dev-prometheus$/)],
      rule: [
        {
          alert: 'metrics-away',
          severity: 1,
          for: 'PT10M',
          action: [{ action_group_id: '${azurerm_monitor_action_group.alarms-group-critical.id}' }],
        },
      ],
    });
    expect(of('azure, nobody told, kept in the country', 'azurerm_monitor_alert_prometheus_rule_group')).toEqual({});
    // It would tell of every evening.
    const sleeps = { ...patches.azure, operations: { hibernation: { stop: '0 20 * * *', start: '0 6 * * *' } } };
    expect(azurePrometheusAlerts(modelWith(sleeps).config)).toEqual([]);
  });

  test('the API of participants is asked from five places and must refuse; not where telemetry may not leave the country', () => {
    expect(one('azure', 'azurerm_application_insights_standard_web_test', 'alarms-availability')).toMatchObject({
      request: { url: 'https://interop-switch.dev.labs.example.org/' },
      validation_rules: { expected_status_code: 401 },
      geo_locations: expect.arrayContaining(['us-va-ash-azr']),
    });
    expect(of('azure, nobody told, kept in the country', 'azurerm_application_insights_standard_web_test')).toEqual({});
  });

  test('the workbook is JSON that the portal reads, has one name for ever, and asks the workspace alone', () => {
    const workbook = one('azure', 'azurerm_application_insights_workbook', 'alarms-workbook');
    expect(workbook.name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    const document = JSON.parse(String(workbook.data_json)) as { version: string; items: { type: number; content: Tree }[] };
    expect(document.version).toBe('Notebook/1.0');
    const queries = document.items.filter(({ type }) => type === 3);
    expect(queries.length).toBeGreaterThan(3);
    for (const { content } of queries)
      expect(content.crossComponentResources).toEqual([expect.stringContaining('outputs.logWorkspace.id')]);
  });
});

const { work, here, proof } = realProviders('cloud-alarms', ['aws', 'azurerm'], () => [stackOf('aws').json, stackOf('azure').json]);
for (const name of ['aws', 'azure'] as const)
  proof(`${name}: the real provider accepts the stack`, () => {
    const { json } = stackOf(name);
    expect(validated(here, join(work, name), { ...json, terraform: { required_providers: json.terraform.required_providers } })).toEqual(
      [],
    );
  });
