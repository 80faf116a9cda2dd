import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real place for states behind HTTP, with locks, as GitLab offers it: unlike a lock on a file, its locks outlive their owner. */
export interface StateServer {
  readonly url: string;
  readonly states: Map<string, string>;
  /** The lock of each state, in Terraform's words. */
  readonly locks: Map<string, string>;
  /** `refusing` fails what is written (states and the return of locks), `hanging` never answers to a written state. */
  mode: 'well' | 'refusing' | 'hanging';
  readonly close: () => Promise<void>;
}

export async function startStateServer(): Promise<StateServer> {
  const states = new Map<string, string>();
  const locks = new Map<string, string>();
  const answer = (response: ServerResponse, status: number, body = '') => response.writeHead(status).end(body);
  const server = createServer((request, response) => {
    const name = new URL(request.url!, 'http://x').pathname;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const held = locks.get(name);
      if (request.method === 'GET') return answer(response, states.has(name) ? 200 : 404, states.get(name));
      if (request.method === 'LOCK') {
        if (held !== undefined) return answer(response, 423, held);
        locks.set(name, body);
        return answer(response, 200);
      }
      if (place.mode === 'refusing') return answer(response, 503);
      if (request.method === 'UNLOCK') {
        locks.delete(name);
        return answer(response, 200);
      }
      if (place.mode === 'hanging') return;
      states.set(name, body);
      return answer(response, 200);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place: StateServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    states,
    locks,
    mode: 'well',
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return place;
}
