import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Answer<T = unknown> {
  readonly status: number;
  /** Parsed JSON; undefined for an empty body or one that is not JSON. */
  readonly body: T;
  readonly text: string;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'LIST';

/** One request to a server of the lab. Statuses come back as they are; only no answer at all is an error. */
export type Ask = <T = unknown>(method: Method, path: string, body?: unknown) => Promise<Answer<T>>;

export interface Server {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Certificate (PEM) that an https server is known by. */
  readonly ca?: string;
}

const patience = 30_000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A patch is taken as a merge patch. */
const contentType = (method: Method) => (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');

/** Asks a server; what it needs to be reached is asked for anew with every request, since tokens and certificates come late. */
export function client(server: () => Server): Ask {
  return <T>(method: Method, path: string, body?: unknown) =>
    new Promise<Answer<T>>((resolve, reject) => {
      const { address, headers, ca } = server();
      const url = new URL(path, address);
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const options = {
        method,
        ca,
        timeout: patience,
        // Without its length the body of a DELETE is none.
        headers: {
          accept: 'application/json',
          ...headers,
          ...(payload === undefined ? {} : { 'content-type': contentType(method), 'content-length': Buffer.byteLength(payload) }),
        },
      };
      const request = send(url, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(text) as T, text }));
        response.on('error', reject);
      });
      request.on('timeout', () => request.destroy(new Error(`${address} gave no answer in ${patience / 1000} s`)));
      request.on('error', reject);
      request.end(payload);
    });
}

/** Like `ask`, but a status that is neither 2xx nor one of `alsoFine` is an error that tells what was refused and why. */
export async function must<T>(ask: Ask, method: Method, path: string, body?: unknown, alsoFine: readonly number[] = []): Promise<T> {
  const answer = await ask<T>(method, path, body);
  if ((answer.status >= 200 && answer.status < 300) || alsoFine.includes(answer.status)) return answer.body;
  throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 400)}`);
}
