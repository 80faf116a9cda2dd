import type { Platform } from '../schema/platform';
import type { WorkbenchConfig } from '../schema/workbench';

/** Tags that every resource of an environment has, by the setting they come from: tags of the file may not replace them. */
export const ownTags = ['environment', 'tenant', 'managed-by', 'cost-centre'] as const;

/** What a cloud accepts as tags. */
export interface TagRules {
  readonly cloud: string;
  readonly mostTags: number;
  readonly longestKey: number;
  readonly longestValue: number;
  /** Characters of a key, and of a value, that are refused. */
  readonly badInKey: RegExp;
  readonly badInValue: RegExp;
  /** Beginnings of keys that the cloud keeps for itself, in lower case. */
  readonly kept: readonly string[];
  /** Two keys that differ in case only are one. */
  readonly oneCase: boolean;
  readonly source: string;
}

/** AWS services accept this set everywhere; single services accept more. */
const awsBad = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/u;

const azure: TagRules = {
  cloud: 'Azure',
  mostTags: 50,
  // Storage accounts take 128 and everything else 512: the smaller one fits everywhere.
  longestKey: 128,
  longestValue: 256,
  badInKey: /[<>%&\\?/]/,
  badInValue: /(?!)/,
  kept: ['microsoft', 'azure', 'windows'],
  oneCase: true,
  source: 'learn.microsoft.com, use tags to organize your Azure resources: limitations',
};

export const tagRules: Partial<Record<Platform, TagRules>> = {
  aws: {
    cloud: 'AWS',
    mostTags: 50,
    longestKey: 128,
    longestValue: 256,
    badInKey: awsBad,
    badInValue: awsBad,
    kept: ['aws:'],
    oneCase: false,
    source: 'docs.aws.amazon.com, tag naming limits and requirements',
  },
  azure,
  'azure-stack': azure,
};

/** Tags that constructs add to single resources (`Name`, roles of subnets, owners of what the cluster makes). */
export const tagsOfConstructs = 6;

/** Tags of everything a cloud makes for the environment. Those of the file come first: they may not replace ours. */
export function tagsOf(config: WorkbenchConfig): Readonly<Record<string, string>> {
  return {
    ...config.tags,
    ...(config.costCentre ? { 'cost-centre': config.costCentre } : {}),
    environment: config.environment,
    tenant: config.tenant,
    'managed-by': 'mojaloop-workbench',
  };
}
