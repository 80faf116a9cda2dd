import { everyServiceSpeaksTls } from '../config/model/store-trust';
import type { WorkbenchConfig } from '../config/schema/workbench';
import type { Waiver } from './policy';

const always = () => true;
const sandbox = ({ profile }: WorkbenchConfig) => profile === 'sandbox';
/** Charts before 17.1.0, and those of third-party payments, speak no TLS to MySQL. */
const withoutMysqlTls = (config: WorkbenchConfig) => !everyServiceSpeaksTls(config);
const mysqlWithoutTls =
  'charts before Mojaloop 17.1.0, and those of third-party payments, speak no TLS to MySQL: the database stands in subnets that nothing else reaches, and users whose services speak it must use it (REQUIRE SSL)';

/** What an environment may leave open, and why. A waiver covers what it names and nothing more. */
export const waivers: readonly Waiver[] = [
  {
    policy: 'AWS-VPC-FLOW-LOGS',
    covers: /aws_vpc\.network-vpc$/,
    when: (config) => sandbox(config) && !config.network.flowLogs,
    reason: 'a sandbox moves no money, and a log of its connections costs more than its gateway',
  },
  {
    policy: 'AWS-BUCKET-ENCRYPTED',
    covers: /aws_s3_bucket\.object-store-access-logs$/,
    when: always,
    reason: 'S3 delivers access logs only into buckets that its own key encrypts (docs.aws.amazon.com, server access logging)',
  },
  {
    policy: 'AWS-GROUP-NOT-THE-WORLD',
    covers: /aws_vpc_security_group_ingress_rule\.api-gateway-guard-in$/,
    when: ({ gateway }) => gateway.front === 'waf' && gateway.waf.reach === 'external',
    reason: 'people log in from anywhere: this balancer alone is open, at port 443, and WAF refuses who may not see a page of operators',
  },
  { policy: 'AWS-RDS-TLS', covers: /parameter_group\.mysql-/, when: withoutMysqlTls, reason: mysqlWithoutTls },
  {
    policy: 'AWS-DOCDB-TLS',
    covers: /aws_docdb_cluster_parameter_group\./,
    when: always,
    reason:
      'the charts of bulk transfers and of the testing toolkit speak no TLS to MongoDB: the cluster stands in subnets that nothing else reaches',
  },
  {
    policy: 'AWS-CACHE-TLS',
    covers: /aws_elasticache_replication_group\./,
    when: always,
    reason: 'the charts know neither a password nor TLS of Redis: it stands in subnets that nothing else reaches',
  },
  {
    policy: 'AZ-STORAGE-NO-KEYS',
    covers: /azurerm_storage_account\.log-workspace-flows-account$/,
    when: always,
    reason: 'Network Watcher writes flow logs with the key of the account and knows no identity: an account of its own, closed to networks',
  },
  {
    policy: 'AZ-STORAGE-UNDO',
    covers: /azurerm_storage_account\.log-workspace-flows-account$/,
    when: always,
    reason: 'flow logs are appended to every minute: each version would be kept, and the workspace has them too',
  },
  {
    policy: 'AZ-STORAGE-OWN-KEY',
    covers: /azurerm_storage_account\.log-workspace-flows-account$/,
    when: always,
    reason: 'flow logs hold addresses, no names or amounts; encrypted twice with keys of Microsoft',
  },
  {
    policy: 'AZ-POOL-HOST-ENCRYPTION',
    covers: /azurerm_kubernetes_cluster(_node_pool)?\./,
    when: sandbox,
    reason: 'encryption on hosts must first be allowed for a subscription by hand: a sandbox should start without it',
  },
  { policy: 'AZ-MYSQL-TLS', covers: /mysql-parameter-require_secure_transport$/, when: withoutMysqlTls, reason: mysqlWithoutTls },
];
