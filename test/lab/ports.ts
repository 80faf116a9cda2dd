import { createServer, type Server } from 'node:net';

const listen = () =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

const portOf = (server: Server) => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
};

/** Free ports of the loopback interface, one for each name; all are held until the last is found, so that none comes twice. */
export async function freePorts<N extends string>(names: readonly N[]): Promise<Readonly<Record<N, number>>> {
  const servers = await Promise.all(names.map(listen));
  const ports = Object.fromEntries(names.map((name, i) => [name, portOf(servers[i]!)])) as Record<N, number>;
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** True when something on this machine accepts connections at that port of the loopback interface. */
export async function isListening(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
