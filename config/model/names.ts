import { createHash } from 'node:crypto';
import type { WorkbenchConfig } from '../schema/workbench';

/** What a cloud accepts as the name of one kind of resource. */
interface NameRule {
  /** Most characters. */
  readonly max: number;
  /** `label`: lower case letters, digits and dashes. `letters`: lower case letters and digits only. */
  readonly charset: 'label' | 'letters';
  /** `world`: nobody else on earth may have it, so a digest of tenant, environment and domain goes in. */
  readonly unique: 'account' | 'world';
  /** Where the rule comes from. */
  readonly source: string;
}

const aws = (page: string) => `docs.aws.amazon.com ${page}`;
const azure = (kind: string) => `learn.microsoft.com, naming rules of Azure resources: ${kind}`;

/** Names by kind of resource. The smallest common charset is used, so that a name reads the same wherever it stands. */
export const nameRules = {
  network: { max: 64, charset: 'label', unique: 'account', source: azure('virtualNetworks') },
  cluster: { max: 63, charset: 'label', unique: 'account', source: azure('managedClusters, 1 to 63') },
  role: { max: 64, charset: 'label', unique: 'account', source: aws('IAM role, 64') },
  key: { max: 127, charset: 'label', unique: 'account', source: azure('vaults/keys, 1 to 127') },
  bucket: { max: 63, charset: 'label', unique: 'world', source: aws('S3 bucket, 3 to 63') },
  database: { max: 60, charset: 'label', unique: 'world', source: `${aws('DB instance, 1 to 63')}; ${azure('flexibleServers, 3 to 63')}` },
  kafka: { max: 50, charset: 'label', unique: 'world', source: `${aws('MSK cluster, 64')}; ${azure('Event Hubs namespace, 6 to 50')}` },
  cache: { max: 40, charset: 'label', unique: 'world', source: `${aws('ElastiCache group, 1 to 40')}; ${azure('redis, 1 to 63')}` },
  resourceGroup: { max: 90, charset: 'label', unique: 'account', source: azure('resourceGroups, 1 to 90') },
  keyVault: { max: 24, charset: 'label', unique: 'world', source: azure('vaults, 3 to 24') },
  storageAccount: { max: 24, charset: 'letters', unique: 'world', source: azure('storageAccounts, 3 to 24') },
  registry: { max: 50, charset: 'letters', unique: 'world', source: azure('registries, 5 to 50') },
  logWorkspace: { max: 63, charset: 'label', unique: 'account', source: azure('workspaces, 4 to 63') },
  identity: { max: 64, charset: 'label', unique: 'account', source: azure('userAssignedIdentities, 3 to 128') },
  nodePool: { max: 12, charset: 'letters', unique: 'account', source: azure('agentPools, 1 to 12') },
} as const satisfies Record<string, NameRule>;
export type NameKind = keyof typeof nameRules;

const digest = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length);

/**
 * Name of one resource: `<tenant>-<environment>[-<part>]`, in the charset of its kind. A name that is too long is cut and ends in a digest
 * of the whole, so it stays the same from one synth to the next and two long names never meet.
 */
export function nameOf(config: Pick<WorkbenchConfig, 'tenant' | 'environment' | 'domain'>, kind: NameKind, part?: string): string {
  const { max, charset, unique }: NameRule = nameRules[kind];
  const joint = charset === 'label' ? '-' : '';
  const clean = (text: string) => (charset === 'label' ? text : text.replace(/[^a-z0-9]/g, ''));
  const owner = [config.tenant, config.environment, config.domain].join('/');
  const whole = [config.tenant, config.environment, ...(part ? [part] : []), ...(unique === 'world' ? [digest(owner, 6)] : [])];
  const name = whole.map(clean).join(joint);
  if (name.length <= max) return name;
  const tail = digest(`${owner}/${part ?? ''}`, 6);
  const head = name.slice(0, max - tail.length - joint.length).replace(/-+$/, '');
  return `${head}${joint}${tail}`;
}
