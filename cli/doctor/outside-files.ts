import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { day, inDays, of } from './outside-judge';
import { type ClientFiles, isFailure, type OutsideSeen } from './seen';

/** An authority needs longer than a certificate: every participant has to be signed anew before it ends. In milliseconds. */
const halfYear = 182 * 86_400_000;

const files = (judge: (part: ClientFiles, seen: OutsideSeen) => Verdict) => of((seen) => seen.files, 'no --certificate and --key', judge);

/** The files of the participant, each by itself: nobody is asked for that. */
export const fileRows: readonly CheckRow<OutsideSeen>[] = [
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
    judge: files(({ authority }, { now }) => {
      if (authority === undefined) return unknown('no --ca with the authority that signs participants');
      const { until } = authority;
      if (until === undefined)
        return wrong(
          'participant',
          'the chain does not lead to the authority',
          'put the intermediate behind the certificate in its file, or have it signed by the hub',
        );
      // Nobody notices an authority that ends before all that it signed is refused at once.
      return until <= now
        ? wrong('hub operator', `the authority ended on ${day(until)}`, 'begin its next generation and sign anew: docs/certificates.md')
        : right(
            `the chain ends at the authority, which is good until ${day(until)}${until - now < halfYear ? ': its next generation is due' : ''}`,
          );
    }),
  },
];
