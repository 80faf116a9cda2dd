import { nearest } from '../problems';
import type { ManagedService } from './store-services';

/** How the machine types of a managed service are written, and which of them it has. */
interface InstanceRule {
  /** What it is called there. */
  readonly what: string;
  readonly pattern: RegExp;
  readonly example: string;
  /** Machines that live on CPU credits or share their cores. */
  readonly burstable: RegExp;
}

const nobody = /(?!)/;
const sizes = '(micro|small|medium|large|xlarge|\\d+xlarge)';
const family = (names: string) => new RegExp(`^(${names})\\.${sizes}$`);

/**
 * Source: the pages of instance classes of RDS, Aurora, DocumentDB, ElastiCache and MSK (docs.aws.amazon.com), and of service tiers of MySQL Flexible
 * Server (learn.microsoft.com). Families that a service does not have are refused; sizes are left to the service.
 */
const rules: { readonly [Service in ManagedService]?: InstanceRule } = {
  rds: {
    what: 'a class of RDS for MySQL',
    pattern: family('db\\.(t3|t4g|m[5-8](i|g|gd|d|id)?|r[5-8](i|g|gd|b|d|id)?|x2(g|idn|iedn)|c6gd)'),
    example: 'db.r7g.large',
    burstable: /^db\.t/,
  },
  aurora: {
    what: 'a class of Aurora MySQL',
    pattern: /^db\.(t3\.(medium|large)|t4g\.(medium|large)|r[5-8](i|g|gd)?\.(large|\d*xlarge)|x2g\.(large|\d*xlarge))$/,
    example: 'db.r7g.large',
    burstable: /^db\.t/,
  },
  documentdb: {
    what: 'a class of DocumentDB',
    pattern: /^db\.(t3\.medium|t4g\.medium|r[568](g|gd)?\.(large|\d*xlarge))$/,
    example: 'db.r6g.large',
    burstable: /^db\.t/,
  },
  elasticache: {
    what: 'a node type of ElastiCache',
    pattern: /^cache\.(t[34]g?\.(micro|small|medium)|(m[5-7]g?|r[5-7]g?|r6gd|c7gn)\.(large|\d*xlarge))$/,
    example: 'cache.m7g.large',
    burstable: /^cache\.t/,
  },
  msk: {
    what: 'a broker of MSK',
    pattern:
      /^kafka\.(t3\.small|m5\.(large|xlarge|2xlarge|4xlarge|8xlarge|12xlarge|16xlarge|24xlarge)|m7g\.(large|xlarge|2xlarge|4xlarge|8xlarge|12xlarge|16xlarge))$/,
    example: 'kafka.m7g.large',
    burstable: /^kafka\.t/,
  },
  'flexible-server': {
    what: 'a machine of MySQL Flexible Server',
    pattern: /^(B_Standard_B\d+m?s|GP_Standard_D\d+(a?ds_v[4-6]|s_v3)|MO_Standard_E\d+(a?ds_v[4-6]|s_v3|i?ds_v[45]))$/,
    example: 'GP_Standard_D4ds_v4',
    burstable: /^B_/,
  },
};

/** Why a service has no such machine; undefined where it may have it, or where the service is not made here. */
export function refusedInstance(
  service: ManagedService,
  instance: string,
): { readonly message: string; readonly hint: string } | undefined {
  const rule = rules[service];
  if (!rule || rule.pattern.test(instance)) return undefined;
  const near = nearest(instance, [rule.example]);
  return {
    message: `${instance} is not ${rule.what}`,
    hint: near ? `did you mean ${near}?` : `such as ${rule.example}; leave instance out to have it chosen by hub.size`,
  };
}

export const burstableInstance = (service: ManagedService, instance: string): boolean =>
  (rules[service]?.burstable ?? nobody).test(instance);
