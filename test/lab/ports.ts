import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';

/** Below it no program here is given a port that it did not ask for: outgoing connections and `listen(0)` begin there. */
function firstGivenPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0]);
  } catch {
    return 32_768;
  }
}

/** Above those that Kubernetes' own programs take when nobody says otherwise (10247 to 10259). */
const lowest = 11_000;
const tries = 200;

/** Undefined when somebody has it. */
const listen = (port: number) =>
  new Promise<Server | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

async function free(end: number): Promise<readonly [number, Server]> {
  for (let i = 0; i < tries; i++) {
    const port = randomInt(lowest, end);
    const server = await listen(port);
    if (server) return [port, server];
  }
  throw new Error(`none of ${tries} ports from ${lowest} to ${end} is free`);
}

/**
 * Free ports of the loopback interface, one for each name; all are held until the last is found, so that none comes twice. They lie below those that the
 * system gives away by itself, where it leaves some: Kafka and Keycloak take seconds until they listen, and in that time one of those would go to somebody's
 * connection.
 * @throws when nothing is free there
 */
export async function freePorts<N extends string>(names: readonly N[]): Promise<Readonly<Record<N, number>>> {
  const given = firstGivenPort();
  const end = given >= 2 * lowest ? given : 65_536;
  const held = await Promise.all(names.map(() => free(end)));
  await Promise.all(held.map(([, server]) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(names.map((name, i) => [name, held[i]?.[0]])) as Record<N, number>;
}

/** True when something on this machine accepts connections at that port of the loopback interface. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
