import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ProblemError, problem } from '../../config/problems';
import { ask, type ClusterAccess, loadKubeConfig } from './kubeconfig';

/** A port of this machine (loopback only) that leads to a service in the cluster for as long as it is open. */
export interface Forward {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface Service {
  readonly spec: {
    readonly selector?: Record<string, string>;
    readonly ports?: readonly { readonly port: number; readonly name?: string; readonly targetPort?: number | string }[];
  };
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly containers: readonly { readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[] }[];
  };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const isReady = ({ status }: Pod) =>
  status?.phase === 'Running' && (status.conditions ?? []).some(({ type, status: state }) => type === 'Ready' && state === 'True');

/** The container's port behind a port of the service: itself, a number, or a name that the pod resolves. */
export function targetPort(service: Service, port: number, pod: Pod): number | undefined {
  const entry = service.spec.ports?.find((one) => one.port === port);
  const target = entry?.targetPort ?? entry?.port;
  if (typeof target !== 'string') return target;
  return pod.spec.containers.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === target)?.containerPort;
}

/**
 * Forwards a free local port to a ready pod of the service; each connection gets a stream of its own.
 * @throws ProblemError when the service, the port or a ready pod isn't there, or the cluster can't be reached
 */
export async function portForward(access: ClusterAccess, namespace: string, service: string, port: number): Promise<Forward> {
  const config = await loadKubeConfig(access);
  const { PortForward } = await import('@kubernetes/client-node');
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const refuse = (message: string, hint: string) => new ProblemError([problem('RUN-FORWARD', message, hint)]);

  const found = await ask(access, config, { method: 'GET', path: `${base}/services/${encodeURIComponent(service)}` });
  if (found.status !== 200)
    throw refuse(`there is no service ${service} in namespace ${namespace}`, 'deploy the stack that brings it first');
  const entry = JSON.parse(found.body) as Service;
  const labels = Object.entries(entry.spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0) throw refuse(`service ${service} in namespace ${namespace} selects no pods`, 'give the address instead');
  const listed = await ask(access, config, { method: 'GET', path: `${base}/pods?labelSelector=${encodeURIComponent(labels.join(','))}` });
  const pod = listed.status === 200 ? (JSON.parse(listed.body) as { items?: readonly Pod[] }).items?.find(isReady) : undefined;
  if (!pod) throw refuse(`no pod of service ${service} in namespace ${namespace} is ready`, 'wait until it is, then run the same command');
  const target = targetPort(entry, port, pod);
  if (target === undefined) throw refuse(`service ${service} in namespace ${namespace} has no port ${port}`, 'check the port');

  const sockets = new Set<Socket>();
  const forward = new PortForward(config);
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const stream: Duplex = socket;
    forward
      .portForward(namespace, pod.metadata.name, [target], stream, null, stream)
      .then((connection) => {
        const peer = typeof connection === 'function' ? connection() : connection;
        peer?.addEventListener('close', () => socket.end());
        peer?.addEventListener('error', () => socket.destroy());
      })
      .catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw refuse('no free local port', 'run the command again');
  return {
    host: '127.0.0.1',
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
