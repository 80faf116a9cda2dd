import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { answerVault, challenge } from './key-vault';
import { answerResourceManager } from './resource-manager';

export type Json = { readonly [key: string]: unknown };

/** One request, as the stand-in sees it. */
export interface Asked {
  readonly method: string;
  readonly host: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly loggedIn: boolean;
}
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the stand-in holds, for tests to look at and to change behind Terraform's back. */
export interface Azure {
  /** Resources by their id, in lower case. */
  readonly resources: Map<string, Json>;
  /** Versions of each secret, oldest first, by `<vault>/<name>`. */
  readonly secrets: Map<string, { readonly version: string; readonly value: string; readonly attributes: Json }[]>;
  readonly asked: Asked[];
  /** Answers before everything else does, where it returns something. */
  interrupt?: (asked: Asked) => Answer | undefined;
}

const hosts = ['management.azure.com', 'login.microsoftonline.com', '*.vault.azure.net'];

/** Why the stand-in cannot be had on this machine; undefined where it can. */
export function lackingOpenssl(): string | undefined {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no openssl on PATH, which makes the certificate of the stand-in';
  }
}

function certificate(folder: string): { readonly key: string; readonly file: string } {
  const key = join(folder, 'key.pem');
  const file = join(folder, 'certificate.pem');
  const names = hosts.map((host) => `DNS:${host}`).join(',');
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=stand-in',
    '-addext',
    `subjectAltName=${names}`,
  ];
  execFileSync('openssl', [...request, '-keyout', key, '-out', file], { stdio: 'ignore' });
  return { key, file };
}

const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
/** A token that says who comes, signed by nobody: only the provider reads it. */
const token = (): string => {
  const now = Math.floor(Date.now() / 1000);
  const id = '00000000-0000-0000-0000-00000000000d';
  return `${text({ alg: 'none' })}.${text({ oid: id, tid: id, appid: id, iat: now, exp: now + 3600 })}.none`;
};

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://any');
  const isJson = /json/.test(request.headers['content-type'] ?? '');
  return {
    method: request.method ?? '',
    host: request.headers.host ?? '',
    path: decodeURIComponent(pathname),
    query: searchParams,
    loggedIn: request.headers.authorization !== undefined,
    body: isJson && whole !== '' ? (JSON.parse(whole) as Json) : {},
  };
}

function answer(azure: Azure, asked: Asked): Answer {
  if (asked.host.includes('.vault.') && !asked.loggedIn) return challenge;
  azure.asked.push(asked);
  if (asked.host.startsWith('login.')) return { status: 200, body: { access_token: token(), token_type: 'Bearer', expires_in: 3600 } };
  const interrupted = azure.interrupt?.(asked);
  if (interrupted) return interrupted;
  return asked.host.includes('.vault.') ? answerVault(azure, asked) : answerResourceManager(azure, asked);
}

/**
 * A stand-in for Azure on the loopback: the provider comes to it as to a proxy, which answers in the place of Azure's own hosts. It keeps what it is
 * given and gives it back; it judges nothing, so it proves what Terraform and the provider do, not what Azure accepts.
 */
export class StandIn {
  readonly azure: Azure = { resources: new Map(), secrets: new Map(), asked: [] };
  private proxy?: Server;
  private environment: NodeJS.ProcessEnv = {};

  async start(folder: string): Promise<void> {
    const { key, file } = certificate(folder);
    const handler = (request: IncomingMessage, response: ServerResponse) => {
      read(request)
        .then((asked) => answer(this.azure, asked))
        .catch((error: Error): Answer => ({ status: 500, body: { error: { code: 'StandIn', message: error.message } } }))
        .then(({ status, body, headers }) => {
          // Whoever waits for something to be done need not wait long.
          response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0', ...headers });
          response.end(body === undefined ? '' : JSON.stringify(body));
        });
    };
    const secure = createTlsServer({ key: readFileSync(key), cert: readFileSync(file) }, handler);
    const proxy = createServer((_, response) => response.writeHead(404).end());
    proxy.on('connect', (_request, socket) => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.on('error', () => socket.destroy());
      secure.emit('connection', socket);
    });
    await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const nobody = '00000000-0000-0000-0000-00000000000d';
    this.proxy = proxy;
    this.environment = {
      HTTPS_PROXY: address,
      https_proxy: address,
      NO_PROXY: '',
      no_proxy: '',
      SSL_CERT_FILE: file,
      ARM_CLIENT_ID: nobody,
      ARM_CLIENT_SECRET: 'of nobody',
      ARM_TENANT_ID: nobody,
      ARM_PROVIDER_ENHANCED_VALIDATION: 'false',
    };
  }

  /** Variables that lead the provider here, and nowhere else. */
  get env(): NodeJS.ProcessEnv {
    return this.environment;
  }

  stop(): void {
    this.proxy?.closeAllConnections();
    this.proxy?.close();
  }
}
