import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentModel } from '../../config/environment';
import { drillMark } from '../../config/model/backup/outside';
import type { BackedUp } from '../../config/model/backup/scripts';
import { backupPlan } from '../../config/model/backup/steps';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { type JobStep, listBackups, runId } from './backup-environment';
import { type BackupCluster, openBackupCluster } from './cluster';
import { lookInto } from './look';
import { type RestoreOptions, restoreEnvironment } from './restore-environment';
import type { DrillResult, DrillStore } from './result';
import { scratchLabel } from './scratch';

export interface DrillOptions extends Pick<RestoreOptions, 'into' | 'pace' | 'stop' | 'now' | 'say'> {
  readonly keys: readonly Uint8Array[];
}

/** Hours of a recovery that no drill measures: a new cluster, and the checks of people before payments are let in again (docs/backup.md). */
export const otherHours = 2;
/** A backup may be under way when the drill begins. */
const graceHours = 1;
/** No drill takes longer: the Job of a restore ends after six hours. */
const leftAfterHours = 7;

/** Removes the namespace of a drill that was killed: nobody else would, and the next one would be refused for ever. One that may still run is left. */
async function clearOld({ config }: EnvironmentModel, cluster: BackupCluster, { into, now, pace, stop, say }: DrillOptions): Promise<void> {
  const path = `/api/v1/namespaces/${into}`;
  const there = await cluster.read(path);
  if (there?.metadata.labels?.[scratchLabel] !== config.environment) return;
  const age = (now.getTime() - Date.parse(there.metadata.creationTimestamp ?? '')) / 3_600_000;
  if (!(age > leftAfterHours)) return;
  say(`namespace ${into} of a drill that was killed is removed`);
  await cluster.remove(path);
  for (let tries = 0; tries < 150 && !stop.aborted && (await cluster.read(path)); tries++) await sleep(pace.look * 1_000);
}

/** Leaves the mark that the alert about drills looks at: made anew, because what is changed keeps its age. */
async function mark({ config }: EnvironmentModel, cluster: BackupCluster, { stores, measured, seconds }: DrillResult): Promise<void> {
  const path = `/api/v1/namespaces/${config.stores.namespace}/configmaps`;
  const metadata = { name: drillMark, namespace: config.stores.namespace, labels: { 'app.kubernetes.io/managed-by': 'workbench' } };
  const data = { 'result.json': JSON.stringify({ stores, measured, seconds }) };
  await cluster.remove(`${path}/${drillMark}`);
  await cluster.create({ path, body: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data } });
}

/** What was promised and does not hold. Pure. */
export function judged({ config }: EnvironmentModel, stores: readonly DrillStore[], recoverySeconds: number | undefined): Problem[] {
  const { pointHours, timeHours } = config.operations.recovery;
  const old = stores.filter(({ ageSeconds = 0 }) => ageSeconds > (pointHours + graceHours) * 3_600);
  const left = timeHours - otherHours;
  return [
    ...old.map(({ store, ageSeconds = 0 }) =>
      problem(
        'DRILL-POINT',
        `the newest backup of ${store} is ${Math.floor(ageSeconds / 3_600)} hours old, and no more than ${pointHours} may be lost`,
        `see why its Jobs fail (workbench backup verify ${config.environment}), or change operations.recovery.pointHours`,
      ),
    ),
    ...(recoverySeconds !== undefined && recoverySeconds > left * 3_600
      ? [
          problem(
            'DRILL-TIME',
            `the ledger was there again after ${(recoverySeconds / 3_600).toFixed(1)} hours, and ${left} of ${timeHours} are for that`,
            'a managed server restores blocks instead of statements; or change operations.recovery.timeHours',
          ),
        ]
      : []),
  ];
}

/**
 * Restores the newest backup of the ledger into a namespace of its own, checks its books there, opens the newest backup of every other store, and holds the times
 * that it measured against what the file promises. The environment goes on; what a drill makes is removed. A store that fails does not keep the others from theirs.
 * @throws ProblemError
 */
export async function drillEnvironment(model: EnvironmentModel, stateDir: string, options: DrillOptions): Promise<DrillResult> {
  const begun = performance.now();
  const { keys, into, stop, say, now, pace } = options;
  const { environment, operations } = model.config;
  const cluster = await openBackupCluster(model, stateDir, pace);
  await clearOld(model, cluster, options);
  const id = runId(now);
  const stores: DrillStore[] = [];
  const problems: Problem[] = [];
  const ageOf = (taken: string) => Math.round((now.getTime() - Date.parse(taken)) / 1_000);
  const attempt = async (store: BackedUp, work: () => Promise<Omit<DrillStore, 'store' | 'seconds'>>) => {
    const from = performance.now();
    const ended = (part: Omit<DrillStore, 'store' | 'seconds'>) =>
      stores.push({ store, ...part, seconds: (performance.now() - from) / 1_000 });
    try {
      ended(await work());
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      ended({ outcome: 'failed' });
    }
  };
  let ledger: DrillResult['ledger'];
  await attempt('mysql', async () => {
    const restored = await restoreEnvironment(model, stateDir, { into, identity: keys, keep: false, pace, stop, now, say });
    problems.push(...restored.problems);
    ledger = restored.ledger;
    const { backup: file, taken, ageSeconds, loadSeconds } = restored;
    const outcome = restored.problems.length === 0 ? 'sound' : 'failed';
    return { file, taken, ageSeconds, outcome, note: `loaded in ${loadSeconds} s, ${ledger?.transfers ?? 0} transfers` };
  });
  const others = backupPlan(model, id).steps.filter((step): step is JobStep => step.by === 'job' && step.store !== 'mysql');
  for (const step of others) {
    if (stop.aborted) break;
    say(step.title);
    await attempt(step.store, async () => {
      const { backups } = await listBackups(cluster, step, id, options);
      const [newest] = backups;
      if (!newest)
        throw new ProblemError([
          problem('BACKUP-EMPTY', `there is no backup of ${step.store}`, `workbench backup now ${environment} makes one`),
        ]);
      const notes: string[] = [];
      for (const facts of backups.filter(({ taken }) => taken === newest.taken))
        notes.push(await lookInto(cluster, step, facts, { keys, id, stop, say }));
      return { file: newest.file, taken: newest.taken, ageSeconds: ageOf(newest.taken), outcome: 'sound', note: notes.join(', ') };
    });
  }
  const recovery = stores.find(({ store, outcome }) => store === 'mysql' && outcome === 'sound')?.seconds;
  problems.push(...judged(model, stores, recovery));
  const result: DrillResult = {
    environment,
    into,
    stores,
    ...(ledger ? { ledger } : {}),
    promised: operations.recovery,
    measured: {
      pointSeconds: Math.max(0, ...stores.map(({ ageSeconds = 0 }) => ageSeconds)),
      ...(recovery === undefined ? {} : { timeSeconds: recovery }),
    },
    seconds: (performance.now() - begun) / 1_000,
    problems,
  };
  if (problems.length > 0) return result;
  try {
    await mark(model, cluster, result);
    return result;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ...result, problems: error.problems };
  }
}
