import type { EnvironmentModel } from '../environment';
import type { Platform } from '../schema/platform';
import { nameOf } from './names';
import { networkPlan } from './network-plan';
import { nodeGroups } from './node-groups';
import { nodePools } from './node-pools';
import { type ManagedService, storeService } from './store-services';

/** A service of the cloud that can be stopped, by the cloud's own program. Arguments hold no secret: the program has a login of its own. */
export interface CloudRest {
  readonly key: string;
  readonly title: string;
  readonly program: 'aws' | 'az';
  /** Prints one word. */
  readonly state: readonly string[];
  /** Words of `state`: it rests, it runs. Any other is on the way to one of them. */
  readonly resting: readonly string[];
  readonly running: readonly string[];
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** What a person must know of it: when the cloud starts it by itself, what still costs. */
  readonly note: string;
  /** While it rests, the API server does not answer. */
  readonly holdsCluster?: true;
}

/** What cannot be stopped and goes on costing. */
export interface CloudStays {
  readonly title: string;
  readonly why: string;
}

export interface CloudPlan {
  readonly rests: readonly CloudRest[];
  readonly stays: readonly CloudStays[];
}

const sevenDays =
  'storage and backups go on costing; AWS starts it by itself after 7 days (RDS user guide, stopping a DB instance temporarily)';

function database(
  aws: (...args: string[]) => string[],
  kind: 'rds' | 'docdb',
  unit: 'instance' | 'cluster',
  id: string,
  title: string,
): CloudRest {
  const flag = `--db-${unit}-identifier`;
  const list = unit === 'instance' ? 'DBInstances[0].DBInstanceStatus' : 'DBClusters[0].Status';
  return {
    key: id,
    title,
    program: 'aws',
    state: aws(kind, `describe-db-${unit}s`, flag, id, '--query', list, '--output', 'text'),
    resting: ['stopped'],
    running: ['available'],
    stop: aws(kind, `stop-db-${unit}`, flag, id),
    start: aws(kind, `start-db-${unit}`, flag, id),
    note: sevenDays,
  };
}

function aws({ config, services }: EnvironmentModel): CloudPlan {
  const { region = '', endpoint } = config.platform;
  const command = (...args: string[]) => [...(endpoint ? ['--endpoint-url', endpoint] : []), '--region', region, ...args];
  const cluster = nameOf(config, 'cluster');
  const { zones } = networkPlan(config);
  const groups = nodePools(config, services).flatMap((pool) => nodeGroups(config, pool, zones));
  const scale = (name: string, min: number, max: number) =>
    command(
      'eks',
      'update-nodegroup-config',
      '--cluster-name',
      cluster,
      '--nodegroup-name',
      name,
      '--scaling-config',
      `minSize=${min},maxSize=${max},desiredSize=${min}`,
    );
  const mysql = storeService(config, 'mysql');
  const stores: Readonly<Partial<Record<ManagedService, CloudRest>>> = {
    rds: database(command, 'rds', 'instance', nameOf(config, 'database', 'mysql'), 'MySQL (RDS)'),
    aurora: database(command, 'rds', 'cluster', nameOf(config, 'database', 'mysql'), 'MySQL (Aurora)'),
    documentdb: database(command, 'docdb', 'cluster', nameOf(config, 'database', 'documents'), 'MongoDB (DocumentDB)'),
  };
  const used = [mysql, storeService(config, 'mongodb')].flatMap((service) => stores[service as ManagedService] ?? []);
  return {
    rests: [
      ...used,
      ...groups.map(
        ({ name, min, max }): CloudRest => ({
          key: name,
          title: `nodes of ${name}`,
          program: 'aws',
          state: command(
            'eks',
            'describe-nodegroup',
            '--cluster-name',
            cluster,
            '--nodegroup-name',
            name,
            '--query',
            "join('/',[nodegroup.status,to_string(nodegroup.scalingConfig.desiredSize)])",
            '--output',
            'text',
          ),
          resting: ['ACTIVE/0'],
          running: Array.from({ length: max }, (_, at) => `ACTIVE/${at + 1}`),
          stop: scale(name, 0, max),
          start: scale(name, Math.max(min, 1), max),
          note: 'volumes stay; the control plane of EKS goes on costing, it cannot be stopped',
        }),
      ),
    ],
    stays: [
      { title: 'EKS control plane, NAT gateways, balancers and addresses', why: 'AWS has no stop for them' },
      ...(storeService(config, 'kafka') === 'msk'
        ? [{ title: 'Kafka (MSK)', why: 'AWS has no stop for it; Kafka in the cluster has' }]
        : []),
      ...(storeService(config, 'redis') === 'elasticache' ? [{ title: 'Redis (ElastiCache)', why: 'AWS has no stop for it' }] : []),
    ],
  };
}

function azure({ config }: EnvironmentModel): CloudPlan {
  const at = (group: string, name: string) => [
    '--resource-group',
    nameOf(config, 'resourceGroup', group),
    '--name',
    name,
    ...(config.platform.account ? ['--subscription', config.platform.account] : []),
  ];
  const cluster = at('cluster', nameOf(config, 'cluster'));
  const server = at('managed-stores', nameOf(config, 'database', 'mysql'));
  const flexible = storeService(config, 'mysql') === 'flexible-server';
  return {
    rests: [
      ...(flexible
        ? [
            {
              key: 'mysql',
              title: 'MySQL (flexible server)',
              program: 'az' as const,
              state: ['mysql', 'flexible-server', 'show', ...server, '--query', 'state', '--output', 'tsv'],
              resting: ['Stopped'],
              running: ['Ready'],
              stop: ['mysql', 'flexible-server', 'stop', ...server],
              start: ['mysql', 'flexible-server', 'start', ...server],
              note: 'storage goes on costing; Azure starts it by itself after 30 days at the latest',
            },
          ]
        : []),
      {
        key: 'cluster',
        title: 'AKS with all its nodes',
        program: 'az' as const,
        holdsCluster: true as const,
        state: ['aks', 'show', ...cluster, '--query', 'powerState.code', '--output', 'tsv'],
        resting: ['Stopped'],
        running: ['Running'],
        stop: ['aks', 'stop', ...cluster],
        start: ['aks', 'start', ...cluster],
        note: 'disks go on costing; nothing in it can be planned or deployed until it is started; leave 15 to 30 minutes between stop and start (Azure, stop and start an AKS cluster)',
      },
    ],
    stays: [
      { title: 'NAT gateway, balancer and addresses', why: 'Azure has no stop for them' },
      ...(storeService(config, 'kafka') === 'event-hubs'
        ? [{ title: 'Kafka (Event Hubs)', why: 'Azure has no stop for it; Kafka in the cluster has' }]
        : []),
    ],
  };
}

const ofPlatform: Readonly<Record<Platform, (model: EnvironmentModel) => CloudPlan>> = {
  aws,
  azure,
  'azure-stack': () => ({
    rests: [],
    stays: [{ title: 'the machines of the stamp', why: 'they are yours, and az aksarc stops no cluster' }],
  }),
  kubernetes: () => ({
    rests: [],
    stays: [
      {
        title: 'nodes of the cluster',
        why: 'the cluster is not of this environment; an autoscaler may take away nodes that are empty now',
      },
    ],
  }),
};

/** What of the cloud rests with an environment: databases, then nodes. They are started in the same order. */
export const cloudRest = (model: EnvironmentModel): CloudPlan => ofPlatform[model.config.platform.provider](model);
