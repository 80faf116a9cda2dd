import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { EnvironmentModel } from '../../config/environment';
import { type BackupFacts, hoursBetween, readList } from '../../config/model/backup/facts';
import { backupTimes } from '../../config/model/backup/outside';
import type { BackedUp } from '../../config/model/backup/scripts';
import { type BackupStep, backupPlan } from '../../config/model/backup/steps';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { loginProgramProblem } from '../cloud/login-program';
import { typed } from '../rest/cloud-steps';
import type { Pace } from '../verify/await-job';
import { type BackupCluster, openBackupCluster } from './cluster';
import { nowJob, placeJob } from './jobs';
import type { BackupAction, BackupResult, BackupStepResult } from './result';

export interface BackupOptions {
  readonly action: BackupAction;
  /** Only these; all of the environment when left out. */
  readonly stores?: readonly BackedUp[];
  readonly env: NodeJS.ProcessEnv;
  readonly pace: Pace;
  readonly stop: AbortSignal;
  readonly now: Date;
  readonly say: (line: string) => void;
}

/** Names one run: sorts by time, and is a name that clouds take. */
export const runId = (now: Date) => `w${now.toISOString().slice(0, 19).replace(/\D/g, '')}${randomBytes(2).toString('hex')}`;

type JobStep = Extract<BackupStep, { readonly by: 'job' }>;

/** The backups of a store at its place, the newest first. @throws ProblemError BACKUP-LOG */
export async function listBackups(
  cluster: BackupCluster,
  step: JobStep,
  id: string,
  { stop, say }: Pick<BackupOptions, 'stop' | 'say'>,
): Promise<readonly BackupFacts[]> {
  const cron = await cluster.cronJob(step.namespace, step.cronJob);
  const log = await cluster.run(placeJob(cron, `${step.cronJob}-list-${id}`, ['list']), 'store', stop, say);
  const list = readList(log);
  if (!list)
    throw new ProblemError([
      problem('BACKUP-LOG', `the list of backups of ${step.store} is not whole`, 'run the same command: its log was cut off'),
    ]);
  return list.backups;
}

async function snapshot({ program, args, title }: Extract<BackupStep, { readonly by: 'cloud' }>, env: NodeJS.ProcessEnv): Promise<void> {
  const missing = loginProgramProblem({ command: program, args: [] }, env);
  if (missing) throw new ProblemError([missing]);
  const said = await new Promise<string | undefined>((resolve) => {
    execFile(program, [...args], { env, timeout: 600_000 }, (error, _, stderr) =>
      resolve(error ? stderr.trim() || error.message : undefined),
    );
  });
  if (said !== undefined)
    throw new ProblemError([
      problem('BACKUP-CLOUD', `${title}: ${said.split('\n').at(-1)}`, `run it by hand and mend what it says: ${typed(program, args)}`),
    ]);
}

const bare = ({ header: _, ...facts }: BackupFacts) => facts;

/** How old the newest may be: two runs of the schedule and an hour for a run that is under way. */
function late(model: EnvironmentModel, store: BackedUp, newest: BackupFacts | undefined, now: Date): Problem | undefined {
  const { environment } = model.config;
  if (!newest) return problem('BACKUP-EMPTY', `there is no backup of ${store}`, `workbench backup now ${environment} makes one`);
  const { schedule } = backupTimes(model.config, store);
  const [age, most] = [(now.getTime() - Date.parse(newest.taken)) / 3_600_000, 2 * hoursBetween(schedule) + 1];
  if (age <= most) return undefined;
  return problem(
    'BACKUP-LATE',
    `the newest backup of ${store} is ${Math.floor(age)} hours old, and "${schedule}" allows ${most}`,
    `see why its Jobs fail: kubectl get jobs -A -l app.kubernetes.io/name=backup-${store}; then workbench backup now ${environment}`,
  );
}

interface Work {
  readonly model: EnvironmentModel;
  readonly cluster: BackupCluster;
  readonly id: string;
  readonly options: BackupOptions;
}
type Done = Omit<BackupStepResult, 'key' | 'title' | 'outcome'> & { readonly problems?: readonly Problem[] };

const ways: Readonly<Record<BackupAction, (step: JobStep, work: Work) => Promise<Done>>> = {
  now: async (step, { cluster, id, options: { stop, say } }) => {
    const cron = await cluster.cronJob(step.namespace, step.cronJob);
    const log = await cluster.run(nowJob(cron, `${step.cronJob}-${id}`), 'store', stop, say);
    return { backups: [], note: log.trim().split('\n').at(-1) ?? '' };
  },
  list: async (step, { cluster, id, options }) => ({ backups: (await listBackups(cluster, step, id, options)).map(bare) }),
  verify: async (step, { model, cluster, id, options }) => {
    const backups = await listBackups(cluster, step, id, options);
    const [newest] = backups;
    const problems: Problem[] = [];
    const trouble = late(model, step.store, newest, options.now);
    if (trouble) problems.push(trouble);
    if (!newest) return { backups: [], problems };
    const cron = await cluster.cronJob(step.namespace, step.cronJob);
    const job = placeJob(cron, `${step.cronJob}-check-${id}`, ['check', newest.file, newest.sha256]);
    const said = (await cluster.run(job, 'store', options.stop, options.say)).trim().split('\n').at(-1) ?? '';
    if (!said.endsWith(' is whole'))
      problems.push(
        problem(
          'BACKUP-CHANGED',
          said || `nothing is said of ${newest.file}`,
          `find out who may write there; workbench backup now ${model.config.environment} makes a new one`,
        ),
      );
    return { backups: backups.map(bare), note: said, problems };
  },
};

/**
 * Makes, lists or verifies the backups of an environment. A store that fails does not keep the others from theirs. Every backup is a Job in the cluster, so a
 * command that is killed leaves one that goes on; a dump holds nobody up.
 * @throws ProblemError BACKUP-NONE
 */
export async function backupEnvironment(model: EnvironmentModel, stateDir: string, options: BackupOptions): Promise<BackupResult> {
  const begun = performance.now();
  const { action, stores, env, stop, say, now } = options;
  const { environment } = model.config;
  const id = runId(now);
  const { steps: planned, none } = backupPlan(model, id);
  const steps = planned.filter((step) => (step.by === 'job' ? !stores || stores.includes(step.store) : action === 'now' && !stores));
  if (!planned.some(({ by }) => by === 'job'))
    throw new ProblemError([
      problem(
        'BACKUP-NONE',
        `${environment} makes no backups outside of its cluster`,
        'write operations.backups.recipients and deploy (docs/backup.md)',
      ),
    ]);
  const cluster = await openBackupCluster(model, stateDir, options.pace);
  const results: BackupStepResult[] = [];
  const problems: Problem[] = [];
  for (const step of steps) {
    const { key, title } = step;
    if (stop.aborted) {
      results.push({ key, title, outcome: 'not-started', backups: [] });
      continue;
    }
    say(title);
    try {
      if (step.by === 'cloud') {
        await snapshot(step, env);
        results.push({ key, title, outcome: 'done', backups: [], note: typed(step.program, step.args) });
        continue;
      }
      const { problems: found = [], ...done } = await ways[action](step, { model, cluster, id, options });
      problems.push(...found);
      results.push({ key, title, outcome: found.length > 0 ? 'failed' : 'done', ...done });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      results.push({ key, title, outcome: 'failed', backups: [] });
    }
  }
  return { environment, action, steps: results, none, seconds: (performance.now() - begun) / 1_000, problems };
}
