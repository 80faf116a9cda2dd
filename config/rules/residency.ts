import { regionOf, regionTable } from '../model/regions';
import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, on, onCloud } from './clouds';
import { always, numbered, type Rule, when } from './rule';

const bound = ({ residency }: WorkbenchConfig) => residency.country !== undefined;
const allowed = ({ residency, platform }: WorkbenchConfig, region: string) =>
  residency.allowedRegions.includes(region) ||
  (residency.allowedRegions.length === 0 && regionOf(platform.provider, region)?.country === residency.country);

/** Data that may not leave a country: where things are made, kept and measured. */
export const residencyRules: readonly Rule[] = [
  {
    code: 'RES-REGION',
    severity: 'error',
    title: 'Everything is made in the country that data may not leave',
    appliesWhen: both(onCloud, bound),
    check: (config) => {
      const { region } = config.platform;
      const { country, allowedRegions } = config.residency;
      if (region === undefined || allowed(config, region)) return [];
      const lies = regionOf(config.platform.provider, region)?.country;
      return [
        {
          path: ['platform', 'region'],
          message: `data may not leave ${country}, and ${region} ${lies ? `lies in ${lies}` : 'lies elsewhere'}`,
          hint:
            allowedRegions.length > 0
              ? `choose one of residency.allowedRegions: ${allowedRegions.join(', ')}`
              : 'choose a region of the country, or name the regions that count as inside it in residency.allowedRegions',
        },
      ];
    },
  },
  {
    code: 'RES-ALLOWED-UNKNOWN',
    severity: 'error',
    title: 'Regions that count as inside the country exist',
    appliesWhen: both(onCloud, bound),
    check: ({ platform, residency }) =>
      numbered(residency.allowedRegions).flatMap(({ index, item }) =>
        when(regionOf(platform.provider, item) === undefined, () => ({
          path: ['residency', 'allowedRegions', index],
          message: `the cloud has no region ${item}`,
          hint: didYouMean(item, regionTable(platform.provider)?.names ?? []) ?? 'as in platform.region',
        })),
      ),
  },
  {
    code: 'RES-STATE',
    severity: 'error',
    title: 'The state lies in the country too',
    appliesWhen: both(bound, ({ state }) => state.backend === 's3' && state.region !== undefined),
    check: (config) => {
      const { region = '' } = config.state;
      const { country, allowedRegions } = config.residency;
      const inside = allowedRegions.includes(region) || regionOf('aws', region)?.country === country;
      return when(!inside, () => ({
        path: ['state', 'region'],
        message: `the state names everything of the hub and its participants, and ${region} lies outside of ${country}`,
        hint: 'keep the state in a region of the country, or at an address in it (http)',
      }));
    },
  },
  {
    code: 'RES-TELEMETRY',
    severity: 'warning',
    title: 'Metrics and logs stay in the country',
    appliesWhen: bound,
    check: ({ residency }) =>
      when(residency.telemetry, () => ({
        path: ['residency', 'telemetry'],
        message: `metrics and logs may go to a service outside of ${residency.country}: they name participants and show how much is paid when`,
        hint: 'leave telemetry out unless the supervisor has agreed',
      })),
  },
  {
    code: 'RES-UNUSED',
    severity: 'warning',
    title: 'Rules about data name the country they are for',
    appliesWhen: always,
    check: ({ residency: { country, allowedRegions, telemetry } }) =>
      (
        [
          ['allowedRegions', allowedRegions.length > 0],
          ['telemetry', telemetry],
        ] as const
      ).flatMap(([key, given]) =>
        when(given && country === undefined, () => ({
          path: ['residency', key],
          message: `${key} has no effect: no country is named`,
          hint: 'add residency.country: RW, the country that data may not leave',
        })),
      ),
  },
  {
    code: 'RES-VAULT',
    severity: 'warning',
    title: 'What opens Vault stands in the country',
    appliesWhen: both(on('azure-stack'), bound, ({ secrets }) => secrets.vault.address === undefined),
    check: ({ secrets, residency }) =>
      when(secrets.vault.seal === 'transit', () => ({
        path: ['secrets', 'vault', 'seal'],
        message: `the Vault that opens this one must stand in ${residency.country} too: without a line to it no payment is made after a restart`,
        hint: 'see that it does',
      })),
  },
];
