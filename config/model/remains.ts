import type { EnvironmentModel } from '../environment';
import { auditPlace } from './audit/place';
import { nameOf } from './names';
import { ownTags, tagsOf } from './tags';

/** A question to a cloud's own program. */
export interface RemainsQuestion {
  readonly title: string;
  readonly program: 'aws' | 'az';
  readonly args: readonly string[];
}

/** Something that still carries the tags of an environment. */
export interface Remain {
  readonly address: string;
  /** Why it is still there on purpose; undefined: nobody wants it, and it may cost. */
  readonly keptBecause?: string;
}

interface KeptRow {
  readonly pattern: RegExp;
  readonly why: string;
  /** Asks whether it is so: a key that nobody deletes costs. The answer is one word. */
  readonly proof?: { readonly ask: (address: string) => readonly string[]; readonly is: RegExp };
}

const query = (path: string) => ['--query', path, '--output', 'text'];

/** What stays after a removal on purpose, by a pattern of its address. */
const keptRows: readonly KeptRow[] = [
  {
    pattern: /^arn:[\w-]+:rds:[^:]*:\d*:(cluster-)?snapshot:/,
    why: 'last snapshot of a database: costs its storage until you delete it',
  },
  { pattern: /^arn:[\w-]+:elasticache:[^:]*:\d*:snapshot:/, why: 'last snapshot of Redis: costs its storage until you delete it' },
  {
    pattern: /^arn:[\w-]+:kms:[^:]*:\d*:key\//,
    why: 'a key that waits for its deletion, and costs nothing meanwhile',
    proof: { ask: (address) => ['kms', 'describe-key', '--key-id', address, ...query('KeyMetadata.KeyState')], is: /^PendingDeletion$/ },
  },
  {
    pattern: /^arn:[\w-]+:secretsmanager:[^:]*:\d*:secret:/,
    why: 'a secret that waits for its deletion, and costs nothing meanwhile',
    proof: { ask: (address) => ['secretsmanager', 'describe-secret', '--secret-id', address, ...query('DeletedDate')], is: /\d{4}|^\d+/ },
  },
  { pattern: /^arn:[\w-]+:backup:[^:]*:\d*:recovery-point:/, why: 'a backup: costs its storage until it runs out' },
];

/** The bucket or account of the states is no part of the environment: other environments may have theirs in it. */
function ofStates({ config: { state } }: EnvironmentModel, address: string): boolean {
  const { bucket, account } = state;
  return (
    (state.backend === 's3' && bucket !== undefined && address.endsWith(`:::${bucket}`)) ||
    (state.backend === 'azurerm' && account !== undefined && address.toLowerCase().endsWith(`/storageaccounts/${account.toLowerCase()}`))
  );
}

/** The store of the audit logs outlives the environment: what is locked in it can't be removed. */
function ofAudit({ config }: EnvironmentModel, address: string): boolean {
  const place = auditPlace(config);
  if (!place?.own) return false;
  return place.account ? address.toLowerCase().endsWith(`/storageaccounts/${place.account}`) : address.endsWith(`:::${place.bucket}`);
}

/** Why an address stays on purpose, with the question that shows it where there is one; undefined where nobody wants it. */
export function keptReason(
  model: EnvironmentModel,
  address: string,
): { readonly why: string; readonly proof?: { readonly question: RemainsQuestion; readonly is: RegExp } } | undefined {
  if (ofStates(model, address)) return { why: "holds Terraform's states: remove it yourself when no environment is in it any more" };
  if (ofAudit(model, address))
    return {
      why: `holds audit logs, each locked for ${model.config.operations.audit.retentionDays} days: costs until then, remove it yourself when it is empty`,
    };
  const row = keptRows.find(({ pattern }) => pattern.test(address));
  if (!row) return undefined;
  const { why, proof } = row;
  if (!proof) return { why };
  const region = address.split(':')[3] ?? '';
  return {
    why,
    proof: { question: { title: address, program: 'aws', args: [...awsAt(model, region), ...proof.ask(address)] }, is: proof.is },
  };
}

const awsAt = ({ config }: EnvironmentModel, region: string) => [
  ...(config.platform.endpoint ? ['--endpoint-url', config.platform.endpoint] : []),
  ...['--region', region],
];

const ownTagsOf = ({ config }: EnvironmentModel) =>
  Object.entries(tagsOf(config)).filter(([key]) => (ownTags as readonly string[]).includes(key) && key !== 'cost-centre');

function awsQuestions(model: EnvironmentModel): RemainsQuestion[] {
  const { region = '' } = model.config.platform;
  // What AWS has once for the world, such as DNS zones, tells its tags in the first region of each partition.
  const regions = [
    ...new Set([region, region.startsWith('cn-') ? 'cn-north-1' : region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1']),
  ];
  const asked = (title: string, at: string, filters: readonly string[]): RemainsQuestion => ({
    title: `${title} in ${at}`,
    program: 'aws',
    args: [
      ...awsAt(model, at),
      ...['resourcegroupstaggingapi', 'get-resources', '--tag-filters', ...filters],
      ...['--query', 'ResourceTagMappingList[].ResourceARN', '--output', 'json'],
    ],
  });
  const ours = ownTagsOf(model).map(([key, value]) => `Key=${key},Values=${value}`);
  return [
    ...regions.map((at) => asked('what has the tags of the environment', at, ours)),
    // Disks and balancers that the cluster made, not Terraform.
    asked('what its cluster made', region, [`Key=kubernetes.io/cluster/${nameOf(model.config, 'cluster')},Values=owned`]),
  ];
}

function azureQuestions(model: EnvironmentModel): RemainsQuestion[] {
  const { account } = model.config.platform;
  const tags = ownTagsOf(model);
  const fits = tags.map(([key, value]) => `tags."${key}"=='${value}'`).join(' && ');
  const subscription = account ? ['--subscription', account] : [];
  const list = (title: string, kind: 'resource' | 'group'): RemainsQuestion => ({
    title,
    program: 'az',
    args: [
      kind,
      'list',
      ...subscription,
      '--tag',
      `environment=${model.config.environment}`,
      '--query',
      `[?${fits}].id`,
      '--output',
      'json',
    ],
  });
  return [list('resources with the tags of the environment', 'resource'), list('resource groups with its tags', 'group')];
}

/** What is asked of the cloud to know that nothing is left; nothing where the environment has none. */
export function remainsQuestions(model: EnvironmentModel): readonly RemainsQuestion[] {
  const { provider } = model.config.platform;
  if (provider === 'aws') return awsQuestions(model);
  return provider === 'kubernetes' ? [] : azureQuestions(model);
}
