import type { BackupFacts } from '../../config/model/backup/facts';
import { lookScripts } from '../../config/model/backup/scripts';
import { ProblemError, problem } from '../../config/problems';
import { fileKeyOf } from './age-identity';
import type { JobStep } from './backup-environment';
import type { BackupCluster } from './cluster';
import { lookJob } from './jobs';

export interface LookOptions {
  readonly keys: readonly Uint8Array[];
  /** Names one run. */
  readonly id: string;
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Opens one backup of a store where it was dumped, and looks whether it is what such a store leaves. The key of this one file goes into the cluster for as long
 * as the Job runs. @returns what there is to say of it @throws ProblemError
 */
export async function lookInto(
  cluster: BackupCluster,
  step: JobStep,
  { file, header }: BackupFacts,
  { keys, id, stop, say }: LookOptions,
): Promise<string> {
  const { store, namespace, cronJob } = step;
  if (store === 'mysql') throw new Error('a ledger is restored, not looked into');
  const key = fileKeyOf(header, keys);
  if (!key)
    throw new ProblemError([
      problem(
        'BACKUP-KEY',
        `${file} is not encrypted for this key`,
        'name its public key in operations.backups.recipients, deploy, and make a new backup',
      ),
    ]);
  // A file a run: a dump may leave two.
  const run = `look-${file.split('.')[1]}-${id}`.replaceAll(/[^a-z0-9-]/g, '');
  const core = `/api/v1/namespaces/${namespace}`;
  const metadata = { name: run, namespace, labels: { 'app.kubernetes.io/managed-by': 'workbench' } };
  const beside = [
    { path: `${core}/secrets`, body: { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { 'file-key': key.toString('hex') } } },
    { path: `${core}/configmaps`, body: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'look.sh': lookScripts[store] } } },
  ];
  try {
    for (const object of beside) await cluster.create(object);
    const job = lookJob(await cluster.cronJob(namespace, cronJob), run, { file, secret: run, programs: run });
    const said = await cluster.run(job, 'look', stop, say);
    return said.trim().split('\n').at(-1) ?? '';
  } finally {
    // The key goes first, whatever becomes of the rest.
    const results = await Promise.allSettled(beside.map(({ path }) => cluster.remove(`${path}/${run}`)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed?.status === 'rejected') say(`not removed: ${(failed.reason as Error).message}`);
  }
}
