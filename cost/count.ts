import { awsCounts } from './aws';
import { azureCounts } from './azure';
import { freeTypes } from './free';
import { inClusterCounts } from './in-cluster';
import type { Counts, Inventory, Item } from './items';

/** Every type that costs something, with what it costs. */
export const counts: Counts = { ...awsCounts, ...azureCounts, ...inClusterCounts };

/** One thing that is paid for, with what it belongs to. */
export interface CountedItem extends Item {
  readonly stack: string;
  readonly address: string;
}

export interface Counted {
  readonly items: readonly CountedItem[];
  /** Types that cost nothing, with their reason and how many there are. */
  readonly free: readonly { readonly type: string; readonly count: number; readonly reason: string }[];
  /** Types of which nobody here knows whether they cost anything. */
  readonly unknownTypes: readonly { readonly type: string; readonly addresses: readonly string[] }[];
}

/** What an environment is made of, in things that are paid for. Pure: no price is in it. */
export function count(all: Inventory): Counted {
  // In the order of the stacks: charts come after all resources.
  const order = new Map([...new Set(all.parts.map(({ stack }) => stack))].map((stack, at) => [stack, at]));
  const inOrder = [...all.parts].sort((a, b) => (order.get(a.stack) ?? 0) - (order.get(b.stack) ?? 0));
  const items = inOrder.flatMap((part): CountedItem[] =>
    (counts[part.type]?.(part.attributes, part, all) ?? []).map((item) => ({ stack: part.stack, address: part.address, ...item })),
  );
  const others = new Map<string, string[]>();
  for (const { type, stack, address } of all.parts)
    if (!counts[type]) others.set(type, [...(others.get(type) ?? []), `${stack}/${address}`]);
  const rows = [...others].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    items,
    free: rows.flatMap(([type, addresses]) => {
      const reason = freeTypes.get(type);
      return reason === undefined ? [] : [{ type, count: addresses.length, reason }];
    }),
    unknownTypes: rows.filter(([type]) => !freeTypes.has(type)).map(([type, addresses]) => ({ type, addresses })),
  };
}
