import type { ConnectionManagerAccount } from '../../config/model/connection-manager';
import type { StepAction } from './step';

/** What is asked of the API of the connection manager: `get` and `send` of hub-client.ts, at its address with `/api` behind it. */
export interface ConnectionManagerClient {
  readonly get: <T>(path: string) => Promise<T>;
  readonly send: (method: 'POST' | 'PUT', path: string, body: unknown) => Promise<void>;
}

/** One account that is as it should be, or what to do so that it is. */
export interface AccountStep {
  /** Stable name: `account firstbank`. */
  readonly id: string;
  readonly action: StepAction;
  readonly why: string;
  /** The way out of a conflict. */
  readonly hint?: string;
  readonly request?: { readonly method: 'POST' | 'PUT'; readonly path: string; readonly body: object };
}

/** An account as the API tells it. */
export interface KnownAccount {
  readonly id: string;
  readonly name: string;
  readonly monetaryZoneId?: string;
}

/** What is wanted held against what is there. Pure. No account is ever removed: with it would go what was signed for it. */
export function accountSteps(
  desired: readonly ConnectionManagerAccount[],
  there: readonly KnownAccount[],
  zones: readonly string[],
): AccountStep[] {
  const known = new Map(there.map((account) => [account.id, account]));
  const lower = new Map(there.map((account) => [account.id.toLowerCase(), account]));
  return desired.map(({ id, name, monetaryZone }): AccountStep => {
    const step = `account ${id}`;
    const account = known.get(id);
    // Its database takes names that differ in their letters' size for the same.
    const alike = account ? undefined : lower.get(id.toLowerCase());
    if (alike)
      return {
        id: step,
        action: 'conflict',
        why: `the connection manager has ${alike.id}, which it takes for the same`,
        hint: `take ${alike.id} away at the connection manager, or name the participant so`,
      };
    if (!zones.includes(monetaryZone))
      return {
        id: step,
        action: 'conflict',
        why: `the connection manager knows no monetary zone ${monetaryZone}`,
        hint: `add ${monetaryZone} to the table monetaryZones of its database, or choose another currency`,
      };
    if (!account)
      return {
        id: step,
        action: 'create',
        why: 'it is not there',
        request: { method: 'POST', path: '/dfsps', body: { dfspId: id, name, monetaryZoneId: monetaryZone } },
      };
    const other = [
      ...(account.name === name ? [] : [`its name is ${account.name}`]),
      ...(account.monetaryZoneId === monetaryZone ? [] : [`its monetary zone is ${account.monetaryZoneId ?? 'none'}`]),
    ];
    if (other.length === 0) return { id: step, action: 'nothing', why: 'it is there' };
    return {
      id: step,
      action: 'change',
      why: other.join(', '),
      request: { method: 'PUT', path: `/dfsps/${encodeURIComponent(id)}`, body: { name, monetaryZoneId: monetaryZone } },
    };
  });
}

/** Accounts that the file does not name: they are left alone, and told. */
export const strangersOf = (desired: readonly ConnectionManagerAccount[], there: readonly KnownAccount[]): string[] => {
  const wanted = new Set(desired.map(({ id }) => id));
  return there.map(({ id }) => id).filter((id) => !wanted.has(id));
};

/** Reads what is there, by two requests however many participants, and plans. @throws what the client throws */
export async function planConnectionManager(
  desired: readonly ConnectionManagerAccount[],
  client: Pick<ConnectionManagerClient, 'get'>,
): Promise<{ readonly steps: readonly AccountStep[]; readonly strangers: readonly string[] }> {
  const there = await client.get<readonly KnownAccount[]>('/dfsps');
  const zones = await client.get<readonly { monetaryZoneId: string }[]>('/monetaryzones');
  return {
    steps: accountSteps(
      desired,
      there,
      zones.map(({ monetaryZoneId }) => monetaryZoneId),
    ),
    strangers: strangersOf(desired, there),
  };
}

/**
 * Does the open steps of a plan, one after the other: it may be stopped at any time, and the next plan begins where it was. `done` is told each.
 * @throws what the client throws at the first step that is refused
 */
export async function applyConnectionManager(
  steps: readonly AccountStep[],
  client: Pick<ConnectionManagerClient, 'send'>,
  done: (step: AccountStep) => void = () => {},
): Promise<void> {
  for (const step of steps) {
    if (!step.request) continue;
    await client.send(step.request.method, step.request.path, step.request.body);
    done(step);
  }
}
