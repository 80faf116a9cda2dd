import { lookup } from 'node:dns/promises';
import { clientFiles } from './client-files';
import type { DoctorInput } from './input';
import { handshake, type OutsideGiven, send, within } from './outside-connection';
import { type AnswerSeen, type Failure, isFailure, type OutsideSeen } from './seen';
import { json, tokenSeen } from './token-claims';

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
