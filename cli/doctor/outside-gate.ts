import { type Factor, factorOrder, refusals } from '../../config/model/edge';
import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { isFailure, type OutsideSeen } from './seen';

/** A handshake that ends because of our certificate ends with one of these alerts, or the connection is simply closed on us. */
const certificateAlert =
  /CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|CERTIFICATE_REVOKED|HANDSHAKE_FAILURE|DECRYPT_ERROR/;

const closedOnUs = /^(ECONNRESET|EPIPE)$/;
/** Whether the answer, or the end of the connection, is about the client certificate. */
export const refusesCertificate = (code: string) => certificateAlert.test(code) || closedOnUs.test(code);

/** The factor that a refusal of the gateway names; undefined for any other answer. */
export function refusedFactor({ answer }: OutsideSeen): Factor | undefined {
  if (isFailure(answer)) return refusesCertificate(answer.failed) ? 'certificate' : undefined;
  return factorOrder.find((factor) => {
    const { status, errorDescription } = refusals[factor];
    return answer.status === status && answer.description === errorDescription;
  });
}

const refused: { readonly [Name in Factor]: (seen: OutsideSeen) => Verdict } = {
  certificate: ({ input }) =>
    wrong(
      'hub operator',
      'the gateway refuses the client certificate',
      `was it signed by the authority of ${input.environment}, and not revoked? Is ${input.participant} deployed and not retired? Else sign a new request`,
    ),
  token: ({ tokenFrom }) =>
    tokenFrom === 'file'
      ? wrong('participant', 'the gateway refuses the token', 'get a new token from the token endpoint; it is valid for a short time only')
      : wrong(
          'hub operator',
          'the gateway refuses a token that the hub has just given',
          'compare the issuer of the token with the one of the gateway, and the clocks',
        ),
  binding: ({ input }) =>
    wrong('participant', 'the token is that of another participant than the certificate', `get the token with the client ${input.client}`),
  source: ({ input }) =>
    wrong(
      'participant',
      `FSPIOP-Source ${input.participant} is not the participant of the certificate`,
      'use the certificate that was signed for this participant',
    ),
  address: ({ input, localAddress }) =>
    wrong(
      'hub operator',
      `the address the request comes from is not on the list (${input.addresses.join(', ') || 'it is empty'})`,
      `find the public address of your way out${localAddress ? ` (this machine uses ${localAddress})` : ''}, and have it put into allowedAddresses of ${input.participant}`,
    ),
};

const titles: { readonly [Name in Factor]: string } = {
  certificate: 'the gateway takes the client certificate',
  token: 'the gateway takes the token',
  binding: 'token and certificate are of one participant',
  source: 'FSPIOP-Source is that of the certificate',
  address: 'the address is on the allow-list',
};

function judgeFactor(factor: Factor, seen: OutsideSeen): Verdict {
  const found = refusedFactor(seen);
  const place = factorOrder.indexOf(factor);
  if (found === undefined) {
    if (isFailure(seen.answer)) return unknown(`no answer (${seen.answer.failed})`);
    return [200, 202, 413, 429].includes(seen.answer.status)
      ? right('accepted')
      : unknown(`the answer ${seen.answer.status} does not tell`);
  }
  if (factor === 'token' && found === 'token' && !seen.tokenSent) return unknown('no token was sent: see the rows of the token');
  if (factor === 'certificate' && found === 'certificate' && seen.files === undefined)
    return unknown('no certificate was shown: give --certificate and --key');
  if (found === factor) return refused[factor](seen);
  return factorOrder.indexOf(found) > place ? right('accepted') : unknown(`the gateway stopped before it, at the ${found}`);
}

const causes: { readonly [Name in Factor]: readonly string[] } = {
  certificate: ['files', 'key', 'expiry', 'authority'],
  token: ['token', 'claims', 'clock'],
  binding: ['claims', 'common-name'],
  source: ['common-name'],
  address: [],
};
const way = ['name', 'connect', 'tls', 'server-name', 'server-expiry', 'server-chain'];

/** One row a factor of `config/model/edge.ts`, in the order in which the gateway looks at them. */
export const gateRows: readonly CheckRow<OutsideSeen>[] = factorOrder.map((factor) => ({
  id: `gate-${factor}`,
  what: titles[factor],
  // A common name that is nobody's is refused as a certificate of nobody.
  after: [...way, ...causes[factor], ...(factor === 'certificate' ? ['common-name'] : []), ...earlier(factor)],
  judge: (seen) => judgeFactor(factor, seen),
}));

function earlier(factor: Factor): string[] {
  return factorOrder.slice(0, factorOrder.indexOf(factor)).map((one) => `gate-${one}`);
}
