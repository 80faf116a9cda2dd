import type { WorkbenchConfig } from '../../schema/workbench';
import { nameOf } from '../names';
import type { BackedUp } from './scripts';

/** A call of a cloud's own program that brings one file to a path on this machine. */
export interface Fetch {
  readonly program: 'aws' | 'az';
  readonly args: readonly string[];
}

/** Where the backups of an environment lie, as a person would name it. */
export interface BackupWhere {
  readonly address: (store: BackedUp, file: string) => string;
  /** Brings one out; undefined where the place is not of the environment, and stays. */
  readonly fetch?: (store: BackedUp, file: string, to: string) => Fetch;
}

/** The place that the file names, else the bucket of the environment, which goes with it. */
export function backupWhere(config: WorkbenchConfig): BackupWhere {
  const { environment, operations, platform } = config;
  const { store: elsewhere } = operations.backups;
  const inBlobs = elsewhere ? elsewhere.kind === 'azure-blob' : platform.provider !== 'aws';
  const bucket = elsewhere?.bucket ?? (inBlobs ? 'backups' : nameOf(config, 'bucket', 'backups'));
  const account = elsewhere?.account ?? nameOf(config, 'storageAccount');
  const path = (store: BackedUp, file: string) => `${environment}/${store}/${file}`;
  const base = inBlobs ? `https://${account}.blob.core.windows.net/${bucket}` : `s3://${bucket}`;
  const address: BackupWhere['address'] = (store, file) => `${base}/${path(store, file)}`;
  if (elsewhere) return { address };
  const endpoint = platform.endpoint ? ['--endpoint-url', platform.endpoint] : [];
  const subscription = platform.account ? ['--subscription', platform.account] : [];
  return {
    address,
    fetch: (store, file, to) =>
      inBlobs
        ? {
            program: 'az',
            args: [
              ...['storage', 'blob', 'download', '--auth-mode', 'login', '--no-progress', '--output', 'none', ...subscription],
              ...['--account-name', account, '--container-name', bucket, '--name', path(store, file), '--file', to],
            ],
          }
        : {
            program: 'aws',
            args: [...endpoint, '--region', platform.region ?? '', 's3', 'cp', '--only-show-errors', address(store, file), to],
          },
  };
}
