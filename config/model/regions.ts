import type { Platform } from '../schema/platform';
import { awsRegions, awsRegionsAsOf, otherAwsPartitions } from './aws-regions';
import { azureRegions, azureRegionsAsOf, otherAzureClouds } from './azure-regions';

/** What a cloud says of a region. */
export interface Region {
  /** Names of its zones: letters on AWS, numbers on Azure; empty where it has none. */
  readonly zones: readonly string[];
  readonly country: string;
  /** It has to be switched on, or asked for, before an account can use it. */
  readonly onRequest: boolean;
  /** Region that geo-redundant copies go to. */
  readonly pair?: string;
}

/** The tables of one cloud. */
export interface RegionTable {
  readonly cloud: string;
  readonly names: readonly string[];
  readonly asOf: string;
  /** Regions of another partition of the same cloud. */
  readonly others: RegExp;
}

const three = ['1', '2', '3'];

const readers: Partial<Record<Platform, (name: string) => Region | undefined>> = {
  aws: (name) => {
    if (!Object.hasOwn(awsRegions, name)) return undefined;
    const { zones, country, ...rest } = awsRegions[name as keyof typeof awsRegions];
    return { zones: [...zones], country, onRequest: 'optIn' in rest };
  },
  azure: (name) => {
    const found = Object.hasOwn(azureRegions, name) ? azureRegions[name] : undefined;
    if (!found) return undefined;
    const { zones, country, pair, restricted } = found;
    return { zones: zones ? three : [], country, onRequest: restricted ?? false, ...(pair ? { pair } : {}) };
  },
};

const tables: Partial<Record<Platform, RegionTable>> = {
  aws: { cloud: 'AWS', names: Object.keys(awsRegions), asOf: awsRegionsAsOf, others: otherAwsPartitions },
  azure: { cloud: 'Azure', names: Object.keys(azureRegions), asOf: azureRegionsAsOf, others: otherAzureClouds },
};
// The resource manager of Azure Local is in the same regions; its machines are not, so that zones say nothing there.
tables['azure-stack'] = tables.azure;
readers['azure-stack'] = readers.azure;

/** The table of regions that a platform is held against; undefined for a cluster that exists. */
export const regionTable = (platform: Platform): RegionTable | undefined => tables[platform];

/** What is known of a region; undefined when the table has no such region. */
export const regionOf = (platform: Platform, name: string | undefined): Region | undefined =>
  name === undefined ? undefined : readers[platform]?.(name);
