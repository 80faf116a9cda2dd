import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { inspectStacks } from '../../cli/synthesise';
import type { Problem } from '../../config/problems';
import { projectRoot } from '../../constructs/terraform/project-root';
import { modelWith } from '../synthesised';
import type { Json } from '../workbench-fixtures';
import type { PlayedObject } from './played-cluster';

/** What the stacks of an environment put into its cluster for backups, by path: where a played cluster begins. */
export function backupObjects(settings: Json, stateDir: string): Readonly<Record<string, PlayedObject>> {
  const { stacks } = inspectStacks(modelWith(settings), { stateDir });
  const release = stacks.flatMap(({ releases }) => releases).find(({ name }) => name === 'backups');
  const objects = (release?.values.objects ?? []) as unknown as readonly PlayedObject[];
  return Object.fromEntries(
    objects.map((object) => {
      const { name, namespace } = object.metadata;
      const api = object.kind === 'CronJob' ? '/apis/batch/v1' : '/api/v1';
      return [`${api}/namespaces/${namespace}/${object.kind.toLowerCase()}s/${name}`, object] as const;
    }),
  );
}

/** A kubeconfig whose context `played` leads to it. */
export function playedKubeconfig(file: string, address: string): void {
  const clusters = [{ name: 'played', cluster: { server: address, 'insecure-skip-tls-verify': true } }];
  const contexts = [{ name: 'played', context: { cluster: 'played', user: 'nobody' } }];
  writeFileSync(file, stringify({ apiVersion: 'v1', kind: 'Config', clusters, contexts, users: [{ name: 'nobody', user: {} }] }));
}

/**
 * Calls what a command calls, in a process of its own, but for its patience: it looks after a Job every two seconds. `more` is the text of further options, which
 * may be functions; `given` is what was given.
 */
export async function callCompiled<T extends { readonly problems: readonly Problem[] }>(
  folder: string,
  [file, name, environment]: readonly [file: string, name: string, environment: string],
  options: object,
  more = '',
): Promise<{ readonly status: number; readonly json: T }> {
  const script = `const { requireEnvironment } = require('${projectRoot()}/dist/cli/environment.js');
    const { usualPace } = require('${projectRoot()}/dist/cli/verify/await-job.js');
    const work = require('${projectRoot()}/dist/cli/${file}.js').${name};
    const { model } = requireEnvironment({ cwd: '${folder}' }, '${environment}');
    const given = JSON.parse(process.argv[1]);
    const now = new Date(Date.now() + (given.hoursLater ?? 0) * 3_600_000);
    const common = { stateDir: '${folder}', pace: { ...usualPace, look: 0.1 }, stop: new AbortController().signal, now, say: () => {} };
    const options = { ...common, ...given, ${more} };
    (work.length === 3 ? work(model, '${folder}', options) : work(model, options))
      .catch(({ problems, stack }) => ({ problems: problems ?? [{ code: stack }] }))
      .then((result) => console.log(JSON.stringify(result)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, JSON.stringify(options)], { encoding: 'utf8' });
  const json = JSON.parse(stdout) as T;
  return { status: json.problems.length === 0 ? 0 : 1, json };
}
