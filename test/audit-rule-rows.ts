import { onAws, type RuleRow } from './cloud-rule-rows';
import { over } from './workbench-fixtures';

type Json = { readonly [key: string]: unknown };

const audit = (more: Json) => ({ operations: { audit: more } });
const production = (more: Json = {}) => ({ profile: 'production', ...more });
const bucket = { kind: 's3', bucket: 'b' };
const store = { ...bucket, endpoint: 'https://objects.example.net', credentials: 'hub/external/audit' };

/** Rules of the audit logs. */
export const auditRuleRows: readonly RuleRow[] = [
  {
    code: 'OPS-AUDIT-NOWHERE',
    settings: production(),
    finds: [
      'operations.audit: audit logs stay in the cluster: whoever takes it over can remove what they did there (write store, a bucket outside that was made with Object Lock (docs/audit.md))',
    ],
    silent: production(audit({ store })),
  },
  {
    code: 'OPS-AUDIT-SHORT',
    settings: production(audit({ store, retentionDays: 364 })),
    finds: [
      'operations.audit.retentionDays: audit logs are gone after 364 days, and PCI DSS 10.5.1 asks for a year (write at least 365, or what your supervisor asks for)',
    ],
    silent: production(audit({ store, retentionDays: 365 })),
  },
  {
    code: 'OPS-AUDIT-AT-HAND',
    settings: production(audit({ store, coldAfterDays: 89 })),
    finds: [
      'operations.audit.coldAfterDays: audit logs are put away after 89 days, and PCI DSS 10.5.1 asks for three months at hand (write at least 90)',
    ],
    silent: production(audit({ store, coldAfterDays: 90 })),
  },
  {
    code: 'OPS-AUDIT-FOR-GOOD',
    settings: audit({ store, mode: 'compliance', retentionDays: 3653 }),
    finds: [
      "operations.audit.mode: compliance can't be taken back: for 3653 days nobody can remove an audit log or its store, and it costs until then, also after the environment is gone (if that is asked of you leave it; governance holds as well against everybody who has no right of its own for it)",
    ],
    silent: audit({ store }),
  },
  {
    code: 'OPS-AUDIT-UNCOLLECTED',
    settings: production({ ...audit({ store }), monitoring: { enabled: false } }),
    finds: [
      'operations.audit: nothing brings audit logs of Mojaloop, Vault and the gateway to their store: monitoring is off, and its agents do that (switch monitoring.enabled on, or bring them there with what the cluster has (docs/audit.md))',
    ],
    silent: production(audit({ store })),
  },
  {
    code: 'OPS-AUDIT-PLACE',
    settings: onAws(audit({ store: bucket })),
    finds: [
      'operations.audit.store: a place of kind s3 says no region and no endpoint (write region for Amazon S3, endpoint for anything else that speaks S3)',
    ],
    silent: onAws(audit({ store: { ...bucket, region: 'eu-west-1' } })),
  },
  {
    code: 'OPS-AUDIT-LOGIN',
    settings: audit({ store: { ...bucket, endpoint: 'https://objects.example.net' } }),
    finds: [
      'operations.audit.store.credentials: pods of kubernetes have no identity at https://objects.example.net (put the login into Vault and write its path: credentials: hub/external/audit)',
    ],
    silent: audit({ store }),
  },
  {
    code: 'OPS-AUDIT-COUNTRY',
    settings: onAws(
      over({ residency: { country: 'IE', allowedRegions: ['eu-west-1'] } }, audit({ store: { ...bucket, region: 'us-east-1' } })),
    ),
    finds: [
      'operations.audit.store.region: data may not leave IE, and audit logs would lie in us-east-1 (choose a bucket in the country, or name the region in residency.allowedRegions)',
    ],
    silent: onAws(
      over({ residency: { country: 'IE', allowedRegions: ['eu-west-1'] } }, audit({ store: { ...bucket, region: 'eu-west-1' } })),
    ),
  },
];
