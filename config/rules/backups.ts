import { offerOf } from '../capabilities';
import { hoursBetween } from '../model/backup/facts';
import { backupTimes, leavesCluster, storesOutside } from '../model/backup/outside';
import { ageKeyBytes } from '../model/backup/recipient';
import type { WorkbenchConfig } from '../schema/workbench';
import { outsideStoreRules } from './outside-store';
import { inProduction, numbered, type Rule, shared, when } from './rule';

const hasStore = ({ operations }: WorkbenchConfig) => operations.backups.store !== undefined;
const path = (...more: (string | number)[]) => ['operations', 'backups', ...more];

/** Backups outside of the cluster: a place, keys that are not here, and a login. */
export const backupRules: readonly Rule[] = [
  {
    code: 'OPS-BACKUPS-INSIDE',
    severity: 'warning',
    title: 'In production backups leave the cluster, encrypted',
    appliesWhen: inProduction,
    check: (config) =>
      when(!leavesCluster(config), () => ({
        path: path(),
        message: 'backups stay in the cluster: whoever loses it, or is robbed of it, loses the ledger and its backups together',
        hint: offerOf(config.platform, 'objectStore').offered
          ? 'write recipients: the public keys that age-keygen prints; backups go to the bucket of the environment then (docs/backup.md)'
          : 'write recipients, the public keys that age-keygen prints, and store, a bucket outside (docs/backup.md)',
      })),
  },
  {
    code: 'OPS-BACKUPS-KEY',
    severity: 'error',
    title: 'Keys that backups are encrypted with are keys',
    appliesWhen: ({ operations }) => operations.backups.recipients.length > 0,
    check: ({ operations: { backups } }) =>
      numbered(backups.recipients).flatMap(({ index, item }) =>
        when(ageKeyBytes(item, 'age') === undefined, () => ({
          path: path('recipients', index),
          message: `${item} is no public key of age: its checksum is wrong, so nobody could ever read these backups`,
          hint: 'copy it again from what age-keygen printed',
        })),
      ),
  },
  {
    code: 'OPS-BACKUPS-KEY-TWICE',
    severity: 'error',
    title: 'No key that backups are encrypted with is named twice',
    appliesWhen: ({ operations }) => operations.backups.recipients.length > 1,
    check: ({ operations: { backups } }) =>
      shared(numbered(backups.recipients), ({ item }) => item).map(([key, [, again]]) => ({
        path: path('recipients', again?.index ?? 0),
        message: `${key} is there twice: it is one private key, and one loss`,
        hint: 'name the key of a second person, or remove it',
      })),
  },
  {
    code: 'OPS-BACKUPS-ONE-KEY',
    severity: 'warning',
    title: 'In production more than one private key opens the backups',
    appliesWhen: inProduction,
    check: ({ operations: { backups } }) =>
      when(backups.recipients.length === 1, () => ({
        path: path('recipients'),
        message: 'one private key opens the backups: when it is lost, so are they',
        hint: 'add the public key of a second person, who keeps the private one elsewhere',
      })),
  },
  {
    code: 'OPS-RECOVERY-POINT',
    severity: 'error',
    title: 'Backups are made as often as the recovery point promises',
    appliesWhen: leavesCluster,
    check: (config) => {
      const { pointHours } = config.operations.recovery;
      const seldom = storesOutside(config).flatMap((store) => {
        const { schedule } = backupTimes(config, store);
        const own = store !== 'vault' && config.stores[store].backup.schedule !== undefined;
        const at = own ? ['stores', store, 'backup', 'schedule'] : ['operations', 'backupSchedule'];
        return hoursBetween(schedule) > pointHours ? [{ path: at, schedule }] : [];
      });
      // One schedule is that of several stores.
      return seldom
        .filter(({ path: at }, index) => seldom.findIndex((other) => other.path.join() === at.join()) === index)
        .map(({ path: at, schedule }) => ({
          path: at,
          message: `"${schedule}" makes a backup every ${hoursBetween(schedule)} hours, and payments of ${pointHours} may be lost (operations.recovery.pointHours)`,
          hint: 'make them more often, or promise less',
        }));
    },
  },
  {
    code: 'OPS-BACKUPS-NO-KEY',
    severity: 'error',
    title: 'A place of backups has keys that they are encrypted with',
    appliesWhen: hasStore,
    check: ({ operations: { backups } }) =>
      when(backups.recipients.length === 0, () => ({
        path: path('recipients'),
        message: 'there is a place for backups, and no key to encrypt them with: nothing is brought there',
        hint: 'write the public keys that age-keygen prints, and keep the private ones elsewhere',
      })),
  },
  ...outsideStoreRules({
    codes: { place: 'OPS-BACKUPS-PLACE', login: 'OPS-BACKUPS-LOGIN', country: 'OPS-BACKUPS-COUNTRY' },
    what: 'backups',
    who: 'The Jobs of backups',
    path: path('store'),
    login: 'hub/external/backups',
    store: ({ operations }) => operations.backups.store,
  }),
];
