import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, must } from './client';
import type { Container, Played, Pod } from './stand-in-kubelet';

/** The toolkit's command of a pod: a folder with `src/client.js`, and the address of a toolkit where it should be another one than the pod says. */
export interface Command {
  readonly folder: string;
  readonly toolkit?: string;
}

const names = ['programs', 'work', 'chart', 'tmp'] as const;

/** Folders in the place of volumes, with the programs from the ConfigMap of the Job. */
async function mount(kube: Ask, pod: Pod, root: string): Promise<void> {
  if (existsSync(root)) return;
  for (const name of names) mkdirSync(join(root, name), { recursive: true });
  const programs = pod.spec.volumes.find(({ name }) => name === 'programs')?.configMap?.name ?? '';
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/configmaps/${programs}`;
  // It comes after the Job that it belongs to: a kubelet waits for it, too.
  for (let tries = 0; tries < 150 && (await kube('GET', path)).status === 404; tries++) await sleep(200);
  const { data } = await must<{ data: Record<string, string> }>(kube, 'GET', path);
  for (const [name, text] of Object.entries(data)) writeFileSync(join(root, 'programs', name), text);
}

/**
 * Runs a container of a Job as a process of this machine: its own command, arguments and variables, with folders in the place of its volumes.
 * @param root folder of the pod
 * @param collection folder in the place of the one that the run takes from the archive of collections
 */
export async function runContainer(
  kube: Ask,
  pod: Pod,
  container: Container,
  { root, collection, command }: { readonly root: string; readonly collection: string; readonly command: Command },
): Promise<Played> {
  await mount(kube, pod, root);
  const env = Object.fromEntries((container.env ?? []).map(({ name, value = '' }) => [name, value]));
  const here = (path: string) => path.replace(/^\/(programs|work|chart|tmp)(?=\/|$)/, (_, name: string) => join(root, name));
  const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, here(value)]));
  if (env.CHART_INPUTS) {
    // As after the collections have been fetched, and with a hub whose chart brings no inputs.
    cpSync(collection, join(root, 'work/collections/archive', env.COLLECTION ?? ''), { recursive: true });
    mkdirSync(join(own.CHART_INPUTS ?? '', '..'), { recursive: true });
    writeFileSync(own.CHART_INPUTS ?? '', JSON.stringify({ inputValues: {}, options: {} }));
  }
  const [program = '', ...args] = container.command.map(here);
  const variables = {
    PATH: process.env.PATH,
    ...own,
    COMMAND_FOLDER: command.folder,
    ...(command.toolkit ? { TOOLKIT: command.toolkit } : {}),
  };
  return new Promise((resolve) => {
    execFile(program, args, { env: variables, cwd: root, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const exitCode = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ exitCode, log: `${stdout}${stderr}` });
    });
  });
}
