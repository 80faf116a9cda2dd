import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Io } from '../cli/command';
import { main } from '../cli/index';
import { fileText } from '../cli/init/file';
import { initShape } from '../cli/init/json-shape';
import { keys, questions } from '../cli/init/questions';
import { loadWorkbench } from '../config/load';
import { profiles } from '../config/schema/kinds';
import { platforms } from '../config/schema/platform';
import { command, project } from './command-line';
import { commandFile } from './lab/command';

/** Runs it with lines on a pipe, as `printf … | workbench init` does. */
async function piped(cwd: string, lines: readonly string[], ...args: readonly string[]) {
  const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const texts = { stdout: '', stderr: '' };
  stdout.on('data', (text) => {
    texts.stdout += text;
  });
  stderr.on('data', (text) => {
    texts.stderr += text;
  });
  stdin.end(lines.map((line) => `${line}\n`).join(''));
  const status = await main(['init', ...args], { cwd, env: {}, stdout, stderr, stdin } as unknown as Io);
  return { status, ...texts };
}

const all = platforms.flatMap((platform) => profiles.map((profile) => [platform, profile] as const));

test('there are eight questions, each with a sentence and an answer that is proposed and taken', () => {
  expect(keys.length).toBeLessThanOrEqual(8);
  for (const key of keys)
    for (const answers of [{}, ...platforms.map((platform) => ({ platform }))]) {
      const { explains, proposes, takes } = questions[key];
      expect(explains(answers)).toMatch(/^[A-Za-z].{20,}\.$|:.*\w\.$/);
      expect(takes.safeParse(proposes(answers)).success).toBe(true);
    }
});

describe('answers on a pipe', () => {
  test.each(all)('%s, %s: the file is written with comments, and check takes it', async (platform, profile) => {
    const folder = project();
    const { status, stdout, stderr } = await piped(folder, [
      'first',
      '',
      'pay.example.org',
      platform,
      '',
      profile,
      'USD, EUR',
      'firstbank secondbank',
    ]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('workbench/first.yaml: ') });
    for (const key of keys) expect(stderr).toContain(questions[key].asks);
    expect((await command(folder, ['check', 'first', '--json'])).status).toBe(0);
    const { config } = loadWorkbench('first', join(folder, 'workbench'));
    expect(config).toMatchObject({
      environment: 'first',
      tenant: 'labs',
      domain: 'pay.example.org',
      profile,
      platform: { provider: platform },
    });
    expect(config?.participants.map(({ id, currency }) => `${id} ${currency}`)).toEqual(['firstbank USD', 'secondbank USD']);
    expect(config?.hub.currencies).toEqual(['USD', 'EUR']);
    expect(readFileSync(join(folder, 'workbench/first.yaml'), 'utf8').match(/#/g)?.length).toBeGreaterThan(6);
  });

  test('an answer that is none is asked again, with what is wrong', async () => {
    const folder = project();
    const { status, stderr } = await piped(folder, ['Not A Name', 'dev', '', 'no domain', '', '', '', '', 'usd', 'USD', '']);
    expect(status).toBe(0);
    for (const text of ['Not A Name: ', 'no domain: must be a domain name', 'usd: must be a three-letter']) expect(stderr).toContain(text);
  });

  test.each([
    ['nothing at all', []],
    ['half of it', ['dev', 'labs', 'labs.example.org']],
    ['nonsense again and again', Array.from({ length: 9 }, () => '!!')],
  ])('%s: says how to go on, and leaves nothing', async (_, lines) => {
    const folder = project();
    const { status, stderr } = await piped(folder, lines);
    expect({
      status,
      said: stderr.includes('INIT-ANSWERS') && stderr.includes('--yes'),
      there: existsSync(join(folder, 'workbench')),
    }).toEqual({
      status: 1,
      said: true,
      there: false,
    });
  });

  test('what a flag says is not asked', async () => {
    const folder = project();
    const { status, stderr } = await piped(
      folder,
      ['', '', '', ''],
      '--environment',
      'dev',
      '--platform',
      'aws',
      '--place',
      'eu-west-2',
      '--profile',
      'production',
    );
    expect([status, stderr.includes('1/4'), stderr.includes('Where it runs')]).toEqual([0, true, false]);
    expect(loadWorkbench('dev', join(folder, 'workbench')).config?.platform.region).toBe('eu-west-2');
  });
});

describe('without questions', () => {
  test('--yes takes what is proposed, and --json tells it', async () => {
    const folder = project();
    const { status, stdout } = await command(folder, ['init', '--yes', '--json']);
    expect([status, initShape.parse(JSON.parse(stdout))]).toEqual([
      0,
      { ok: true, out: 'workbench/dev.yaml', environment: 'dev', problems: [] },
    ]);
    expect(readFileSync(join(folder, 'workbench/dev.yaml'), 'utf8')).toBe(fileText({}));
  });

  test('a file that is there is never replaced', async () => {
    const folder = project({ 'workbench/dev.yaml': 'mine' });
    const { status, stdout } = await command(folder, ['init', '--yes', '--json']);
    expect([status, JSON.parse(stdout).problems[0].code]).toEqual([1, 'INIT-EXISTS']);
    expect(readFileSync(join(folder, 'workbench/dev.yaml'), 'utf8')).toBe('mine');
    // Where it is asked, another name may be given.
    const asked = await piped(folder, ['dev', 'other', '', '', '', '', '', '', '']);
    expect([asked.status, asked.stderr.includes('is there already'), existsSync(join(folder, 'workbench/other.yaml'))]).toEqual([
      0,
      true,
      true,
    ]);
  });

  test.each([
    [['--platform', 'gcp'], 'INIT-ANSWERS'],
    [['--currencies', 'USD,QQQ'], 'CUR-UNKNOWN'],
    [['--participants', 'bank,bank'], 'ID-PARTICIPANT-TWICE'],
  ])('%j is refused, and nothing is written', async (args, code) => {
    const folder = project();
    const { status, stdout } = await command(folder, ['init', '--yes', '--json', ...args]);
    const codes = JSON.parse(stdout).problems.map((each: { code: string }) => each.code);
    expect([status, codes, existsSync(join(folder, 'workbench'))]).toEqual([1, expect.arrayContaining([code]), false]);
  });

  test('words that readers of YAML take for something else stay words', async () => {
    const folder = project();
    await command(folder, ['init', '--yes', '--environment', 'on', '--tenant', 'no', '--participants', '123,null']);
    const { config } = loadWorkbench('on', join(folder, 'workbench'));
    expect([config?.environment, config?.tenant, config?.participants.map(({ id }) => id)]).toEqual(['on', 'no', ['123', 'null']]);
  });
});

/** Starts a program at a pseudo-terminal, types, and prints what it showed and how it ended. */
const terminal = `
import json, os, pty, select, sys
typed, program = json.loads(sys.argv[1]), sys.argv[2:]
pid, screen = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
shown, at = '', 0
while True:
    ready, _, _ = select.select([screen], [], [], 120)
    try:
        part = os.read(screen, 65536).decode() if ready else ''
    except OSError:
        part = ''
    if part == '':
        break
    shown += part
    while typed and ']: ' in shown[at:]:
        at = shown.index(']: ', at) + 3
        os.write(screen, typed.pop(0).encode())
_, status = os.waitpid(pid, 0)
print(json.dumps({'shown': shown, 'signal': os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, 'status': os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1}))
`;
const noTerminal = !existsSync(commandFile)
  ? 'the command is not compiled (npm run build)'
  : spawnSync('python3', ['-c', 'import pty']).status === 0
    ? undefined
    : 'there is no python3 to play a terminal';
(noTerminal ? describe.skip : describe)(`at a terminal${noTerminal ? ` (skipped: ${noTerminal})` : ''}`, () => {
  const typing = (cwd: string, typed: readonly string[]) => {
    const { stdout } = spawnSync('python3', ['-c', terminal, JSON.stringify(typed), process.execPath, commandFile, 'init'], {
      cwd,
      encoding: 'utf8',
    });
    return JSON.parse(stdout) as { shown: string; status: number; signal: number };
  };
  test('a person answers, and the file is there', () => {
    const folder = project();
    const { shown, status } = typing(folder, ['first\r', '\r', '\r', 'azure\r', '\r', '\r', '\r', 'firstbank\r']);
    expect({ status, shown }).toEqual({ status: 0, shown: expect.stringContaining('workbench/first.yaml: 0 errors') });
    expect(loadWorkbench('first', join(folder, 'workbench')).config?.platform.provider).toBe('azure');
  });

  test('Ctrl-C in the middle leaves nothing', () => {
    const folder = project();
    mkdirSync(join(folder, 'workbench'));
    writeFileSync(join(folder, 'workbench/kept.yaml'), 'mine');
    const { status, signal } = typing(folder, ['first\r', 'labs\r', '\u0003']);
    expect([status === 130 || signal === 2, existsSync(join(folder, 'workbench/first.yaml'))]).toEqual([true, false]);
  });
});
