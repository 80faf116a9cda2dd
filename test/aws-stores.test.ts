import { join } from 'node:path';
import fc from 'fast-check';
import { managedTopics, mskBrokers, partitionsPerBroker, replication } from '../config/model/kafka-brokers';
import { mysqlParameters } from '../config/model/mysql-parameters';
import { mysqlVersions } from '../config/model/mysql-versions';
import { cloudPlan } from '../config/model/network-plan';
import { machineFor, storeMachine, storeMachines } from '../config/model/store-machines';
import { storeWindows } from '../config/model/store-windows';
import { catalogue } from '../config/releases/catalogue';
import { hubSizes } from '../config/schema/hub';
import { maintenanceWindow } from '../constructs/aws/store-safety';
import { realProviders, validated } from './real-providers';
import { type Attributes, leavesOf, modelWith, resourcesOf, type SynthesisedStack, synthesised, type Tree } from './synthesised';
import { configWith, over } from './workbench-fixtures';

const aws = (more: Tree = {}) =>
  over(
    {
      platform: { provider: 'aws', context: undefined, region: 'eu-west-1' },
      state: { backend: 'local' },
      cluster: { kubernetesVersion: '1.35' },
      stores: {
        mysql: { service: 'rds' },
        mongodb: { service: 'documentdb' },
        kafka: { service: 'msk' },
        redis: { service: 'elasticache' },
      },
    },
    more,
  );

/** Environments that differ in what decides about their stores. */
const environments = {
  sandbox: aws(),
  production: aws({ profile: 'production' }),
  'production without protection': aws({ profile: 'production', operations: { deletionProtection: false } }),
  'Aurora in production': aws({ profile: 'production', stores: { mysql: { service: 'aurora', backup: { retentionDays: 14 } } } }),
  'an old release with machines of its own': aws({
    hub: { release: '16.0.4' },
    stores: { mysql: { instance: 'db.t4g.micro' }, mongodb: { instance: 'db.r6g.large' } },
  }),
} as const satisfies Record<string, Tree>;
type EnvironmentName = keyof typeof environments;
const names = Object.keys(environments) as EnvironmentName[];

const stacks = Object.fromEntries(
  names.map((name) => {
    const stack = synthesised(modelWith(environments[name])).stacks.find(({ id }) => id === 'managed-stores');
    if (!stack) throw new Error(`${name} has no managed stores`);
    return [name, stack];
  }),
) as Record<EnvironmentName, SynthesisedStack>;

const named = (name: EnvironmentName, type: string): Readonly<Record<string, Attributes>> => stacks[name].json.resource[type] ?? {};
const one = (name: EnvironmentName, type: string): Attributes => {
  const [found, ...others] = Object.values(named(name, type));
  if (!found || others.length > 0) throw new Error(`${name} has ${others.length + (found ? 1 : 0)} ${type}`);
  return found;
};
const handedOn = (name: EnvironmentName, contract: string) => stacks[name].json.output?.[contract]?.value as Tree;
const foundation = (contract: string) => `\${data.terraform_remote_state.foundation.outputs.${contract}}`;
const dataKey = foundation('keys.data');

describe('server parameters of MySQL, by release and service', () => {
  const [old, recent] = [catalogue['16.0.4'].limits, catalogue['17.1.0'].limits];
  const spelled = (service: keyof typeof mysqlVersions, limits: typeof old, name: string) =>
    mysqlParameters(service, limits).find((parameter) => parameter.name === name)?.value;

  test.each([
    ['rds', '0', '1'],
    ['aurora', 'OFF', 'ON'],
    ['flexible-server', 'OFF', 'ON'],
  ] as const)('%s insists on TLS only where the charts can speak it: before 17.1.0 %s, since then %s', (service, off, on) => {
    expect([spelled(service, old, 'require_secure_transport'), spelled(service, recent, 'require_secure_transport')]).toEqual([off, on]);
  });
  test('invisible primary keys are switched off on Azure, where they are on', () => {
    expect(spelled('flexible-server', old, 'sql_generate_invisible_primary_key')).toBe('OFF');
    expect(spelled('rds', old, 'sql_generate_invisible_primary_key')).toBeUndefined();
  });
  test.each(['rds', 'aurora', 'flexible-server'] as const)(
    '%s: functions without SUPER, every script, slow statements, no lost commit',
    (service) => {
      const on = service === 'flexible-server' ? 'ON' : '1';
      expect(Object.fromEntries(mysqlParameters(service, recent).map(({ name, value }) => [name, value]))).toMatchObject({
        log_bin_trust_function_creators: on,
        character_set_server: 'utf8mb4',
        collation_server: 'utf8mb4_unicode_ci',
        slow_query_log: on,
        long_query_time: '2',
        innodb_flush_log_at_trx_commit: '1',
      });
    },
  );
  test('each has its reason and its source, and none stands twice', () => {
    for (const service of ['rds', 'aurora', 'flexible-server'] as const) {
      const rows = mysqlParameters(service, recent);
      expect(rows.filter(({ why, source }) => why.length < 10 || source.length < 10)).toEqual([]);
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    }
  });
  test('every service stays with 8.0, where drivers without caching_sha2_password can log in', () => {
    expect(Object.values(mysqlVersions).filter((version) => !version.startsWith('8.0'))).toEqual([]);
  });
});

describe('machines of managed stores', () => {
  const services = Object.keys(storeMachines) as (keyof typeof storeMachines)[];
  test.each(services)('%s: a larger hub never gets less', (service) => {
    const chosen = hubSizes.map((size) => machineFor(service, size));
    for (const figure of ['vcpu', 'memoryGib', 'maxConnections', 'maxPartitions'] as const) {
      const figures = chosen.flatMap((machine) => machine[figure] ?? []);
      expect(figures).toEqual([...figures].sort((a, b) => a - b));
    }
  });
  test('one that the file names and the table does not know has a name and no numbers', () => {
    const config = configWith(aws({ stores: { mysql: { instance: 'db.x2g.large' } } }));
    expect(storeMachine(config, 'mysql')).toEqual({ name: 'db.x2g.large' });
    expect(storeMachine(configWith({}), 'mysql')).toBeUndefined();
  });
});

describe('when AWS works on a store', () => {
  const day = fc.constantFrom('Monday', 'Saturday', 'Sunday');
  const hour = fc.integer({ min: 0, max: 23 });
  test('the daily backup and the weekly maintenance never meet, nor touch, and a backup is kept at most 35 days', () => {
    fc.assert(
      fc.property(day, hour, hour, fc.integer({ min: 1, max: 3650 }), (upgradeDay, upgradeHour, backupHour, days) => {
        const config = configWith(
          aws({
            cluster: { upgrades: { day: upgradeDay, hour: upgradeHour } },
            operations: { backupSchedule: `30 ${backupHour} * * *`, backupRetentionDays: days },
          }),
        );
        const { maintenance, backup, retentionDays } = storeWindows(config, 'mysql');
        const hours = (from: number, length: number) => Array.from({ length }, (_, at) => (from + at + 24) % 24);
        expect(hours(maintenance.from - 1, maintenance.hours + 2)).not.toContain(backup.from);
        expect(retentionDays).toBe(Math.min(35, days));
      }),
      { numRuns: 60 },
    );
  });
  test('a window may end on the next day', () => {
    const windows = storeWindows(configWith(aws({ cluster: { upgrades: { day: 'Saturday', hour: 22 } } })), 'mysql');
    expect(maintenanceWindow(windows)).toBe('sat:22:00-sun:02:00');
  });
  test('a schedule of its own counts for its store alone', () => {
    const config = configWith(aws({ stores: { mysql: { backup: { schedule: '0 17 * * *', retentionDays: 7 } } } }));
    expect([storeWindows(config, 'mysql'), storeWindows(config, 'mongodb')]).toMatchObject([
      { backup: { from: 17 }, retentionDays: 7 },
      { backup: { from: 7 }, retentionDays: 3 },
    ]);
  });
});

describe('logins that nobody types', () => {
  const writeOnly = /_wo$/;
  test.each(names)('%s: what is ephemeral goes into write-only arguments alone, never into a resource, an output or a log', (name) => {
    const { json } = stacks[name];
    const leaves = leavesOf({ resource: json.resource, output: json.output, data: json.data });
    const holding = leaves.filter(({ value }) => String(value).includes('ephemeral.')).map(({ path }) => path.at(-1));
    expect(holding.length).toBeGreaterThan(3);
    expect(holding.filter((key) => !writeOnly.test(String(key)))).toEqual([]);
    expect(leaves.filter(({ path }) => /^(master_)?password$|^secret_string$|^auth_token$/.test(String(path.at(-1))))).toEqual([]);
  });
  test('a server gets what the secret store has, not what was born in this run: so a retry changes nothing', () => {
    const stored = '${jsondecode(ephemeral.aws_secretsmanager_secret_version.mysql-admin-stored.secret_string).password}';
    expect(one('production', 'aws_db_instance')).toMatchObject({ password_wo: stored, password_wo_version: 1, username: 'workbench' });
    expect(one('Aurora in production', 'aws_rds_cluster')).toMatchObject({ master_password_wo: stored, master_password_wo_version: 1 });
    expect(one('production', 'aws_docdb_cluster').master_password_wo).toBe(stored.replace('mysql-admin', 'document-store-admin'));
  });
  test('it is read after it was written, by an attribute that is unknown until then: so a run that broke off between the two goes on', () => {
    expect(stacks.production.json.ephemeral?.aws_secretsmanager_secret_version?.['mysql-admin-stored']).toMatchObject({
      secret_id: '${aws_secretsmanager_secret_version.mysql-admin-written.arn}',
    });
    const written = named('production', 'aws_secretsmanager_secret_version')['mysql-admin-written'];
    expect(written).toMatchObject({ secret_string_wo_version: 1 });
    expect(written?.secret_string_wo).toContain('ephemeral.aws_secretsmanager_random_password.mysql-admin-born.random_password');
  });
  test('names say whose they are; what is handed on is a name, never a secret', () => {
    const { id } = { id: foundation('secretStore.id') };
    expect(
      Object.values(named('production', 'aws_secretsmanager_secret'))
        .map(({ name_prefix }) => name_prefix)
        .sort(),
    ).toEqual([`${id}/mongodb-admin-`, `${id}/mysql-admin-`, `AmazonMSK_${id}/kafka-proxy-`]);
    expect(handedOn('production', 'mysql')).toEqual({
      adminSecret: '${aws_secretsmanager_secret.mysql-admin-secret.name}',
      host: '${aws_db_instance.mysql-server.address}',
      port: '3306',
    });
  });
  test('what stays after an environment is removed has no name that its successor needs', () => {
    const staying = ['aws_secretsmanager_secret', 'aws_db_option_group'].flatMap((type) => Object.values(named('production', type)));
    expect(staying).toHaveLength(4);
    expect(staying.filter(({ name, name_prefix }) => name !== undefined || !String(name_prefix).endsWith('-'))).toEqual([]);
  });
  test('with our key; had back for 30 days in production, gone at once in a sandbox', () => {
    for (const [name, days] of [
      ['production', 30],
      ['production without protection', 30],
      ['sandbox', 0],
    ] as const)
      for (const secret of Object.values(named(name, 'aws_secretsmanager_secret')))
        expect(secret).toMatchObject({ kms_key_id: dataKey, recovery_window_in_days: days });
  });
});

describe('RDS for MySQL', () => {
  test('in production: a standby in another zone, encrypted, protected, watched, reachable from inside alone', () => {
    expect(one('production', 'aws_db_instance')).toMatchObject({
      engine: 'mysql',
      engine_version: '8.0',
      engine_lifecycle_support: 'open-source-rds-extended-support',
      instance_class: 'db.m7g.large',
      multi_az: true,
      storage_encrypted: true,
      kms_key_id: dataKey,
      storage_type: 'gp3',
      allocated_storage: 100,
      max_allocated_storage: 400,
      publicly_accessible: false,
      vpc_security_group_ids: [foundation('network.purposes.mysql')],
      backup_retention_period: 35,
      backup_window: '00:00-01:00',
      maintenance_window: 'sun:02:00-sun:06:00',
      deletion_protection: true,
      delete_automated_backups: false,
      copy_tags_to_snapshot: true,
      skip_final_snapshot: false,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: dataKey,
      monitoring_interval: 60,
      enabled_cloudwatch_logs_exports: ['audit', 'error', 'slowquery'],
      ca_cert_identifier: 'rds-ca-rsa2048-g1',
      auto_minor_version_upgrade: true,
      iam_database_authentication_enabled: true,
      apply_immediately: false,
    });
  });
  test('a sandbox is one server that leaves nothing behind', () => {
    expect(one('sandbox', 'aws_db_instance')).toMatchObject({
      instance_class: 'db.t4g.medium',
      multi_az: false,
      allocated_storage: 20,
      deletion_protection: false,
      delete_automated_backups: true,
      skip_final_snapshot: true,
      storage_encrypted: true,
      apply_immediately: true,
    });
    expect(one('sandbox', 'aws_db_instance').final_snapshot_identifier).toBeUndefined();
    expect(one('sandbox', 'aws_db_option_group').skip_destroy).toBe(false);
  });
  test('who switches the protection off to delete it still gets the last snapshot, under a name that no earlier one has', () => {
    const server = one('production without protection', 'aws_db_instance');
    expect(server).toMatchObject({ deletion_protection: false, skip_final_snapshot: false, delete_automated_backups: false });
    expect(server.final_snapshot_identifier).toContain('${aws_secretsmanager_secret_version.mysql-admin-written.version_id}');
    expect(one('production without protection', 'aws_db_option_group').skip_destroy).toBe(true);
  });
  test('a release that knows no TLS gets a server that does not insist; a machine that is too small has no insights', () => {
    const [parameters] = Object.values(named('an old release with machines of its own', 'aws_db_parameter_group'));
    expect(parameters?.parameter).toContainEqual({ apply_method: 'immediate', name: 'require_secure_transport', value: '0' });
    expect(parameters?.family).toBe('mysql8.0');
    const server = one('an old release with machines of its own', 'aws_db_instance');
    expect(server).toMatchObject({ instance_class: 'db.t4g.micro', performance_insights_enabled: false });
    expect(server.performance_insights_kms_key_id).toBeUndefined();
  });
  test('logs have a key and an end, and are there before the server', () => {
    const server = one('production', 'aws_db_instance');
    const groups = Object.entries(named('production', 'aws_cloudwatch_log_group')).filter(([id]) => id.startsWith('mysql-'));
    expect(groups.map(([, { name }]) => name)).toEqual(
      ['audit', 'error', 'slowquery'].map((log) => `/aws/rds/instance/${server.identifier}/${log}`),
    );
    for (const [id, group] of groups) {
      expect(group).toMatchObject({ kms_key_id: dataKey, retention_in_days: 365 });
      expect(server.depends_on).toContain(`aws_cloudwatch_log_group.${id}`);
    }
  });
  test('its monitoring may be used by this account alone', () => {
    const policy = String(one('production', 'aws_iam_role').assume_role_policy);
    expect(policy).toContain('monitoring.rds.amazonaws.com');
    expect(policy).toContain('aws:SourceAccount');
  });
});

describe('Aurora MySQL', () => {
  const name = 'Aurora in production';
  test('a cluster with as many members as the file asks for; a hub talks to the writer', () => {
    const cluster = one(name, 'aws_rds_cluster');
    expect(cluster).toMatchObject({
      engine: 'aurora-mysql',
      storage_encrypted: true,
      kms_key_id: dataKey,
      deletion_protection: true,
      skip_final_snapshot: false,
      backup_retention_period: 14,
      preferred_backup_window: '00:00-01:00',
      preferred_maintenance_window: 'sun:02:00-sun:06:00',
    });
    const members = Object.values(named(name, 'aws_rds_cluster_instance'));
    expect(members).toHaveLength(3);
    for (const member of members)
      expect(member).toMatchObject({
        instance_class: 'db.r7g.large',
        publicly_accessible: false,
        performance_insights_enabled: true,
        monitoring_interval: 60,
      });
    expect(handedOn(name, 'mysql').host).toBe('${aws_rds_cluster.mysql-server.endpoint}');
  });
  test('has no insights on machines that refuse them: more of them than RDS', () => {
    const insights = (instance: string, service: 'aurora' | 'rds') => {
      const { stacks: made } = synthesised(modelWith(aws({ stores: { mysql: { service, instance } } })));
      const stores = made.find(({ id }) => id === 'managed-stores') as SynthesisedStack;
      const types = ['aws_rds_cluster_instance', 'aws_db_instance'];
      return types.flatMap((type) => Object.values(stores.json.resource[type] ?? {})).map((each) => each.performance_insights_enabled);
    };
    expect([insights('db.t3.large', 'aurora'), insights('db.r7g.large', 'aurora'), insights('db.t3.large', 'rds')]).toEqual([
      [false],
      [true],
      [true],
    ]);
  });
  test('its parameters are those of the cluster, with its own audit', () => {
    const group = one(name, 'aws_rds_cluster_parameter_group');
    expect(group.family).toBe('aurora-mysql8.0');
    for (const [key, value] of [
      ['require_secure_transport', 'ON'],
      ['server_audit_logging', '1'],
      ['log_bin_trust_function_creators', '1'],
    ])
      expect(group.parameter).toContainEqual({ apply_method: 'immediate', name: key, value });
    expect(named(name, 'aws_db_option_group')).toEqual({});
  });
});

describe('MSK', () => {
  test('brokers are of equal number in each zone of the VPC, never fewer than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 }), (zones, replicas) => {
        const config = configWith(aws({ cluster: { zones }, stores: { kafka: { replicas } } }));
        const brokers = mskBrokers(config);
        const subnets = cloudPlan(config).data.length;
        expect(brokers % subnets).toBe(0);
        expect(brokers).toBeGreaterThanOrEqual(replicas);
        expect(brokers - replicas).toBeLessThan(subnets);
        const { copies, inSync } = replication(brokers);
        expect(copies).toBeLessThanOrEqual(brokers);
        expect(inSync).toBeLessThan(copies);
      }),
      { numRuns: 40 },
    );
  });
  test.each(hubSizes)('the topics of a %s hub fit on its brokers', (size) => {
    const model = modelWith(
      aws({ profile: 'production', hub: { size, fx: true, bulk: true }, stores: { mysql: { instance: 'db.r7g.4xlarge' } } }),
    );
    const machine = machineFor('msk', size);
    expect(partitionsPerBroker(model.config, model.topics)).toBeLessThanOrEqual(machine.maxPartitions ?? 0);
    expect(new Set(managedTopics(model.config, model.topics).map(({ replicas }) => replicas))).toEqual(new Set([3]));
  });
  test('one way in: SCRAM over TLS; nothing public, nothing anonymous, everything encrypted', () => {
    expect(one('production', 'aws_msk_cluster')).toMatchObject({
      kafka_version: '3.9.x.kraft',
      number_of_broker_nodes: 3,
      client_authentication: { sasl: { iam: false, scram: true }, unauthenticated: false },
      encryption_info: { encryption_at_rest_kms_key_arn: dataKey, encryption_in_transit: { client_broker: 'TLS', in_cluster: true } },
      broker_node_group_info: {
        instance_type: 'kafka.m7g.large',
        connectivity_info: { public_access: { type: 'DISABLED' } },
        storage_info: { ebs_storage_info: { volume_size: 100 } },
      },
      logging_info: { broker_logs: { cloudwatch_logs: { enabled: true } } },
      enhanced_monitoring: 'PER_BROKER',
    });
  });
  test('no topic by a slip, and no answer before two zones have the message', () => {
    const settings = String(one('production', 'aws_msk_configuration').server_properties).trim().split('\n');
    expect(settings).toEqual(
      expect.arrayContaining([
        'auto.create.topics.enable=false',
        'default.replication.factor=3',
        'min.insync.replicas=2',
        'num.partitions=6',
        'log.retention.hours=168',
        'unclean.leader.election.enable=false',
      ]),
    );
  });
  test('volumes grow and never shrink, and what they have grown is no change', () => {
    expect(one('production', 'aws_appautoscaling_target')).toMatchObject({ min_capacity: 1, max_capacity: 400 });
    expect(one('production', 'aws_appautoscaling_policy')).toMatchObject({
      target_tracking_scaling_policy_configuration: { disable_scale_in: true, target_value: 75 },
    });
    expect(one('production', 'aws_msk_cluster').lifecycle).toEqual({
      ignore_changes: ['broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size'],
    });
  });
  test('where MSK lets none grow they are made larger by the file', () => {
    const { stacks: made } = synthesised(modelWith(aws({ platform: { region: 'af-south-1' } })));
    const { resource } = (made.find(({ id }) => id === 'managed-stores') as SynthesisedStack).json;
    expect([resource.aws_appautoscaling_target, resource.aws_appautoscaling_policy]).toEqual([undefined, undefined]);
    expect(Object.values(resource.aws_msk_cluster ?? {}).map(({ lifecycle }) => lifecycle)).toEqual([undefined]);
  });
  test('the proxy logs in with a secret that MSK may read, written before it is used', () => {
    expect(one('production', 'aws_msk_single_scram_secret_association')).toMatchObject({
      secret_arn: '${aws_secretsmanager_secret.kafka-login-secret.arn}',
      depends_on: ['aws_secretsmanager_secret_version.kafka-login-written', 'aws_secretsmanager_secret_policy.kafka-login-policy'],
    });
    expect(handedOn('production', 'kafka')).toEqual({
      // Every broker, each at its port: MSK names three to begin with, and not always the same.
      brokers: '${[for node in data.aws_msk_broker_nodes.kafka-brokers.node_info_list : format("%s:9096", one(node.endpoints))]}',
      loginSecret: '${aws_secretsmanager_secret.kafka-login-secret.name}',
      mechanism: 'SCRAM-SHA-512',
    });
  });
});

describe('DocumentDB and ElastiCache, with their exceptions', () => {
  test('DocumentDB has no TLS, because no chart speaks it; it is encrypted, protected, audited and inside', () => {
    const [parameters] = Object.values(named('production', 'aws_docdb_cluster_parameter_group'));
    expect(parameters?.parameter).toContainEqual({ apply_method: 'pending-reboot', name: 'tls', value: 'disabled' });
    expect(parameters?.parameter).toContainEqual({ apply_method: 'immediate', name: 'audit_logs', value: 'enabled' });
    expect(one('production', 'aws_docdb_cluster')).toMatchObject({
      engine_version: '5.0.0',
      storage_encrypted: true,
      kms_key_id: dataKey,
      deletion_protection: true,
      skip_final_snapshot: false,
      backup_retention_period: 35,
      enabled_cloudwatch_logs_exports: ['audit', 'profiler'],
      db_subnet_group_name: '${aws_docdb_subnet_group.document-store-subnets.name}',
    });
    expect(Object.keys(named('production', 'aws_docdb_cluster_instance'))).toHaveLength(3);
  });
  test('insights only on machines that have them', () => {
    const insights = (name: EnvironmentName) =>
      Object.values(named(name, 'aws_docdb_cluster_instance')).map((member) => member.enable_performance_insights);
    expect([insights('sandbox'), insights('an old release with machines of its own')]).toEqual([[undefined], [true]]);
  });
  test('ElastiCache has neither password nor TLS, because no chart knows them; encrypted at rest, over two zones in production', () => {
    const [cache, small] = (['production', 'sandbox'] as const).map((name) => one(name, 'aws_elasticache_replication_group'));
    expect(cache).toMatchObject({
      engine: 'valkey',
      at_rest_encryption_enabled: 'true',
      kms_key_id: dataKey,
      transit_encryption_enabled: false,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      num_cache_clusters: 2,
      snapshot_retention_limit: 35,
    });
    expect(small).toMatchObject({ at_rest_encryption_enabled: 'true', automatic_failover_enabled: false, num_cache_clusters: 1 });
    expect(handedOn('production', 'cache').adminSecret).toBe('');
  });
  test('every store stands in the subnets that no route leads out of', () => {
    const subnets = foundation('network.dataSubnets');
    for (const type of ['aws_db_subnet_group', 'aws_docdb_subnet_group', 'aws_elasticache_subnet_group'])
      expect(one('production', type).subnet_ids).toBe(subnets);
    expect((one('production', 'aws_msk_cluster').broker_node_group_info as Tree).client_subnets).toBe(subnets);
  });
});

test('only what was chosen is made: an operator in the cluster leaves nothing at AWS', () => {
  const { stacks: made } = synthesised(
    modelWith(aws({ stores: { mongodb: { service: 'operator' }, kafka: { service: 'operator' }, redis: { service: 'operator' } } })),
  );
  const stores = made.find(({ id }) => id === 'managed-stores');
  expect(new Set(resourcesOf(stores as SynthesisedStack).map(({ name }) => name.split('-')[0]))).toEqual(new Set(['mysql']));
});

const { work, here, proof } = realProviders('aws-stores', ['aws'], () => [stacks.production.json]);

proof('the real AWS provider finds nothing wrong with them, and does find what is', () => {
  const validate = (text: string) => validated(here, join(work, 'stack'), JSON.parse(text));
  expect(names.map((name) => validate(stacks[name].text))).toEqual(names.map(() => []));
  const leaking = stacks.production.text.replace('"password_wo":', '"password":');
  expect(validate(leaking).join('\n')).toContain('Invalid use of ephemeral value');
});
