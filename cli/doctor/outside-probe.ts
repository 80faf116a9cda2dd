import { lookup } from 'node:dns/promises';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { checkServerIdentity, connect } from 'node:tls';
import { clientFiles, type Given } from './client-files';
import type { DoctorInput } from './input';
import { type AnswerSeen, type Failure, isFailure, type OutsideSeen, type ServerSeen, type TokenSeen } from './seen';

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

async function within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | Failure> {
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
function handshake(input: DoctorInput, given: OutsideGiven, fits: boolean) {
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
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly fits: boolean;
  /** A secret goes only to a server that has shown who it is. */
  readonly trusting: boolean;
}

function send(given: OutsideGiven, { url, method, headers, body, fits, trusting }: Sent) {
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

const json = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};
const seconds = (value: unknown) => (typeof value === 'number' ? value * 1000 : undefined);

/** Claims as they are written; whether the signature is right is for the gateway to say. */
export function claimsOf(token: string): TokenSeen | Failure {
  const claims = json(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  if (Object.keys(claims).length === 0) return { failed: 'the token is no JWT' };
  const client = claims.azp ?? claims.client_id;
  const [from, until] = [seconds(claims.nbf ?? claims.iat), seconds(claims.exp)];
  return {
    ...(typeof client === 'string' ? { client } : {}),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}

const tokenSeen = (token: string | undefined, refused: Failure | undefined) => (token === undefined ? refused : claimsOf(token));

async function getToken(input: DoctorInput, given: OutsideGiven) {
  const { clientSecret } = given;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: input.client,
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = new URL(input.tokenEndpoint);
  // Without a secret the question is only whether anybody is there.
  const answer = await send(given, {
    url,
    method: 'POST',
    headers,
    body: form.toString(),
    fits: false,
    trusting: clientSecret === undefined,
  });
  if (isFailure(answer)) return { server: answer };
  const server = { status: answer.status };
  if (clientSecret === undefined) return { server };
  const { access_token: token } = json(answer.text);
  return typeof token === 'string' ? { server, token } : { server, refused: { failed: `the token endpoint answers ${answer.status}` } };
}

/** Asks everything at once, and the lookup as soon as there is a token for it. Sends one lookup of a number that nobody has, and changes nothing. */
export async function seeOutside(input: DoctorInput, given: OutsideGiven): Promise<OutsideSeen> {
  const files = clientFiles(given);
  const fits = files !== undefined && !isFailure(files) && files.keyFits;
  const tokens = getToken(input, given);
  const asked = (async (): Promise<AnswerSeen | Failure> => {
    const token = given.token ?? (given.clientSecret === undefined ? undefined : (await tokens).token);
    const date = new Date().toUTCString();
    const answer = await send(given, {
      url: new URL(`https://${input.host}:${input.port}${input.lookup}`),
      method: 'GET',
      headers: {
        accept: input.accept,
        'content-type': input.accept,
        date,
        'fspiop-source': input.participant,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      fits,
      trusting: token === undefined,
    });
    if (isFailure(answer)) return answer;
    const error = json(answer.text).errorInformation as { errorDescription?: unknown } | undefined;
    const description = error?.errorDescription;
    return {
      status: answer.status,
      ...(typeof description === 'string' ? { description } : {}),
      ...(answer.date === undefined ? {} : { date: answer.date }),
    };
  })();
  const resolved = given.connect ? undefined : within(async () => (await lookup(input.host, { all: true })).map(({ address }) => address));
  const [names, server, got, answer] = await Promise.all([resolved, handshake(input, given, fits), tokens, asked]);
  const { localAddress, ...seen } = isFailure(server) ? { ...server, localAddress: undefined } : server;
  return {
    input,
    now: Date.now(),
    files,
    authorityGiven: given.ca !== undefined,
    names,
    server: seen,
    ...(localAddress === undefined ? {} : { localAddress }),
    tokenServer: got.server,
    token: tokenSeen(given.token ?? got.token, got.refused),
    tokenFrom: given.token !== undefined ? 'file' : given.clientSecret !== undefined ? 'endpoint' : 'nowhere',
    tokenSent: (given.token ?? got.token) !== undefined,
    answer,
  };
}
