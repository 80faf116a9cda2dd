import type { DesiredHub } from '../../config/model/onboarding/desired';
import { msisdnOracle } from '../../config/model/onboarding/oracles';
import { each } from './each';
import type { Api, HubClient } from './hub-client';

/** A prefix as its oracle keeps it. */
export interface KnownPrefix {
  readonly id: string | number;
  readonly participant: string;
  readonly prefix: string;
}

/** What oracles have of what is wanted. */
export interface OracleEntriesState {
  /** Owner by number; a number that the oracle does not know is left out. Undefined: the MSISDN oracle was not asked. */
  readonly numbers?: ReadonlyMap<string, string>;
  /** By oracle; one that was not asked is left out. */
  readonly prefixes: ReadonlyMap<string, readonly KnownPrefix[]>;
}

interface PartyAnswer {
  readonly partyList: readonly { readonly fspId: string; readonly partySubIdOrType?: string }[];
}
interface PrefixAnswer {
  readonly id: string | number;
  readonly fspId: string;
  /** A number in what the collections of the older platform send; a text is taken too. */
  readonly prefix: string | number;
}

async function ownersOf(oracle: Api, { numbers }: Pick<DesiredHub, 'numbers'>): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  await each(numbers, async ({ msisdn }) => {
    const { partyList } = await oracle.get<PartyAnswer>(`/participants/MSISDN/${encodeURIComponent(msisdn)}`);
    const [party] = partyList;
    if (party) owners.set(msisdn, party.fspId);
  });
  return owners;
}

/** Reads what oracles have: one request for each number of a test account, one for each prefix oracle. */
export async function readOracleEntries(
  { oracles }: HubClient,
  desired: Pick<DesiredHub, 'numbers' | 'prefixes'>,
): Promise<OracleEntriesState> {
  const msisdn = oracles.get(msisdnOracle);
  const names = [...new Set(desired.prefixes.map(({ oracle }) => oracle))];
  const [numbers, lists] = await Promise.all([
    msisdn && desired.numbers.length > 0 ? ownersOf(msisdn, desired) : undefined,
    Promise.all(
      names.flatMap((name) => {
        const oracle = oracles.get(name);
        return oracle ? [oracle.get<readonly PrefixAnswer[]>('/prefixes').then((list) => [name, list] as const)] : [];
      }),
    ),
  ]);
  return {
    ...(numbers ? { numbers } : {}),
    prefixes: new Map(
      lists.map(([name, list]) => [name, list.map(({ id, fspId, prefix }) => ({ id, participant: fspId, prefix: String(prefix) }))]),
    ),
  };
}
