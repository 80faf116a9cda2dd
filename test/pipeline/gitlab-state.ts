import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** States as GitLab keeps them (docs.gitlab.com, GitLab-managed Terraform state): by name, locked by POST, opened by the token of a job and nothing else. */
export interface GitlabStates {
  readonly address: string;
  readonly states: ReadonlyMap<string, string>;
  /** Locks that are held now. */
  readonly locks: ReadonlyMap<string, string>;
  /** Requests that came without the token, as `METHOD path`. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

const body = async (request: IncomingMessage) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

/** Plays that part of GitLab on the loopback interface. */
export async function startGitlabStates(jobToken: string): Promise<GitlabStates> {
  const [states, locks, refused] = [new Map<string, string>(), new Map<string, string>(), [] as string[]];
  const wanted = `Basic ${Buffer.from(`gitlab-ci-token:${jobToken}`).toString('base64')}`;
  const locking = (method: string, name: string, text: string): [number, string?] => {
    const held = locks.get(name);
    if (method === 'POST') {
      if (held !== undefined) return [423, held];
      locks.set(name, text);
    } else locks.delete(name);
    return [200];
  };
  const keeping = (method: string, name: string, text: string): [number, string?] => {
    if (method === 'GET') return states.has(name) ? [200, states.get(name)] : [404];
    if (method === 'POST') states.set(name, text);
    else states.delete(name);
    return [200];
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gitlab');
    const [method, text] = [request.method ?? 'GET', await body(request)];
    const say = (status: number, said = '') => response.writeHead(status).end(said);
    if (request.headers.authorization !== wanted) {
      refused.push(`${method} ${pathname}`);
      say(401);
      return;
    }
    const name =
      pathname
        .replace(/\/lock$/, '')
        .split('/')
        .at(-1) ?? '';
    say(...(pathname.endsWith('/lock') ? locking : keeping)(method, name, text));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4/projects/7/terraform/state`,
    states,
    locks,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
