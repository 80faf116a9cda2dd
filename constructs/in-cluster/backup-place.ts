import { backupLogin, loginFields } from '../../config/model/backup/outside';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { ObjectStore } from '../contracts';
import type { Json } from './release-spec';

/** Where backups go, in the words of rclone: the same for whoever brings, lists and fetches them. */
export interface BackupPlace {
  readonly bucket: string;
  readonly env: readonly Json[];
  /** Whether old backups are removed from here; the bucket of the environment does it by itself. */
  readonly prune: boolean;
}

const variable = (name: string, value: string) => ({ name, value });
const remote = (name: string, value: string) => variable(`RCLONE_CONFIG_OUTSIDE_${name}`, value);
/** The account may write objects, and is not asked whether it could make the bucket. */
const common = [variable('RCLONE_CONFIG', '/tmp/rclone.conf'), variable('RCLONE_CACHE_DIR', '/tmp')];

const login = (kind: keyof typeof loginFields) =>
  Object.entries(loginFields[kind]).map(([key, name]) => ({ name, valueFrom: { secretKeyRef: { name: backupLogin, key } } }));

/** Bucket of the environment at its cloud, which pods reach by their own identity. */
const ownStore = ({ platform }: WorkbenchConfig, { backups, account }: ObjectStore): BackupPlace => ({
  bucket: backups,
  prune: false,
  env: [
    ...common,
    ...(platform.provider === 'azure'
      ? [remote('TYPE', 'azureblob'), remote('ACCOUNT', account), remote('ENV_AUTH', 'true'), remote('NO_CHECK_CONTAINER', 'true')]
      : [
          remote('TYPE', 's3'),
          remote('PROVIDER', 'AWS'),
          remote('ENV_AUTH', 'true'),
          remote('REGION', platform.region ?? ''),
          remote('NO_CHECK_BUCKET', 'true'),
        ]),
  ],
});

/** The place that the file names, else the bucket of the environment. `own` is asked for only there. */
export function backupPlace(config: WorkbenchConfig, own: () => ObjectStore): BackupPlace {
  const { store } = config.operations.backups;
  if (!store) return ownStore(config, own());
  const { kind, bucket, region, endpoint, account, credentials, prune } = store;
  const way =
    kind === 's3'
      ? [
          remote('TYPE', 's3'),
          remote('PROVIDER', endpoint ? 'Other' : 'AWS'),
          ...(region ? [remote('REGION', region)] : []),
          ...(endpoint ? [remote('ENDPOINT', endpoint)] : []),
          remote('NO_CHECK_BUCKET', 'true'),
        ]
      : [remote('TYPE', 'azureblob'), remote('ACCOUNT', account ?? ''), remote('NO_CHECK_CONTAINER', 'true')];
  return { bucket, prune, env: [...common, ...way, ...(credentials ? login(kind) : [remote('ENV_AUTH', 'true')])] };
}
