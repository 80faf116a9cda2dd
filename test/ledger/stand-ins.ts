import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * Account lookup and oracles as they answered by hand: account-lookup-service v17.12.2 and als-msisdn-oracle-svc v0.0.21 (those of Mojaloop 17.1.0), run from
 * their repositories on a MariaDB. No registry has them: the npm package of the first is missing, that of the second is empty. mfi-account-oracle 2.0.7 is not
 * public at all: its stand-in follows the collections that the older platform set prefixes up with.
 */

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}
interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface StandIn {
  readonly address: string;
  readonly asked: Asked[];
  /** So many answers from now on are never heard, though what was asked is done. */
  lose: number;
  /** Told of everything that changes something: whether it is done, and whether its answer is heard. Both where it is left out. */
  fate?: ((asked: Asked) => { readonly done: boolean; readonly heard: boolean }) | undefined;
  readonly close: () => Promise<void>;
}

const running = new Set<StandIn>();

/** Ends what is still there, such as after a test that failed: it would keep the tests from ending. */
export const closeStandIns = async (): Promise<void> => {
  await Promise.all([...running].map(({ close }) => close()));
};

const refusal = (status: number, errorCode: string, errorDescription: string): Answer => ({
  status,
  body: { errorInformation: { errorCode, errorDescription } },
});

/** A service on the loopback interface that answers by a function and remembers what it was asked. */
export async function serve(answer: (asked: Asked) => Answer): Promise<StandIn> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const one = { method: request.method ?? '', path: request.url ?? '', body: text ? JSON.parse(text) : {}, headers: request.headers };
    asked.push(one);
    const { done, heard } = (one.method === 'GET' ? undefined : self.fate?.(one)) ?? { done: true, heard: true };
    const { status, body }: Answer = done ? answer(one) : { status: 503 };
    if (!heard || (one.method !== 'GET' && self.lose-- > 0)) return void request.socket.destroy();
    response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: StandIn = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    lose: 0,
    close: () =>
      new Promise((resolve) => {
        running.delete(self);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  running.add(self);
  return self;
}

interface KeptOracle {
  readonly oracleId: number;
  readonly oracleIdType: string;
  readonly endpoint: { readonly value: string };
  readonly currency?: string;
}

/** The administration of account lookup, with an oracle of a kind that nobody wants and that must stay. */
export async function lookupStandIn(): Promise<StandIn & { readonly oracles: () => readonly KeptOracle[] }> {
  let id = 1;
  let oracles: KeptOracle[] = [{ oracleId: 1, oracleIdType: 'IBAN', endpoint: { value: 'http://iban' } }];
  const standIn = await serve(({ method, path, body, headers }) => {
    for (const header of ['content-type', 'date'])
      if (headers[header] === undefined)
        return refusal(400, '3102', `Missing mandatory element - /header must have required property '${header}'`);
    if (method === 'GET') return { status: 200, body: oracles };
    if (method === 'POST') {
      const { oracleIdType, currency } = body as unknown as KeptOracle;
      if (oracles.some((one) => one.oracleIdType === oracleIdType && one.currency === currency))
        return refusal(
          500,
          '2001',
          'Internal server error - Active oracle with matching partyIdTypeId, endpointTypeId, currencyId already exists',
        );
      oracles.push({ ...(body as unknown as KeptOracle), oracleId: ++id });
      return { status: 201 };
    }
    if (method === 'PUT') return refusal(400, '3003', 'Add Party information error - Oracle not found');
    oracles = oracles.filter(({ oracleId }) => path !== `/oracles/${oracleId}`);
    return { status: 204 };
  });
  return Object.assign(standIn, { oracles: () => oracles });
}

/** The MSISDN oracle of the release. */
export async function msisdnStandIn(): Promise<StandIn & { readonly owners: Map<string, string> }> {
  const owners = new Map<string, string>();
  const standIn = await serve(({ method, path, body }) => {
    const number = path.replace('/participants/MSISDN/', '');
    const owner = owners.get(number);
    if (method === 'GET') return { status: 200, body: { partyList: owner === undefined ? [] : [{ id: number, fspId: owner }] } };
    if (method === 'POST' && owner !== undefined) return refusal(400, '3003', 'Add Party information error');
    owners.set(number, String(body.fspId));
    return { status: method === 'POST' ? 201 : 200 };
  });
  return Object.assign(standIn, { owners });
}

interface KeptPrefix {
  readonly id: number;
  readonly fspId: string;
  readonly prefix: number;
}

/** The administration of a prefix oracle. */
export async function prefixStandIn(): Promise<StandIn & { readonly prefixes: () => readonly KeptPrefix[] }> {
  let id = 0;
  let prefixes: KeptPrefix[] = [];
  const standIn = await serve(({ method, path, body }) => {
    const { fspId, prefix } = body as unknown as KeptPrefix;
    if (method === 'GET') return { status: 200, body: prefixes };
    if (typeof prefix !== 'number') return refusal(400, '3101', 'prefix must be a number');
    if (method === 'POST') {
      if (prefixes.some((one) => one.prefix === prefix)) return refusal(400, '3003', 'prefix exists');
      prefixes.push({ id: ++id, fspId, prefix });
    } else prefixes = prefixes.map((one) => (path === `/prefixes/${one.id}` ? { ...one, fspId, prefix } : one));
    return { status: 200, body: { id } };
  });
  return Object.assign(standIn, { prefixes: () => prefixes });
}
