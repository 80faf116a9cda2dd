import type { DesiredHub } from '../../config/model/onboarding/desired';
import type { NumberEntry, PrefixEntry } from '../../config/model/onboarding/oracle-entries';
import { msisdnOracle } from '../../config/model/onboarding/oracles';
import type { KnownPrefix, OracleEntriesState } from './oracle-entries-state';
import type { ApiName, Step } from './step';

type Desired = Pick<DesiredHub, 'numbers' | 'participants' | 'prefixes'>;

/** Entries of one participant are done one after the other, those of several side by side, and none of a participant that could not be made. */
const place = (participant: string) => ({ group: `oracle entries ${participant}`, needs: participant });
const apiOf = (oracle: string): ApiName => `oracle ${oracle}`;

/** Whether the file says that this participant has left. */
const hasLeft = ({ participants }: Desired, name: string) => participants.some(({ id, active }) => id === name && !active);

/** A telephone number at the MSISDN oracle. A number that belongs to somebody else is never taken from him, unless he has left. */
function numberStep({ participant, msisdn, currency }: NumberEntry, owner: string | undefined, desired: Desired): Step {
  const step = { id: `test account ${participant} ${msisdn}`, ...place(participant) };
  const request = (method: 'POST' | 'PUT') => ({
    requests: [
      {
        api: apiOf(msisdnOracle),
        method,
        path: `/participants/MSISDN/${encodeURIComponent(msisdn)}`,
        body: { fspId: participant, currency },
        source: participant,
      },
    ],
  });
  if (owner === undefined) return { ...step, action: 'create', why: 'the oracle does not know the number', ...request('POST') };
  if (owner === participant) return { ...step, action: 'nothing', why: 'is there' };
  if (hasLeft(desired, owner)) return { ...step, action: 'change', why: `belonged to ${owner}, which has left`, ...request('PUT') };
  return {
    ...step,
    action: 'conflict',
    why: `the oracle says that the number belongs to ${owner}`,
    hint: `choose another number for the test account, or let ${owner} take it out (DELETE /participants/MSISDN/${msisdn})`,
  };
}

/** What mfi-account-oracle wants to know beside the prefix; its own collections send the same. */
const particulars = { status: 'active', dfspType: 'wallet', logoDataType: '', logoBase64: '' } as const;

/**
 * A prefix at its oracle. The file says whose a prefix is, so one that another participant of the file had is handed on, and the former one of this participant
 * is rewritten unless somebody else wants it. Only a stranger's is a conflict.
 */
function prefixStep(entry: PrefixEntry, known: readonly KnownPrefix[], desired: Desired): Step {
  const { oracle, participant, prefix } = entry;
  const step = { id: `prefix ${prefix} ${participant} at ${oracle}`, ...place(participant) };
  if (prefix.startsWith('0'))
    return {
      ...step,
      action: 'conflict',
      why: 'the oracle keeps prefixes as numbers, and a number does not begin with 0',
      hint: 'give numbers with the code of their country',
    };
  const there = known.find((one) => one.prefix === prefix);
  const body = { fspId: participant, prefix: Number(prefix) };
  const rewrite = ({ id }: KnownPrefix) => ({
    action: 'change' as const,
    requests: [{ api: apiOf(oracle), method: 'PUT' as const, path: `/prefixes/${encodeURIComponent(String(id))}`, body }],
  });
  if (there?.participant === participant) return { ...step, action: 'nothing', why: 'is there' };
  if (there)
    return desired.participants.some(({ id }) => id === there.participant)
      ? { ...step, why: `leads to ${there.participant} and becomes that of ${participant}`, ...rewrite(there) }
      : {
          ...step,
          action: 'conflict',
          why: `leads to ${there.participant}, which the file does not name`,
          hint: `choose another prefix, or take that of ${there.participant} out at the oracle (DELETE /prefixes/${there.id})`,
        };
  const wanted = new Set(desired.prefixes.filter((one) => one.oracle === oracle).map((one) => one.prefix));
  const former = known.find((one) => one.participant === participant && !wanted.has(one.prefix));
  if (former) return { ...step, why: `is ${former.prefix} and becomes ${prefix}`, ...rewrite(former) };
  return {
    ...step,
    action: 'create',
    why: 'the oracle does not know it',
    requests: [{ api: apiOf(oracle), method: 'POST', path: '/prefixes', body: { ...body, localeName: participant, ...particulars } }],
  };
}

/** Wanted entries held against what the oracles have. Pure. An oracle that was not asked has no steps; nothing is ever taken out. */
export function oracleEntrySteps(desired: Desired, { numbers, prefixes }: OracleEntriesState): Step[] {
  return [
    ...desired.prefixes.flatMap((entry) => {
      const known = prefixes.get(entry.oracle);
      return known ? [prefixStep(entry, known, desired)] : [];
    }),
    ...(numbers ? desired.numbers.map((entry) => numberStep(entry, numbers.get(entry.msisdn), desired)) : []),
  ];
}
