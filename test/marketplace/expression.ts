/** Expressions as templates of the resource manager and pages of the portal have them, as far as ours use them. Knows nothing of Node: it also runs in a page. */
export type Value = unknown;
type Node =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'member'; readonly of: Node; readonly key: Node };

/** A function gets its arguments unevaluated: `if` looks at one of two only. */
export type Callable = (args: readonly (() => Value)[]) => Value;
export type Functions = Readonly<Record<string, Callable>>;

const tokens = /\s*(?:'((?:[^']|'')*)'|(-?\d+)|([A-Za-z_]\w*)|([()[\],.]))/y;

interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'mark';
  readonly value: string;
}

function tokensOf(source: string): Token[] {
  const found: Token[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < source.trimEnd().length) {
    const at = tokens.lastIndex;
    const match = tokens.exec(source);
    if (!match) throw new SyntaxError(`${source}: not understood at ${at}`);
    const [, text, number, name, mark] = match;
    found.push(
      text !== undefined
        ? { kind: 'text', value: text.replaceAll("''", "'") }
        : number !== undefined
          ? { kind: 'number', value: number }
          : name !== undefined
            ? { kind: 'name', value: name }
            : { kind: 'mark', value: mark ?? '' },
    );
  }
  return found;
}

function parse(source: string): Node {
  const all = tokensOf(source);
  let at = 0;
  const is = (mark: string) => all[at]?.kind === 'mark' && all[at]?.value === mark;
  const expect = (mark: string) => {
    if (!is(mark)) throw new SyntaxError(`${source}: ${mark} expected, and there is ${all[at]?.value ?? 'the end'}`);
    at++;
  };
  const primary = (): Node => {
    const token = all[at++];
    if (token?.kind === 'text') return { kind: 'literal', value: token.value };
    if (token?.kind === 'number') return { kind: 'literal', value: Number(token.value) };
    if (token?.kind !== 'name') throw new SyntaxError(`${source}: a value expected, and there is ${token?.value ?? 'the end'}`);
    expect('(');
    const args: Node[] = [];
    while (!is(')')) {
      if (args.length > 0) expect(',');
      args.push(whole());
    }
    expect(')');
    return { kind: 'call', name: token.value, args };
  };
  const whole = (): Node => {
    let node = primary();
    for (;;) {
      if (is('.')) {
        at++;
        node = { kind: 'member', of: node, key: { kind: 'literal', value: all[at++]?.value ?? '' } };
      } else if (is('[')) {
        at++;
        node = { kind: 'member', of: node, key: whole() };
        expect(']');
      } else return node;
    }
  };
  const node = whole();
  if (at < all.length) throw new SyntaxError(`${source}: ${all[at]?.value} is too much`);
  return node;
}

export const isExpression = (value: Value): boolean =>
  typeof value === 'string' && value.startsWith('[') && !value.startsWith('[[') && value.endsWith(']');

/** Calls of an expression with their arguments as written, outer ones first. */
export function callsOf(source: string): { readonly name: string; readonly args: readonly Node[] }[] {
  const found: { name: string; args: readonly Node[] }[] = [];
  const walk = (node: Node): void => {
    if (node.kind === 'literal') return;
    if (node.kind === 'member') {
      walk(node.of);
      walk(node.key);
      return;
    }
    found.push({ name: node.name, args: node.args });
    node.args.forEach(walk);
  };
  walk(parse(source.slice(1, -1)));
  return found;
}

export interface Rules {
  readonly functions: Functions;
  /** A member of nothing is nothing: so in the portal. In a template it is a fault. */
  readonly lenient: boolean;
}

function run(node: Node, { functions, lenient }: Rules): Value {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'member') {
    const of = run(node.of, { functions, lenient });
    const key = String(run(node.key, { functions, lenient }));
    if (typeof of === 'object' && of !== null && key in of) return (of as Readonly<Record<string, Value>>)[key];
    if (lenient) return undefined;
    throw new Error(`there is no ${key} in ${JSON.stringify(of)}`);
  }
  const callable = functions[node.name];
  if (!callable) throw new Error(`no function ${node.name} is known`);
  return callable(node.args.map((arg) => () => run(arg, { functions, lenient })));
}

/** What a text is worth: itself, or what its expression comes to. */
export function worth(value: Value, rules: Rules): Value {
  if (typeof value === 'string') {
    if (isExpression(value)) return run(parse(value.slice(1, -1)), rules);
    return value.startsWith('[[') ? value.slice(1) : value;
  }
  if (Array.isArray(value)) return value.map((item) => worth(item, rules));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [String(worth(key, rules)), worth(item, rules)]));
}
