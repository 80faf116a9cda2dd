import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { refusesCertificate } from './outside-gate';
import { day, inDays, of } from './outside-judge';
import { isFailure, type OutsideSeen, type ServerSeen } from './seen';

const server = (judge: (part: ServerSeen, seen: OutsideSeen) => Verdict) => of<ServerSeen>((seen) => seen.server, '', judge);

/** The way to the gateway, and who answers at its end. */
export const wayRows: readonly CheckRow<OutsideSeen>[] = [
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
