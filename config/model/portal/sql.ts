/** What is wrong with a query, and the way out. */
export interface SqlFault {
  readonly message: string;
  readonly hint: string;
}

type Kind = 'word' | 'text' | 'parameter' | 'symbol';
interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const patterns: readonly (readonly [Kind | 'space', RegExp])[] = [
  ['space', /\s+|--[ \t][^\n]*|#[^\n]*|\/\*(?!!)[\s\S]*?\*\//y],
  ['text', /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]+`/y],
  ['parameter', /:[A-Za-z_]\w*/y],
  ['word', /[A-Za-z_$][\w$]*|\d[\w.]*/y],
  ['symbol', /[^\s'"`]/y],
];

/** Tokens of MySQL, as far as they are told apart here; undefined where a text or a comment does not end. */
function tokensOf(sql: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    const found = patterns.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const match = pattern.exec(sql);
      return match ? [{ kind, text: match[0] }] : [];
    })[0];
    if (!found || (found.text === '/' && sql.startsWith('/*', at))) return undefined;
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text });
    at += found.text.length;
  }
  return tokens;
}

/** Words that change something, or hold something up, inside what begins as a question. */
const writes = new Set(['into', 'update', 'delete', 'lock', 'insert', 'replace', 'call', 'merge', 'truncate', 'handler']);
/** Functions of the same names change nothing. */
const functions = new Set(['insert', 'replace', 'truncate']);
const waits = new Set(['sleep', 'benchmark', 'get_lock', 'release_lock', 'load_file', 'wait_for_executed_gtid_set']);

const nested = (tokens: readonly Token[]): boolean => {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'symbol') continue;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
};

/**
 * Whether a query is one question that changes nothing, and asks with exactly these parameters. It is no parser of MySQL: sql-grammar.ts is, and this decides
 * what is allowed even where that one is wrong. The user that asks may do nothing but SELECT.
 */
export function sqlFaults(sql: string, parameters: readonly string[]): SqlFault[] {
  const tokens = tokensOf(sql);
  if (!tokens)
    return [{ message: 'has a text or a comment that does not end, or a comment that MySQL runs (/*!)', hint: 'close it, or take it out' }];
  while (tokens.at(-1)?.text === ';') tokens.pop();
  const faults: SqlFault[] = [];
  const fault = (message: string, hint: string) => faults.push({ message, hint });
  const first = tokens.find(({ text }) => text !== '(')?.text.toLowerCase();
  if (first !== 'select' && first !== 'with') fault(`begins with ${first ?? 'nothing'}`, 'a report asks: begin with SELECT or WITH');
  if (tokens.some(({ text }) => text === ';')) fault('is more than one statement', 'write a query each');
  if (!nested(tokens)) fault('has parentheses that do not fit', 'close what is opened');
  tokens.forEach(({ kind, text }, at) => {
    const word = text.toLowerCase();
    const called = tokens[at + 1]?.text === '(';
    // A column of that name stands behind a dot.
    if (kind !== 'word' || tokens[at - 1]?.text === '.') return;
    if (writes.has(word) && !(called && functions.has(word)))
      fault(`says ${text}, and a report changes nothing and locks nothing`, 'take it out');
    if (waits.has(word) && called) fault(`calls ${text}`, 'a report may not hold the server up or read its files');
  });
  const used = new Set(tokens.filter(({ kind }) => kind === 'parameter').map(({ text }) => text.slice(1)));
  for (const name of used)
    if (!parameters.includes(name)) fault(`asks with :${name}, which is no parameter of the report`, `add it to params, or write a value`);
  return faults;
}

/** Parameters that a query asks with. */
export const parametersOf = (sql: string): string[] => [
  ...new Set((tokensOf(sql) ?? []).filter(({ kind }) => kind === 'parameter').map(({ text }) => text.slice(1))),
];
