import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestAnnotation } from '../../cli/rotate/deliver';

type Json = { [key: string]: unknown };
export interface Kept {
  metadata: { name: string; namespace?: string; annotations?: Record<string, string>; [key: string]: unknown };
  spec?: Json;
  status?: Json;
  data?: Json;
}

/** RFC 7396, as the API server takes it. */
function merged(base: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Json = { ...(typeof base === 'object' && base !== null ? (base as Json) : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

/**
 * An API server that a test plays, over HTTP: it keeps objects by their path, and does at once what operators and controllers would do some time later.
 * Which of them does what was seen on the real ones by test/rotate-lab.test.ts.
 */
export class PlayedCluster {
  readonly objects = new Map<string, Kept>();
  /** `PATCH /path`, in their order. */
  readonly writes: string[] = [];
  /** Readings of a Secret that asked for more than its metadata. */
  readonly lookedInto: string[] = [];
  /** Refuses the next writing whose turn it is: as if the command was killed there. */
  failAt = Number.POSITIVE_INFINITY;
  /** Names of Jobs that fail, by their beginnings. */
  failing: string[] = [];
  /** What is in Vault, by the name of the RandomSecret. */
  readonly versions = new Map<string, number>();
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer(async (request, response) => {
      const { status, body } = this.answer(request, await textOf(request));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop = () => new Promise<void>((done) => this.server?.close(() => done()));

  private answer({ method = 'GET', url = '', headers }: IncomingMessage, text: string): { status: number; body: unknown } {
    const path = url.split('?')[0] ?? '';
    const labels = new URLSearchParams(url.split('?')[1] ?? '').get('labelSelector');
    if (method === 'GET') {
      const one = this.objects.get(path);
      if (one && /\/secrets\//.test(path) && !headers.accept?.includes('PartialObjectMetadata')) this.lookedInto.push(path);
      if (one) return { status: 200, body: one };
      const items = [...this.objects]
        .filter(([at]) => at.startsWith(`${path}/`) && !at.slice(path.length + 1).includes('/'))
        .map(([, kept]) => kept);
      const selected = items.filter(
        ({ metadata }) => !labels || labels.split(',').every((pair) => matches(metadata.labels as Record<string, string>, pair)),
      );
      return items.length > 0 || /s$/.test(path.split('/').at(-1) ?? '')
        ? { status: 200, body: { items: selected } }
        : { status: 404, body: {} };
    }
    if (this.writes.length + 1 >= this.failAt) {
      this.failAt = Number.POSITIVE_INFINITY;
      return { status: 500, body: {} };
    }
    this.writes.push(`${method} ${path}`);
    if (method === 'POST') {
      const made = JSON.parse(text) as Kept;
      const at = `${path}/${made.metadata.name}`;
      if (this.objects.has(at)) return { status: 409, body: {} };
      this.put(at, made);
      return { status: 201, body: {} };
    }
    if (method === 'DELETE') {
      this.objects.delete(path);
      if (/\/vaultsecrets\//.test(path)) this.objects.delete(secretAt(path));
      return { status: 200, body: {} };
    }
    const at = path.replace(/\/status$/, '');
    const old = this.objects.get(at);
    if (!old) return { status: 404, body: {} };
    this.put(at, merged(old, JSON.parse(text)) as Kept, old);
    return { status: 200, body: {} };
  }

  /** Keeps an object, and plays whoever looks after its kind. */
  put(path: string, object: Kept, old?: Kept): void {
    this.objects.set(path, object);
    const kind = path.split('/').at(-2) ?? '';
    this.controllers[kind]?.(path, object, old);
  }

  private readonly controllers: Readonly<Record<string, (path: string, object: Kept, old?: Kept) => void>> = {
    /** vault-config-operator: another version once the last one is older than the period. */
    randomsecrets: (_, { metadata, spec, status }) => {
      const born = Date.parse(String(status?.lastVaultSecretUpdate));
      const period = Number(/^(\d+)s$/.exec(String(spec?.refreshPeriod))?.[1] ?? Number.NaN) * 1000;
      if (!(born + period < Date.now())) return;
      this.versions.set(metadata.name, (this.versions.get(metadata.name) ?? 1) + 1);
      if (status) status.lastVaultSecretUpdate = new Date().toISOString();
    },
    vaultsecrets: (path, { metadata }) => this.put(secretAt(path), { metadata: { name: metadata.name } }),
    /** The same: a Secret without its digest is filled anew. The operators of the stores note what they take. */
    secrets: (_, object) => {
      const { metadata } = object;
      const digest = String(this.versions.get(metadata.name.replace(/^rotation-/, '')) ?? 1);
      if (metadata.annotations?.[digestAnnotation] !== undefined) return;
      metadata.annotations = { ...metadata.annotations, [digestAnnotation]: digest, 'percona.com/mysql-quoting-hash': digest };
    },
    jobs: (_, object) => {
      const fails = this.failing.some((name) => object.metadata.name.includes(name));
      object.status = { conditions: [{ type: fails ? 'Failed' : 'Complete', status: 'True' }] };
    },
    deployments: (path, object, old) => {
      const template = object.spec?.template as { metadata?: { annotations?: Record<string, string> } };
      if (old && JSON.stringify(old.spec) === JSON.stringify(object.spec)) return;
      const generation = Number(old?.metadata.generation ?? 0) + 1;
      object.metadata.generation = generation;
      const replicas = Number(object.spec?.replicas ?? 1);
      object.status = { observedGeneration: generation, replicas, updatedReplicas: replicas, readyReplicas: replicas };
      const namespace = /namespaces\/([^/]+)/.exec(path)?.[1];
      for (let at = 0; at < replicas; at++)
        this.objects.set(`/api/v1/namespaces/${namespace}/pods/${object.metadata.name}-${at}`, {
          metadata: {
            name: `${object.metadata.name}-${at}`,
            labels: { app: object.metadata.name },
            annotations: { ...template.metadata?.annotations },
          },
          status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
        });
    },
  };
}

const secretAt = (path: string) => path.replace(/^\/apis\/[^/]+\/[^/]+/, '/api/v1').replace('/vaultsecrets/', '/secrets/');
const matches = (labels: Readonly<Record<string, string>> = {}, pair: string) => labels[pair.split('=')[0] ?? ''] === pair.split('=')[1];
