import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EnvironmentModel } from '../../config/environment';
import type { BackupFacts } from '../../config/model/backup/facts';
import { type LedgerKind, type LedgerVerdict, ledgerCheckSql, readLedgerChecks } from '../../config/model/backup/ledger-checks';
import { checkMarkers } from '../../config/model/backup/scripts';
import { backupPlan } from '../../config/model/backup/steps';
import { type Problem, ProblemError, problem } from '../../config/problems';
import type { Pace } from '../verify/await-job';
import { fileKeyOf, identitiesIn } from './age-identity';
import { listBackups, runId } from './backup-environment';
import { type BackupCluster, openBackupCluster } from './cluster';
import { type RestoreParts, restoreJob } from './jobs';
import type { RestoreResult } from './result';
import { loadScript, type ScratchObject, scratchLabel, scratchObjects, scratchServer, scratchWay } from './scratch';

export interface RestoreOptions {
  readonly into: string;
  /** File of age-keygen with the private key, or what was read from one. It is read here and goes nowhere. */
  readonly identity: string | readonly Uint8Array[];
  /** Name of the backup; the newest when left out. */
  readonly backup?: string;
  readonly keep: boolean;
  readonly pace: Pace;
  readonly stop: AbortSignal;
  readonly now: Date;
  readonly say: (line: string) => void;
}

const refuse = (
  code: 'BACKUP-NONE' | 'BACKUP-INTO' | 'BACKUP-KEY' | 'BACKUP-UNKNOWN' | 'BACKUP-EMPTY' | 'BACKUP-LOG',
  message: string,
  hint: string,
) => new ProblemError([problem(code, message, hint)]);

export function keysIn(file: string): readonly Uint8Array[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw refuse(
      'BACKUP-KEY',
      `${file} can't be read: ${(error as NodeJS.ErrnoException).code}`,
      'name the file that age-keygen wrote: --identity key.txt',
    );
  }
  const keys = identitiesIn(text);
  if (keys.length === 0)
    throw refuse(
      'BACKUP-KEY',
      `${file} holds no private key of age`,
      'name the file that age-keygen wrote, with a line that begins with AGE-SECRET-KEY-1',
    );
  return keys;
}

/** A namespace of the environment, or one that somebody else made, is never filled. */
async function freeNamespace({ config, namespaces }: EnvironmentModel, cluster: BackupCluster, into: string): Promise<void> {
  const other = 'choose a name that nothing has yet: --into restore-drill';
  const participants = config.participants.map(({ id }) => id);
  if (namespaces.some(({ name }) => name === into) || participants.includes(into))
    throw refuse('BACKUP-INTO', `${into} is a namespace of ${config.environment} itself`, other);
  const there = await cluster.read(`/api/v1/namespaces/${into}`);
  if (!there) return;
  const ours = there.metadata.labels?.[scratchLabel] === config.environment;
  throw refuse(
    'BACKUP-INTO',
    `there is a namespace ${into} already`,
    ours ? `an earlier restore left it: kubectl delete namespace ${into}` : other,
  );
}

function chosen(backups: readonly BackupFacts[], name: string | undefined, environment: string): BackupFacts {
  const found = name === undefined ? backups[0] : backups.find(({ file }) => file === name);
  if (found) return found;
  if (name === undefined) throw refuse('BACKUP-EMPTY', 'there is no backup of mysql', `workbench backup now ${environment} makes one`);
  throw refuse('BACKUP-UNKNOWN', `there is no backup ${name}`, `workbench backup list ${environment} tells which there are`);
}

function readVerdict(kind: LedgerKind, log: string): { readonly ledger: LedgerVerdict; readonly loadSeconds: number } {
  const part = log.split(`${checkMarkers.begin}\n`)[1]?.split(checkMarkers.end);
  const ledger = part && part.length > 1 ? readLedgerChecks(kind, part[0] ?? '') : undefined;
  if (!ledger)
    throw refuse('BACKUP-LOG', 'what the checks of the books printed is not whole', 'run the same command with --keep and look at the Job');
  return { ledger, loadSeconds: Number(/^seconds\t(\d+)/m.exec(part?.[0] ?? '')?.[1] ?? 0) };
}

const unsound = (file: string, { checks }: LedgerVerdict): Problem[] =>
  checks
    .filter(({ wrong }) => wrong > 0)
    .map(({ title, wrong, example }) =>
      problem(
        'BACKUP-BOOKS',
        `${file}: not so that ${title}: ${wrong} times, such as ${example}`,
        'compare it with the ledger itself before anything is changed: one of the two is wrong',
      ),
    );

/** Removes what is at each path. One that the API server refuses keeps none of the others: the key of a backup is among them. @returns those that are left */
async function removed(
  cluster: BackupCluster,
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly problems: readonly Problem[] }[]> {
  const left: { readonly path: string; readonly problems: readonly Problem[] }[] = [];
  for (const path of paths)
    await cluster.remove(path).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      left.push({ path, problems: error.problems });
    });
  return left;
}

/**
 * Restores the databases of MySQL into a scratch namespace with a server of its own, and checks the double entry of the ledger there. The environment goes on
 * as it is. Only the key of this one backup goes into the cluster; the namespace is removed at the end unless it is to be kept.
 * @throws ProblemError
 */
export async function restoreEnvironment(model: EnvironmentModel, stateDir: string, options: RestoreOptions): Promise<RestoreResult> {
  const begun = performance.now();
  const { into, keep, stop, say, now } = options;
  const { config } = model;
  const { environment, stores } = config;
  const keys = typeof options.identity === 'string' ? keysIn(options.identity) : options.identity;
  const id = runId(now);
  const step = backupPlan(model, id).steps.find((one) => one.by === 'job' && one.store === 'mysql');
  if (step?.by !== 'job' || stores.mysql.databases['central-ledger-db'])
    throw refuse(
      'BACKUP-NONE',
      `${environment} brings no backup of its ledger outside`,
      'write operations.backups.recipients and deploy (docs/backup.md)',
    );
  const cluster = await openBackupCluster(model, stateDir, options.pace);
  await freeNamespace(model, cluster, into);
  say('backups at their place');
  const backup = chosen((await listBackups(cluster, step, id, options)).backups, options.backup, environment);
  const key = fileKeyOf(backup.header, keys);
  if (!key)
    throw refuse(
      'BACKUP-KEY',
      `${backup.file} is not encrypted for this key`,
      'take the private key of one of its recipients, or a newer backup',
    );

  const run = `restore-${id}`;
  const password = randomBytes(24).toString('hex');
  const kind: LedgerKind = { fx: model.features.fx, interScheme: model.features.interScheme };
  const core = `/api/v1/namespaces/${stores.namespace}`;
  const metadata = { name: run, namespace: stores.namespace, labels: { 'app.kubernetes.io/managed-by': 'workbench' } };
  const beside: readonly ScratchObject[] = [
    scratchWay(config, into, run),
    {
      path: `${core}/secrets`,
      body: { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { 'file-key': key.toString('hex'), password } },
    },
    {
      path: `${core}/configmaps`,
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'load.sh': loadScript, 'ledger.sql': ledgerCheckSql(kind) } },
    },
  ];
  const pathOf = ({ path, body }: ScratchObject) => `${path}/${body.metadata.name}`;
  const scratch = `/api/v1/namespaces/${into}`;
  // The key and the way go whatever happens; the namespace takes all that is in it along.
  const goes = new Set([...beside.map(pathOf), ...(keep ? [] : [scratch])]);
  const made: string[] = [];
  const make = async (object: ScratchObject) => {
    await cluster.create(object);
    made.push(pathOf(object));
  };
  const parts: RestoreParts = { file: backup.file, secret: run, programs: run, host: `${scratchServer}.${into}` };
  const restored = async () => {
    say(`${backup.file} into namespace ${into}`);
    for (const object of [...scratchObjects(config, into, run, password), ...beside]) await make(object);
    const log = await cluster.run(restoreJob(await cluster.cronJob(step.namespace, step.cronJob), run, parts), 'load', stop, say);
    return readVerdict(kind, log);
  };
  const clean = () =>
    removed(
      cluster,
      [...made].reverse().filter((path) => goes.has(path)),
    );
  try {
    const { ledger, loadSeconds } = await restored();
    const left = await clean();
    return {
      environment,
      into,
      backup: backup.file,
      taken: backup.taken,
      ageSeconds: Math.round((now.getTime() - Date.parse(backup.taken)) / 1_000),
      loadSeconds,
      ledger,
      kept: keep || left.some(({ path }) => path === scratch),
      seconds: (performance.now() - begun) / 1_000,
      problems: [...unsound(backup.file, ledger), ...left.flatMap(({ problems }) => problems)],
    };
  } catch (error) {
    const left = (await clean()).flatMap(({ problems }) => problems);
    throw error instanceof ProblemError && left.length > 0 ? new ProblemError([...error.problems, ...left]) : error;
  }
}
