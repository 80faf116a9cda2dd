import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { cliConfiguration, mirrorFolders, wantedVersion } from './emulator/providers';
import { exampleModel, examples, projectFolder, synthesised } from './synthesised';

/**
 * The app under the programs that people run: Node by itself, cdktf, its successor, and Terraform.
 * It is compiled here from the sources of this moment, so that an older dist/ proves nothing.
 */
mkdirSync(join(projectFolder, 'out'), { recursive: true });
const work = mkdtempSync(join(projectFolder, 'out/stacks-tools-'));
const main = join(work, 'dist/main.js');
afterAll(() => rmSync(work, { recursive: true, force: true }));

const node = process.execPath;
const tsc = join(projectFolder, 'node_modules/typescript/bin/tsc');
const quiet = { CI: 'true', NO_COLOR: '1', CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1', CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' };

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function run(program: string, args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Ran {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: options.cwd ?? projectFolder,
    env: { PATH, HOME, ...quiet, ...options.env },
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 1 << 28,
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}` };
}

const clean = { status: 0, output: '' };
const workbenchFile = (name: string) => join(projectFolder, 'workbench', `${name}.yaml`);

/** Compiles the app alone, as `npm run build` does with all the rest. */
function compile(options: Readonly<Record<string, unknown>> = {}): Ran {
  const config = join(work, 'tsconfig.json');
  const compilerOptions = { outDir: join(work, 'dist'), types: ['node'], ...options };
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(projectFolder, 'tsconfig.json'),
      compilerOptions,
      files: [join(projectFolder, 'main.ts')],
      include: [],
    }),
  );
  return run(node, [tsc, '-p', config]);
}

/** Every file below a folder that synth wrote, by its path; states lie in a folder of their own, so it is taken out of the text. */
function filesBelow(folder: string, state = ''): Map<string, string> {
  const walk = (at: string): string[] =>
    readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(join(at, entry.name)) : [join(at, entry.name)],
    );
  return new Map(
    walk(folder)
      .sort()
      .map((file) => [relative(folder, file), readFileSync(file, 'utf8').replaceAll(state || '\0', '<state>')]),
  );
}

/** Runs the compiled app; cdktf calls it in the same way. */
function synth(
  name: string,
  outdir: string,
  options: { cwd?: string; env?: Record<string, string>; hook?: string } = {},
): Map<string, string> {
  const cwd = options.cwd ?? work;
  const ran = run(node, [...(options.hook ? ['--require', options.hook] : []), main], {
    cwd,
    env: { WORKBENCH_FILE: workbenchFile(name), CDKTF_OUTDIR: outdir, ...options.env },
  });
  expect(ran).toEqual(clean);
  return filesBelow(outdir, join(cwd, '.workbench'));
}

let compiled: Ran;
const made = new Map<string, Map<string, string>>();
beforeAll(() => {
  compiled = compile();
  for (const name of examples) made.set(name, synth(name, join(work, name)));
}, 300_000);
const plain = (name: string) => made.get(name) as Map<string, string>;

describe('the compiled app', () => {
  test('compiles without a finding', () => expect(compiled).toEqual(clean));

  test.each(examples)('%s: writes the same bytes in another folder, language, time zone and process', (name) => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'workbench-elsewhere-'));
    try {
      const env = { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' };
      expect(synth(name, join(elsewhere, 'out'), { cwd: elsewhere, env })).toEqual(plain(name));
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  test('tells what is wrong in one line and with status 1, and writes nothing', () => {
    const ran = run(node, [main], { cwd: work, env: { WORKBENCH_FILE: 'nowhere', CDKTF_OUTDIR: join(work, 'nothing') } });
    expect(ran.status).toBe(1);
    expect(ran.output.trim().split('\n')).toHaveLength(1);
    expect(ran.output).not.toMatch(/\n\s+at /);
    expect(existsSync(join(work, 'nothing'))).toBe(false);
  });
});

describe('cdktf', () => {
  const cdktf = join(projectFolder, 'node_modules/.bin/cdktf');
  const settings = JSON.parse(readFileSync(join(projectFolder, 'cdktf.json'), 'utf8')) as Record<string, unknown>;

  test('runs the compiled app, and tells nobody about it', () => {
    expect(settings).toMatchObject({ language: 'typescript', app: 'node dist/main.js', sendCrashReports: 'false', terraformProviders: [] });
  });

  test('cdktf synth writes the stacks that the app writes', () => {
    const folder = join(work, 'by-cdktf');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ ...settings, app: `${node} ${main}` }));
    const ran = run(cdktf, ['synth'], { cwd: folder, env: { WORKBENCH_FILE: workbenchFile('production') } });
    expect([ran.status, ran.output.includes('Generated Terraform code for the stacks') || ran.output]).toEqual([0, true]);
    const files = filesBelow(join(folder, 'cdktf.out'), join(folder, '.workbench'));
    // The command keeps notes of its own beside the stacks.
    const ours = new Map([...files].filter(([file]) => plain('production').has(file)));
    expect(ours).toEqual(plain('production'));
    expect([...files.keys()].filter((file) => file.endsWith('cdk.tf.json') && !plain('production').has(file))).toEqual([]);
  }, 120_000);
});

describe('CDK Terrain, which carries cdktf on', () => {
  const successor = join(projectFolder, 'node_modules/cdktf-successor');
  const version = (JSON.parse(readFileSync(join(successor, 'package.json'), 'utf8')) as { version: string }).version;

  test('takes our code and the prebuilt providers as they are: it compiles', () => {
    const paths = { cdktf: [successor], 'cdktf/*': [`${successor}/*`] };
    expect(compile({ noEmit: true, paths })).toEqual(clean);
  });

  test.each(examples)('%s: writes the same JSON, in the same order, but for its own version', (name) => {
    const hook = join(work, 'successor.cjs');
    // What the npm alias "cdktf": "npm:cdktn@…" does for a whole project, for one process.
    writeFileSync(
      hook,
      `const Module = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => resolve(name === 'cdktf' ? ${JSON.stringify(successor)} : name, ...rest);
process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((file) => /node_modules.cdktf.lib/.test(file));
  if (loaded.length > 0) { process.stderr.write('cdktf itself was loaded: ' + loaded[0]); process.exitCode = 3; }
});
`,
    );
    const files = synth(name, join(work, `${name}-successor`), { hook });
    const asBefore = (text: string) => text.replaceAll(`"version": "${version}"`, '"version": "0.21.0"');
    // It writes empty lists on one line: the same JSON in other white space.
    const compact = (all: ReadonlyMap<string, string>) =>
      new Map([...all].map(([file, text]) => [file, file.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : text]));
    expect(compact(new Map([...files].map(([file, text]) => [file, asBefore(text)])))).toEqual(compact(plain(name)));
    expect(files.get('stacks/hub/cdk.tf.json')).toContain(`"version": "${version}"`);
  });
});

describe('Terraform', () => {
  const terraform = process.env.WORKBENCH_TERRAFORM ?? (run('terraform', ['version']).status === 0 ? 'terraform' : 'tofu');
  const tls = '4.1.0';
  const providers = Object.fromEntries([
    ...(['kubernetes', 'helm', 'vault', 'aws', 'azurerm', 'azurestack'] as const).map((name) => [name, wantedVersion(name)] as const),
    ['tls', tls] as const,
  ]);
  const shared = join(work, 'init');
  // Mirrors of this machine beside what Terraform finds by itself.
  const mirrors = mirrorFolders();
  const configuration = join(work, 'terraform.rc');
  if (mirrors.length > 0) writeFileSync(configuration, cliConfiguration(mirrors));
  const found: Record<string, string> = mirrors.length > 0 ? { TF_CLI_CONFIG_FILE: configuration } : {};

  /** One init for all stacks, of the providers that Terraform can have: from a registry, a mirror of its configuration, or a folder of this machine. */
  const available = ((): readonly string[] => {
    if (run(terraform, ['version']).status !== 0) return [];
    mkdirSync(shared);
    const names = Object.keys(providers);
    const init = (wanted: readonly string[]) => {
      const required = Object.fromEntries(wanted.map((name) => [name, { source: `hashicorp/${name}`, version: providers[name] }]));
      writeFileSync(join(shared, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
      return run(terraform, ['init', '-backend=false', '-input=false', '-no-color'], { cwd: shared, env: found }).status === 0;
    };
    if (init(names)) return names;
    const some = names.filter((name) => init([name]));
    return some.length > 0 && init(some) ? some : [];
  })();

  /** Every stack of every example, with the providers that it asks for. */
  const asked = examples.flatMap((name) =>
    synthesised(exampleModel(name)).stacks.map(({ id, json }) => ({
      name,
      stack: id,
      needs: Object.keys(json.terraform.required_providers),
    })),
  );
  const needsOf = (stack: string) => [...new Set(asked.filter((row) => row.stack === stack).flatMap(({ needs }) => needs))];
  const missing = (needs: readonly string[]) => needs.filter((name) => !available.includes(name));
  const lacking = (stack: string) =>
    missing(asked.find((row) => row.name === 'production' && row.stack === stack)?.needs ?? needsOf(stack));
  const reasonFor = (lack: readonly string[]) =>
    `skipped: ${terraform} can't have ${lack.map((name) => `${name} ${providers[name]}`).join(' and ')}, neither from a registry nor from a mirror`;
  const reason = (stack: string) => reasonFor(lacking(stack));

  /** Init is not asked again: the plugins and their checksums are those of the one init. */
  const validate = (folder: string) => {
    cpSync(join(shared, '.terraform.lock.hcl'), join(folder, '.terraform.lock.hcl'));
    const env = { ...found, TF_DATA_DIR: join(shared, '.terraform') };
    const { output } = run(terraform, ['validate', '-json'], { cwd: folder, env });
    const { valid, diagnostics } = JSON.parse(output.slice(output.indexOf('{\n'))) as {
      valid: boolean;
      diagnostics: { summary: string; detail: string }[];
    };
    return { valid, said: diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`) };
  };

  test('every provider of the examples is one that is pinned here', () =>
    expect(asked.filter(({ needs }) => needs.some((name) => providers[name] === undefined))).toEqual([]));

  for (const { name, stack, needs } of asked) {
    const lack = missing(needs);
    const proof = lack.length > 0 ? test.skip : test;
    proof(
      `${stack} of ${name}: is valid for the real providers${lack.length > 0 ? ` (${reasonFor(lack)})` : ''}`,
      () => expect(validate(join(work, name, 'stacks', stack))).toEqual({ valid: true, said: [] }),
      120_000,
    );
  }

  // The others hold ephemeral values, which Terraform cannot mock (1.11.4): the lab applies them for real.
  for (const stack of ['platform', 'stores', 'hub']) {
    const apply = lacking(stack).length > 0 ? test.skip : test;
    apply(
      `${stack} of production: can be planned and applied in its order, with mocked providers${lacking(stack).length > 0 ? ` (${reason(stack)})` : ''}`,
      () => {
        const folder = join(work, 'production/stacks', stack);
        cpSync(join(shared, '.terraform.lock.hcl'), join(folder, '.terraform.lock.hcl'));
        writeFileSync(
          join(folder, 'apply.tftest.json'),
          JSON.stringify({ mock_provider: { helm: {}, kubernetes: {} }, run: { apply: { command: 'apply' } } }),
        );
        const { status, output } = run(terraform, ['test', '-no-color'], {
          cwd: folder,
          env: { ...found, TF_DATA_DIR: join(shared, '.terraform') },
        });
        expect([status, output.includes('Success! 1 passed, 0 failed.') || output]).toEqual([0, true]);
      },
      120_000,
    );
  }

  const refuses = lacking('hub').length > 0 ? test.skip : test;
  refuses(
    `a stack with an argument that no provider knows is refused${lacking('hub').length > 0 ? ` (${reason('hub')})` : ''}`,
    () => {
      const folder = join(work, 'broken');
      const text = plain('sandbox').get('stacks/hub/cdk.tf.json') ?? '';
      mkdirSync(folder);
      writeFileSync(join(folder, 'cdk.tf.json'), text.replace('"create_namespace"', '"creates_namespace"'));
      expect(validate(folder)).toEqual({ valid: false, said: [expect.stringContaining('creates_namespace')] });
    },
    120_000,
  );
});
