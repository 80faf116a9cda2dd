import type { Platform } from '../schema/platform';

/** Until when a cloud keeps a minor version of Kubernetes. */
export interface KubernetesSupport {
  /** Last day of the support that the price of the cluster includes. */
  readonly until: string;
  /** Last day of the support that costs more (extended support of EKS, long-term support of AKS); afterwards it can't be made. */
  readonly paidUntil: string;
}

/** The day the tables are read on: what has ended by then is reported so. `check` is pure and knows no other day. */
export const kubernetesAsOf = '2026-11-27';

const support = (until: string, paidUntil: string): KubernetesSupport => ({ until, paidUntil });

/**
 * Sources: docs.aws.amazon.com, EKS release calendar; learn.microsoft.com, AKS release calendar (edition of August 2026), where a month means its
 * last day. Versions above the table are newer than it.
 */
const tables: Partial<Record<Platform, Readonly<Record<string, KubernetesSupport>>>> = {
  aws: {
    '1.30': support('2025-07-23', '2026-07-23'),
    '1.31': support('2025-11-26', '2026-11-26'),
    '1.32': support('2026-03-23', '2027-03-23'),
    '1.33': support('2026-07-29', '2027-07-29'),
    '1.34': support('2026-12-02', '2027-12-02'),
    '1.35': support('2027-03-27', '2028-03-27'),
  },
  azure: {
    '1.30': support('2025-08-22', '2026-07-31'),
    '1.31': support('2025-11-01', '2026-11-30'),
    '1.32': support('2026-03-31', '2027-03-31'),
    '1.33': support('2026-07-31', '2027-07-31'),
    '1.34': support('2026-11-30', '2027-11-30'),
    '1.35': support('2027-03-31', '2028-03-31'),
    '1.36': support('2027-06-30', '2028-06-30'),
    '1.37': support('2027-10-31', '2028-10-31'),
  },
};

export const kubernetesTable = (platform: Platform) => tables[platform];

/**
 * The version a file gets that names none: on a cloud one that is in support for some time yet, so that a cluster can be made and nobody pays more;
 * elsewhere the newest that the makers of a release have tried.
 */
export const defaultKubernetes = { kubernetes: '1.32', aws: '1.35', azure: '1.35', 'azure-stack': '1.32' } as const satisfies Record<
  Platform,
  string
>;
