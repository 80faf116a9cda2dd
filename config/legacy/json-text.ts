import type { Path } from '../validate/path';
import { deepest } from '../validate/text';
import type { JsonNode } from './json-node';

export interface JsonFailure {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The text may be JSON, and is more deeply nested than anything real. */
  readonly tooDeep?: boolean;
}

class Refusal extends Error {
  constructor(
    readonly at: number,
    message: string,
    readonly tooDeep = false,
  ) {
    super(message);
  }
}

const literals = { true: true, false: false, null: null } as const;
const blank = /[ \t\r\n]*/y;
const literal = /true|false|null/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

/**
 * Reads JSON as RFC 8259 has it, with the place of everything. The reader of the language keeps neither places,
 * nor the first of two equal keys, nor the digits of long numbers.
 */
export function readJson(source: string): JsonNode | JsonFailure {
  const text = source.replace(/^\ufeff/, '');
  const place = places(text);
  try {
    return new Reader(text, place).document();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...place(error.at), message: error.message, ...(error.tooDeep ? { tooDeep: true } : {}) };
  }
}

export const isFailure = (read: JsonNode | JsonFailure): read is JsonFailure => 'message' in read;

type Place = (offset: number) => { readonly line: number; readonly column: number };

function places(text: string): Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly place: Place,
  ) {}

  document(): JsonNode {
    this.match(blank);
    const node = this.value([], this.at);
    this.match(blank);
    if (this.at < this.text.length) this.refuse('there is more after its end');
    return node;
  }

  private refuse(message: string, at = this.at): never {
    throw new Refusal(at, at >= this.text.length ? 'it ends in the middle' : message);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private value(path: Path, start: number): JsonNode {
    const node = { path, ...this.place(start), members: [] };
    const first = this.text[this.at];
    if (first === '{' || first === '[') return { ...node, ...this.container(path, first === '{'), value: undefined, text: '' };
    if (first === '"') {
      const value = this.string();
      return { ...node, kind: 'text', value, text: value };
    }
    const word = this.match(literal) as keyof typeof literals;
    if (word) return { ...node, kind: word === 'null' ? 'null' : 'boolean', value: literals[word], text: word };
    const digits = this.match(number);
    if (digits === '') this.refuse('a value is missing or not written as JSON has it');
    return { ...node, kind: 'number', value: Number(digits), text: digits };
  }

  private container(path: Path, section: boolean): Pick<JsonNode, 'kind' | 'members'> {
    if (path.length >= deepest) throw new Refusal(this.at, `is nested deeper than ${deepest} levels`, true);
    const kind = section ? 'section' : 'list';
    const close = section ? '}' : ']';
    const members: JsonNode[] = [];
    this.at++;
    this.match(blank);
    if (this.text[this.at] === close) this.at++;
    else
      for (;;) {
        const start = this.at;
        const key = section ? this.key() : members.length;
        members.push(this.value([...path, key], start));
        this.match(blank);
        const next = this.text[this.at];
        if (next !== ',' && next !== close) this.refuse(`a comma or ${close} is missing`);
        this.at++;
        if (next === close) break;
        this.match(blank);
      }
    return { kind, members };
  }

  private key(): string {
    if (this.text[this.at] !== '"') this.refuse('a field name in double quotes is missing');
    const key = this.string();
    this.match(blank);
    if (this.text[this.at] !== ':') this.refuse('a colon is missing after the field name');
    this.at++;
    this.match(blank);
    return key;
  }

  private string(): string {
    const start = this.at;
    for (let at = start + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 92) at++;
      else if (code < 32) this.refuse('a line ends, or a control character stands, inside of quotes', at);
      else if (code === 34) {
        this.at = at + 1;
        return this.unquoted(start);
      }
    }
    return this.refuse('', this.text.length);
  }

  private unquoted(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return this.refuse('a backslash stands before what needs none', start);
    }
  }
}
