/** What a cloud accepts as the name of one kind of resource. */
export interface NameRule {
  /** Fewest characters. */
  readonly min: number;
  /** Most characters. */
  readonly max: number;
  /** `label`: lower case letters, digits and dashes, no dash at either end. `letters`: lower case letters and digits only. */
  readonly charset: 'label' | 'letters';
  /**
   * Among whom it must be the only one. `world`: nobody else on earth may have it, so a digest of tenant, environment and domain goes in.
   * `account`: the account, subscription or its group. `environment`: something that belongs to this environment alone.
   */
  readonly unique: 'environment' | 'account' | 'world';
  readonly letterFirst?: true;
  /** Two dashes beside each other are refused. */
  readonly singleDashes?: true;
  /** Names that are kept for the cloud. */
  readonly not?: RegExp;
  /** Where the rule comes from. */
  readonly source: string;
}

const aws = (page: string) => `docs.aws.amazon.com ${page}`;
const azure = (kind: string) => `learn.microsoft.com, naming rules of Azure resources: ${kind}`;

/** Names by kind of resource. The smallest common charset is used, so that a name reads the same wherever it stands. */
export const nameRules = {
  network: { min: 2, max: 64, charset: 'label', unique: 'account', source: azure('virtualNetworks, 2 to 64') },
  cluster: {
    min: 1,
    max: 63,
    charset: 'label',
    unique: 'account',
    source: `${azure('managedClusters, 1 to 63')}; ${aws('EKS, 1 to 100')}`,
  },
  role: { min: 1, max: 64, charset: 'label', unique: 'account', source: aws('IAM role, 1 to 64') },
  key: {
    min: 1,
    max: 127,
    charset: 'label',
    unique: 'account',
    source: `${azure('vaults/keys, 1 to 127')}; ${aws('KMS alias, 1 to 256')}`,
  },
  bucket: {
    min: 3,
    max: 63,
    charset: 'label',
    unique: 'world',
    not: /^(xn--|sthree-|amzn-s3-demo-)/,
    source: aws('S3 bucket, 3 to 63; suffixes such as -s3alias cannot come up behind a digest'),
  },
  database: {
    min: 3,
    max: 60,
    charset: 'label',
    unique: 'world',
    letterFirst: true,
    singleDashes: true,
    source: `${aws('DB instance and cluster, 1 to 63, a letter first, no two dashes')}; ${azure('flexibleServers, 3 to 63')}`,
  },
  kafka: {
    min: 6,
    max: 50,
    charset: 'label',
    unique: 'world',
    letterFirst: true,
    source: `${aws('MSK cluster, 1 to 64')}; ${azure('Event Hubs namespaces, 6 to 50, a letter first')}`,
  },
  cache: {
    min: 1,
    max: 40,
    charset: 'label',
    unique: 'world',
    letterFirst: true,
    singleDashes: true,
    source: `${aws('ElastiCache replication group, 1 to 40, a letter first, no two dashes')}; ${azure('redis, 1 to 63')}`,
  },
  resourceGroup: { min: 1, max: 90, charset: 'label', unique: 'account', source: azure('resourceGroups, 1 to 90') },
  keyVault: {
    min: 3,
    max: 24,
    charset: 'label',
    unique: 'world',
    letterFirst: true,
    singleDashes: true,
    source: azure('vaults, 3 to 24, a letter first, no two dashes'),
  },
  storageAccount: { min: 3, max: 24, charset: 'letters', unique: 'world', source: azure('storageAccounts, 3 to 24') },
  registry: { min: 5, max: 50, charset: 'letters', unique: 'world', source: azure('registries, 5 to 50') },
  logWorkspace: { min: 4, max: 63, charset: 'label', unique: 'account', source: azure('workspaces, 4 to 63') },
  identity: { min: 3, max: 64, charset: 'label', unique: 'account', source: azure('userAssignedIdentities, 3 to 128') },
  imageCache: {
    min: 2,
    max: 22,
    charset: 'label',
    unique: 'account',
    singleDashes: true,
    source: aws('ECR repository prefix of a pull-through cache, 2 to 30 with the name of its upstream, no two dashes'),
  },
  grafana: {
    min: 2,
    max: 23,
    charset: 'label',
    unique: 'world',
    letterFirst: true,
    source: `learn.microsoft.com, create an Azure Managed Grafana workspace: 2 to 23, a letter first; its address is made of it`,
  },
  balancer: {
    min: 1,
    max: 32,
    charset: 'label',
    unique: 'account',
    not: /^internal-/,
    source: aws('application and network load balancers and target groups, 1 to 32, not internal-'),
  },
  webAcl: { min: 1, max: 128, charset: 'label', unique: 'account', source: aws('WAFv2 web ACLs and IP sets, 1 to 128') },
  apiManagement: {
    min: 1,
    max: 50,
    charset: 'label',
    unique: 'world',
    letterFirst: true,
    source: azure('service, 1 to 50, a letter first'),
  },
  alarm: {
    min: 1,
    max: 120,
    charset: 'label',
    unique: 'account',
    source: `${aws('CloudWatch alarms, 1 to 255; SNS topics, 1 to 256')}; ${azure('metricAlerts and actionGroups, 1 to 260')}`,
  },
  nodePool: {
    min: 1,
    max: 12,
    charset: 'letters',
    unique: 'environment',
    letterFirst: true,
    source: azure('agentPools, 1 to 12, a letter first'),
  },
} as const satisfies Record<string, NameRule>;
export type NameKind = keyof typeof nameRules;

/** Words that Azure refuses in names of what has an address (learn.microsoft.com, reserved resource name errors). */
export const azureReserved = /microsoft|windows|^(login|xbox)/;
