import { limitRefusals } from '../../config/model/edge';
import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { gateRows, refusedFactor, refusesCertificate } from './outside-gate';
import { type ClientFiles, type Failure, isFailure, type OutsideSeen, type ServerSeen, type TokenSeen } from './seen';

const daysLeft = (until: number, now: number) => Math.floor((until - now) / 86_400_000);
const soon = 30;
/** OpenSSL's words for a chain that leads nowhere. */
const untrusted = /^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_|CERT_)/;
const inDays = (until: number, now: number) => `${daysLeft(until, now)} days left${daysLeft(until, now) < soon ? ': renew it soon' : ''}`;

/** Judges what was seen, or says why it was not. */
const of =
  <Part>(pick: (seen: OutsideSeen) => Part | Failure | undefined, absent: string, judge: (part: Part, seen: OutsideSeen) => Verdict) =>
  (seen: OutsideSeen): Verdict => {
    const part = pick(seen);
    if (part === undefined) return unknown(absent);
    return isFailure(part) ? unknown(`could not be seen (${part.failed})`) : judge(part, seen);
  };
const files = (judge: (part: ClientFiles, seen: OutsideSeen) => Verdict) => of((seen) => seen.files, 'no --certificate and --key', judge);
const server = (judge: (part: ServerSeen, seen: OutsideSeen) => Verdict) => of<ServerSeen>((seen) => seen.server, '', judge);
const token = (judge: (part: TokenSeen, seen: OutsideSeen) => Verdict) =>
  of((seen) => seen.token, 'no --client-secret-file and no --token-file', judge);

const fileRows: readonly CheckRow<OutsideSeen>[] = [
  {
    id: 'files',
    what: 'certificate and key can be read',
    judge: ({ files: seen }) => {
      if (seen === undefined) return unknown('no --certificate and --key');
      return isFailure(seen)
        ? wrong('participant', seen.failed, 'give PEM files: the signed certificate, and the key that was made with the request')
        : right('PEM');
    },
  },
  {
    id: 'key',
    what: 'the key is that of the certificate',
    after: ['files'],
    judge: files(({ keyFits }) =>
      keyFits
        ? right('they belong together')
        : wrong(
            'participant',
            'the key is of another certificate',
            'use the key that the certificate request was made with, or make a new request',
          ),
    ),
  },
  {
    id: 'expiry',
    what: 'the client certificate is valid now',
    after: ['files'],
    judge: files(({ from, until }, { now }) => {
      if (until <= now)
        return wrong('participant', `it ended on ${day(until)}`, 'send a new certificate request to the operator of the hub');
      if (from > now) return wrong('participant', `it begins on ${day(from)}`, 'put the clock of this machine right, or wait');
      return right(inDays(until, now));
    }),
  },
  {
    id: 'common-name',
    what: 'the certificate carries the name that the hub expects',
    after: ['files'],
    judge: files(({ commonName }, { input }) =>
      commonName === input.certificateName
        ? right(commonName)
        : wrong(
            'participant',
            `it says ${commonName || 'nothing'}, expected is ${input.certificateName}`,
            'make a new request with the subject that the hand-over file names',
          ),
    ),
  },
  {
    id: 'authority',
    what: 'the authority of the hub signed it',
    after: ['files'],
    judge: files(({ chained }) => {
      if (chained === undefined) return unknown('no --ca with the authority that signs participants');
      return chained
        ? right('the chain ends at the authority')
        : wrong(
            'participant',
            'the chain does not lead to the authority',
            'put the intermediate behind the certificate in its file, or have it signed by the hub',
          );
    }),
  },
];

const wayRows: readonly CheckRow<OutsideSeen>[] = [
  {
    id: 'name',
    what: 'the name of the host is known',
    judge: ({ names, input }) => {
      if (names === undefined) return unknown('--connect says where it is');
      return isFailure(names)
        ? wrong(
            'network',
            `${input.host}: ${names.failed}`,
            'ask another name server; if none knows it, the operator of the hub has to publish it',
          )
        : right(names.join(', '));
    },
  },
  {
    id: 'connect',
    what: 'the port answers',
    after: ['name'],
    judge: ({ server: seen, input }) =>
      isFailure(seen) && /^(ETIMEDOUT|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|ENOTFOUND|EAI_AGAIN)$/.test(seen.failed)
        ? wrong(
            'network',
            `port ${input.port}: ${seen.failed}`,
            `open the way out to ${input.host}, port ${input.port}, in the firewall; if others can't reach it, ask the operator of the hub`,
          )
        : right(`port ${input.port}`),
  },
  {
    id: 'tls',
    what: 'both sides agree on TLS 1.2 or newer',
    after: ['name', 'connect'],
    judge: ({ server: seen }) => {
      if (!isFailure(seen))
        return /^TLSv1\.[23]$/.test(seen.protocol)
          ? right(seen.protocol)
          : wrong('hub operator', seen.protocol, 'let the gateway take TLS 1.2 and newer alone');
      // The handshake went as far as our certificate; the rows of the gateway tell what became of it.
      if (refusesCertificate(seen.failed)) return unknown(`ended by the other side at the client certificate (${seen.failed})`);
      return wrong(
        'hub operator',
        `no handshake (${seen.failed})`,
        'look whether the gateway has its listener and certificate; look for a proxy in between that speaks for it',
      );
    },
  },
  {
    id: 'server-name',
    what: 'the certificate of the hub is that of its host',
    after: ['name', 'connect', 'tls'],
    judge: server(({ nameError }, { input }) =>
      nameError === undefined
        ? right(input.host)
        : wrong(
            'hub operator',
            `it is not for ${input.host}`,
            'put the host into the certificate of the gateway; or the name leads to another server',
          ),
    ),
  },
  {
    id: 'server-expiry',
    what: 'the certificate of the hub is valid now',
    after: ['name', 'connect', 'tls'],
    judge: server(({ until }, { now }) =>
      until > now
        ? right(inDays(until, now))
        : wrong('hub operator', `it ended on ${day(until)}`, 'look why cert-manager did not renew it: workbench doctor, in the cluster'),
    ),
  },
  {
    id: 'server-chain',
    what: 'the certificate of the hub leads to an authority that is trusted',
    after: ['name', 'connect', 'tls', 'server-expiry'],
    judge: server(({ chainError }, { input, authorityGiven }) => {
      if (chainError === undefined) return right('trusted');
      if (input.authority === 'private' && !authorityGiven) return unknown('no --ca with the authority of the hub');
      return wrong(
        'hub operator',
        chainError,
        'compare the --ca file with the authority of the hub; the gateway has to send its intermediate along',
      );
    }),
  },
];

const tokenRows: readonly CheckRow<OutsideSeen>[] = [
  {
    id: 'token-endpoint',
    what: 'the token endpoint answers',
    after: ['name', 'connect', 'server-name', 'server-expiry', 'server-chain'],
    judge: ({ tokenServer, input, authorityGiven }) => {
      if (isFailure(tokenServer) && untrusted.test(tokenServer.failed) && input.authority === 'private' && !authorityGiven)
        return unknown('no --ca with the authority of the hub, and a secret goes to no server that is not trusted');
      if (isFailure(tokenServer))
        return wrong(
          'network',
          tokenServer.failed,
          'open the way out to the host of the token endpoint; compare --ca where its certificate is not trusted',
        );
      return tokenServer.status === 404 || tokenServer.status >= 500
        ? wrong('hub operator', `it answers ${tokenServer.status}`, 'look at the identity provider and its route')
        : right('it answers');
    },
  },
  {
    id: 'token',
    what: 'a token can be had',
    after: ['token-endpoint'],
    judge: ({ token: seen, tokenFrom, input }) => {
      if (seen === undefined)
        return unknown(tokenFrom === 'nowhere' ? 'no --client-secret-file and no --token-file' : 'the token endpoint was not asked');
      return isFailure(seen)
        ? wrong(
            'participant',
            seen.failed,
            `check the client ${input.client} and its secret; if it was changed, ask the operator of the hub to hand it over again`,
          )
        : right('it is there');
    },
  },
  {
    id: 'claims',
    what: 'the token is of this client, and valid now',
    after: ['token-endpoint', 'token'],
    judge: token(({ client, from, until }, { input, now, tokenFrom }) => {
      if (client !== input.client)
        return wrong(
          tokenFrom === 'file' ? 'participant' : 'hub operator',
          `it is of the client ${client ?? '(none)'}, expected is ${input.client}`,
          'get it with the right client; the identity provider has to write azp',
        );
      if (until === undefined || until <= now)
        return wrong('participant', 'it has expired', 'get a new one; a program has to get it again before it ends');
      if (from !== undefined && from > now + 60_000)
        return wrong('participant', 'it is not valid yet', 'put the clock of this machine right');
      return right(`${Math.round((until - now) / 1000)} s left`);
    }),
  },
  {
    id: 'clock',
    what: 'the clocks agree',
    judge: ({ answer, now }) => {
      if (isFailure(answer) || answer.date === undefined) return unknown('the hub told no time');
      const off = Math.round(Math.abs(answer.date - now) / 1000);
      return off <= 60 ? right('within a minute') : wrong('participant', `${off} s apart`, 'let this machine follow a time server');
    },
  },
];

const lookupRow: CheckRow<OutsideSeen> = {
  id: 'lookup',
  what: 'a lookup is taken (202)',
  after: [
    ...['name', 'connect', 'tls', 'server-name', 'server-expiry', 'server-chain', 'token-endpoint', 'token', 'claims'],
    ...gateRows.map(({ id }) => id),
  ],
  judge: (seen) => {
    const { answer } = seen;
    if (isFailure(answer) && untrusted.test(answer.failed)) return unknown('a token goes to no server that is not trusted: give --ca');
    if (isFailure(answer)) return wrong('network', `no answer (${answer.failed})`, 'look for a proxy or firewall that ends connections');
    if (answer.status === 202) return right('202');
    const refused = refusedFactor(seen);
    if (refused === 'token' && !seen.tokenSent) return unknown('no token was sent');
    if (refused === 'certificate' && seen.files === undefined) return unknown('no certificate was shown');
    const limit = Object.values(limitRefusals).find(({ status }) => status === answer.status);
    if (limit) return wrong('participant', limit.errorDescription, 'send less, or ask the operator for requestsPerSecond or payloadKiB');
    return wrong(
      'hub operator',
      `the hub answers ${answer.status}`,
      answer.status === 404 ? 'look at the routes of the gateway' : 'look at account lookup: workbench doctor, in the cluster',
    );
  },
};

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The whole list from outside, from the files to the lookup. */
export const outsideRows: readonly CheckRow<OutsideSeen>[] = [...fileRows, ...wayRows, ...tokenRows, ...gateRows, lookupRow];
