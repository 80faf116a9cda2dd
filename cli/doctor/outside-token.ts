import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { of, untrusted } from './outside-judge';
import { isFailure, type OutsideSeen, type TokenSeen } from './seen';

const token = (judge: (part: TokenSeen, seen: OutsideSeen) => Verdict) =>
  of((seen) => seen.token, 'no --client-secret-file and no --token-file', judge);

/** The token of the participant, and the clocks that its times are read by. */
export const tokenRows: readonly CheckRow<OutsideSeen>[] = [
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
