import type { EnvironmentModel } from '../environment';
import { nameOf } from './names';
import { networkPlan } from './network-plan';
import { nodeGroups } from './node-groups';
import { nodePools } from './node-pools';
import type { CloudPlan, CloudRest } from './rest-cloud-kinds';
import { type ManagedService, storeService } from './store-services';

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

/** What rests on AWS, by the `aws` program. */
export function awsRest({ config, services }: EnvironmentModel): CloudPlan {
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
