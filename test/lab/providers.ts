import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentModel, resolveEnvironment } from '../../config/environment';
import { readWorkbench } from '../../config/load';
import { buildApp } from '../../stacks/app';

const smallest = JSON.stringify({
  environment: 'probe',
  tenant: 'labs',
  domain: 'labs.example.org',
  platform: { provider: 'kubernetes', context: 'lab' },
  hub: { release: '17.1.0', currencies: ['USD'] },
});

function probeModel(): EnvironmentModel {
  const { config } = readWorkbench(smallest, 'probe.json');
  if (!config) throw new Error('the smallest workbench file is not accepted');
  return resolveEnvironment(config);
}

/** The program that the tests drive: WORKBENCH_TERRAFORM, else the first of terraform and tofu that answers. */
export function terraformProgram(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const candidates = env.WORKBENCH_TERRAFORM ? [env.WORKBENCH_TERRAFORM] : ['terraform', 'tofu'];
  return candidates.find((name) => {
    try {
      execFileSync(name, ['version', '-json'], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000, env });
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Tells why Terraform can't have the providers of the stacks, as one line; undefined when it can.
 * It asks Terraform itself, by an init of the stack that needs all of them: so a registry, a mirror of the CLI configuration
 * and the implied mirror in the home folder all count.
 */
export function missingProviders(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const terraform = terraformProgram(env);
  if (!terraform) return 'there is no terraform or tofu on PATH';
  const folder = mkdtempSync(join(tmpdir(), 'providers-'));
  try {
    const { app } = buildApp(probeModel(), { outdir: folder, stateDir: folder, charts: (chart) => ({ chart }) });
    app.synth();
    const stack = JSON.parse(readFileSync(join(folder, 'stacks/secrets/cdk.tf.json'), 'utf8')) as {
      terraform: { required_providers: object };
    };
    const probe = join(folder, 'probe');
    mkdirSync(probe);
    writeFileSync(join(probe, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: stack.terraform.required_providers } }));
    execFileSync(terraform, ['init', '-backend=false', '-input=false', '-no-color'], {
      cwd: probe,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
      env: { ...env, CHECKPOINT_DISABLE: '1' },
    });
    return undefined;
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? error);
    const names = [
      ...new Set([...said.matchAll(/provider (?:hashicorp\/(\w+)|registry\S+\/(\w+))/g)].map((match) => match[1] ?? match[2])),
    ];
    return `${terraform} can't have the providers${names.length > 0 ? ` (${names.join(', ')})` : ''}: no registry and no mirror has them`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
