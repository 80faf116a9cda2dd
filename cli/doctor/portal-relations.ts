import type { EnvironmentModel } from '../../config/environment';
import { portalLayout } from '../../config/model/portal/layouts';
import type { RelationsSeen } from './portal-seen';

interface Tuple {
  readonly object: string;
  readonly subject?: string;
  readonly subject_id?: string;
  readonly subject_set?: { readonly object: string };
}
interface Page {
  readonly relation_tuples?: readonly Tuple[];
  readonly next_page_token?: string;
}

/** More pages than any portal has: a Keto that always names a next one ends there. */
const mostPages = 1000;

async function relations(address: string, signal: AbortSignal, namespace: string, relation: string): Promise<readonly Tuple[]> {
  const found: Tuple[] = [];
  let token = '';
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ namespace, relation, page_size: '500', ...(token ? { page_token: token } : {}) });
    const answer = await fetch(`${address}/relation-tuples?${query}`, { signal });
    if (!answer.ok) throw Object.assign(new Error(), { code: `Keto answers ${answer.status}` });
    const { relation_tuples: tuples = [], next_page_token: next = '' } = (await answer.json()) as Page;
    found.push(...tuples);
    if (next === '') break;
    token = next;
  }
  return found;
}

/**
 * What Keto keeps of roles, people and participants, read at its address. The first API of Keto wrote sets into the field of people, as
 * `namespace:object#relation`. Nothing is changed.
 */
export async function readRelations({ config }: EnvironmentModel, address: string, signal: AbortSignal): Promise<RelationsSeen> {
  const { subject: field } = portalLayout(config).keto;
  const personOf = (tuple: Tuple) => (tuple[field]?.includes('#') ? undefined : tuple[field]);
  const roleOf = ({ subject_set: set, subject = '' }: Tuple) => set?.object ?? /^role:(.*)#/.exec(subject)?.[1];
  const members = async (namespace: string) => {
    const of = new Map<string, string[]>();
    for (const tuple of await relations(address, signal, namespace, 'member')) {
      const person = personOf(tuple);
      if (person !== undefined) of.set(person, [...(of.get(person) ?? []), tuple.object]);
    }
    return of;
  };
  const [granted, roles, participants] = await Promise.all([
    relations(address, signal, 'permission', 'granted'),
    members('role'),
    members('participant'),
  ]);
  return {
    granted: granted.flatMap((tuple): [string, string][] => {
      const role = roleOf(tuple);
      return role === undefined ? [] : [[role, tuple.object]];
    }),
    roles,
    participants,
  };
}
