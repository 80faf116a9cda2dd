import { capabilities, capabilityNames, capabilityTitles } from './capabilities';
import { cloudTables } from './generate-cloud-tables';
import { databaseNames } from './model/databases';
import { serviceNames } from './model/services';
import { sizes } from './model/sizes';
import { releaseVersions } from './releases/versions';
import { rules } from './rules/rules';
import { platforms } from './schema/platform';
import { readCodes } from './validate/codes';
import { fieldsOf, type SchemaField, schemaOf } from './validate/schema';
import { typeText } from './validate/values';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const code = (text: string) => `\`${text}\``;

const capital = (text: string) => text.replace(/^./, (first) => first.toUpperCase());

const isSection = ({ core }: SchemaField) => core._zod.def.type === 'object';

function shown(value: unknown): string {
  if (value === undefined) return '–';
  if (Array.isArray(value) && value.some((item) => typeof item === 'object'))
    return code(value.map((item: { name?: string }) => item.name).join(', '));
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

function defaultText(sandbox: SchemaField, production: SchemaField): string {
  if (isSection(sandbox)) return sandbox.optional ? '–' : '**required**';
  if (!sandbox.optional) return '**required**';
  const [a, b] = [shown(sandbox.defaultValue), shown(production.defaultValue)];
  return a === b ? a : `${a}, production ${b}`;
}

const fields = { sandbox: () => fieldsOf(schemaOf('sandbox')), production: () => fieldsOf(schemaOf('production')) };

function settings(): string {
  const production = fields.production();
  const all = fields.sandbox().map((field, i) => ({ field, defaults: defaultText(field, production[i] ?? field) }));
  const sections = all.filter(({ field }) => field.path.length === 1);
  return sections
    .map(({ field, defaults }) => {
      const name = field.path[0] ?? '';
      const members = all.filter(({ field: { path } }) => path.length > 1 && path[0] === name);
      const own =
        members.length === 0
          ? `\n\n${capital(typeText(field.schema))}. ${defaults.startsWith('*') ? 'Required' : `Default: ${defaults}`}.`
          : '';
      const rows = members.map(({ field, defaults }) => [code(field.path.join('.')), typeText(field.schema), defaults, field.doc ?? '']);
      return `## ${name}\n\n${field.doc ?? ''}${own}${members.length > 0 ? `\n\n${table(['setting', 'type', 'default', 'meaning'], rows)}` : ''}`;
    })
    .join('\n\n');
}

function platformTable(): string {
  const rows = capabilityNames.map((name) => [
    capabilityTitles[name],
    ...platforms.map((platform) => {
      const offer = capabilities[platform][name];
      return offer.offered ? `yes: ${offer.how}` : `no: ${offer.reason}`;
    }),
  ]);
  return table(['capability', ...platforms.map(code)], rows);
}

const sizeTable = () =>
  table(
    ['size', 'transfers a second', 'partitions', 'pods of a service that every transfer passes', 'pods of a handler'],
    Object.entries(sizes).map(
      ([
        name,
        {
          transfersPerSecond,
          partitions,
          classes: { path, handler },
        },
      ]) => [
        code(name),
        String(transfersPerSecond),
        String(partitions),
        `${path.replicas} to ${path.maxReplicas}`,
        `${handler.replicas} to ${handler.maxReplicas}`,
      ],
    ),
  );

const smallest = `\`\`\`yaml
# yaml-language-server: $schema=./schema.json
environment: dev
tenant: labs
domain: labs.example.org
profile: sandbox
platform: { provider: kubernetes, context: my-cluster }
hub: { release: ${releaseVersions.at(-1)}, currencies: [USD] }
participants:
  - { id: demowallet, currency: USD, msisdnPrefix: "367" }
\`\`\``;

/** `docs/reference/workbench.md`: every setting, and every code a check can end with. */
export function referencePage(): string {
  const list = (names: readonly string[]) => names.map(code).join(', ');
  return `<!-- Generated from config/schema and config/rules by \`npm run generate\`. Do not edit. -->
# The workbench file

One file in \`workbench/\` is one environment: YAML 1.2 or JSON. The smallest useful one:

${smallest}

Everything else has a default that \`profile\` chooses; \`workbench explain config <path>\` tells where a value comes from.
In the tables \`N\` is a position in a list, counted from 0, and \`<name>\` a name of your own. Where production has another default than a sandbox, both are told.

${settings()}

## Names

Sizes (\`hub.size\`); what the services get is a starting point, to be measured with your own load:

${sizeTable()}

Services (\`hub.services.<name>\`): ${list(serviceNames)}.

Databases (\`stores.mysql.databases.<name>\`): ${list(databaseNames.mysql)}.

Databases (\`stores.mongodb.databases.<name>\`): ${list(databaseNames.mongodb)}.

## Platforms

What each platform offers in this version:

${platformTable()}

## What is known of the clouds

${cloudTables(table)}

## Codes

\`workbench check\` prints every problem as \`file:line:column  path  severity CODE: message (hint)\`. An error keeps anything from being made; a warning does not.

What is wrong with the file by itself (always errors):

${table(
  ['code', 'meaning'],
  Object.entries(readCodes).map(([name, title]) => [code(name), title]),
)}

Rules that compare settings with each other; the title says what holds when all is well:

${table(
  ['code', 'severity', 'what holds'],
  rules.map(({ code: name, severity, title }) => [code(name), severity, title]),
)}
`;
}
