import { readWorkbench } from '../config/load';
import { formatProblem } from '../config/problems';
import type { WorkbenchConfig } from '../config/schema/workbench';

export type Json = { readonly [key: string]: unknown };

/** The smallest useful workbench file, as a person writes it. */
export const smallestFile = `environment: dev
tenant: labs
domain: labs.example.org
platform: { provider: kubernetes, context: lab }
hub: { release: 17.1.0, currencies: [USD] }
participants:
  - { id: demowallet, currency: USD, msisdnPrefix: "367" }
`;

/** The same as data. */
export const smallest = {
  environment: 'dev',
  tenant: 'labs',
  domain: 'labs.example.org',
  platform: { provider: 'kubernetes', context: 'lab' },
  hub: { release: '17.1.0', currencies: ['USD'] },
  participants: [{ id: 'demowallet', currency: 'USD', msisdnPrefix: '367' }],
} as const;

const isSection = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One section over another: sections are joined, everything else is replaced; undefined takes a key away. */
export function over(base: Json, patch: Json): Json {
  const joined = Object.entries(patch).map(([key, value]) => {
    const old = base[key];
    return [key, isSection(value) && isSection(old) ? over(old, value) : value] as const;
  });
  return Object.fromEntries(Object.entries({ ...base, ...Object.fromEntries(joined) }).filter(([, value]) => value !== undefined));
}

/** The smallest file with some settings more, read with all its defaults. @throws when it does not fit the schema */
export function configWith(patch: Json = {}): WorkbenchConfig {
  const { config, problems } = readWorkbench(JSON.stringify(over(smallest, patch)), 'workbench/dev.json');
  if (!config) throw new Error(problems.map(formatProblem).join('\n'));
  return config;
}
