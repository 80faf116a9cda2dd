import type { EnvironmentModel } from '../../config/environment';
import { ProblemError } from '../../config/problems';
import { seeAuditStore } from './audit-probe';
import { auditRows } from './audit-table';
import { type Checked, judgeAll } from './check';
import { clusterParts } from './cluster-part';
import { type ClusterRead, readCluster } from './cluster-probe';
import type { ClusterSeen } from './cluster-seen';
import { clusterRows, elsewhereRows } from './cluster-table';
import type { WantedRelease } from './release-drift';
import { type Failure, isFailure } from './seen';

/** Compares each part with what the file asks for. Renders only where there is something to compare: without a way into a cluster nobody waits for that. */
async function withReleases(model: EnvironmentModel, stateDir: string, read: readonly ClusterRead[]): Promise<ClusterSeen[]> {
  const telling = read.some(({ records }) => !isFailure(records));
  const wanted = telling ? await wantedOf(model, stateDir) : [];
  return Promise.all(
    read.map(async ({ records, ...rest }): Promise<ClusterSeen> => {
      if (isFailure(records)) return { ...rest, releases: records };
      if (isFailure(wanted)) return { ...rest, releases: wanted };
      const here = wanted.filter(({ stack }) => rest.part.holds(stack));
      // Loads every stack, so only where something is compared.
      const { compareReleases } = await import('./release-drift.js');
      return { ...rest, releases: await compareReleases(here, records) };
    }),
  );
}

async function wantedOf(model: EnvironmentModel, stateDir: string): Promise<readonly WantedRelease[] | Failure> {
  const { wantedReleases } = await import('./release-drift.js');
  try {
    return await wantedReleases(model, stateDir);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { failed: `the file can't be rendered: ${error.problems[0]?.message ?? 'no reason was told'}` };
  }
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
