import type { EnvironmentModel } from '../../config/environment';
import { ProblemError } from '../../config/problems';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import { seeAuditStore } from './audit-probe';
import { auditRows } from './audit-table';
import { type Checked, judgeAll } from './check';
import { readCluster } from './cluster-probe';
import type { ReleaseSeen } from './cluster-seen';
import { clusterRows, elsewhereRows } from './cluster-table';
import type { ReadRelease } from './helm-records';
import { type Failure, isFailure } from './seen';

/** Renders only where there is something to compare: without a way into the cluster nobody waits for that. */
async function releasesOf(model: EnvironmentModel, stateDir: string, records: readonly ReadRelease[] | Failure) {
  if (isFailure(records)) return records;
  // Loads every stack, so only where something is compared.
  const { compareReleases, wantedReleases } = await import('./release-drift.js');
  try {
    return await compareReleases(await wantedReleases(model, stateDir), records);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { failed: `the file can't be rendered: ${error.problems[0]?.message ?? 'no reason was told'}` };
  }
}

/** Everything that `doctor` looks at in the cluster of an environment, and at a store of audit logs that somebody else has made. */
export async function examineCluster(model: EnvironmentModel, stateDir: string, env: NodeJS.ProcessEnv): Promise<readonly Checked[]> {
  // Meanwhile the cluster is read.
  const seenStore = seeAuditStore(model, env, Date.now());
  const access = clusterAccessOf({ model, stateDir });
  const { records, ...read } = await readCluster(model, { kubeconfig: access.configPath, context: access.configContext });
  const releases: readonly ReleaseSeen[] | Failure = await releasesOf(model, stateDir, records);
  const audit = await seenStore;
  return judgeAll([...clusterRows, ...elsewhereRows(model), ...auditRows(model)], { ...read, releases, audit });
}
