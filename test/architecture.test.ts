import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return path.endsWith('.ts') ? [{ file: path, text: readFileSync(join(root, path), 'utf8') }] : [];
  });
}

const imports = (text: string) => [...text.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map((match) => match[1] ?? match[2] ?? '');

/** Every import of a folder that a rule forbids, as `file imports what`. */
function offences(folder: string, forbidden: (name: string) => boolean): string[] {
  return sources(folder).flatMap(({ file, text }) =>
    imports(text)
      .filter(forbidden)
      .map((name) => `${file} imports ${name}`),
  );
}

describe('data flows one way', () => {
  test('config/ knows nothing of cdktf, stacks, constructs or the command', () => {
    expect(
      offences('config', (name) => name === 'cdktf' || name.startsWith('@cdktf/') || /\/(stacks|constructs|cli)\//.test(name)),
    ).toEqual([]);
  });
  test('stacks/ imports no provider and does not ask for the platform', () => {
    expect(offences('stacks', (name) => name.startsWith('@cdktf/'))).toEqual([]);
    expect(sources('stacks').filter(({ text }) => /platform\.provider\s*===|platform\s*===/.test(text))).toEqual([]);
  });
  test('policy/ reads plain data: it imports nothing of what made it', () => {
    expect(
      offences('policy', (name) => name === 'cdktf' || name.startsWith('@cdktf/') || /\/(stacks|constructs|cli)\//.test(name)),
    ).toEqual([]);
  });
  test('cost/ counts plain data: it imports nothing of what made it', () => {
    expect(offences('cost', (name) => name === 'cdktf' || name.startsWith('@cdktf/') || /\/(stacks|constructs|cli)\//.test(name))).toEqual(
      [],
    );
  });
  test('cli/ imports no provider', () => {
    expect(offences('cli', (name) => name.startsWith('@cdktf/'))).toEqual([]);
  });
  test('constructs/ imports neither stacks nor the command', () => {
    expect(offences('constructs', (name) => /\/(stacks|cli)\//.test(name))).toEqual([]);
  });
  test('provider packages are imported deeply: an index import costs 17 times the time', () => {
    const shallow = (name: string) => /^@cdktf\/provider-[a-z]+$/.test(name);
    expect(['constructs', 'stacks', 'cli', 'config'].flatMap((folder) => offences(folder, shallow))).toEqual([]);
  });
  test('only main.ts and cli/ read the process environment', () => {
    const reading = ['config', 'constructs', 'stacks', 'policy', 'cost']
      .flatMap(sources)
      .filter(({ text }) => /process\.env(?!\.(\$|ADMINISTRATOR))/.test(text));
    expect(reading.map(({ file }) => file)).toEqual([]);
  });
});
