import { block, blocks, isOn, isSet } from './attributes';
import { inProduction } from './checks';
import type { Policy } from './policy';

/** MSK, the TLS of DocumentDB, and ElastiCache. */
export const awsKafkaCachePolicies: readonly Policy[] = [
  {
    id: 'AWS-MSK-TLS',
    severity: 'critical',
    title: 'Kafka speaks TLS to everybody and among its brokers',
    why: 'every payment passes through it',
    references: ['CKV_AWS_81'],
    reads: ['aws_msk_cluster'],
    check: (attributes) => {
      const transit = block(attributes, 'encryption_info', 'encryption_in_transit') ?? {};
      return transit.client_broker === 'TLS' && transit.in_cluster !== false ? undefined : `client_broker is ${transit.client_broker}`;
    },
  },
  {
    id: 'AWS-MSK-ENCRYPTED',
    severity: 'high',
    title: 'Kafka is encrypted at rest with a key of the environment',
    why: 'a copied disk would be a copy of every payment',
    references: ['CKV_AWS_81'],
    reads: ['aws_msk_cluster'],
    check: (attributes) => (isSet(block(attributes, 'encryption_info')?.encryption_at_rest_kms_key_arn) ? undefined : 'has no key of ours'),
  },
  {
    id: 'AWS-MSK-LOGIN',
    severity: 'critical',
    title: 'Kafka knows who talks to it',
    why: 'any pod could write payments',
    references: ['docs.aws.amazon.com MSK, SASL/SCRAM'],
    reads: ['aws_msk_cluster'],
    check: (attributes) => {
      const login = block(attributes, 'client_authentication') ?? {};
      const scram = isOn(block(login, 'sasl')?.scram);
      return scram && !isOn(login.unauthenticated) ? undefined : 'lets anybody in';
    },
  },
  {
    id: 'AWS-MSK-LOGS',
    severity: 'medium',
    title: 'Brokers hand on their logs',
    why: 'a broker that dies says why there, and only there',
    references: ['CKV_AWS_80'],
    reads: ['aws_msk_cluster'],
    check: (attributes) =>
      isOn(block(attributes, 'logging_info', 'broker_logs', 'cloudwatch_logs')?.enabled) ? undefined : 'hands on no log',
  },
  {
    id: 'AWS-MSK-PRIVATE',
    severity: 'critical',
    title: 'Kafka has no public address',
    why: 'every payment passes through it',
    references: ['CKV_AWS_291'],
    reads: ['aws_msk_cluster'],
    check: (attributes) => {
      const type = block(attributes, 'broker_node_group_info', 'connectivity_info', 'public_access')?.type;
      return type === undefined || type === 'DISABLED' ? undefined : `public access is ${type}`;
    },
  },
  {
    id: 'AWS-DOCDB-TLS',
    severity: 'high',
    title: 'MongoDB refuses connections without TLS',
    why: 'passwords and bulk transfers would cross the network in the clear',
    references: ['CKV_AWS_90'],
    reads: ['aws_docdb_cluster_parameter_group'],
    check: (attributes) =>
      blocks(attributes, 'parameter').some(({ name, value }) => name === 'tls' && value !== 'disabled')
        ? undefined
        : 'accepts connections without TLS',
  },
  {
    id: 'AWS-CACHE-ENCRYPTED',
    severity: 'medium',
    title: 'Redis is encrypted at rest with a key of the environment',
    why: 'a copied snapshot would show who pays whom',
    references: ['CKV_AWS_29', 'CKV_AWS_191'],
    reads: ['aws_elasticache_replication_group'],
    check: ({ at_rest_encryption_enabled: on, kms_key_id: key }) =>
      isOn(on) && isSet(key) ? undefined : 'is not encrypted with a key of ours',
  },
  {
    id: 'AWS-CACHE-TLS',
    severity: 'high',
    title: 'Redis speaks TLS and asks for a password',
    why: 'any pod that reaches it reads and changes it',
    references: ['CKV_AWS_30', 'CKV_AWS_31'],
    reads: ['aws_elasticache_replication_group'],
    check: ({ transit_encryption_enabled: on }) => (isOn(on) ? undefined : 'speaks without TLS and password'),
  },
  {
    id: 'AWS-CACHE-TWO-ZONES',
    severity: 'medium',
    title: 'In production Redis survives the loss of a zone',
    why: 'third-party payments would stop',
    references: ['CKV2_AWS_50'],
    reads: ['aws_elasticache_replication_group'],
    check: inProduction(({ automatic_failover_enabled: failover, multi_az_enabled: zones }) =>
      isOn(failover) && isOn(zones) ? undefined : 'has no second member in another zone',
    ),
  },
];
