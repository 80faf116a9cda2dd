import type { KitMaterial } from './material';

type Header = { readonly key: string; readonly value: string };

/** Resources of FSPIOP 1.1 in the order of a payment; ISO 20022 has its own media type and bodies, so only the lookup is asked there. */
const media = (resource: string) => `application/vnd.interoperability.${resource}+json;version=1.1`;
const party = (id: string, fspId: string) => ({ partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: id, fspId } });
const amount = { currency: '{{currency}}', amount: '{{amount}}' };

interface Step {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly type: string;
  readonly body?: object;
  readonly destination?: boolean;
}

const payment: readonly Step[] = [
  {
    name: '3 quote',
    method: 'POST',
    path: '/quotes',
    type: media('quotes'),
    destination: true,
    body: {
      quoteId: '{{quoteId}}',
      transactionId: '{{transactionId}}',
      payer: party('{{payer}}', '{{participant}}'),
      payee: party('{{payee}}', '{{payeeFsp}}'),
      amountType: 'SEND',
      amount,
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    },
  },
  {
    name: '4 transfer',
    method: 'POST',
    path: '/transfers',
    type: media('transfers'),
    destination: true,
    body: {
      transferId: '{{transactionId}}',
      payerFsp: '{{participant}}',
      payeeFsp: '{{payeeFsp}}',
      amount,
      ilpPacket: '{{ilpPacket}}',
      condition: '{{condition}}',
      expiration: '{{expiration}}',
    },
  },
];

const expects = (status: number) => [
  { listen: 'test', script: { type: 'text/javascript', exec: [`pm.test('${status}', () => pm.response.to.have.status(${status}));`] } },
];

function item({ name, method, path, type, body, destination }: Step) {
  const header: Header[] = [
    ...(method === 'POST' ? [] : [{ key: 'Accept', value: type }]),
    ...(method === 'POST' ? [{ key: 'Accept', value: type.replace(/version=1\.1$/, 'version=1') }] : []),
    { key: 'Content-Type', value: type },
    { key: 'Date', value: '{{date}}' },
    { key: 'FSPIOP-Source', value: '{{participant}}' },
    ...(destination ? [{ key: 'FSPIOP-Destination', value: '{{payeeFsp}}' }] : []),
    { key: 'Authorization', value: 'Bearer {{token}}' },
  ];
  return {
    name,
    event: expects(202),
    request: { method, header, url: `{{hub}}${path}`, ...(body ? { body: { mode: 'raw', raw: JSON.stringify(body, null, 2) } } : {}) },
  };
}

/** Before each request: the header `Date`, ids of a new payment with each quote, and an end in a minute. */
const before = [
  "pm.variables.set('date', new Date().toUTCString());",
  "if (pm.info.requestName.startsWith('3')) for (const id of ['quoteId', 'transactionId']) pm.collectionVariables.set(id, pm.variables.replaceIn('{{$guid}}'));",
  "pm.variables.set('expiration', new Date(Date.now() + 60000).toISOString());",
];

/**
 * A collection for Postman or newman: token, lookup, quote, transfer. What comes back by callback (ILP packet and condition of the quote) and every
 * secret is a variable without a value.
 */
export function collection({ handOver, doctor }: KitMaterial): string {
  const variables = {
    hub: handOver.hub.endpoints.switch ?? `https://${doctor.host}`,
    tokenEndpoint: handOver.oauth.tokenEndpoint,
    client: handOver.oauth.clientId,
    clientSecret: '',
    token: '',
    participant: handOver.participant.id,
    currency: handOver.participant.currencies[0] ?? '',
    amount: '1',
    payer: '',
    payee: '',
    payeeFsp: '',
    quoteId: '',
    transactionId: '',
    ilpPacket: '',
    condition: '',
  };
  const field = (key: string, value: string) => ({ key, value });
  const token = {
    name: '1 token',
    event: [
      {
        listen: 'test',
        script: {
          type: 'text/javascript',
          exec: [
            "pm.test('200', () => pm.response.to.have.status(200));",
            "pm.collectionVariables.set('token', pm.response.json().access_token);",
          ],
        },
      },
    ],
    request: {
      method: 'POST',
      header: [],
      url: '{{tokenEndpoint}}',
      body: {
        mode: 'urlencoded',
        urlencoded: [
          field('grant_type', 'client_credentials'),
          field('client_id', '{{client}}'),
          field('client_secret', '{{clientSecret}}'),
        ],
      },
    },
  };
  const lookup = { name: '2 lookup', method: 'GET', path: '/participants/MSISDN/{{payee}}', type: doctor.accept } as const;
  const steps = [lookup, ...(handOver.hub.messages === 'fspiop' ? payment : [])];
  const content = {
    info: {
      name: `${handOver.participant.id} at ${handOver.hub.environment}`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    event: [{ listen: 'prerequest', script: { type: 'text/javascript', exec: before } }],
    variable: Object.entries(variables).map(([key, value]) => field(key, value)),
    item: [token, ...steps.map(item)],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
