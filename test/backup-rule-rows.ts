import { onAws, onAzure, type RuleRow } from './cloud-rule-rows';
import { over } from './workbench-fixtures';

type Json = { readonly [key: string]: unknown };

const [first, second] = [
  'age1d3yt3hxle4gg2gr2kmua8yn7l7y4yendak78vru32daxn8ukvdnqmpy2ec',
  'age1ysvfrkvhnf5pvj0pdj23gedyqtatw62xagnhjrpg5mxfkpcmqulsh4skka',
];
const recipients = [first, second];
const backups = (more: Json) => ({ operations: { backups: more } });
const production = (more: Json = {}) => ({ profile: 'production', ...more });
const bucket = { kind: 's3', bucket: 'b' };
const elsewhere = { ...bucket, endpoint: 'https://objects.example.net', credentials: 'hub/external/backups' };

/** Rules of the backups outside of the cluster. */
export const backupRuleRows: readonly RuleRow[] = [
  {
    code: 'OPS-BACKUPS-INSIDE',
    settings: production(),
    finds: [
      'operations.backups: backups stay in the cluster: whoever loses it, or is robbed of it, loses the ledger and its backups together (write recipients, the public keys that age-keygen prints, and store, a bucket outside (docs/backup.md))',
    ],
    silent: production(backups({ recipients, store: elsewhere })),
  },
  {
    code: 'OPS-BACKUPS-KEY',
    settings: backups({ recipients: [first, second.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q'))], store: elsewhere }),
    finds: [
      `operations.backups.recipients.1: ${second.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q'))} is no public key of age: its checksum is wrong, so nobody could ever read these backups (copy it again from what age-keygen printed)`,
    ],
    silent: backups({ recipients, store: elsewhere }),
  },
  {
    code: 'OPS-BACKUPS-KEY-TWICE',
    settings: backups({ recipients: [first, second, first], store: elsewhere }),
    finds: [
      `operations.backups.recipients.2: ${first} is there twice: it is one private key, and one loss (name the key of a second person, or remove it)`,
    ],
    silent: backups({ recipients, store: elsewhere }),
  },
  {
    code: 'OPS-RECOVERY-POINT',
    settings: over(production(backups({ recipients, store: elsewhere })), {
      operations: { backupSchedule: '0 2 * * *' },
      stores: { mysql: { backup: { schedule: '0 */8 * * *' } } },
    }),
    finds: [
      'stores.mysql.backup.schedule: "0 */8 * * *" makes a backup every 8 hours, and payments of 6 may be lost (operations.recovery.pointHours) (make them more often, or promise less)',
      'operations.backupSchedule: "0 2 * * *" makes a backup every 24 hours, and payments of 6 may be lost (operations.recovery.pointHours) (make them more often, or promise less)',
    ],
    silent: over(production(backups({ recipients, store: elsewhere })), {
      operations: { backupSchedule: '0 2 * * *', recovery: { pointHours: 24 } },
      stores: { mysql: { backup: { schedule: '0 */6 * * *' } } },
    }),
  },
  {
    code: 'OPS-BACKUPS-ONE-KEY',
    settings: production(backups({ recipients: [first], store: elsewhere })),
    finds: [
      'operations.backups.recipients: one private key opens the backups: when it is lost, so are they (add the public key of a second person, who keeps the private one elsewhere)',
    ],
    silent: backups({ recipients: [first], store: elsewhere }),
  },
  {
    code: 'OPS-BACKUPS-NO-KEY',
    settings: backups({ store: elsewhere }),
    finds: [
      'operations.backups.recipients: there is a place for backups, and no key to encrypt them with: nothing is brought there (write the public keys that age-keygen prints, and keep the private ones elsewhere)',
    ],
    silent: backups({ recipients, store: elsewhere }),
  },
  {
    code: 'OPS-BACKUPS-PLACE',
    settings: onAzure(backups({ recipients, store: { kind: 'azure-blob', bucket: 'b' } })),
    finds: ['operations.backups.store: a place of kind azure-blob says no account (write account, the name of the storage account)'],
    silent: onAzure(backups({ recipients, store: { kind: 'azure-blob', bucket: 'b', account: 'backups' } })),
  },
  {
    code: 'OPS-BACKUPS-LOGIN',
    settings: backups({ recipients, store: { ...bucket, endpoint: 'https://objects.example.net' } }),
    finds: [
      'operations.backups.store.credentials: pods of kubernetes have no identity at https://objects.example.net (put the login into Vault and write its path: credentials: hub/external/backups)',
    ],
    silent: onAws(backups({ recipients, store: { ...bucket, region: 'eu-west-1' } })),
  },
  {
    code: 'OPS-BACKUPS-COUNTRY',
    settings: onAws(
      over(
        { residency: { country: 'IE', allowedRegions: ['eu-west-1'] } },
        backups({ recipients, store: { ...bucket, region: 'us-east-1' } }),
      ),
    ),
    finds: [
      'operations.backups.store.region: data may not leave IE, and backups would lie in us-east-1 (choose a bucket in the country, or name the region in residency.allowedRegions)',
    ],
    silent: onAws(
      over(
        { residency: { country: 'IE', allowedRegions: ['eu-west-1'] } },
        backups({ recipients, store: { ...bucket, region: 'eu-west-1' } }),
      ),
    ),
  },
];
