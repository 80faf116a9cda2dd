import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { ProblemError, problem } from '../../config/problems';
import { findProgram } from '../find-program';

const run = promisify(execFile);

/** A Helm release as it is rendered; a type of its own, so that this file knows no constructs. */
export interface Rendered {
  readonly name: string;
  readonly namespace: string;
  readonly values: { readonly [key: string]: unknown };
  readonly secretValues: readonly { readonly path: string }[];
}

/** The helm command: WORKBENCH_HELM, or the one on PATH. @throws ProblemError MIRROR-HELM */
export function helmProgram(env: NodeJS.ProcessEnv): string {
  const found = findProgram('helm', 'WORKBENCH_HELM', env);
  if (found) return found;
  throw new ProblemError([
    problem(
      'MIRROR-HELM',
      'there is no helm: only the charts know all their images',
      'install Helm 3.17 or newer, or set WORKBENCH_HELM to its path',
    ),
  ]);
}

/** Sets a value where its dotted path says; what stands there gives way. */
function put(tree: Record<string, unknown>, path: string, value: string): void {
  const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
  let node = tree;
  for (const key of keys.slice(0, -1)) {
    const next = node[key];
    node[key] = typeof next === 'object' && next !== null && !Array.isArray(next) ? { ...next } : {};
    node = node[key] as Record<string, unknown>;
  }
  node[keys.at(-1) ?? ''] = value;
}

/**
 * What Helm makes of a chart package with the values of a release, its tests and hooks with it. A placeholder stands for each secret: none is read.
 * @throws ProblemError MIRROR-RENDER with Helm's own words
 */
export async function renderChart(helm: string, file: string, release: Rendered, kubernetes: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-images-'));
  const values = { ...release.values } as Record<string, unknown>;
  for (const { path } of release.secretValues) put(values, path, 'placeholder');
  const valuesFile = join(folder, 'values.yaml');
  try {
    writeFileSync(valuesFile, stringify(values, { lineWidth: 0, aliasDuplicateObjects: false }));
    // Charts ask the API server for kinds that they like better; a whole server has these.
    const server = ['--kube-version', `${kubernetes}.0`, '--api-versions', 'apps/v1/Deployment', '--api-versions', 'apps/v1/StatefulSet'];
    const args = ['template', release.name, file, '--namespace', release.namespace, '--values', valuesFile, ...server];
    return (await run(helm, args, { maxBuffer: 2 ** 27 })).stdout;
  } catch (error) {
    const said =
      String((error as { stderr?: string }).stderr ?? error)
        .trim()
        .split('\n')
        .at(-1) ?? '';
    throw new ProblemError([
      problem(
        'MIRROR-RENDER',
        `helm can't render ${release.name}: ${said.slice(0, 300)}`,
        'workbench check and workbench charts verify tell more',
        {
          file,
        },
      ),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
