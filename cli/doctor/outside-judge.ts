import { unknown, type Verdict } from './check';
import { type Failure, isFailure, type OutsideSeen } from './seen';

const soon = 30;
const daysLeft = (until: number, now: number) => Math.floor((until - now) / 86_400_000);
export const inDays = (until: number, now: number): string =>
  `${daysLeft(until, now)} days left${daysLeft(until, now) < soon ? ': renew it soon' : ''}`;
export const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** OpenSSL's words for a chain that leads nowhere. */
export const untrusted = /^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_|CERT_)/;

/** Judges what was seen, or says why it was not. */
export const of =
  <Part>(pick: (seen: OutsideSeen) => Part | Failure | undefined, absent: string, judge: (part: Part, seen: OutsideSeen) => Verdict) =>
  (seen: OutsideSeen): Verdict => {
    const part = pick(seen);
    if (part === undefined) return unknown(absent);
    return isFailure(part) ? unknown(`could not be seen (${part.failed})`) : judge(part, seen);
  };
