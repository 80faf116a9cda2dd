import type { DesiredHub, SettlementModel } from '../../config/model/onboarding/desired';
import { knownHubKey } from '../rotate/hub-key';
import { type ManagerState, readManager } from './connection-manager';
import { each } from './each';
import { type Api, type HubClient, Refused } from './hub-client';
import { type OracleEntriesState, readOracleEntries } from './oracle-entries-state';

export interface Account {
  readonly id: number;
  readonly type: string;
  readonly currency: string;
  readonly active: boolean;
}

export interface ParticipantState {
  readonly name: string;
  readonly active: boolean;
  readonly accounts: readonly Account[];
  /** Balance by `<type> <currency>`; an account without one has never been opened by a limit. */
  readonly balances: Readonly<Record<string, number>>;
  /** When a balance was last changed, in milliseconds, by the same key. */
  readonly changed: Readonly<Record<string, number>>;
  /** Address by type. */
  readonly endpoints: Readonly<Record<string, string>>;
}

export interface OracleState {
  readonly id: string | number;
  readonly type: string;
  readonly endpoint: string;
  readonly currency?: string;
}

/** What is there: read from the ledger and from account lookup, in as few requests as their APIs allow. */
export interface HubState {
  readonly participants: ReadonlyMap<string, ParticipantState>;
  /** Net debit cap by `<participant> <currency>`. */
  readonly limits: ReadonlyMap<string, { readonly value: number; readonly alarm: number }>;
  readonly settlementModels: readonly (Omit<SettlementModel, 'settlementAccountType'> & { readonly active: boolean })[];
  /** Undefined: account lookup was not asked, because nothing is wanted of it. */
  readonly oracles?: readonly OracleState[];
  /** Undefined: no oracle was asked. */
  readonly entries?: OracleEntriesState;
  /** Undefined: there is no connection manager, or it was not asked. */
  readonly manager?: ManagerState;
}

/** Flags of the ledger are numbers in some answers and booleans in others. */
type Flag = boolean | 0 | 1;

interface ParticipantAnswer {
  readonly name: string;
  readonly isActive: Flag;
  readonly accounts: readonly {
    readonly id: number;
    readonly ledgerAccountType: string;
    readonly currency: string;
    readonly isActive: Flag;
  }[];
}
interface LimitAnswer {
  readonly name: string;
  readonly currency: string;
  readonly limit: { readonly type: string; readonly value: number; readonly alarmPercentage: number };
}
interface ModelAnswer extends Omit<SettlementModel, 'settlementAccountType' | 'ledgerAccountType' | 'currency'> {
  readonly isActive: Flag;
  readonly currency: string | null;
  readonly ledgerAccountTypeId: string;
}
interface BalanceAnswer {
  readonly ledgerAccountType: string;
  readonly currency: string;
  readonly value: number | null;
  readonly changedDate: string | null;
}
interface OracleAnswer {
  readonly oracleId: string | number;
  readonly oracleIdType: string;
  readonly endpoint: { readonly value: string };
  readonly currency?: string | null;
}

export const accountKey = (type: string, currency: string) => `${type} ${currency}`;
export const limitKey = (name: string, currency: string) => `${name} ${currency}`;

/** A model by its name. The ledger answers 400 with the code 3200 for one that it does not know. */
async function modelNamed(ledger: Api, name: string): Promise<ModelAnswer | undefined> {
  try {
    return await ledger.get<ModelAnswer>(`/settlementModels/${encodeURIComponent(name)}`);
  } catch (error) {
    if (error instanceof Refused && (error.code === '3200' || error.status === 404)) return undefined;
    throw error;
  }
}

/** MySQL tells no small letters from capitals in names, so neither may we. */
const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/**
 * Reads what is there of what is wanted: three requests for all, one for oracles, two for the connection manager, one for each prefix oracle, two for each wanted
 * participant that exists, and one more where it has a test account.
 */
export async function readHub(client: HubClient, desired: DesiredHub): Promise<HubState> {
  const { ledger, lookup, manager } = client;
  const [participants, limits, models, oracles, entries, managed, hubKey] = await Promise.all([
    ledger.get<readonly ParticipantAnswer[]>('/participants'),
    ledger.get<readonly LimitAnswer[]>('/participants/limits'),
    ledger.get<readonly ModelAnswer[]>('/settlementModels'),
    lookup && desired.oracles.length > 0 ? lookup.get<readonly OracleAnswer[]>('/oracles') : undefined,
    readOracleEntries(client, desired),
    manager && desired.managerAccounts.length > 0 ? readManager(manager) : undefined,
    manager && desired.hubKey !== undefined ? knownHubKey(manager) : undefined,
  ]);
  // The list has active models only: one that is switched off is told by its name.
  const listed = new Set(models.map(({ name }) => name));
  const silent = await Promise.all(
    desired.settlementModels.filter(({ name }) => !listed.has(name)).map(({ name }) => modelNamed(ledger, name)),
  );
  const wanted = participants.filter(({ name }) => desired.participants.some(({ id, active }) => active && sameName(id, name)));
  const details = new Map<string, Pick<ParticipantState, 'balances' | 'changed' | 'endpoints'>>();
  await each(wanted, async ({ name }) => {
    const path = `/participants/${encodeURIComponent(name)}`;
    const [endpoints, balances] = await Promise.all([
      ledger.get<readonly { readonly type: string; readonly value: string }[]>(`${path}/endpoints`),
      ledger.get<readonly BalanceAnswer[]>(`${path}/accounts`),
    ]);
    details.set(name, {
      endpoints: Object.fromEntries(endpoints.map(({ type, value }) => [type, value])),
      balances: Object.fromEntries(
        balances.flatMap(({ ledgerAccountType, currency, value }) =>
          value === null ? [] : [[accountKey(ledgerAccountType, currency), Number(value)]],
        ),
      ),
      changed: Object.fromEntries(
        balances.flatMap(({ ledgerAccountType, currency, changedDate }) =>
          changedDate === null ? [] : [[accountKey(ledgerAccountType, currency), Date.parse(changedDate)]],
        ),
      ),
    });
  });
  return {
    participants: new Map(
      participants.map(({ name, isActive, accounts }) => [
        name,
        {
          name,
          active: Boolean(isActive),
          accounts: accounts.map(({ id, ledgerAccountType, currency, isActive: on }) => ({
            id,
            type: ledgerAccountType,
            currency,
            active: Boolean(on),
          })),
          ...(details.get(name) ?? { balances: {}, changed: {}, endpoints: {} }),
        },
      ]),
    ),
    limits: new Map(
      limits
        .filter(({ limit }) => limit.type === 'NET_DEBIT_CAP')
        .map(({ name, currency, limit }) => [
          limitKey(name, currency),
          { value: Number(limit.value), alarm: Number(limit.alarmPercentage) },
        ]),
    ),
    settlementModels: [...models, ...silent.flatMap((model) => model ?? [])].map(
      ({ isActive, currency, ledgerAccountTypeId, ...model }) => ({
        ...model,
        ledgerAccountType: ledgerAccountTypeId,
        active: Boolean(isActive),
        ...(currency ? { currency } : {}),
      }),
    ),
    ...(oracles
      ? {
          oracles: oracles.map(({ oracleId, oracleIdType, endpoint, currency }) => ({
            id: oracleId,
            type: oracleIdType,
            endpoint: endpoint.value,
            ...(currency ? { currency } : {}),
          })),
        }
      : {}),
    entries,
    ...(managed ? { manager: { ...managed, ...(hubKey === undefined ? {} : { hubKey }) } } : {}),
  };
}
