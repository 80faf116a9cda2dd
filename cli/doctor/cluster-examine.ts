import type { EnvironmentModel } from '../../config/environment';
import { ProblemError } from '../../config/problems';
import { seeAuditStore } from './audit-probe';
import { auditRows } from './audit-table';
import { type Checked, judgeAll } from './check';
import { clusterParts } from './cluster-part';
import { type ClusterRead, readCluster } from './cluster-probe';
import type { ClusterSeen } from './cluster-seen';
import { clusterRows, elsewhereRows } from './cluster-table';
import { type Failure, isFailure } from './seen';

/** Holds each part against what the file asks for. Renders only where there is something to compare: without a way into a cluster nobody waits for that. */
async function withReleases(model: EnvironmentModel, stateDir: string, read: readonly ClusterRead[]): Promise<ClusterSeen[]> {
  const unread = read.flatMap(({ records, ...rest }) => (isFailure(records) ? [{ ...rest, releases: records }] : []));
  if (unread.length === read.length) return unread;
  // Loads every stack, so only where something is compared.
  const { compareReleases, wantedReleases } = await import('./release-drift.js');
  const wanted = await wantedReleases(model, stateDir).catch(notRendered);
  return Promise.all(
    read.map(async ({ records, ...rest }): Promise<ClusterSeen> => {
      if (isFailure(records)) return { ...rest, releases: records };
      if (isFailure(wanted)) return { ...rest, releases: wanted };
      const here = wanted.filter(({ stack }) => rest.part.holds(stack));
      return { ...rest, releases: await compareReleases(here, records) };
    }),
  );
}

function notRendered(error: unknown): Failure {
  if (!(error instanceof ProblemError)) throw error;
  return { failed: `the file can't be rendered: ${error.problems[0]?.message ?? 'no reason was told'}` };
}

/** Everything that `doctor` looks at in the clusters of an environment, and at a store of audit logs that somebody else has made. */
export async function examineCluster(model: EnvironmentModel, stateDir: string, env: NodeJS.ProcessEnv): Promise<readonly Checked[]> {
  // Meanwhile the clusters are read, all at once.
  const seenStore = seeAuditStore(model, env, Date.now());
  const parts = clusterParts(model, stateDir);
  const [hub, ...others] = await withReleases(model, stateDir, await Promise.all(parts.map((part) => readCluster(model, part))));
  if (!hub) throw new Error('the cluster of the hub is the first part');
  return judgeAll([...clusterRows, ...elsewhereRows(others), ...auditRows(model)], { ...hub, audit: await seenStore });
}
