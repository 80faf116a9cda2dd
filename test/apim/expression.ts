/**
 * The few words of C# that our policies use, worked out as .NET does: what is not here, or not of the type that it must be, is an error, as it would be
 * at the service. Nothing of it knows what the policies mean.
 */
export type Value = string | number | boolean | null | readonly Value[] | Host | Lambda;
type Lambda = (value: Value) => Value;
/** An object of the service, such as `context`: its members by name; a function is a method. */
export interface Host {
  readonly type: string;
  readonly members: Readonly<Record<string, Value | Method>>;
  /** What `[…]` finds. */
  readonly at?: (key: Value) => Value;
}
export interface Method {
  readonly call: (...values: readonly Value[]) => Value;
}
type Scope = Readonly<Record<string, Value>>;
type Node = (scope: Scope) => Value;

export class ExpressionError extends Error {}
const fail = (text: string): never => {
  throw new ExpressionError(text);
};

const tokenPattern = /\s*(?:("(?:[^"\\]|\\.)*")|('(?:[^'\\]|\\.)')|(\d+)|([A-Za-z_]\w*)|(=>|==|!=|<=|>=|&&|\|\||\?\?|[?:!+<>()[\],.]))/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const from = tokenPattern.lastIndex;
    const found = tokenPattern.exec(text);
    if (!found) fail(`nothing is known that begins with ${text.slice(from, from + 20)}`);
    tokens.push((found?.[0] ?? '').trim());
  }
  return tokens;
}

const text = (value: Value): string => (typeof value === 'string' ? value : fail(`${String(value)} is no text`));
const number = (value: Value): number => (typeof value === 'number' ? value : fail(`${String(value)} is no number`));
const truth = (value: Value): boolean => (typeof value === 'boolean' ? value : fail(`${String(value)} is neither true nor false`));
const lambda = (value: Value): Lambda => (typeof value === 'function' ? value : fail('a function is missing'));
const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const list = (value: Value): readonly Value[] => (isList(value) ? value : fail(`${String(value)} is no list`));
const isHost = (value: Value): value is Host => typeof value === 'object' && value !== null && !isList(value);

const digits = (value: Value): number => (/^\s*[+-]?\d+\s*$/.test(text(value)) ? Number(value) : fail(`${String(value)} is no number`));
const ordinal = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const method = (call: Method['call']): Method => ({ call });

/** Types that have methods without an object. */
const statics: Readonly<Record<string, Host>> = {
  string: {
    type: 'String',
    members: {
      Join: method((between, parts = null) =>
        list(parts)
          .map(text)
          .join(text(between ?? null)),
      ),
      CompareOrdinal: method((a, b = null) => ordinal(text(a ?? null), text(b))),
    },
  },
  int: { type: 'Int32', members: { Parse: method((value) => digits(value ?? null)) } },
  long: { type: 'Int64', members: { Parse: method((value) => digits(value ?? null)) } },
};
/** Words of enumerations. */
const constants: Readonly<Record<string, string>> = {
  'System.Security.Cryptography.X509Certificates.X509NameType.SimpleName': 'SimpleName',
};

const stringMembers = (value: string): Host['members'] => ({
  Length: value.length,
  Split: method((by) => value.split(text(by ?? null))),
  PadLeft: method((length, fill = ' ') => value.padStart(number(length ?? null), text(fill))),
});
const listMembers = (values: readonly Value[]): Host['members'] => ({
  Length: values.length,
  Select: method((map) => values.map((value) => lambda(map ?? null)(value))),
  Any: method((holds) => values.some((value) => truth(lambda(holds ?? null)(value)))),
  Contains: method((wanted) => values.includes(wanted ?? null)),
  FirstOrDefault: method((holds) => values.find((value) => truth(lambda(holds ?? null)(value))) ?? null),
});

function member(object: Value, name: string): Value | Method {
  if (object === null) return fail(`${name} of nothing`);
  const members =
    typeof object === 'string' ? stringMembers(object) : isList(object) ? listMembers(object) : isHost(object) ? object.members : {};
  if (!Object.hasOwn(members, name)) fail(`${name} is not known of ${JSON.stringify(object)}`);
  return members[name] ?? null;
}

function element(object: Value, key: Value): Value {
  if (isList(object)) {
    const at = number(key);
    return at >= 0 && at < object.length ? (object[at] ?? null) : fail('the index is out of range');
  }
  return isHost(object) && object.at ? object.at(key) : fail('nothing can be looked up in it');
}

const casts: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string' || value === null,
  Jwt: (value) => isHost(value) && value.type === 'Jwt',
};
const relations: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly string[]) {}

  whole(): Node {
    const node = this.expression();
    return this.at === this.tokens.length ? node : fail(`${this.tokens.slice(this.at).join(' ')} is left over`);
  }

  private peek = (ahead = 0): string => this.tokens[this.at + ahead] ?? '';
  private take(expected?: string): string {
    const token = this.peek();
    if (expected !== undefined && token !== expected) fail(`${expected} is missing before ${token}`);
    this.at++;
    return token;
  }
  private accept(token: string): boolean {
    if (this.peek() !== token) return false;
    this.at++;
    return true;
  }

  private expression(): Node {
    if (this.peek(1) === '=>') {
      const name = this.take();
      this.take('=>');
      const body = this.expression();
      return (scope) => (value: Value) => body({ ...scope, [name]: value });
    }
    const condition = this.coalesce();
    if (!this.accept('?')) return condition;
    const yes = this.expression();
    this.take(':');
    const no = this.expression();
    return (scope) => (truth(condition(scope)) ? yes(scope) : no(scope));
  }

  private coalesce(): Node {
    const left = this.or();
    if (!this.accept('??')) return left;
    const right = this.coalesce();
    return (scope) => left(scope) ?? right(scope);
  }

  private chain(next: () => Node, join: Readonly<Record<string, (left: Node, right: Node) => Node>>): Node {
    let left = next();
    while (Object.hasOwn(join, this.peek())) {
      const make = join[this.take()] as (left: Node, right: Node) => Node;
      left = make(left, next());
    }
    return left;
  }
  private or = (): Node => this.chain(this.and, { '||': (a, b) => (s) => truth(a(s)) || truth(b(s)) });
  private and = (): Node => this.chain(this.equality, { '&&': (a, b) => (s) => truth(a(s)) && truth(b(s)) });
  private equality = (): Node => this.chain(this.relation, { '==': (a, b) => (s) => a(s) === b(s), '!=': (a, b) => (s) => a(s) !== b(s) });
  private relation = (): Node =>
    this.chain(
      this.sum,
      Object.fromEntries(
        Object.entries(relations).map(([sign, holds]) => [sign, (a: Node, b: Node) => (s: Scope) => holds(number(a(s)), number(b(s)))]),
      ),
    );
  private sum = (): Node => this.chain(this.unary, { '+': (a, b) => (s) => text(a(s)) + text(b(s)) });

  private unary = (): Node => {
    if (this.accept('!')) {
      const node = this.unary();
      return (scope) => !truth(node(scope));
    }
    const type = this.peek(1);
    if (this.peek() === '(' && Object.hasOwn(casts, type) && this.peek(2) === ')') {
      this.at += 3;
      const node = this.unary();
      return (scope) => {
        const value = node(scope);
        return casts[type]?.(value) ? value : fail(`${JSON.stringify(value)} is no ${type}`);
      };
    }
    return this.postfix();
  };

  private postfix(): Node {
    let node = this.primary();
    for (;;) {
      if (this.accept('.')) node = this.memberOf(node, this.take());
      else if (this.accept('[')) {
        const [object, key] = [node, this.expression()];
        this.take(']');
        node = (scope) => element(object(scope), key(scope));
      } else return node;
    }
  }

  private memberOf(object: Node, name: string): Node {
    if (this.peek() !== '(') {
      return (scope) => {
        const found = member(object(scope), name);
        return typeof found === 'object' && found !== null && 'call' in found ? fail(`${name} is a method`) : (found as Value);
      };
    }
    const given = this.given();
    return (scope) => {
      const found = member(object(scope), name);
      if (typeof found !== 'object' || found === null || !('call' in found)) return fail(`${name} is no method`);
      return found.call(...given.map((value) => value(scope)));
    };
  }

  private given(): Node[] {
    this.take('(');
    const given: Node[] = [];
    while (this.peek() !== ')') {
      given.push(this.expression());
      if (this.peek() !== ')') this.take(',');
    }
    this.take(')');
    return given;
  }

  private primary(): Node {
    const token = this.take();
    if (token === '(') {
      const node = this.expression();
      this.take(')');
      return node;
    }
    if (/^["']/.test(token)) {
      const value = token.slice(1, -1).replace(/\\(.)/g, '$1');
      return () => value;
    }
    if (/^\d/.test(token)) return () => Number(token);
    const words: Readonly<Record<string, Value>> = { null: null, true: true, false: false };
    if (Object.hasOwn(words, token)) return () => words[token] ?? null;
    if (Object.hasOwn(statics, token)) return () => statics[token] ?? null;
    if (token === 'System') return this.constant(token);
    return (scope) => (Object.hasOwn(scope, token) ? (scope[token] ?? null) : fail(`${token} is not known`));
  }

  private constant(first: string): Node {
    let name = first;
    while (!Object.hasOwn(constants, name)) {
      if (!this.accept('.')) fail(`${name} is not known`);
      name = `${name}.${this.take()}`;
    }
    return () => constants[name] ?? null;
  }
}

const parsed = new Map<string, Node>();

/** Works out `@(…)`. @throws ExpressionError where the service would fail */
export function workOut(written: string, scope: Scope): Value {
  const body = /^@\(([\s\S]*)\)$/.exec(written)?.[1] ?? fail(`${written} is no expression`);
  const node = parsed.get(body) ?? new Parser(tokensOf(body)).whole();
  parsed.set(body, node);
  return node(scope);
}
