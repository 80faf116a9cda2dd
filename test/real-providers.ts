import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProviders, type ProviderName } from './emulator/providers';
import { terraformProgram } from './lab/providers';
import type { StackJson } from './synthesised';

/** Terraform under test: its program, the environment that finds providers, and a folder with an init of them. */
export interface TerraformHere {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly initialised: string;
}

export interface Answer {
  readonly ok: boolean;
  /** All of it, with what it warns of beside its answer. */
  readonly output: string;
}

export function runTerraform(
  { program, env, initialised }: TerraformHere,
  cwd: string,
  ...args: readonly string[]
): Answer & { readonly stdout: string } {
  const options = {
    cwd,
    env: { ...env, CHECKPOINT_DISABLE: '1', TF_DATA_DIR: join(initialised, '.terraform') },
    encoding: 'utf8',
    stdio: 'pipe',
    timeout: 300_000,
    maxBuffer: 1 << 28,
  } as const;
  try {
    const stdout = execFileSync(program, [...args], options);
    return { ok: true, output: stdout, stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { ok: false, output: `${stdout}${stderr}`, stdout };
  }
}

/** The same while this process goes on, for whoever answers Terraform from here. */
export const askedOf = ({ program, env, initialised }: TerraformHere, cwd: string, ...args: readonly string[]): Promise<Answer> =>
  new Promise((done) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...env, CHECKPOINT_DISABLE: '1', TF_DATA_DIR: join(initialised, '.terraform') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });

/** A folder that Terraform takes for the stack, with the providers of the one init. */
export function stackFolder({ initialised }: TerraformHere, folder: string, json: unknown): string {
  mkdirSync(folder, { recursive: true });
  cpSync(join(initialised, '.terraform.lock.hcl'), join(folder, '.terraform.lock.hcl'));
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json));
  return folder;
}

/** One init for many stacks, with everything that each of them requires. @returns what Terraform said when it failed */
export function initialise(here: TerraformHere, ...stacks: readonly StackJson[]): Answer {
  mkdirSync(here.initialised, { recursive: true });
  const required_providers = Object.assign({}, ...stacks.map(({ terraform }) => terraform.required_providers));
  writeFileSync(join(here.initialised, 'main.tf.json'), JSON.stringify({ terraform: { required_providers } }));
  return runTerraform(here, here.initialised, 'init', '-backend=false', '-input=false', '-no-color');
}

/** What validate finds in a stack: `error summary: detail`, or the same with `warning`. */
export function validated(here: TerraformHere, folder: string, json: unknown): readonly string[] {
  const { stdout } = runTerraform(here, stackFolder(here, folder, json), 'validate', '-json');
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { severity: string; summary: string; detail: string }[] };
  return diagnostics.map(({ severity, summary, detail }) => `${severity} ${summary}: ${detail}`);
}

export interface RealProviders {
  /** Why they can't be had here; undefined when they can. */
  readonly missing: string | undefined;
  readonly work: string;
  readonly here: TerraformHere;
  /** `test`, or a skipped one where the providers are missing; the title says why. */
  readonly proof: (title: string, body: jest.ProvidesCallback) => void;
}

/**
 * Real providers for a test file, in a folder that goes when its tests have ended.
 * @param stacks what they are made ready for, once, before the first test
 */
export function realProviders(name: string, providers: readonly ProviderName[], stacks: () => readonly StackJson[]): RealProviders {
  const work = mkdtempSync(join(tmpdir(), `${name}-`));
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  const found = findProviders(providers, work);
  const missing = 'reason' in found ? found.reason : undefined;
  const env = { ...process.env, ...('env' in found ? found.env : {}) };
  const here = { program: terraformProgram() ?? 'terraform', env, initialised: join(work, 'init') };
  const long = 240_000;
  beforeAll(() => {
    if (!missing) expect(initialise(here, ...stacks())).toMatchObject({ ok: true });
  }, long);
  const proof: RealProviders['proof'] = (title, body) =>
    missing ? test.skip(`${title} (skipped: ${missing})`, () => undefined) : test(title, body, long);
  return { missing, work, here, proof };
}
