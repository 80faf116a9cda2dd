import type { CountedItem } from './count';
import { hoursAMonth, type Unit } from './items';
import type { Prices } from './price-table';

/** From the fewest nodes to the most. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

/** A line of the bill. Money is in the currency of the prices, rounded to hundredths. */
export interface CostLine {
  readonly stack: string;
  readonly address: string;
  readonly what: string;
  readonly key: string;
  readonly unit: Unit;
  /** Things. */
  readonly count: Span;
  /** What is paid for in a month, in the unit: things times their hours. */
  readonly quantity: Span;
  readonly stops: boolean;
  readonly price?: number;
  readonly source?: string;
  /** Missing where the price is unknown. */
  readonly cost?: Span;
}

export interface StackCost extends Span {
  readonly stack: string;
  readonly lines: number;
  /** Lines without a price. */
  readonly unknown: number;
}

export interface Bill {
  readonly hours: { readonly month: number; readonly running: number };
  readonly lines: readonly CostLine[];
  readonly stacks: readonly StackCost[];
  readonly total: Span;
  /** Prices that no table has, with what lacks them. */
  readonly unknown: readonly { readonly key: string; readonly unit: Unit; readonly what: string; readonly quantity: Span }[];
  /** What depends on use, and no table says how much is used. */
  readonly notCounted: readonly {
    readonly key: string;
    readonly unit: Unit;
    readonly what: string;
    readonly parts: number;
    readonly price?: number;
  }[];
}

const cents = (amount: number): number => Math.round(amount * 100);
/** A sum of amounts that are hundredths already: exact. */
const sumOf = (spans: readonly Span[]): Span => ({
  least: spans.reduce((sum, { least }) => sum + cents(least), 0) / 100,
  most: spans.reduce((sum, { most }) => sum + cents(most), 0) / 100,
});
const times = ({ least, most }: Span, by: number): Span => ({ least: least * by, most: most * by });
const rounded = ({ least, most }: Span): Span => ({ least: cents(least) / 100, most: cents(most) / 100 });

/** Hours of one thing in a month, in its unit. */
function factor({ unit, stops }: Pick<CountedItem, 'unit' | 'stops'>, running: number): number {
  const hours = stops ? running : hoursAMonth;
  return unit === 'hour' ? hours : unit === 'day' ? hours / 24 : 1;
}

/** Prices what was counted. Pure; nothing is guessed: what has no price has no cost, and is listed. */
export function bill(items: readonly CountedItem[], { prices, quantities }: Prices, running: number): Bill {
  const parts = new Map<string, number>();
  for (const { key, count } of items) if (!count) parts.set(key, (parts.get(key) ?? 0) + 1);
  const lines = items.flatMap((item): CostLine[] => {
    // What a table says is used is used by all parts together, evenly.
    const share = (quantities.get(item.key) ?? 0) / (parts.get(item.key) ?? 1);
    if (!item.count && !quantities.has(item.key)) return [];
    const count = item.count ?? { least: share, most: share };
    const quantity = item.count ? times(count, factor(item, running)) : count;
    const { stack, address, what, key, unit, stops = false } = item;
    const found = prices.get(key);
    return [
      {
        ...{ stack, address, what, key, unit, count, quantity, stops },
        ...(found ? { price: found.price, source: found.source, cost: rounded(times(quantity, found.price)) } : {}),
      },
    ];
  });
  const stacks = [...new Set(lines.map(({ stack }) => stack))].map((stack): StackCost => {
    const own = lines.filter((line) => line.stack === stack);
    return {
      stack,
      ...sumOf(own.flatMap(({ cost }) => cost ?? [])),
      lines: own.length,
      unknown: own.filter(({ cost }) => !cost).length,
    };
  });
  const keysOf = <T extends { readonly key: string }>(list: readonly T[]) => [...new Map(list.map((one) => [one.key, one])).values()];
  return {
    hours: { month: hoursAMonth, running },
    lines,
    stacks,
    total: sumOf(stacks),
    unknown: keysOf(lines.filter(({ cost }) => !cost)).map(({ key, unit, what }) => {
      const all = lines.filter((line) => line.key === key);
      const sum = (end: keyof Span) => all.reduce((total, { quantity }) => total + quantity[end], 0);
      return { key, unit, what, quantity: { least: sum('least'), most: sum('most') } };
    }),
    notCounted: keysOf(items.filter(({ key, count }) => !count && !quantities.has(key))).map(({ key, unit, what }) => ({
      ...{ key, unit, what, parts: parts.get(key) ?? 0 },
      ...(prices.has(key) ? { price: prices.get(key)?.price } : {}),
    })),
  };
}
