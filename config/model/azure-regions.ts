/** One region of the public cloud of Azure. */
export interface AzureRegion {
  /** It has availability zones; then it has three. */
  readonly zones: boolean;
  /** The region that geo-redundant backups are copied to. */
  readonly pair?: string;
  /** Only for subscriptions that Microsoft has let in. */
  readonly restricted?: true;
  /** AKS can't put its API server into a subnet there. Source: learn.microsoft.com, API Server VNet Integration: availability (April 2026). */
  readonly apiServerApart?: true;
  /** Country, by ISO 3166. */
  readonly country: string;
}

export const azureRegionsAsOf = '2026-11-27';
export const azureRegionsSource = 'learn.microsoft.com, list of Azure regions (edition of 23 September 2025)';

const zonal = (country: string, pair?: string): AzureRegion => ({ zones: true, country, ...(pair ? { pair } : {}) });
const plain = (country: string, pair: string): AzureRegion => ({ zones: false, country, pair });
const restricted = (country: string, pair: string): AzureRegion => ({ zones: false, country, pair, restricted: true });

export const azureRegions: Readonly<Record<string, AzureRegion>> = {
  australiacentral: plain('AU', 'australiacentral2'),
  australiacentral2: restricted('AU', 'australiacentral'),
  australiaeast: zonal('AU', 'australiasoutheast'),
  australiasoutheast: plain('AU', 'australiaeast'),
  austriaeast: zonal('AT'),
  belgiumcentral: zonal('BE'),
  brazilsouth: zonal('BR', 'southcentralus'),
  brazilsoutheast: restricted('BR', 'brazilsouth'),
  canadacentral: zonal('CA', 'canadaeast'),
  canadaeast: plain('CA', 'canadacentral'),
  centralindia: zonal('IN', 'southindia'),
  centralus: zonal('US', 'eastus2'),
  chilecentral: zonal('CL'),
  denmarkeast: zonal('DK'),
  eastasia: zonal('HK', 'southeastasia'),
  eastus: zonal('US', 'westus'),
  eastus2: zonal('US', 'centralus'),
  francecentral: zonal('FR', 'francesouth'),
  francesouth: restricted('FR', 'francecentral'),
  germanynorth: restricted('DE', 'germanywestcentral'),
  germanywestcentral: zonal('DE', 'germanynorth'),
  indonesiacentral: zonal('ID'),
  israelcentral: zonal('IL'),
  italynorth: zonal('IT'),
  japaneast: zonal('JP', 'japanwest'),
  japanwest: zonal('JP', 'japaneast'),
  koreacentral: zonal('KR', 'koreasouth'),
  koreasouth: plain('KR', 'koreacentral'),
  malaysiawest: zonal('MY'),
  mexicocentral: zonal('MX'),
  newzealandnorth: zonal('NZ'),
  northcentralus: plain('US', 'southcentralus'),
  northeurope: zonal('IE', 'westeurope'),
  norwayeast: zonal('NO', 'norwaywest'),
  norwaywest: restricted('NO', 'norwayeast'),
  polandcentral: zonal('PL'),
  qatarcentral: { ...zonal('QA'), apiServerApart: true },
  southafricanorth: zonal('ZA', 'southafricawest'),
  southafricawest: restricted('ZA', 'southafricanorth'),
  southcentralus: zonal('US', 'northcentralus'),
  southindia: plain('IN', 'centralindia'),
  southeastasia: zonal('SG', 'eastasia'),
  spaincentral: zonal('ES'),
  swedencentral: zonal('SE', 'swedensouth'),
  swedensouth: restricted('SE', 'swedencentral'),
  switzerlandnorth: zonal('CH', 'switzerlandwest'),
  switzerlandwest: restricted('CH', 'switzerlandnorth'),
  uaecentral: restricted('AE', 'uaenorth'),
  uaenorth: zonal('AE', 'uaecentral'),
  uksouth: zonal('GB', 'ukwest'),
  ukwest: plain('GB', 'uksouth'),
  westcentralus: plain('US', 'westus2'),
  westeurope: zonal('NL', 'northeurope'),
  westindia: plain('IN', 'southindia'),
  westus: plain('US', 'eastus'),
  westus2: zonal('US', 'westcentralus'),
  westus3: zonal('US', 'eastus'),
};

/** Regions of the clouds of China and of the government of the USA: other endpoints, which this version does not speak to. */
export const otherAzureClouds = /^(china|usgov|usdod)/;
