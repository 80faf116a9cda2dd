import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem, ProblemError } from '../../config/problems';
import { projectRoot } from '../../constructs/terraform/project-root';
import { deployerRules } from '../../constructs/vault/deployer-policy';
import type { VaultRule } from '../../constructs/vault/policies';
import { alive, readMembers } from './crew';
import { chartsOf, modelOf, onLab, writeEnvironment } from './environments';
import { startLab } from './lab';
import { writeMirror } from './stand-ins/mirror';
import { letDeployerIn } from './vault-bootstrap';

/** Where the lab of `make lab-up` lives until `make lab-down`. */
export const labFolder = () => join(projectRoot(), 'out', 'lab');

/** Environments of the lab are named so: what lies in .workbench of a deployment elsewhere is never theirs. */
export const environmentPrefix = 'lab-';

/** Examples that the lab can take as they are. */
const examples = ['sandbox', 'full-lab', 'production'] as const;

/** Starts a lab that outlives this process and writes a workbench file for each example that leads to it. @returns the folder */
export async function labUp(log: (line: string) => void): Promise<string> {
  const dir = labFolder();
  if (alive(readMembers(dir)).length > 0) {
    log(`a lab is up already; make lab-down stops it`);
    return dir;
  }
  const lab = await startLab({ dir, log });
  const mirror = join(dir, 'charts');
  mkdirSync(mirror, { recursive: true });
  const place = { kubeconfig: lab.kubeconfig, context: lab.context, vaultAddress: lab.vault.address, mirror, verify: false };
  const rules: VaultRule[] = [];
  for (const name of examples) {
    const source = join(projectRoot(), 'workbench', `${name}.yaml`);
    if (!existsSync(source)) continue;
    const text = onLab(readFileSync(source, 'utf8'), { ...place, environment: `${environmentPrefix}${name}` });
    writeEnvironment(dir, name, text);
    const model = modelOf(text, name);
    writeMirror(mirror, chartsOf(model));
    rules.push(...deployerRules(model.config));
  }
  await letDeployerIn(lab.vault.vault, rules);
  log(`up in ${lab.startup.total} s: a Kubernetes API and a Vault on the loopback interface, pods are played`);
  return dir;
}

if (require.main === module)
  labUp((line) => process.stdout.write(`${line}\n`)).then(
    () => {
      process.stdout.write(
        `${[
          'deploy    npx workbench deploy out/lab/sandbox.yaml',
          'look      kubectl --kubeconfig out/lab/kubeconfig get pods --all-namespaces',
          'stop      make lab-down',
          'Passwords are made only where vault-config-operator runs beside it; without it everything else is deployed.',
        ].join('\n')}\n`,
      );
    },
    (error: unknown) => {
      const problems = error instanceof ProblemError ? error.problems.map(formatProblem) : [String(error)];
      process.stderr.write(`${problems.join('\n')}\n`);
      process.exitCode = 1;
    },
  );
