import { storeMachines } from '../config/model/store-machines';
import { block, blocks, isOn } from '../policy/attributes';
import { type Count, type Counts, hourly, monthly, numberOf, stopping, stored, textOf, used } from './items';

/** Nodes of a group: machines and their disks, at the fewest and the most. What machine it is stands in the launch template it refers to. */
const nodeGroup: Count = (attributes, part, { parts }) => {
  const scaling = block(attributes, 'scaling_config') ?? {};
  const reference = textOf(block(attributes, 'launch_template')?.id);
  const template = parts.find(
    ({ type, stack, address }) => type === 'aws_launch_template' && stack === part.stack && reference.includes(`${address}.`),
  );
  const machine = textOf(template?.attributes.instance_type ?? attributes.instance_types) || 'unknown';
  const disks = blocks(template?.attributes ?? {}, 'block_device_mappings').map((mapping) => numberOf(block(mapping, 'ebs')?.volume_size));
  const gib = disks.reduce((sum, size) => sum + size, 0);
  const least = numberOf(scaling.min_size);
  const most = Math.max(least, numberOf(scaling.max_size));
  const spot = attributes.capacity_type === 'SPOT';
  return [
    stopping(`${machine} node${spot ? ', spot' : ''}`, `aws.ec2${spot ? '-spot' : ''}.${machine}`, least, most),
    stored('disks of nodes', 'aws.ebs.gp3', least * gib, most * gib),
  ];
};

/** A server of RDS; a standby costs as much again. MySQL 8.0 is past its standard support, which is billed by the hour of a core besides. */
const database: Count = (attributes) => {
  const machine = textOf(attributes.instance_class);
  const members = isOn(attributes.multi_az) ? 2 : 1;
  const cores = storeMachines.rds.find(({ name }) => name === machine)?.vcpu;
  const extended =
    textOf(attributes.engine_version).startsWith('8.0') && textOf(attributes.engine_lifecycle_support).endsWith('extended-support');
  return [
    stopping(`${machine}${members > 1 ? ' and its standby' : ''}`, `aws.rds.mysql.${machine}`, members),
    ...(extended ? [stopping('Extended Support of MySQL 8.0, vCPU', 'aws.rds.extended-support', members * (cores ?? 2))] : []),
    stored('storage', 'aws.rds.gp3', members * numberOf(attributes.allocated_storage)),
    used('backups beyond the size of the storage', 'aws.rds.backup', 'GB'),
  ];
};

const brokers: Count = (attributes) => {
  const group = block(attributes, 'broker_node_group_info') ?? {};
  const machine = textOf(group.instance_type);
  const count = numberOf(attributes.number_of_broker_nodes, 1);
  const gib = numberOf(block(group, 'storage_info', 'ebs_storage_info')?.volume_size);
  // A cluster of MSK can't be stopped.
  return [hourly(`${machine} broker`, `aws.msk.${machine}`, count), stored('storage of brokers', 'aws.msk.storage', count * gib)];
};

const member =
  (service: 'aurora' | 'documentdb'): Count =>
  ({ instance_class: machine }) => [stopping(`${textOf(machine)} member`, `aws.${service}.${textOf(machine)}`)];

const clusterStorage = (service: 'aurora' | 'documentdb') => () => [
  used('storage, as it is used', `aws.${service}.storage`, 'GB'),
  used('reads and writes of storage', `aws.${service}.io`, '1M requests'),
];

/** What is paid for on AWS, by type of resource. */
export const awsCounts: Counts = {
  aws_eks_cluster: () => [hourly('EKS control plane', 'aws.eks.cluster')],
  aws_eks_node_group: nodeGroup,
  aws_db_instance: database,
  aws_rds_cluster: clusterStorage('aurora'),
  aws_rds_cluster_instance: member('aurora'),
  aws_docdb_cluster: clusterStorage('documentdb'),
  aws_docdb_cluster_instance: member('documentdb'),
  aws_msk_cluster: brokers,
  aws_elasticache_replication_group: ({ engine, node_type: machine, num_cache_clusters: count }) => [
    // Nodes of a cache can't be stopped.
    hourly(`${textOf(machine)} node (${textOf(engine)})`, `aws.elasticache.${textOf(engine)}.${textOf(machine)}`, numberOf(count, 1)),
  ],
  aws_nat_gateway: () => [hourly('NAT gateway', 'aws.nat'), used('traffic through NAT', 'aws.nat.traffic', 'GB')],
  aws_eip: () => [hourly('public address', 'aws.public-address')],
  aws_vpc_endpoint: ({ vpc_endpoint_type: type, subnet_ids: subnets }) =>
    type === 'Interface'
      ? [
          hourly('interface endpoint, zone', 'aws.endpoint', Array.isArray(subnets) ? subnets.length : 1),
          used('traffic through endpoints', 'aws.endpoint.traffic', 'GB'),
        ]
      : [],
  aws_lb: () => [hourly('application balancer', 'aws.alb'), used('what goes through the balancer', 'aws.alb.capacity', 'LCU-hour')],
  aws_wafv2_web_acl: ({ rule }) => [
    monthly('web ACL', 'aws.waf.acl'),
    monthly('rule of the web ACL', 'aws.waf.rule', Array.isArray(rule) ? rule.length : 0),
    used('requests that WAF looks at', 'aws.waf.requests', '1M requests'),
  ],
  aws_kms_key: () => [monthly('key', 'aws.kms.key'), used('uses of keys', 'aws.kms.requests', '10k requests')],
  aws_secretsmanager_secret: () => [monthly('secret', 'aws.secret')],
  aws_route53_zone: () => [monthly('DNS zone', 'aws.dns.zone'), used('answers of DNS', 'aws.dns.queries', '1M requests')],
  aws_cloudwatch_log_group: () => [used('logs taken in', 'aws.logs.ingested', 'GB'), used('logs kept', 'aws.logs.kept', 'GB')],
  aws_prometheus_workspace: () => [used('samples of metrics', 'aws.metrics.samples', '10M samples')],
  aws_cloudwatch_metric_alarm: () => [monthly('alarm', 'aws.alarm')],
  // What lies there for years lies in Glacier for most of them.
  aws_s3_bucket: ({ object_lock_enabled: locked }) => [
    used('objects kept', 'aws.s3.standard', 'GB'),
    ...(locked === true ? [used('audit logs in Glacier', 'aws.s3.glacier', 'GB')] : []),
  ],
  aws_kinesis_firehose_delivery_stream: () => [used('audit log of the cluster, brought to its bucket', 'aws.firehose', 'GB')],
  aws_ecr_pull_through_cache_rule: () => [used('images kept', 'aws.ecr.storage', 'GB')],
};
