import type { Path } from '../validate/path';
import type { Facts } from './facts';
import type { JsonNode } from './json-node';
import { judgeAll, noEffect, type Verdict } from './outcome';
import { leaf, type Rule } from './rule';
import type { LegacyStore } from './store-facts';
import { type Engine, engineNames, type StoreRow } from './store-table';

/** A store the hub needs, as the rules of its fields see it. */
export interface StoreContext extends LegacyStore {
  readonly name: string;
  readonly row: StoreRow;
  readonly facts: Facts;
}

export type StoreRule = Rule<StoreContext>;

/** Why a field of this store leads nowhere, whatever it says: it is about another kind of store. */
function idle(node: JsonNode, { row }: StoreContext): string | undefined {
  const section = node.path.find((key) => (Object.keys(engineNames) as Engine[]).some((engine) => key === `${engine}_data`));
  return section === undefined || section === `${row.engine}_data` ? undefined : `the store is ${engineNames[row.engine]}`;
}

/** A scalar of a store. */
export const field = (verdict: (node: JsonNode, store: StoreContext) => Verdict): StoreRule =>
  leaf((node, store) => {
    const reason = idle(node, store);
    return reason === undefined ? verdict(node, store) : noEffect(reason);
  });

/** A field that leads nowhere now. */
export const dead =
  (why: string | ((row: StoreRow) => string)): StoreRule =>
  (node, store) =>
    judgeAll(node, noEffect(idle(node, store) ?? (typeof why === 'string' ? why : why(store.row))));

export const storePath = ({ row }: StoreContext): Path => ['stores', row.engine];

/** Where an existing store is named. */
export const externalPath = ({ row }: StoreContext): Path =>
  row.database && (row.engine === 'mysql' || row.engine === 'mongodb')
    ? ['stores', row.engine, 'databases', row.database.name]
    : ['stores', row.engine, 'external'];
