import {
  errorBody,
  type Factor,
  factorOrder,
  gatewayRefusals,
  limitRefusals,
  type ParticipantGate,
  refusals,
  strippedHeaders,
} from '../../config/model/edge';
import { betweenLines, rangesText } from '../../config/model/front-lines';
import * as ask from './api-expressions';
import { type Xml, xml, xmlText } from './xml';

/** What a refused request is told: a status and an error of the FSPIOP API. */
interface Answer {
  readonly status: number;
  readonly errorCode: string;
  readonly errorDescription: string;
}

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  411: 'Length Required',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** Errors of FSPIOP API definition 1.1, section 7.6, that only this gateway has. */
const answers = {
  length: { status: 411, errorCode: '3102', errorDescription: 'Missing mandatory element - Content-Length' },
  broken: { status: 500, errorCode: '2001', errorDescription: 'Internal server error' },
} as const satisfies Record<string, Answer>;

const answer = (what: Answer): Xml =>
  xml(
    'return-response',
    {},
    xml('set-status', { code: what.status, reason: reasons[what.status] ?? 'Refused' }),
    xml('set-header', { name: 'Content-Type', 'exists-action': 'override' }, xml('value', {}, 'application/json')),
    xml('set-body', {}, errorBody(what)),
  );
const refuseWhen = (condition: string, what: Answer): Xml => xml('choose', {}, xml('when', { condition }, answer(what)));
const remember = (name: string, value: string): Xml => xml('set-variable', { name, value });

/** Who signs tokens, and where it says by which keys. */
export type Issuer = Readonly<Record<'issuer' | 'discovery', string>>;
const token = ({ issuer, discovery }: Issuer): Xml =>
  xml(
    'validate-jwt',
    {
      'header-name': 'Authorization',
      'require-scheme': 'Bearer',
      'require-expiration-time': true,
      'require-signed-tokens': true,
      'output-token-variable-name': 'token',
      'failed-validation-httpcode': 401,
    },
    xml('openid-config', { url: discovery }),
    xml('issuers', {}, xml('issuer', {}, issuer)),
  );

/** What each factor is made of, in the order of `factorOrder`. */
const factors = (issuer: Issuer): { readonly [Name in Factor]: readonly Xml[] } => ({
  certificate: [
    remember('certificate-name', ask.certificateName),
    remember('participant', ask.participantLine),
    refuseWhen(ask.noParticipant, refusals.certificate),
    // The list of revoked certificates of Vault can't be fetched from here: the list `revoked-certificates` of the service takes its place.
    xml('validate-client-certificate', {
      'validate-revocation': false,
      'validate-trust': true,
      'validate-not-before': true,
      'validate-not-after': true,
      'ignore-error': false,
    }),
    refuseWhen(ask.revoked, refusals.certificate),
  ],
  token: [token(issuer), remember('client', ask.tokenClient), refuseWhen(ask.namelessToken, refusals.token)],
  binding: [refuseWhen(ask.otherClient, refusals.binding)],
  source: [refuseWhen(ask.otherSource, refusals.source)],
  address: [refuseWhen(ask.otherAddress, refusals.address)],
});

/** Fragment: lets in who brings all factors of one participant along, at its own pace and size. */
export const participantGate = (issuer: Issuer): string =>
  xmlText(
    xml(
      'fragment',
      {},
      ...factorOrder.flatMap((factor) => factors(issuer)[factor]),
      refuseWhen(ask.lengthUnknown, answers.length),
      refuseWhen(ask.tooLarge, limitRefusals.tooLarge),
      xml('rate-limit-by-key', { calls: ask.callsPerSecond, 'renewal-period': 1, 'counter-key': ask.participantId }),
    ),
  );

/** Fragment: lets in operators, by their address and their token. */
export const operatorGate = (issuer: Issuer): string =>
  xmlText(xml('fragment', {}, refuseWhen(ask.notOperator, refusals.address), token(issuer)));

/** Fragment: what went wrong, in the words of FSPIOP instead of those of the service. */
export const errorAnswers = (): string => {
  const when = (condition: string, what: Answer) => xml('when', { condition }, answer(what));
  return xmlText(
    xml(
      'fragment',
      {},
      xml(
        'choose',
        {},
        when(ask.failedIn('validate-client-certificate'), refusals.certificate),
        when(ask.failedIn('validate-jwt'), refusals.token),
        when(ask.failedBecause('RateLimitExceeded'), limitRefusals.tooMany),
        when(ask.failedBecause('OperationNotFound'), gatewayRefusals.noRoute),
        xml('otherwise', {}, answer(answers.broken)),
      ),
    ),
  );
};

export const namedValue = (id: string) => `dfsp-${id}`;
export const revokedList = 'revoked-certificates';

/**
 * The policy of the whole service: takes away what only a gateway may say, and knows every participant by its named value. It is read before that of an
 * API, so no API can be made that forgets it. Of 256 KiB, which a policy may have, 500 participants take about 20.
 */
export const servicePolicy = (gates: readonly ParticipantGate[], operators: readonly string[]): string =>
  xmlText(
    xml(
      'policies',
      {},
      xml(
        'inbound',
        {},
        ...strippedHeaders.map((name) => xml('set-header', { name, 'exists-action': 'delete' })),
        remember('participants', gates.map(({ id }) => `{{${namedValue(id)}}}`).join(betweenLines) || betweenLines),
        remember('operators', rangesText(operators)),
        remember('revoked', `{{${revokedList}}}`),
        remember('sender', ask.paddedSender),
        xml('set-header', { name: 'X-Forwarded-For', 'exists-action': 'override' }, xml('value', {}, ask.senderAddress)),
      ),
      xml('backend', {}, xml('forward-request', { timeout: 60 })),
      xml('outbound', {}),
      xml('on-error', {}, xml('include-fragment', { 'fragment-id': 'errors' })),
    ),
  );

/** The policy of one API: who may come in, and where it goes. */
export const apiPolicy = (gate: 'participants' | 'operators', backend: string): string =>
  xmlText(
    xml(
      'policies',
      {},
      xml(
        'inbound',
        {},
        xml('base'),
        xml('include-fragment', { 'fragment-id': gate }),
        xml('set-header', { name: 'Ocp-Apim-Subscription-Key', 'exists-action': 'delete' }),
        xml('set-backend-service', { 'backend-id': backend }),
      ),
      xml('backend', {}, xml('base')),
      xml('outbound', {}, xml('base')),
      xml('on-error', {}, xml('base')),
    ),
  );
