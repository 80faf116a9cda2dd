import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Prices } from '../../cost/price-table';
import type { EnvironmentCost } from './environment-cost';
import { tableFor } from './tables';
import { range } from './text';

const calculators: Readonly<Record<string, string>> = {
  aws: 'calculator.aws',
  azure: 'azure.com/pricing/calculator',
};

/**
 * A price table with every key that an environment asks for, for a person to fill: each line is a comment until it has a price.
 * @param day day that is written into it, such as 2026-01-31
 */
export function templateText(name: string, config: WorkbenchConfig, cost: EnvironmentCost, { prices }: Prices, day: string): string {
  const { provider, region } = config.platform;
  const below = tableFor(config);
  const sameRegion = below?.table.region === region;
  const known = (key: string) => {
    const found = prices.get(key);
    return found ? `; ${found.price} in ${found.region}` : '';
  };
  const keys = [...new Map(cost.lines.map((line) => [line.key, line])).values()];
  const quantity = (key: string) =>
    range(
      cost.lines
        .filter((line) => line.key === key)
        .reduce((sum, line) => ({ least: sum.least + line.quantity.least, most: sum.most + line.quantity.most }), {
          least: 0,
          most: 0,
        }),
    );
  return [
    `# Prices for ${name}, to be filled from ${calculators[provider] ?? 'the contract'}: take the # away and write a price. Read by: workbench cost ${name} --prices <this file>`,
    ...(below
      ? [
          sameRegion
            ? '# What is not here comes from the table of the workbench.'
            : `# The workbench knows ${below.table.region} alone. With the next line it fills what is missing here, at prices of that region.`,
          `${sameRegion ? '' : '# '}extends: ${below.name}`,
        ]
      : []),
    `name: Prices of ${name}`,
    `platform: ${provider}`,
    `region: ${region ?? 'none'}`,
    `currency: ${below?.table.currency ?? 'USD'}`,
    `date: ${day}`,
    'prices:',
    ...keys.map(({ key, unit, what }) => `  # ${key}: { price: , unit: ${unit} }  # ${what}, ${quantity(key)} a month${known(key)}`),
    ...cost.notCounted.map(({ key, unit, what }) => `  # ${key}: { price: , unit: ${unit} }  # ${what}${known(key)}`),
    '# What is used in a month by the whole environment.',
    'quantities:',
    ...cost.notCounted.map(({ key, unit, what }) => `  # ${key}: { quantity: }  # ${what}, in ${unit}`),
    '',
  ].join('\n');
}
