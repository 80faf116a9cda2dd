import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, must } from './client';

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly initContainers: readonly Container[];
    readonly containers: readonly Container[];
    readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string; readonly optional?: boolean } }[];
  };
}

/** How a container ended, and what its log is then; or why it can't begin. */
export type Played =
  | { readonly exitCode: number; readonly reason?: string; readonly log?: string; readonly logStatus?: number }
  | { readonly waiting: string };

/** Plays one container. Containers of a pod are played in their order; one that waits keeps its pod pending. */
export type Play = (pod: Pod, container: Container) => Promise<Played>;

export interface StandInKubelet {
  readonly node: string;
  readonly stop: () => Promise<void>;
}

const nodeName = 'stand-in';

async function serveLogs(logs: ReadonlyMap<string, { text: string; status: number }>, folder: string): Promise<Server> {
  const subject = ['-subj', '/CN=stand-in', '-days', '1', '-keyout', 'key.pem', '-out', 'certificate.pem'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], { cwd: folder, stdio: 'ignore' });
  const files = { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'certificate.pem')) };
  const server = createServer(files, (request, response) => {
    const log = logs.get(decodeURIComponent(new URL(request.url ?? '/', 'https://node').pathname));
    response.writeHead(log?.status ?? 404).end(log?.text ?? 'no such container');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The node with the address where its logs are; it stays ready for as long as its heart beats. */
async function joinCluster(kube: Ask, port: number): Promise<() => Promise<void>> {
  const capacity = { cpu: '16', memory: '64Gi', pods: '200', 'ephemeral-storage': '1Ti' };
  await must(kube, 'POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: nodeName, labels: { 'kubernetes.io/os': 'linux' } },
  });
  return async () => {
    const now = new Date().toISOString();
    await kube('PATCH', `/api/v1/nodes/${nodeName}/status`, {
      status: {
        capacity,
        allocatable: capacity,
        addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
        daemonEndpoints: { kubeletEndpoint: { Port: port } },
        conditions: [{ type: 'Ready', status: 'True', reason: 'StandIn', lastHeartbeatTime: now, lastTransitionTime: now }],
      },
    });
  };
}

const finished = ({ name, image }: Container, { exitCode, reason }: { readonly exitCode: number; readonly reason?: string }) => {
  const at = new Date().toISOString();
  const terminated = { exitCode, reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'), startedAt: at, finishedAt: at };
  return { name, image, imageID: '', ready: false, restartCount: 0, state: { terminated } };
};
const waits = ({ name, image }: Container, reason: string) => ({
  name,
  image,
  imageID: '',
  ready: false,
  restartCount: 0,
  state: { waiting: { reason, message: `Back-off: ${image}` } },
});

/** One pod from its beginning to its end, told to the API server as a kubelet tells it. */
async function playPod(kube: Ask, pod: Pod, play: Play, keep: (container: string, log: string, status: number) => void): Promise<void> {
  const { initContainers, containers } = pod.spec;
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}/status`;
  const done = new Map<string, object>();
  let failed = false;
  const tell = (phase: string, waiting?: readonly [Container, string]) => {
    const statusOf = (container: Container) =>
      done.get(container.name) ?? waits(container, waiting?.[0] === container ? waiting[1] : 'PodInitializing');
    return kube('PATCH', path, {
      status: {
        phase,
        startTime: new Date().toISOString(),
        initContainerStatuses: initContainers.map(statusOf),
        containerStatuses: containers.map(statusOf),
      },
    });
  };
  await tell('Pending');
  for (const container of [...initContainers, ...containers]) {
    // A fault of the test must not look like a run that takes long.
    const played = await play(pod, container).catch((error: Error): Played => ({ exitCode: 99, reason: error.message }));
    if ('waiting' in played) {
      await tell('Pending', [container, played.waiting]);
      return;
    }
    keep(container.name, played.log ?? '', played.logStatus ?? 200);
    done.set(container.name, finished(container, played));
    failed ||= played.exitCode !== 0;
    if (failed && initContainers.includes(container)) break;
  }
  await tell(failed ? 'Failed' : 'Succeeded');
}

/**
 * Plays the only node of a lab in place of kwok: pods that the real scheduler puts there are played by the test, their status is told to the real API
 * server, and their logs are served where it asks a kubelet for them. What it does not show: images, volumes, limits and security of pods.
 */
export async function startStandInKubelet(kube: Ask, play: Play): Promise<StandInKubelet> {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-kubelet-'));
  const logs = new Map<string, { text: string; status: number }>();
  const server = await serveLogs(logs, folder);
  const beat = await joinCluster(kube, (server.address() as AddressInfo).port);
  const begun = new Set<string>();
  let stopped = false;
  let lastBeat = 0;
  const work = (async () => {
    while (!stopped) {
      if (Date.now() - lastBeat > 5_000) {
        await beat();
        lastBeat = Date.now();
      }
      const { body } = await kube<{ items?: readonly Pod[] }>('GET', `/api/v1/pods?fieldSelector=spec.nodeName=${nodeName}`);
      for (const pod of body?.items ?? []) {
        const { namespace, name, uid, deletionTimestamp } = pod.metadata;
        if (deletionTimestamp) await kube('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}`, { gracePeriodSeconds: 0 });
        else if (!begun.has(uid)) {
          begun.add(uid);
          const keep = (container: string, text: string, status: number) =>
            logs.set(`/containerLogs/${namespace}/${name}/${container}`, { text, status });
          playPod(kube, pod, play, keep).catch((error: Error) => process.stderr.write(`stand-in kubelet: ${error.message}\n`));
        }
      }
      await sleep(200);
    }
  })().catch(() => undefined);
  return {
    node: nodeName,
    stop: async () => {
      stopped = true;
      await work;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
