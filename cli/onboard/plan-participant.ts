import type { DesiredParticipant } from '../../config/model/onboarding/desired';
import { accountKey, type HubState, limitKey, type ParticipantState } from './hub-state';
import type { Request, Step } from './step';

interface Subject {
  readonly wanted: DesiredParticipant;
  readonly found?: ParticipantState;
  readonly state: HubState;
}

const send = (method: Request['method'], path: string, body: object): Pick<Step, 'requests'> => ({
  requests: [{ api: 'ledger', method, path, body }],
});
const pathOf = (name: string) => `/participants/${encodeURIComponent(name)}`;

/** Whether it takes part at all. */
function presence({ wanted: { id, active }, found }: Subject): Step[] {
  const own = { id: `participant ${id}`, group: id };
  if (!found) return active ? [] : [{ ...own, action: 'nothing', why: 'has left, and was never in the ledger' }];
  if (found.active === active) return [{ ...own, action: 'nothing', why: active ? 'takes part' : 'has left, and is switched off' }];
  return [
    {
      ...own,
      action: 'change',
      why: active
        ? 'is switched off in the ledger, and takes part'
        : 'has left: it is switched off, and keeps its accounts and their history',
      ...send('PUT', pathOf(found.name), { isActive: active }),
    },
  ];
}

/** Accounts in one currency, and their net debit cap: the first cap is what opens the accounts. */
function limit({ wanted: { id }, found, state }: Subject, currency: string, value: number): Step[] {
  const accounts = { id: `accounts ${id} ${currency}`, group: id };
  const cap = { id: `limit ${id} ${currency}`, group: id };
  const create = (why: string): Step => ({ ...accounts, action: 'create', why, ...send('POST', '/participants', { name: id, currency }) });
  const open = (why: string): Step => ({
    ...cap,
    action: 'create',
    why,
    ...send('POST', `${pathOf(id)}/initialPositionAndLimits`, { currency, limit: { type: 'NET_DEBIT_CAP', value }, initialPosition: 0 }),
  });
  const own = found?.accounts.filter((account) => account.currency === currency) ?? [];
  if (own.length === 0)
    return [
      create(found ? `has no accounts in ${currency}` : 'is not in the ledger'),
      open(`no net debit cap in ${currency} opens its accounts yet`),
    ];
  const account = (type: string) => own.find((one) => one.type === type);
  const missing = ['POSITION', 'SETTLEMENT'].filter((type) => !account(type));
  if (missing.length > 0)
    return [
      {
        ...accounts,
        action: 'conflict',
        why: `has accounts in ${currency}, but no ${missing.join(' and no ')} account`,
        hint: 'a settlement model of another account type was there when it was made, or the ledger died while making it: remove its accounts in this currency in the database of the ledger if they were never used, then run the same command',
      },
    ];
  const opened = found?.balances[accountKey('POSITION', currency)] !== undefined;
  const there: Step = { ...accounts, action: 'nothing', why: 'are there' };
  if (!opened) return [there, open('its accounts are not open: they have no net debit cap')];
  const position = account('POSITION');
  if (position && !position.active)
    return [
      {
        ...accounts,
        action: 'change',
        why: `its position account in ${currency} is switched off`,
        ...send('PUT', `${pathOf(id)}/accounts/${position.id}`, { isActive: true }),
      },
    ];
  const current = state.limits.get(limitKey(id, currency));
  // The ledger tells no caps of a participant that is switched off; they are seen after it is switched on.
  if (!current || current.value === value) return [there, { ...cap, action: 'nothing', why: `is ${value}` }];
  return [
    there,
    {
      ...cap,
      action: 'change',
      why: `is ${current.value} and becomes ${value}`,
      ...send('PUT', `${pathOf(id)}/limits`, { currency, limit: { type: 'NET_DEBIT_CAP', value, alarmPercentage: current.alarm } }),
    },
  ];
}

/** A currency that the file no longer names: its position account is switched off, so nothing moves in it. */
function leftCurrencies({ wanted: { id, limits }, found }: Subject): Step[] {
  return (found?.accounts ?? [])
    .filter(({ type, currency, active }) => type === 'POSITION' && active && !limits.some((one) => one.currency === currency))
    .map(({ id: account, currency }) => ({
      id: `accounts ${id} ${currency}`,
      group: id,
      action: 'change' as const,
      why: `the file names no ${currency} any more: its position account is switched off, and keeps what is on it`,
      ...send('PUT', `${pathOf(id)}/accounts/${account}`, { isActive: false }),
    }));
}

function endpoints({ wanted, found }: Subject): Step[] {
  return wanted.endpoints.map(({ type, value }) => {
    const own = { id: `endpoint ${wanted.id} ${type}`, group: wanted.id };
    const current = found?.endpoints[type];
    if (current === value) return { ...own, action: 'nothing', why: 'is set' };
    return {
      ...own,
      action: current === undefined ? 'create' : 'change',
      why: current === undefined ? 'is not set' : `is ${current} and becomes ${value}`,
      ...send('POST', `${pathOf(wanted.id)}/endpoints`, { type, value }),
    };
  });
}

/**
 * Both balances of a currency are made in one transaction, and the ledger keeps whole seconds. A settlement account that was changed so much later than the
 * position account has had money on it.
 */
const sameMoment = 10_000;

/** Whether the settlement account was funded, though nothing is left on it. A position that moved since hides it. */
function wasEmptied({ changed }: ParticipantState, currency: string): boolean {
  const position = changed[accountKey('POSITION', currency)];
  const settlement = changed[accountKey('SETTLEMENT', currency)];
  return position !== undefined && settlement !== undefined && settlement - position > sameMoment;
}

/**
 * First money. Whether it was put there is seen by the balance, and where that is nothing by when it became so. The ledger tells no transfer by its id (19.5.5:
 * `GET /transactions/{id}` knows those with an ILP packet only, which money put in has not), and answers 202 to one that it knows. So where nothing
 * can be seen the money is sent again under the same id, which the ledger takes once.
 */
function funding({ wanted, found }: Subject): Step[] {
  return wanted.funding.map(({ currency, amount, transferId }) => {
    const own = { id: `funding ${wanted.id} ${currency}`, group: wanted.id };
    const balance = found?.balances[accountKey('SETTLEMENT', currency)] ?? 0;
    if (balance === 0 && found && wasEmptied(found, currency))
      return { ...own, action: 'nothing', why: 'its settlement account was funded, and all of it was taken out since' };
    return balance !== 0
      ? { ...own, action: 'nothing', why: `its settlement account has been funded, and stands at ${-balance}` }
      : {
          ...own,
          action: 'create',
          why: `${amount} ${currency} go on its settlement account, once`,
          funding: { participant: wanted.id, currency, amount, transferId },
        };
  });
}

/** Steps of one participant, in the order in which they must be done. */
export function participantSteps(wanted: DesiredParticipant, state: HubState): Step[] {
  const found = state.participants.get(wanted.id);
  const other = found ? undefined : [...state.participants.keys()].find((name) => name.toLowerCase() === wanted.id.toLowerCase());
  if (other)
    return [
      {
        id: `participant ${wanted.id}`,
        group: wanted.id,
        action: 'conflict',
        why: `the ledger has ${other}, which it takes for the same name`,
        hint: 'names of the ledger differ by more than capitals: give the participant another id, or write the name as the ledger has it',
      },
    ];
  const subject: Subject = { wanted, ...(found ? { found } : {}), state };
  if (!wanted.active) return presence(subject);
  return [
    ...presence(subject),
    ...wanted.limits.flatMap(({ currency, value }) => limit(subject, currency, value)),
    ...leftCurrencies(subject),
    ...endpoints(subject),
    ...funding(subject),
  ];
}
