import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraformProgram } from '../lab/providers';

const registry = 'registry.terraform.io';
const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const dependencies = ['aws', 'azurerm', 'azurestack', 'helm', 'kubernetes', 'vault'] as const;
export type ProviderName = (typeof dependencies)[number];

const below = (folder: string): string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
};

/** Where a machine keeps software that no package manager brought: a mirror of providers may lie in any of them. */
const shelves = ['/opt', '/usr/local/share', '/usr/local/lib', '/usr/share', '/usr/lib', '/srv', '/var/lib'];

/** Folders that are laid out as mirrors of providers (`registry.terraform.io/<namespace>/<name>/<version>/<os_arch>`), wherever they lie. */
export function mirrorFolders(): readonly string[] {
  const home = [join(homedir(), '.terraform.d/plugins'), join(homedir(), '.local/share/terraform/plugins')];
  const found = [...home, ...shelves.flatMap((shelf) => [shelf, ...below(shelf)])];
  return found.filter((folder) => existsSync(join(folder, registry)));
}

/** Providers with their versions that a mirror has for this machine, as `aws 5.100.0`. */
const inMirror = (folder: string): readonly string[] =>
  below(join(folder, registry, 'hashicorp')).flatMap((provider) =>
    below(provider)
      .filter((version) => existsSync(join(version, platform)))
      .map((version) => `${provider.split('/').at(-1)} ${version.split('/').at(-1)}`),
  );

/**
 * CLI configuration for Terraform that takes providers from the mirrors of this machine and the others from where they come from.
 * A registry is not asked about what a mirror has, so a machine without a network can do.
 */
export function cliConfiguration(folders: readonly string[]): string {
  const quote = JSON.stringify;
  const names = (folder: string) => [...new Set(inMirror(folder).map((found) => `${registry}/hashicorp/${found.split(' ')[0]}`))];
  const mirrors = folders.map(
    (folder) => `  filesystem_mirror {\n    path    = ${quote(folder)}\n    include = ${quote(names(folder))}\n  }\n`,
  );
  return `provider_installation {\n${mirrors.join('')}  direct {\n    exclude = ${quote(folders.flatMap(names))}\n  }\n}\n`;
}

/** Version of a provider that the stacks ask for: the one that its bindings were made from. */
export function wantedVersion(name: ProviderName): string {
  const { cdktf } = JSON.parse(readFileSync(require.resolve(`@cdktf/provider-${name}/package.json`), 'utf8')) as {
    cdktf: { provider: { version: string } };
  };
  return cdktf.provider.version;
}

export interface FoundProviders {
  /** What Terraform is given so that it finds them. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Makes sure that Terraform can have providers. What it finds by itself counts first (a registry, a mirror of the user's CLI configuration), but a mirror on
 * this machine spares asking.
 * @param folder keeps the CLI configuration for as long as it is used
 */
export function findProviders(
  names: readonly ProviderName[],
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): FoundProviders | { readonly reason: string } {
  const terraform = terraformProgram(env);
  if (!terraform) return { reason: 'there is no terraform or tofu on PATH' };
  const wanted = names.map((name) => `${name} ${wantedVersion(name)}`);
  const folders = mirrorFolders().filter((mirror) => inMirror(mirror).length > 0);
  const there = new Set(folders.flatMap(inMirror));
  const file = join(folder, 'terraform.rc');
  if (folders.length > 0) writeFileSync(file, cliConfiguration(folders));
  const withMirrors = folders.length > 0 ? { TF_CLI_CONFIG_FILE: file } : {};
  if (wanted.every((one) => there.has(one))) return { env: withMirrors };
  const reason = initReason(terraform, names, { ...env, ...withMirrors });
  return reason ? { reason } : { env: withMirrors };
}

/** Asks Terraform itself. @returns why it can't have them, as one line */
function initReason(terraform: string, names: readonly ProviderName[], env: NodeJS.ProcessEnv): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'providers-'));
  try {
    const required = Object.fromEntries(names.map((name) => [name, { source: `hashicorp/${name}`, version: wantedVersion(name) }]));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
    execFileSync(terraform, ['init', '-backend=false', '-input=false', '-no-color'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 300_000,
      env: { ...env, CHECKPOINT_DISABLE: '1' },
    });
    return undefined;
  } catch {
    return `${terraform} can't have the providers ${names.map((name) => `${name} ${wantedVersion(name)}`).join(', ')}: no registry and no mirror has them`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
