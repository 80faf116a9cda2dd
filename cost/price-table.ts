import { z } from 'zod';
import { plainText } from '../config/schema/kinds';
import { units } from './items';

/** Keys are those of `Item`, in lower case but for the names that a cloud gives its machines. */
const key = z.string().regex(/^[a-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/, 'must be a key such as aws.ec2.m6i.large');

/** A price table as a file has it. One source of names: `cost --template` writes this shape. */
export const priceTableSchema = z
  .strictObject({
    name: plainText.describe('What it is called where prices are told'),
    extends: z.string().optional().describe('A table of the workbench that it goes over; none: what it lacks is unknown'),
    platform: z.enum(['aws', 'azure', 'azure-stack', 'kubernetes']).describe('Whose prices they are'),
    region: plainText.describe('Region that they are of'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as USD'),
    date: z.iso.date().describe('Day they were read'),
    sources: z.record(z.string(), plainText).default({}).describe('Where they come from, by a short name'),
    prices: z
      .record(
        key,
        z.strictObject({
          price: z.number().min(0).max(1_000_000),
          unit: z.enum(units),
          source: plainText.optional().describe('Short name of a source, or the source'),
        }),
      )
      .default({}),
    quantities: z
      .record(key, z.strictObject({ quantity: z.number().min(0).max(1e12), source: plainText.optional() }))
      .default({})
      .describe('What is used in a month of things that no workbench file knows, for the whole environment'),
  })
  .describe('A price table');

export type PriceTable = z.infer<typeof priceTableSchema>;

/** One price with where it comes from. */
export interface Price {
  readonly price: number;
  readonly unit: string;
  readonly source: string;
  readonly region: string;
}

/** Tables laid over each other. */
export interface Prices {
  readonly currency: string;
  /** The tables, the uppermost first. */
  readonly tables: readonly Pick<PriceTable, 'name' | 'platform' | 'region' | 'date'>[];
  readonly prices: ReadonlyMap<string, Price>;
  readonly quantities: ReadonlyMap<string, number>;
}

/** Lays tables of one currency over each other: the first wins. */
export function laidOver([first, ...below]: readonly [PriceTable, ...PriceTable[]]): Prices {
  const tables = [first, ...below];
  const upwards = [...tables].reverse();
  return {
    currency: first.currency,
    tables: tables.map(({ name, platform, region, date }) => ({ name, platform, region, date })),
    prices: new Map(
      upwards.flatMap(({ prices, sources, name, region }) =>
        Object.entries(prices).map(([id, { price, unit, source }]) => [
          id,
          { price, unit, region, source: source === undefined ? name : (sources[source] ?? source) },
        ]),
      ),
    ),
    quantities: new Map(upwards.flatMap(({ quantities }) => Object.entries(quantities).map(([id, { quantity }]) => [id, quantity]))),
  };
}

/** No table at all: everything is unknown. */
export const noPrices: Prices = { currency: '', tables: [], prices: new Map(), quantities: new Map() };
