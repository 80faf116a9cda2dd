import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request as plainRequest, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoginIssuer } from './login-issuer';
import type { Identity } from './people';

export interface Answer {
  /** Status of HTTP; `refused` when the other end did not even take the connection. */
  readonly status: number | 'refused';
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly port: number;
  readonly host: string;
  /** Name in the handshake, when it is another than the host. */
  readonly serverName?: string;
  readonly path: string;
  readonly method?: string;
  readonly from?: string;
  readonly identity?: Identity;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  /** Sends the body in pieces, without saying how long it is. */
  readonly chunked?: boolean;
  readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

/** One request by a connection of its own, as a participant's system makes it. */
export function call(options: Call): Promise<Answer> {
  const { port, host, serverName = host, path, method = 'GET', from = '127.0.0.1', identity, headers, body, chunked, maxVersion } = options;
  return new Promise((resolve) => {
    const refused = (): void => resolve({ status: 'refused', headers: {}, body: '' });
    const length = body !== undefined && !chunked ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    const one = request(
      {
        host: '127.0.0.1',
        port,
        servername: serverName,
        localAddress: from,
        path,
        method,
        agent: false,
        // What the server shows is not what is tested here; real clients look at it.
        rejectUnauthorized: false,
        ...(maxVersion ? { minVersion: maxVersion, maxVersion, ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
        ...(identity ?? {}),
        headers: { host, ...length, ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', refused);
      },
    );
    one.on('error', refused);
    if (chunked && body !== undefined) for (let at = 0; at < body.length; at += 4096) one.write(body.slice(at, at + 4096));
    one.end(chunked ? undefined : body);
  });
}

export interface PlainCall {
  readonly port: number;
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** One request by plain HTTP; the body of the answer as it came. The path is sent as it is written. */
export function plainCall({ port, host, path, method = 'GET', from = '127.0.0.1', headers = {}, body }: PlainCall) {
  return new Promise<{ readonly status: number; readonly type: string; readonly body: Buffer }>((resolve, reject) => {
    const one = plainRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        localAddress: from,
        agent: false,
        headers: { host, ...(body ? { 'content-length': String(body.length) } : {}), ...headers },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: Buffer.concat(parts) }),
        );
        response.on('error', reject);
      },
    );
    one.on('error', reject);
    one.end(body);
  });
}

/** Statuses of many requests that are there at the same moment, however slow the machine is: streams of one connection of HTTP/2. */
export function manyAtOnce({
  port,
  host,
  path,
  from,
  count,
}: PlainCall & { readonly from: string; readonly count: number }): Promise<number[]> {
  const session = connectHttp2(`http://${host}`, { createConnection: () => connect({ host: '127.0.0.1', port, localAddress: from }) });
  const one = () =>
    new Promise<number>((resolve, reject) => {
      const stream = session.request({ ':path': path });
      stream.on('response', ({ ':status': status }) => resolve(status ?? 0)).on('error', reject);
      stream.resume().end();
    });
  return Promise.all(Array.from({ length: count }, one)).finally(() => session.close());
}

const listen = (server: Server, port: number) => new Promise<Server>((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));

/** Stands in for every service of the hub: answers with what reached it. `status` is what a hub answers a lookup with where that matters. */
/** What the services answer: one status, or one by path. */
export type Answers = number | ((path: string) => number);

export const echoServer = (port: number, status: Answers = 200) =>
  listen(
    createServer((incoming, response) => {
      let size = 0;
      incoming.on('data', (part: Buffer) => {
        size += part.length;
      });
      incoming.on('end', () => {
        response.statusCode = typeof status === 'number' ? status : status(incoming.url ?? '');
        response.setHeader('content-type', 'application/json');
        const asked = incoming.url?.match(/\/answer\/(\d{3})$/)?.[1];
        if (asked) {
          // Ends as a connection that breaks, where the status says that nobody is there.
          if (asked === '503') return void incoming.socket.destroy();
          response.writeHead(Number(asked)).end('{"of":"the service"}');
          return;
        }
        response.end(JSON.stringify({ path: incoming.url, headers: incoming.headers, size }));
      });
    }),
    port,
  );

/** Stands in for the identity provider: its public keys, and tokens for who has logged in. */
export const issuerServer = (port: number, keys: object, logins: LoginIssuer) =>
  listen(
    createServer((incoming, response) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      incoming.on('end', () => {
        const question = { authorization: incoming.headers.authorization ?? '', form: new URLSearchParams(text) };
        const { status, body } = incoming.method === 'POST' ? logins.answer(question) : { status: 200, body: keys };
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    }),
    port,
  );

/** Starts a real Envoy and waits until it is ready. @throws Error with the last lines of its log */
export async function startEnvoy(file: string, config: string, folder: string, adminPort: number): Promise<ChildProcess> {
  const logFile = join(folder, 'envoy.log');
  const log = openSync(logFile, 'w');
  const args = ['-c', config, '--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'warning'];
  const child = spawn(file, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    const ready = await fetch(`http://127.0.0.1:${adminPort}/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (ready) return child;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`Envoy is not ready: ${readFileSync(logFile, 'utf8').split('\n').slice(-6).join('\n')}`);
}
