import { didYouMean } from '../problems';
import { always, type Release, type Rule } from './rule';

/** Charts the catalogue pairs with a release. */
export const pairedCharts = (release: Release): { readonly chart: string; readonly version: string }[] => Object.values(release.companions);

export const overrideRules: readonly Rule[] = [
  {
    code: 'OVR-RESOURCE',
    severity: 'warning',
    title: 'Overrides of resources are in use',
    appliesWhen: always,
    check: ({ overrides }) =>
      Object.entries(overrides.resources).map(([address, attributes]) => ({
        path: ['overrides', 'resources', address],
        message: `${Object.keys(attributes).join(', ') || 'nothing'} of ${address} is overridden: nothing checks it`,
        hint: 'use a setting where there is one',
      })),
  },
  {
    code: 'OVR-VALUES',
    severity: 'warning',
    title: 'Overrides of chart values are in use',
    appliesWhen: always,
    check: ({ overrides }) =>
      Object.entries(overrides.values).map(([release, values]) => ({
        path: ['overrides', 'values', release],
        message: `${Object.keys(values).join(', ') || 'nothing'} of release ${release} is overridden`,
        hint: 'the next Mojaloop release may know these values no more: use a setting where there is one',
      })),
  },
  {
    code: 'OVR-CHART',
    severity: 'warning',
    title: 'Other chart versions than the catalogue pairs are in use',
    appliesWhen: always,
    check: ({ charts, hub }, release) =>
      pairedCharts(release).flatMap(({ chart, version }) => {
        const asked = charts.versions[chart];
        if (asked === undefined) return [];
        const message =
          asked === version
            ? `${chart} ${asked} is the version of Mojaloop ${hub.release} anyway`
            : `${chart} ${asked} instead of ${version}, which goes with Mojaloop ${hub.release}`;
        return [{ path: ['charts', 'versions', chart], message, hint: 'remove it unless you have tried the pair' }];
      }),
  },
  {
    code: 'OVR-CHART-UNKNOWN',
    severity: 'error',
    title: 'Chart versions name charts that are used',
    appliesWhen: always,
    check: ({ charts, hub }, release) => {
      const known = pairedCharts(release).map(({ chart }) => chart);
      return Object.keys(charts.versions)
        .filter((chart) => !known.includes(chart))
        .map((chart) => ({
          path: ['charts', 'versions', chart],
          message:
            chart === 'mojaloop' ? 'the version of the mojaloop chart is hub.release' : `Mojaloop ${hub.release} uses no chart ${chart}`,
          hint: chart === 'mojaloop' ? 'write hub.release, and remove this' : (didYouMean(chart, known) ?? `charts: ${known.join(', ')}`),
        }));
    },
  },
  {
    code: 'OVR-CHART-VERSION',
    severity: 'error',
    title: 'Chart versions are whole versions',
    appliesWhen: always,
    check: ({ charts }) =>
      Object.entries(charts.versions)
        .filter(([, version]) => !/^v?\d+\.\d+\.\d+([-+][\w.-]+)?$/.test(version))
        .map(([chart, version]) => ({
          path: ['charts', 'versions', chart],
          message: `${version} is no whole version`,
          hint: 'such as 1.2.3: a range would give another chart tomorrow',
        })),
  },
];
