import { azureRegions } from '../model/azure-regions';
import { mostZones } from '../model/network-plan';
import { regionOf, regionTable } from '../model/regions';
import { didYouMean } from '../problems';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, cloudNames, counted, on, onCloud, ownCluster } from './clouds';
import { type Rule, when } from './rule';

const place = ['platform', 'region'];
const named = ({ platform }: WorkbenchConfig) => platform.region !== undefined;
const found = ({ platform }: WorkbenchConfig) => regionOf(platform.provider, platform.region);
const table = ({ platform }: WorkbenchConfig) => regionTable(platform.provider);
/** Blob storage of production is copied to the pair of its region, unless a country binds it. */
const copiesBackups = both(on('azure'), named, ({ profile, residency }) => profile === 'production' && !residency.country);
/** The region of Azure Stack Hub is a name of its stamp, which no table has. */
const inTables = ownCluster;

/** Regions: config/model/regions.ts says which there are, as of which day and from where. */
export const cloudRegionRules: readonly Rule[] = [
  {
    code: 'REG-UNKNOWN',
    severity: 'error',
    title: 'The region is one that the cloud has',
    appliesWhen: both(inTables, named),
    check: (config) => {
      const { region = '' } = config.platform;
      const regions = table(config);
      if (!regions || found(config) || regions.others.test(region)) return [];
      return [
        {
          path: place,
          message: `${regions.cloud} has no region ${region} by the list of ${regions.asOf}`,
          hint: didYouMean(region, regions.names) ?? `such as ${regions.names.slice(0, 4).join(', ')}; regions are written without spaces`,
        },
      ];
    },
  },
  {
    code: 'REG-PARTITION',
    severity: 'error',
    title: 'The region belongs to the public cloud',
    appliesWhen: both(inTables, named),
    check: (config) => {
      const { region = '' } = config.platform;
      return when(table(config)?.others.test(region) ?? false, () => ({
        path: place,
        message: `${region} belongs to another partition of ${table(config)?.cloud}, with addresses and accounts of its own, which this version does not make`,
        hint: 'use a region of the public cloud, or a cluster that you make there yourself: platform.provider: kubernetes',
      }));
    },
  },
  {
    code: 'REG-ZONES',
    severity: 'error',
    title: 'The region has the zones that nodes span',
    appliesWhen: both(onCloud, named),
    check: (config) => {
      const region = found(config);
      const { zones } = config.cluster;
      const has = region?.zones.length ?? 0;
      return when(region !== undefined && zones > Math.max(has, 1) && zones <= mostZones, () => ({
        path: ['cluster', 'zones'],
        message: `nodes span ${zones} zones, and ${config.platform.region} has ${has === 0 ? 'none' : has}`,
        hint: has > 1 ? `write zones: ${has}, or choose a region with ${zones}` : 'write zones: 1, or choose a region with zones',
      }));
    },
  },
  {
    code: 'NET-ZONES',
    severity: 'error',
    title: 'The network has a place for every zone',
    appliesWhen: onCloud,
    check: ({ cluster: { zones } }) =>
      when(zones > mostZones, () => ({
        path: ['cluster', 'zones'],
        message: `nodes span ${zones} zones, and the network is planned for ${mostZones}: a quarter of it each`,
        hint: `write zones: ${mostZones}: what needs a majority needs no more`,
      })),
  },
  {
    code: 'REG-REQUEST',
    severity: 'warning',
    title: 'The region is open to every account',
    appliesWhen: both(onCloud, named),
    check: (config) =>
      when(found(config)?.onRequest ?? false, () => ({
        path: place,
        message: `${config.platform.region} is closed until an account has it switched on`,
        hint:
          config.platform.provider === 'aws'
            ? 'aws account enable-region, once; it takes some minutes'
            : 'Microsoft lets a subscription in on request (region access request); it is meant as a second region',
      })),
  },
  {
    code: 'REG-NO-AKS-SUBNET',
    severity: 'error',
    title: 'The region lets the API server of AKS into the network',
    appliesWhen: on('azure'),
    check: ({ platform: { region } }) =>
      when(azureRegions[region ?? '']?.apiServerApart === true, () => ({
        path: place,
        message: `AKS puts its API server into a subnet in every region but ${region}, and the cluster is made that way`,
        hint: 'choose another region, or make the cluster yourself and use it by platform.provider: kubernetes',
      })),
  },
  {
    code: 'REG-NO-PAIR',
    severity: 'error',
    title: 'A region whose backups are copied to its pair has one',
    appliesWhen: copiesBackups,
    check: (config) => {
      const region = found(config);
      return when(region !== undefined && region.pair === undefined, () => ({
        path: place,
        message: `${config.platform.region} has no paired region, and production keeps a copy of its backups there: Azure refuses such an account`,
        hint: `write residency.country: ${region?.country}, which keeps backups in the region`,
      }));
    },
  },
  {
    code: 'REG-PAIR',
    severity: 'warning',
    title: 'Copies of backups stay in the country of the region',
    appliesWhen: copiesBackups,
    check: (config) => {
      const region = found(config);
      const pair = regionOf('azure', region?.pair);
      return when(region !== undefined && pair !== undefined && pair.country !== region.country, () => ({
        path: place,
        message: `copies of backups go to ${region?.pair} in ${pair?.country}, out of ${region?.country}`,
        hint: `write residency.country: ${region?.country} to keep them in the region`,
      }));
    },
  },
  {
    code: 'AZS-ZONES',
    severity: 'warning',
    title: 'Azure Stack has no zones',
    appliesWhen: on('azure-stack'),
    check: ({ cluster: { zones }, platform }) =>
      when(zones > 1, () => ({
        path: ['cluster', 'zones'],
        message: `nodes are to span ${counted(zones, 'zone')}, and ${cloudNames[platform.provider]} knows none: the loss of the building stops payments`,
        hint: 'write zones: 1; members of stores are spread over machines',
      })),
  },
];
