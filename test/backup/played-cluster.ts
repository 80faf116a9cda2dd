import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Env {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}
interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: readonly Env[];
}
/** An object of the API, as far as it is looked at here. */
export interface PlayedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly spec?: {
    readonly template: {
      readonly spec: {
        readonly initContainers?: readonly Container[];
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
      };
    };
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface PlayedCluster {
  readonly address: string;
  /** Everything there is now, by its path. */
  readonly objects: Map<string, PlayedObject>;
  /** Every path that something was made at. */
  readonly made: readonly string[];
  /** The body of every request. */
  readonly heard: readonly string[];
  /** Parts of paths that can't be deleted, as where a webhook does not answer. */
  readonly locked: Set<string>;
  readonly close: () => Promise<void>;
}

interface Ended {
  readonly status: number;
  readonly logs: Readonly<Record<string, string>>;
}

const run = (command: readonly string[], env: Readonly<Record<string, string>>) =>
  new Promise<{ status: number; log: string }>((resolve) => {
    const [file = '', ...args] = command;
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (log += part.toString('utf8')));
    child.on('close', (status) => resolve({ status: status ?? 1, log }));
  });

/**
 * An API server that keeps what it is given, and a kubelet that runs the containers of each Job as processes of this machine: their own commands and
 * variables, with folders in the place of volumes. `env` is what the machine has in the place of a pod's network.
 */
export async function playCluster(
  folder: string,
  given: Readonly<Record<string, PlayedObject>>,
  env: (container: string, secret: (name: string, key: string) => string) => Readonly<Record<string, string>>,
  onMade: (body: PlayedObject, secret: (name: string, key: string) => string) => Promise<void>,
): Promise<PlayedCluster> {
  const objects = new Map(Object.entries(given));
  const made: string[] = [];
  const heard: string[] = [];
  const locked = new Set<string>();
  const ends = new Map<string, Ended>();
  const secret = (name: string, key: string) =>
    [...objects].find(([path]) => path.endsWith(`/secrets/${name}`))?.[1].stringData?.[key] ?? '';
  const inNamespace = (namespace: string, kind: string, name: string) => objects.get(`/api/v1/namespaces/${namespace}/${kind}/${name}`);

  async function play(path: string, job: PlayedObject): Promise<void> {
    const root = mkdtempSync(join(folder, 'pod-'));
    const pod = job.spec?.template.spec;
    if (!pod) return;
    for (const { name, configMap } of pod.volumes) {
      mkdirSync(join(root, name), { recursive: true });
      const data = configMap ? inNamespace(job.metadata.namespace ?? '', 'configmaps', configMap.name)?.data : undefined;
      for (const [file, text] of Object.entries(data ?? {})) writeFileSync(join(root, name, file), text);
    }
    const there = (text: string) =>
      text.replaceAll(/(^|[\s=])\/(work|programs|checks|tmp)(?=\/|$)/g, (_, before, name) => `${before}${root}/${name}`);
    const logs: Record<string, string> = {};
    let status = 0;
    for (const { name, command, env: own = [] } of [...(pod.initContainers ?? []), ...pod.containers]) {
      if (status !== 0) break;
      const variables = own.map(({ name: key, value, valueFrom }) => [
        key,
        value === undefined ? secret(valueFrom?.secretKeyRef.name ?? '', valueFrom?.secretKeyRef.key ?? '') : there(value),
      ]);
      const ended = await run(command.map(there), { ...Object.fromEntries(variables), ...env(name, secret) });
      logs[name] = ended.log;
      status = ended.status;
    }
    ends.set(path, { status, logs });
  }

  const seen = (path: string, object: PlayedObject) => {
    const ended = ends.get(path);
    const conditions = ended ? [{ type: ended.status === 0 ? 'Complete' : 'Failed', status: 'True' }] : [];
    return { ...object, status: { conditions } };
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    heard.push(text);
    const url = new URL(request.url ?? '', 'http://played');
    const path = url.pathname;
    const answer = (status: number, body: unknown) =>
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    if (request.method === 'POST') {
      const body = JSON.parse(text) as PlayedObject;
      const place = `${path}/${body.metadata.name}`;
      if (objects.has(place)) return void answer(409, {});
      objects.set(place, { ...body, metadata: { ...body.metadata, uid: place, creationTimestamp: new Date().toISOString() } });
      made.push(place);
      await onMade(body, secret);
      if (body.kind === 'Job') void play(place, body);
      return void answer(201, objects.get(place));
    }
    if (request.method === 'DELETE') {
      if ([...locked].some((part) => path.includes(part))) return void answer(500, {});
      // All that is in a namespace goes with it.
      for (const inside of [...objects.keys()].filter((one) => one.includes(`${path.replace('/api/v1', '')}/`))) objects.delete(inside);
      return void answer(objects.delete(path) ? 200 : 404, {});
    }
    const job = /job-name=(\S+)/.exec(url.searchParams.get('labelSelector') ?? '')?.[1];
    const log = /\/pods\/(\S+)\/log$/.exec(path)?.[1];
    const jobPath = (name: string) => [...objects.keys()].find((key) => key.endsWith(`/jobs/${name}`)) ?? '';
    if (log) return void answer(200, ends.get(jobPath(log))?.logs[url.searchParams.get('container') ?? ''] ?? '');
    if (path.endsWith('/pods')) {
      const found = job ? objects.get(jobPath(job)) : undefined;
      return void answer(200, { items: found ? [{ metadata: { ...found.metadata, name: job }, status: { phase: 'Running' } }] : [] });
    }
    const object = objects.get(path);
    return void (object ? answer(200, seen(path, object)) : answer(404, {}));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    made,
    heard,
    locked,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
