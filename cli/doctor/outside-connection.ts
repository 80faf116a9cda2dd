import { request } from 'node:https';
import { isIP } from 'node:net';
import { checkServerIdentity, connect } from 'node:tls';
import type { Given } from './client-files';
import type { DoctorInput } from './input';
import type { Failure, ServerSeen } from './seen';

export interface OutsideGiven extends Given {
  readonly token?: string;
  readonly clientSecret?: string;
  /** Instead of what the name servers say, for every host; its port instead of theirs. */
  readonly connect?: { readonly address: string; readonly port?: number };
}

/** Milliseconds for each of the two rounds (token, then the lookup with it): both and the start of the command stay below 5 s. */
export const patience = 2000;

const failure = (error: unknown): Failure => {
  const { code, name } = error as NodeJS.ErrnoException;
  return { failed: code ?? (name === 'AbortError' ? 'ETIMEDOUT' : 'no reason was told') };
};
const timeout = () => Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });

/** What a piece of work gives in time, or the code of why it gave nothing. */
export async function within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | Failure> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(timeout());
      abort.abort();
    }, patience);
  });
  try {
    return await Promise.race([work(abort.signal), late]);
  } catch (error) {
    return failure(error);
  } finally {
    clearTimeout(timer);
  }
}

const at = (given: OutsideGiven, host: string, port: number) => ({
  host: given.connect?.address ?? host,
  port: given.connect?.port ?? port,
  servername: isIP(host) ? '' : host,
});
/** A certificate whose key is another's breaks the handshake before it begins: then the server is looked at without. */
const identity = (given: OutsideGiven, fits: boolean) => (fits ? { cert: given.certificate, key: given.key } : {});

/** The handshake by itself, whoever the server is: what is wrong with its certificate is told row by row. */
export function handshake(input: DoctorInput, given: OutsideGiven, fits: boolean) {
  return within(
    (signal) =>
      new Promise<ServerSeen & { localAddress?: string }>((resolve, reject) => {
        const socket = connect({
          ...at(given, input.host, input.port),
          ...identity(given, fits),
          ca: given.ca,
          minVersion: 'TLSv1',
          rejectUnauthorized: false,
          checkServerIdentity: () => undefined,
        });
        signal.addEventListener('abort', () => socket.destroy(), { once: true });
        socket.on('error', reject);
        socket.on('secureConnect', () => {
          const certificate = socket.getPeerCertificate();
          const nameError = checkServerIdentity(input.host, certificate)?.message;
          const chainError = socket.authorized ? undefined : String(socket.authorizationError);
          const { localAddress } = socket;
          resolve({
            protocol: socket.getProtocol() ?? 'unknown',
            until: Date.parse(certificate.valid_to),
            ...(chainError === undefined ? {} : { chainError }),
            ...(nameError === undefined ? {} : { nameError }),
            ...(localAddress === undefined ? {} : { localAddress }),
          });
          socket.destroy();
        });
      }),
  );
}

interface Sent {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly fits: boolean;
  /** A secret goes only to a server that has shown who it is. */
  readonly trusting: boolean;
}

/** One request on a connection of its own. */
export function send(given: OutsideGiven, { url, method, headers, body, fits, trusting }: Sent) {
  return within(
    (signal) =>
      new Promise<{ status: number; text: string; date?: number }>((resolve, reject) => {
        const sent = request({
          ...at(given, url.hostname, Number(url.port || 443)),
          ...identity(given, fits),
          ca: given.ca,
          method,
          path: url.pathname + url.search,
          headers: { host: url.host, ...headers },
          rejectUnauthorized: !trusting,
          agent: false,
          signal,
        });
        sent.on('error', reject);
        sent.on('response', (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const date = Date.parse(response.headers.date ?? '');
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(parts).toString('utf8'),
              ...(Number.isNaN(date) ? {} : { date }),
            });
          });
        });
        sent.end(body);
      }),
  );
}
