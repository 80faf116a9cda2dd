import { BlockList, isIP } from 'node:net';
import { type Factor, type ParticipantGate, type Refusal, refusals } from './edge';

/** What a gateway knows of a request once TLS and the token have been looked at. */
export interface EdgeRequest {
  /** Client certificate; left out where none was shown. */
  readonly certificate?: {
    /** Common name of its subject. */
    readonly name: string;
    /** Signed by the authority of the environment and not expired. */
    readonly trusted: boolean;
  };
  /** Bearer token; left out where none was sent. */
  readonly token?: {
    /** Claim `azp`, or `client_id` where there is no `azp`. */
    readonly client?: string;
    /** Signature, issuer and expiry are right. */
    readonly valid: boolean;
  };
  /** Header `FSPIOP-Source` as it was sent. */
  readonly source?: string;
  /** Address of the client, IPv4 or IPv6, as the first trusted balancer saw it. */
  readonly address: string;
}

export type EdgeDecision =
  | { readonly allowed: true; readonly participant: ParticipantGate }
  | { readonly allowed: false; readonly factor: Factor; readonly refusal: Refusal };

const kind = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Whether an address lies in one of the ranges. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address that it stands for.
 * No range: nobody. What is no address lies in none.
 */
export function addressAllowed(ranges: readonly string[], address: string): boolean {
  if (isIP(address) === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [base = '', length = ''] = range.split('/');
    list.addSubnet(base, Number(length), kind(base));
  }
  return list.check(address, kind(address));
}

type Check = (request: EdgeRequest, gate: ParticipantGate) => boolean;

/** What each factor asks for once the certificate has named the participant, in the order of `factorOrder`. */
const checks: readonly (readonly [Exclude<Factor, 'certificate'>, Check])[] = [
  ['token', ({ token }) => token?.valid === true && token.client !== undefined && token.client !== ''],
  ['binding', ({ token }, { client }) => token?.client === client],
  ['source', ({ source }, { id }) => source === id],
  ['address', ({ address }, { addresses }) => addressAllowed(addresses, address)],
];

const refused = (factor: Factor): EdgeDecision => ({ allowed: false, factor, refusal: refusals[factor] });

/**
 * What a gateway has to decide about a request to an API of participants: the meaning of the table of config/model/edge.ts, against which every build of
 * the gateway is tested. The certificate says who it is, everything else must agree with it; the first factor that does not is told.
 */
export function decide(gates: readonly ParticipantGate[], request: EdgeRequest): EdgeDecision {
  const { certificate } = request;
  const participant = certificate?.trusted ? gates.find(({ certificateName }) => certificateName === certificate.name) : undefined;
  if (!participant) return refused('certificate');
  const failed = checks.find(([, holds]) => !holds(request, participant));
  return failed ? refused(failed[0]) : { allowed: true, participant };
}
