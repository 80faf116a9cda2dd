import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ProblemError, problem } from '../../config/problems';
import type { WorkbenchStack } from '../../stacks/workbench-stack';
import { terraformOf } from '../finished-stack';
import { findBinary, isProblem } from '../run/binary';

const run = promisify(execFile);

/** A provider that the stacks of an environment are made with. */
export interface UsedProvider {
  readonly source: string;
  readonly version: string;
}

/** Every provider with its version, once, by source. */
export function providersOf(stacks: readonly WorkbenchStack[]): UsedProvider[] {
  const used = new Map<string, UsedProvider>();
  for (const stack of stacks) {
    const { terraform } = terraformOf(stack);
    for (const { source, version } of Object.values(terraform?.required_providers ?? {})) used.set(source, { source, version });
  }
  return [...used.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
}

/** The settings of Terraform that take providers from the folder only. */
export const providerSettings = (folder: string) =>
  `# Name this file in TF_CLI_CONFIG_FILE.\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }\n}\n`;

/**
 * Lets Terraform itself fill a folder with providers: it checks their signatures, leaves what is there and takes what is missing.
 * @throws ProblemError MIRROR-PROVIDERS with Terraform's own words
 */
export async function mirrorProviders(providers: readonly UsedProvider[], folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const binary = await findBinary(env);
  if (isProblem(binary)) throw new ProblemError([binary]);
  const work = mkdtempSync(join(tmpdir(), 'workbench-providers-'));
  try {
    const required = Object.fromEntries(providers.map(({ source, version }, index) => [`p${index}`, { source, version }]));
    writeFileSync(join(work, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
    await run(binary.path, ['providers', 'mirror', '-platform=linux_amd64', folder], {
      cwd: work,
      env: { ...env, CHECKPOINT_DISABLE: '1' },
      timeout: 1_800_000,
    });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const said = /Error: ([^\n]+)/.exec(stderr.replace(/[│╷╵]/g, ''))?.[1] ?? message.split('\n')[0];
    throw new ProblemError([
      problem(
        'MIRROR-PROVIDERS',
        `providers can't be mirrored: ${said}`,
        'run it where registry.terraform.io is reached, or leave them out with --without providers',
      ),
    ]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (!existsSync(join(folder, 'terraform.rc'))) writeFileSync(join(folder, 'terraform.rc'), providerSettings(folder));
}
