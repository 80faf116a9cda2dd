import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import { type Problem, problem } from '../problems';
import type { ReadCode } from './codes';
import { type AliasTargets, keyText, mergedInto, type Positions, positionsIn } from './positions';
import { deepest, depthHint, depthMessage, refuseText } from './text';
import { word } from './values';

/** A text as plain data, and where everything in it stands. */
export interface ParsedText {
  /** Absent when the text could not be understood. */
  readonly value?: unknown;
  readonly problems: readonly Problem[];
  readonly positions?: Positions;
}

/** Copies an alias may make in all; anchors that hold aliases of anchors grow without bound otherwise. */
const mostCopies = 100_000;
const plainTags = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`);

/**
 * Reads YAML 1.2, and JSON, which is a part of it. Anchors, aliases and `<<` are allowed within bounds.
 * Every problem is reported at once; a key given twice does not keep the rest from being read.
 */
export function parseText(text: string, file: string): ParsedText {
  const source = text.replace(/^\ufeff/, '');
  const refused = refuseText(source, file);
  if (refused.length > 0) return { problems: refused };
  const lines = new LineCounter();
  const place = (offset = 0) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parse(source, lines);
  if (!document) return { problems: [problem('CFG-YAML-DEPTH', depthMessage, depthHint, { file, line: 1, column: 1 })] };
  const syntax = [...document.errors, ...document.warnings].slice(0, 10).map((error) => syntaxProblem(error, place));
  const version = document.directives?.yaml;
  if (version?.explicit && version.version !== '1.2')
    syntax.push(
      problem('CFG-YAML-VERSION', `the file asks for YAML ${version.version}`, 'remove the %YAML line: YAML 1.2 is read', place()),
    );
  const root = document.contents as Node | null;
  if (syntax.length > 0) return { problems: syntax };

  const aliases = source.includes('*') ? targetsOf(root) : new Map<Alias, Node>();
  const positions = positionsIn(file, root, lines, aliases);
  const reading = new Reading(aliases, (code, message, hint, node) => problem(code, message, hint, place(node?.range?.[0])));
  const value = reading.valueOf(root, 0);
  return { problems: reading.problems, positions, ...(reading.understood ? { value } : {}) };
}

function parse(text: string, lines: LineCounter): Document | undefined {
  try {
    // Repeated keys are found below: the parser's own search takes quadratic time.
    return parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false, schema: 'core', version: '1.2' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface SyntaxRow {
  readonly code: ReadCode;
  readonly hint?: string;
  /** In place of the parser's words. */
  readonly message?: string;
}

/** Ways out for the parser's own errors; the others explain themselves. */
const syntaxHints: { readonly [K in YAMLError['code']]?: SyntaxRow } = {
  TAB_AS_INDENT: { code: 'CFG-YAML-TAB', hint: 'indent with two spaces' },
  MULTIPLE_DOCS: {
    code: 'CFG-YAML-DOCUMENTS',
    message: 'the file holds several documents',
    hint: 'one file, one environment: put what follows --- into a file of its own',
  },
  RESOURCE_EXHAUSTION: { code: 'CFG-YAML-DEPTH', message: depthMessage, hint: depthHint },
  TAG_RESOLVE_FAILED: { code: 'CFG-YAML-TAG', hint: 'leave the tag out' },
  BAD_INDENT: { code: 'CFG-YAML', hint: 'keys of one section begin in one column, and brackets must be closed' },
  BAD_ALIAS: { code: 'CFG-YAML', hint: 'put text that begins with * or & into quotes' },
  BAD_SCALAR_START: { code: 'CFG-YAML', hint: 'put the text into quotes' },
  BLOCK_AS_IMPLICIT_KEY: { code: 'CFG-YAML', hint: 'put text that holds ": " into quotes' },
  MULTILINE_IMPLICIT_KEY: { code: 'CFG-YAML', hint: 'is a colon missing after the key?' },
  MISSING_CHAR: { code: 'CFG-YAML', hint: 'a quote, a bracket or a comma is missing' },
  BAD_DQ_ESCAPE: { code: 'CFG-YAML', hint: 'use single quotes, or write each backslash twice' },
  UNEXPECTED_TOKEN: { code: 'CFG-YAML', hint: 'put text that holds special characters into quotes' },
};

function syntaxProblem(error: YAMLError, place: (offset: number) => Partial<Problem>): Problem {
  const { code, hint, message: own }: SyntaxRow = syntaxHints[error.code] ?? { code: 'CFG-YAML' };
  const message = own ?? (error.message.split('\n')[0] ?? '').replace(/^(.)/, (first) => first.toLowerCase());
  return problem(code, message, hint, place(error.pos[0]));
}

/** What each alias stands for: the last anchor of its name before it. */
function targetsOf(root: Node | null): AliasTargets {
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  const visit = (node: unknown): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
      return;
    }
    if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor) anchors.set(node.anchor, node);
    }
    if (isSeq(node)) node.items.forEach(visit);
    if (isMap(node))
      for (const pair of node.items) {
        visit(pair.key);
        visit(pair.value);
      }
  };
  visit(root);
  return targets;
}

type Report = (code: ReadCode, message: string, hint: string, node: Node | null | undefined) => Problem;

/** Turns nodes into plain data. */
class Reading {
  readonly problems: Problem[] = [];
  /** False once something was found that makes the rest meaningless. */
  understood = true;
  private readonly open = new Set<unknown>();
  private copies = 0;
  /** The alias whose copy is being made; others may lie inside it. */
  private outermost: Alias | undefined;

  constructor(
    private readonly aliases: AliasTargets,
    private readonly report: Report,
  ) {}

  valueOf(node: unknown, depth: number): unknown {
    if (!this.understood && this.problems.length > 20) return undefined;
    if (this.copies > mostCopies) return undefined;
    if (this.outermost && ++this.copies > mostCopies)
      return this.refuse('CFG-YAML-ALIAS', `its aliases make more than ${mostCopies} copies`, 'write the settings out', this.outermost);
    if (isAlias(node)) return this.aliasValue(node, depth);
    if (isScalar(node)) return this.scalarValue(node);
    if (!isMap(node) && !isSeq(node)) return null;
    if (depth > deepest) return this.refuse('CFG-YAML-DEPTH', depthMessage, depthHint, node);
    this.checkTag(node);
    this.open.add(node);
    const value = isSeq(node) ? node.items.map((item) => this.valueOf(item, depth + 1)) : this.mapValue(node.items, depth);
    this.open.delete(node);
    return value;
  }

  private mapValue(pairs: readonly { readonly key: unknown; readonly value: unknown }[], depth: number): Record<string, unknown> {
    const own: Record<string, unknown> = {};
    const merged: Record<string, unknown> = {};
    for (const pair of pairs) {
      const key = keyText(pair.key);
      if (key === undefined) this.refuse('CFG-YAML-KEY', 'a key must be text', 'put it into quotes', pair.key);
      else if (key === '<<') this.merge(merged, pair as never, depth);
      else if (key === '__proto__') this.refuse('CFG-YAML-KEY', 'a key may not be named __proto__', 'choose another name', pair.key);
      else if (Object.hasOwn(own, key))
        this.problems.push(this.report('CFG-DUPLICATE-KEY', `the key ${word(key)} is given twice`, 'keep one of them', pair.key as Node));
      else own[key] = this.valueOf(pair.value, depth + 1);
    }
    return Object.keys(merged).length > 0 ? { ...merged, ...own } : own;
  }

  private merge(into: Record<string, unknown>, pair: Parameters<typeof mergedInto>[0], depth: number): void {
    for (const source of mergedInto(pair, (node) => node)) {
      const value = this.valueOf(source, depth + 1);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        this.refuse(
          'CFG-YAML-ALIAS',
          '<< takes in a section, and this is none',
          'write <<: *name, where &name stands before a section',
          source ?? pair.key,
        );
        continue;
      }
      for (const [key, member] of Object.entries(value)) if (!Object.hasOwn(into, key)) into[key] = member;
    }
  }

  private aliasValue(alias: Alias, depth: number): unknown {
    const target = this.aliases.get(alias);
    if (!target)
      return this.refuse(
        'CFG-YAML-ALIAS',
        `there is no anchor &${alias.source} before this alias`,
        'put text that begins with * into quotes',
        alias,
      );
    if (this.open.has(target))
      return this.refuse('CFG-YAML-ALIAS', `the anchor &${alias.source} contains itself`, 'write the settings out', alias);
    const before = this.outermost;
    this.outermost ??= alias;
    const value = this.valueOf(target, depth + 1);
    this.outermost = before;
    return value;
  }

  private scalarValue(node: Node & { readonly value?: unknown }): unknown {
    this.checkTag(node);
    const { value } = node;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }

  private checkTag(node: Node & { readonly tag?: string }): void {
    if (node.tag && !plainTags.includes(node.tag))
      this.refuse('CFG-YAML-TAG', `the tag ${node.tag} is not understood`, 'leave it out', node);
  }

  private refuse(code: ReadCode, message: string, hint: string, node: unknown): undefined {
    if (this.understood || this.problems.length < 20) this.problems.push(this.report(code, message, hint, node as Node | null));
    this.understood = false;
    return undefined;
  }
}
