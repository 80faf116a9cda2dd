/** One region of AWS. */
export interface AwsRegion {
  /** Letters of its zones. Which building a letter means differs from account to account. */
  readonly zones: string;
  /**
   * Zones by the id that is the same in every account, in a region where a letter may mean a zone that takes no cluster: EKS refuses use1-az3 and usw1-az2
   * (docs.aws.amazon.com, EKS: network requirements, subnets).
   */
  readonly zoneIds?: readonly string[];
  /** Regions after March 2019 must be switched on in an account first. */
  readonly optIn?: true;
  /** Country, by ISO 3166, where the region lies in one. */
  readonly country: string;
}

/** When the table was read, and from where. */
export const awsRegionsAsOf = '2026-11-27';
export const awsRegionsSource =
  'the endpoints of botocore 1.44.8, the zones of moto 5.2.5 (describe-availability-zones), and docs.aws.amazon.com, AWS Regions';

/**
 * Regions of the commercial partition. us-west-1 has three zones of which a newer account sees two, and in ap-northeast-1 and ca-central-1 a letter
 * is missing: what counts is what an account of today gets.
 */
export const awsRegions = {
  'af-south-1': { zones: 'abc', optIn: true, country: 'ZA' },
  'ap-east-1': { zones: 'abc', optIn: true, country: 'HK' },
  'ap-east-2': { zones: 'abc', optIn: true, country: 'TW' },
  'ap-northeast-1': { zones: 'acd', country: 'JP' },
  'ap-northeast-2': { zones: 'abcd', country: 'KR' },
  'ap-northeast-3': { zones: 'abc', country: 'JP' },
  'ap-south-1': { zones: 'abc', country: 'IN' },
  'ap-south-2': { zones: 'abc', optIn: true, country: 'IN' },
  'ap-southeast-1': { zones: 'abc', country: 'SG' },
  'ap-southeast-2': { zones: 'abc', country: 'AU' },
  'ap-southeast-3': { zones: 'abc', optIn: true, country: 'ID' },
  'ap-southeast-4': { zones: 'abc', optIn: true, country: 'AU' },
  'ap-southeast-5': { zones: 'abc', optIn: true, country: 'MY' },
  'ap-southeast-6': { zones: 'abc', optIn: true, country: 'NZ' },
  'ap-southeast-7': { zones: 'abc', optIn: true, country: 'TH' },
  'ca-central-1': { zones: 'abd', country: 'CA' },
  'ca-west-1': { zones: 'abc', optIn: true, country: 'CA' },
  'eu-central-1': { zones: 'abc', country: 'DE' },
  'eu-central-2': { zones: 'abc', optIn: true, country: 'CH' },
  'eu-north-1': { zones: 'abc', country: 'SE' },
  'eu-south-1': { zones: 'abc', optIn: true, country: 'IT' },
  'eu-south-2': { zones: 'abc', optIn: true, country: 'ES' },
  'eu-west-1': { zones: 'abc', country: 'IE' },
  'eu-west-2': { zones: 'abc', country: 'GB' },
  'eu-west-3': { zones: 'abc', country: 'FR' },
  'il-central-1': { zones: 'abc', optIn: true, country: 'IL' },
  'me-central-1': { zones: 'abc', optIn: true, country: 'AE' },
  'me-south-1': { zones: 'abc', optIn: true, country: 'BH' },
  'mx-central-1': { zones: 'abc', optIn: true, country: 'MX' },
  'sa-east-1': { zones: 'abc', country: 'BR' },
  'us-east-1': { zones: 'abcdef', zoneIds: ['use1-az1', 'use1-az2', 'use1-az4'], country: 'US' },
  'us-east-2': { zones: 'abc', country: 'US' },
  'us-west-1': { zones: 'ab', zoneIds: ['usw1-az1', 'usw1-az3'], country: 'US' },
  'us-west-2': { zones: 'abcd', country: 'US' },
} as const satisfies Readonly<Record<string, AwsRegion>>;

/** Ids of the zones of a region where letters do not do. */
export const awsZoneIds = (region: string | undefined): readonly string[] | undefined =>
  (awsRegions as Readonly<Record<string, AwsRegion>>)[region ?? '']?.zoneIds;

/** Regions of other partitions: other endpoints, ARNs and accounts, which this version does not make. */
export const otherAwsPartitions = /^(cn|us-gov|us-iso[a-z]?|eu-isoe|eusc-de)-/;
