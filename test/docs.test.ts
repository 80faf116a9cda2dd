import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import type { Command as Commander } from 'commander';
import type { Io } from '../cli/command';
import { commands } from '../cli/commands';
import { program } from '../cli/index';
import { command, project, root } from './command-line';

jest.setTimeout(300_000);

const pagesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? pagesBelow(join(folder, entry.name)) : entry.name.endsWith('.md') ? [join(folder, entry.name)] : [],
  );
const pages = ['README.md', 'CONTRIBUTING.md', ...pagesBelow('docs')];
/** Written by the workbench from its own tables. */
const written = pages.filter((page) => !page.startsWith('docs/reference/'));
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');
const fences = /^[ \t]*```(\w*)\n([\s\S]*?)^[ \t]*```$/gm;

/** Words of a shell line up to its comment; in our pages a remark may also stand after three blanks. */
const wordsOf = (line: string) => (line.replace(/\s#.*$/, '').split(/ {3,}/)[0] ?? '').trim().match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
const bare = (word: string) => word.replace(/^["'](.*)["']$/, '$1');

/** Every call of ours in the shell blocks of a page. */
function callsIn(page: string): string[][] {
  return [...textOf(page).matchAll(fences)]
    .filter(([, language = '']) => ['', 'sh', 'bash', 'console'].includes(language))
    .flatMap(([, , body = '']) => body.replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => line.split(/&&|\|\|?|;/))
    .flatMap((part) => {
      const words = wordsOf(part).map(bare);
      const at = words.indexOf('workbench');
      // A folder of that name is no call.
      return at < 0 ||
        words[at + 1] === undefined ||
        !words.slice(0, at).every((word) => /^(\$|npx|[A-Z_]+=\S*|[\d*/,-]+|cd|\/\S*)$/.test(word))
        ? []
        : [words.slice(at + 1)];
    });
}

const silent = { write: () => true } as unknown as NodeJS.WriteStream;
const quiet = { cwd: root, env: {}, stdout: silent, stderr: silent, stdin: process.stdin } as unknown as Io;

/** What the command line says of a call, without running it; undefined where it would be taken. */
async function faultOf(call: readonly string[]): Promise<string | undefined> {
  const parser: Commander = program(quiet, () => undefined);
  for (const each of parser.commands) each.action(() => undefined);
  try {
    await parser.parseAsync([...call], { from: 'user' });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('every command line in a page', () => {
  const calls = written.flatMap((page) => callsIn(page).map((call) => [page, call] as const));

  test('is one that the workbench takes: its name, its arguments and its flags', async () => {
    expect(calls.length).toBeGreaterThan(40);
    const faults = [];
    for (const [page, call] of calls) {
      const fault = await faultOf(call);
      if (fault !== undefined) faults.push(`${page}: workbench ${call.join(' ')}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  test.each([[['chek', 'dev']], [['check', 'dev', '--polcy']], [['check', 'dev', 'more']], [['mirror', 'dev', '--to']]])(
    '%j would be found',
    async (call) => {
      expect(await faultOf(call)).toBeDefined();
    },
  );

  test('inside a sentence names a command that there is, and flags that it has', () => {
    const flags = new Map(
      commands.map(({ name, options = [] }) => [
        name.split(' ')[0] ?? '',
        ['--json', '--help', ...options.map(([text]) => text.split(' ')[0])],
      ]),
    );
    // Ways out are written by hand, too; help is the command line's own.
    for (const own of ['help', '--help']) flags.set(own, []);
    const faults = [...written, 'docs/reference/problems.md'].flatMap((page) =>
      [
        ...textOf(page)
          .replaceAll(fences, '')
          .matchAll(/`(?:npx )?workbench ([a-z-]+)([^`]*)`/g),
      ].flatMap(([whole, name = '', rest = '']) => {
        const known = flags.get(name);
        const wrong = (rest.match(/--[a-z-]+/g) ?? []).filter(
          (flag) => !known?.includes(flag) && !known?.includes(flag.replace('--', '--no-')),
        );
        return known === undefined || wrong.length > 0 ? [`${page}: ${whole} ${wrong.join(' ')}`] : [];
      }),
    );
    expect(faults).toEqual([]);
  });
});

describe('commands of the pages that need neither cluster nor cloud', () => {
  const offline: Readonly<Record<string, (call: readonly string[]) => boolean>> = {
    check: () => true,
    explain: (call) => /^[A-Z]/.test(call[1] ?? ''),
    cost: () => true,
    report: () => true,
    size: (call) => !call.includes('--write'),
    sbom: (call) => !call.includes('--charts'),
    decommission: (call) => call.includes('--plan'),
    verify: (call) => call.includes('--list'),
  };
  const runnable = new Map(
    written
      .flatMap(callsIn)
      .filter((call) => offline[call[0] ?? '']?.(call) === true && !call.some((word) => /[<>]|\.(json|ya?ml)$/.test(word)))
      .map((call) => [call.join(' '), call]),
  );

  test.each([...runnable])('workbench %s', async (_, call) => {
    const [, name = ''] = call;
    const example = (file: string) => textOf(`workbench/${file}.yaml`);
    const folder = project(
      /^[a-z]/.test(name) ? { [`workbench/${name}.yaml`]: example(call.includes('--air-gapped') ? 'air-gapped' : 'production') } : {},
    );
    const { status, stderr } = await command(folder, call.includes('--json') ? call : [...call], { env: { PATH: '/nowhere' } });
    expect({ status: [0, 2].includes(status ?? -1) ? 'fine' : status, stderr: [0, 2].includes(status ?? -1) ? '' : stderr }).toEqual({
      status: 'fine',
      stderr: '',
    });
  });
});

describe('links', () => {
  /** As GitHub and GitLab make them from headings. */
  const anchorOf = (heading: string) =>
    heading
      .trim()
      .toLowerCase()
      .replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
  const anchorsOf = (page: string) =>
    new Set(
      [
        ...textOf(page)
          .replaceAll(fences, '')
          .matchAll(/^#+ (.*)$/gm),
      ].map(([, heading = '']) => anchorOf(heading)),
    );

  test('lead to a file that is there, and to a heading that it has', () => {
    const links = pages.flatMap((page) =>
      [
        ...textOf(page)
          .replaceAll(fences, '')
          .matchAll(/\]\(([^)\s]+)\)/g),
      ]
        .map(([, target = '']) => ({ page, target }))
        .filter(({ target }) => !/^[a-z]+:/.test(target)),
    );
    expect(links.length).toBeGreaterThan(60);
    const broken = links.filter(({ page, target }) => {
      const [path = '', anchor] = target.split('#');
      const place = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(root, place))) return true;
      return anchor !== undefined && place.endsWith('.md') && !anchorsOf(place).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('the index names every page', () => {
    const index = textOf('docs/README.md');
    const top = written.filter((page) => dirname(page) === 'docs' && page !== 'docs/README.md');
    expect(top.map((page) => relative('docs', page)).filter((page) => !index.includes(`(${page}`))).toEqual([]);
    expect(textOf('README.md')).toContain('(docs/README.md)');
  });
});
