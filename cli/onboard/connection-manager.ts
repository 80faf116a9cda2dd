import type { ConnectionManagerAccount } from '../../config/model/connection-manager';
import type { Api } from './hub-client';
import type { Step } from './step';

/** An account as the API tells it. */
export interface KnownAccount {
  readonly id: string;
  readonly name: string;
  readonly monetaryZoneId?: string;
}

/** What the connection manager holds. */
export interface ManagerState {
  readonly accounts: readonly KnownAccount[];
  /** Monetary zones, which are currencies, that it knows. */
  readonly zones: readonly string[];
  /** Key of the hub that it hands out, where it was asked. */
  readonly hubKey?: string;
}

/** Its steps are done one after the other: eight at once broke connections of its API (v2.14.0). */
export const managerGroup = 'connection manager';

/** What is wanted held against what is there. Pure. No account is ever removed: with it would go what was signed for it. */
export function accountSteps(desired: readonly ConnectionManagerAccount[], { accounts: there, zones }: ManagerState): Step[] {
  const known = new Map(there.map((account) => [account.id, account]));
  const lower = new Map(there.map((account) => [account.id.toLowerCase(), account]));
  return desired.map(({ id, name, monetaryZone }): Step => {
    const step = { id: `connection manager account ${id}`, group: managerGroup };
    const account = known.get(id);
    // Its database takes names that differ in their letters' size for the same.
    const alike = account ? undefined : lower.get(id.toLowerCase());
    if (alike)
      return {
        ...step,
        action: 'conflict',
        why: `the connection manager has ${alike.id}, which it takes for the same`,
        hint: `take ${alike.id} away at the connection manager, or name the participant so`,
      };
    if (!zones.includes(monetaryZone))
      return {
        ...step,
        action: 'conflict',
        why: `the connection manager knows no monetary zone ${monetaryZone}`,
        hint: `add ${monetaryZone} to the table monetaryZones of its database, or choose another currency`,
      };
    if (!account)
      return {
        ...step,
        action: 'create',
        why: 'it is not there',
        requests: [{ api: 'manager', method: 'POST', path: '/dfsps', body: { dfspId: id, name, monetaryZoneId: monetaryZone } }],
      };
    const other = [
      ...(account.name === name ? [] : [`its name is ${account.name}`]),
      ...(account.monetaryZoneId === monetaryZone ? [] : [`its monetary zone is ${account.monetaryZoneId ?? 'none'}`]),
    ];
    if (other.length === 0) return { ...step, action: 'nothing', why: 'it is there' };
    return {
      ...step,
      action: 'change',
      why: other.join(', '),
      requests: [{ api: 'manager', method: 'PUT', path: `/dfsps/${encodeURIComponent(id)}`, body: { name, monetaryZoneId: monetaryZone } }],
    };
  });
}

/** Reads what is there, by two requests however many participants there are. */
export async function readManager(manager: Pick<Api, 'get'>): Promise<ManagerState> {
  const [accounts, zones] = await Promise.all([
    manager.get<readonly KnownAccount[]>('/dfsps'),
    manager.get<readonly { readonly monetaryZoneId: string }[]>('/monetaryzones'),
  ]);
  return { accounts, zones: zones.map(({ monetaryZoneId }) => monetaryZoneId) };
}
