import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestObject } from '../config/model/test-job';

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Pod {
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly name: string;
    readonly configMap?: { readonly name: string; readonly items?: readonly { readonly key: string; readonly path: string }[] };
  }[];
}

export interface PlayedContainer {
  readonly name: string;
  readonly status: number;
  readonly log: string;
}

const podOf = (job: TestObject) => (job.spec as { template: { spec: Pod } }).template.spec;

/**
 * Programs of the image: applets of busybox, as there, but for the shell and wget: a busybox linked statically against glibc can't look up names, and its
 * shell would not let another wget be found. Those of the machine where it has no busybox.
 */
function imagePrograms(folder: string): string {
  const path = process.env.PATH ?? '';
  const find = (program: string) =>
    path
      .split(delimiter)
      .map((place) => join(place, program))
      .find((file) => existsSync(file));
  const busybox = find('busybox');
  const [sh, wget] = [find('sh'), find('wget')];
  if (busybox === undefined || sh === undefined || wget === undefined) return path;
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const applet of 'cat cut mkdir mkfifo mv rm sha256sum sleep tee timeout unzip'.split(' ')) symlinkSync(busybox, join(bin, applet));
  symlinkSync(sh, join(bin, 'sh'));
  symlinkSync(wget, join(bin, 'wget'));
  symlinkSync(process.execPath, join(bin, 'node'));
  return bin;
}

/**
 * What a kubelet does with the pod of a Job, without a container: the same commands, arguments and variables in the same order, volumes as folders, and
 * the toolkit's command in a folder of this machine in the place of that of the image. Init containers must end with 0, as there.
 */
export async function playPod(
  { job, configMap }: { readonly job: TestObject; readonly configMap: TestObject },
  at: {
    readonly folder: string;
    readonly command: string;
    readonly chartInputs: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<readonly PlayedContainer[]> {
  const root = mkdtempSync(join(at.folder, 'pod-'));
  const pod = podOf(job);
  const maps: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    [configMap.metadata.name]: configMap.data as Readonly<Record<string, string>>,
    ...Object.fromEntries(Object.entries(at.chartInputs).map(([name, text]) => [name, { 'cli-testcase-environment.json': text }])),
  };
  for (const { name, configMap: source } of pod.volumes) {
    mkdirSync(join(root, name));
    const data = maps[source?.name ?? ''] ?? {};
    const items = source?.items ?? Object.keys(data).map((key) => ({ key, path: key }));
    for (const { key, path } of items) if (data[key] !== undefined) writeFileSync(join(root, name, path), data[key]);
  }
  const PATH = imagePrograms(root);
  const played: PlayedContainer[] = [];
  for (const container of [...pod.initContainers, ...pod.containers]) {
    const places = [
      ...container.volumeMounts.map(({ name, mountPath }) => [mountPath, join(root, name)] as const),
      ['/opt/app', at.command] as const,
    ];
    const here = (text: string) => {
      const [mountPath, folder] = places.find(([path]) => text === path || text.startsWith(`${path}/`)) ?? ['', ''];
      return `${folder}${text.slice(mountPath.length)}`;
    };
    const variables = Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, here(value)]));
    const [program = '', ...args] = container.command;
    played.push({
      name: container.name,
      ...(await run(program.replace('/bin/sh', 'sh'), args.map(here), { PATH, ...variables, ...at.env })),
    });
    const last = played.at(-1);
    if (pod.initContainers.includes(container) && last?.status !== 0) break;
  }
  return played;
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ status: number; log: string }> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', failed);
    child.on('close', (status) => done({ status: status ?? 1, log: Buffer.concat(chunks).toString('utf8') }));
  });
}
