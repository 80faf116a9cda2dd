import { awsRegionsAsOf, awsRegionsSource } from './model/aws-regions';
import { azureRegionsAsOf, azureRegionsSource } from './model/azure-regions';
import { kubernetesAsOf, kubernetesTable } from './model/kubernetes-support';
import { machinesAsOf, machinesSource } from './model/machine-types';
import { type NameRule, nameRules } from './model/name-rules';
import { regionOf, regionTable } from './model/regions';
import { tagRules } from './model/tags';

type Rows = readonly (readonly string[])[];
type Table = (head: readonly string[], rows: Rows) => string;
const code = (text: string) => `\`${text}\``;

const charsets = { label: 'letters, digits, dashes', letters: 'letters, digits' } as const;
const among = { world: 'on earth', account: 'in the account', environment: 'in the environment' } as const;

const nameRows = (): Rows =>
  Object.entries(nameRules).map(([kind, rule]: [string, NameRule]) => [
    kind,
    `${rule.min} to ${rule.max}`,
    [charsets[rule.charset], ...(rule.letterFirst ? ['a letter first'] : []), ...(rule.singleDashes ? ['no two dashes'] : [])].join(', '),
    among[rule.unique],
    rule.source,
  ]);

const tagRows = (): Rows =>
  (['aws', 'azure'] as const).flatMap((platform) => {
    const rules = tagRules[platform];
    if (!rules) return [];
    const { mostTags, longestKey, longestValue, kept, source } = rules;
    return [[code(platform), String(mostTags), String(longestKey), String(longestValue), kept.map(code).join(', '), source]];
  });

const regionRows = (platform: 'aws' | 'azure'): Rows =>
  (regionTable(platform)?.names ?? []).map((name) => {
    const region = regionOf(platform, name);
    return [
      code(name),
      region?.country ?? '',
      region?.zones.join(' ') || '–',
      region?.pair ? code(region.pair) : '–',
      region?.onRequest ? 'yes' : '',
    ];
  });

const kubernetesRows = (): Rows =>
  (['aws', 'azure'] as const).flatMap((platform) =>
    Object.entries(kubernetesTable(platform) ?? {}).map(([version, { until, paidUntil }]) => [code(platform), version, until, paidUntil]),
  );

/** What `check` knows of the clouds: each table with the day and the place it was read at. */
export const cloudTables = (
  table: Table,
): string => `Names of resources are \`<tenant>-<environment>[-<part>]\`, spelled as the kind asks. One that would be too long, or that somebody else could have too, ends in a digest:

${table(['kind', 'characters', 'written with', 'the only one', 'source'], nameRows())}

Tags of every resource are \`environment\`, \`tenant\`, \`managed-by\`, \`cost-centre\` and those of the file:

${table(['platform', 'most', 'longest name', 'longest value', 'kept for the cloud', 'source'], tagRows())}

Regions of AWS, as of ${awsRegionsAsOf} (${awsRegionsSource}):

${table(['region', 'country', 'zones', 'pair', 'on request'], regionRows('aws'))}

Regions of Azure, as of ${azureRegionsAsOf} (${azureRegionsSource}):

${table(['region', 'country', 'zones', 'pair', 'on request'], regionRows('azure'))}

Kubernetes of the clouds, as of ${kubernetesAsOf}: the last day of the support that is part of the price, and of the one that is not:

${table(['platform', 'version', 'until', 'paid until'], kubernetesRows())}

Machine types are checked by families, as of ${machinesAsOf} (${machinesSource}).`;
