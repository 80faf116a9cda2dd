import { toJSONSchema } from 'zod';
import { type JsonShape, jsonShapes } from './json-shapes';
import { code, generatedFrom, table } from './markdown';

interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Node[];
}

/** The type of a value in words. */
function typeOf(node: Node): string {
  if (node.enum) return node.enum.map((value) => code(String(value))).join(', ');
  if (node.const !== undefined) return code(String(node.const));
  if (node.anyOf) return node.anyOf.map(typeOf).join(', ');
  const types = [node.type ?? 'anything'].flat();
  return types.map((type) => words[type] ?? type).join(', ');
}

const words: Readonly<Record<string, string>> = { array: 'list', string: 'text', integer: 'whole number', boolean: '`true`, `false`' };

/** Every key with those below it; `[]` is an entry of a list, `<name>` a key of a table. A problem is described once, above. */
function rowsOf(node: Node, path: string): string[][] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const place = path === '' ? key : `${path}.${key}`;
    const optional = node.required?.includes(key) ? '' : 'not always there. ';
    const own = [code(place), typeOf(child), `${optional}${child.description ?? ''}`.trim()];
    if (key === 'problems' && child.type === 'array') return [own];
    const list = child.items ? rowsOf(child.items, `${place}[]`) : [];
    const record = typeof child.additionalProperties === 'object' ? rowsOf(child.additionalProperties, `${place}.<name>`) : [];
    return [own, ...rowsOf(child, place), ...list, ...record];
  });
}

const keys = (rows: readonly (readonly string[])[]) => table(['key', 'value', 'meaning'], rows);
const json = (value: unknown) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

function section({ commands, about, schema, example }: JsonShape): string {
  const rows = rowsOf(toJSONSchema(schema) as Node, '');
  return `## ${commands.join(', ')}\n\n${about}\n\n${keys(rows)}\n\n${json(example)}`;
}

function problemRows(): string[][] {
  const any = toJSONSchema(jsonShapes[0]!.schema) as Node;
  return rowsOf(any.properties?.problems?.items ?? {}, '');
}

/** `docs/reference/json.md`: what each command prints with `--json`. */
export function jsonPage(): string {
  return `${generatedFrom('cli/json-shapes.ts')}
# What commands print with \`--json\`

One JSON object on standard output and nothing else; the exit status is the same as without \`--json\`. Keys are only ever added.
A problem is the same everywhere, and its codes are those of [problems.md](problems.md):

${keys(problemRows())}

${jsonShapes.map(section).join('\n\n')}
`;
}
