import type { Factor } from '../config/model/edge';
import type { EdgeRequest } from '../config/model/edge-decision';

/** Workbench settings of the two participants whose requests the cases are about. Addresses of the loopback range, so that real clients can have them. */
export const edgeSettings = {
  participants: [
    {
      id: 'alphabank',
      currency: 'USD',
      msisdnPrefix: '100',
      external: true,
      domain: 'alpha.example.org',
      allowedAddresses: ['127.0.1.0/28', '2001:db8:a::/48'],
    },
    {
      id: 'betabank',
      currency: 'USD',
      msisdnPrefix: '200',
      external: true,
      domain: 'beta.example.net',
      allowedAddresses: ['127.0.2.9/32', '127.0.2.128/25', '2001:db8:b:0:8000::/65'],
    },
  ],
} as const;

/** Who a part of a request belongs to. */
export type Owner = 'alphabank' | 'betabank';
export const owners: readonly Owner[] = ['alphabank', 'betabank'];

/** What each participant rightly has, written out here by hand: the tests don't take it from the table that they test. */
const things = {
  alphabank: { certificate: 'alpha.example.org', client: 'alphabank', address: '127.0.1.15' },
  betabank: { certificate: 'beta.example.net', client: 'betabank', address: '127.0.2.200' },
} as const;

/** Parts of a request: whose they are, or what is wrong with them. */
export interface Presents {
  /** `stranger`: signed by the authority, and of no participant. `untrusted`: the right name, signed by somebody else. */
  readonly certificate: Owner | 'none' | 'stranger' | 'untrusted';
  /** `invalid`: names the participant, and is not signed by the issuer. `stranger`: a valid token of another client. `nameless`: valid, names no client. */
  readonly token: Owner | 'none' | 'stranger' | 'invalid' | 'nameless';
  readonly source: Owner | 'none' | 'stranger';
  readonly address: Owner | 'stranger' | 'beside';
}

export interface EdgeCase {
  readonly name: string;
  /** Who sends it: `untrusted`, `invalid` and `beside` imitate this one. */
  readonly sender: Owner;
  readonly presents: Presents;
  readonly request: EdgeRequest;
  readonly expected: 'allowed' | Factor;
}

const certificates = (sender: Owner) => ({
  none: undefined,
  stranger: { name: 'stranger.example.com', trusted: true },
  untrusted: { name: things[sender].certificate, trusted: false },
});
const tokens = (sender: Owner) => ({
  none: undefined,
  stranger: { client: 'strangerbank', valid: true },
  invalid: { client: things[sender].client, valid: false },
  nameless: { valid: true },
});
const sources = { none: undefined, stranger: 'strangerbank' } as const;
/** `beside` is the next address after the end of the sender's range, or the last before it. */
const addresses = { stranger: '127.0.9.9', beside: { alphabank: '127.0.1.16', betabank: '127.0.2.127' } } as const;

const isOwner = (text: string): text is Owner => text === 'alphabank' || text === 'betabank';

/** What the request looks like to whoever decides. */
export function requestOf(sender: Owner, presents: Presents): EdgeRequest {
  const { certificate: c, token: t, source: s, address: a } = presents;
  const certificate = isOwner(c) ? { name: things[c].certificate, trusted: true } : certificates(sender)[c];
  const token = isOwner(t) ? { client: things[t].client, valid: true } : tokens(sender)[t];
  const source = isOwner(s) ? s : sources[s];
  const address = isOwner(a) ? things[a].address : a === 'beside' ? addresses.beside[sender] : addresses.stranger;
  return {
    ...(certificate ? { certificate } : {}),
    ...(token ? { token } : {}),
    ...(source === undefined ? {} : { source }),
    address,
  };
}

/** Follows from who owns what alone; knows nothing of names, tables and ranges. */
function expectedOf({ certificate, token, source, address }: Presents): EdgeCase['expected'] {
  if (!isOwner(certificate)) return 'certificate';
  if (token === 'none' || token === 'invalid' || token === 'nameless') return 'token';
  if (token !== certificate) return 'binding';
  if (source !== certificate) return 'source';
  return address === certificate ? 'allowed' : 'address';
}

const otherOf = (sender: Owner): Owner => (sender === 'alphabank' ? 'betabank' : 'alphabank');

/** Every combination of parts for one sender: 5 certificates × 6 tokens × 4 sources × 4 addresses. Among them: each factor wrong alone, in pairs, and all. */
export function casesOf(sender: Owner): EdgeCase[] {
  const other = otherOf(sender);
  const all: Presents[] = ([sender, other, 'none', 'stranger', 'untrusted'] as const).flatMap((certificate) =>
    ([sender, other, 'none', 'stranger', 'invalid', 'nameless'] as const).flatMap((token) =>
      ([sender, other, 'none', 'stranger'] as const).flatMap((source) =>
        ([sender, other, 'stranger', 'beside'] as const).map((address) => ({ certificate, token, source, address })),
      ),
    ),
  );
  return all.map((presents) => ({
    name: `${sender}: ${Object.entries(presents)
      .map(([part, whose]) => `${part} ${whose}`)
      .join(', ')}`,
    sender,
    presents,
    request: requestOf(sender, presents),
    expected: expectedOf(presents),
  }));
}

/** All cases: 960. */
export const edgeCases: readonly EdgeCase[] = owners.flatMap(casesOf);

/** How many parts of a case are not the sender's own. */
export const wrongParts = ({ sender, presents }: EdgeCase): number => Object.values(presents).filter((whose) => whose !== sender).length;
