import { ProblemError, problem } from '../../config/problems';
import { judgeVersion } from './cluster-version';
import { type Recovery, recoverReleases } from './helm-recovery';
import { processesOfRun } from './processes';
import type { RunAction } from './request';
import { accessKey, clustersOf, type ReleaseOfStack, releasesOf } from './stack-json';
import type { StackWork } from './stack-steps';
import { readState } from './terraform-read';
import { newestTraces, type Trace } from './traces';

/**
 * Looks at the clusters of a stack before Terraform does. An unreachable one is a plain problem here; to Terraform's Helm provider (3.1.1) it is not:
 * its refresh takes the error for "release not found" and drops the release from the state. A stack that has nothing in its state yet may be planned
 * without its cluster.
 * @throws ProblemError when a cluster that is needed can't be reached, or is older than the workbench file says
 */
export async function checkClusters(work: StackWork, action: RunAction): Promise<void> {
  for (const access of clustersOf(work.stack.json, work.place.configDir)) {
    let version: string;
    try {
      version = await (await work.context.cluster(access)).version();
    } catch (error) {
      const state = action === 'plan' || action === 'destroy' ? await readState(work.context.terraform, work.place) : { resources: 1 };
      if (state !== undefined && state.resources > 0) throw error;
      continue;
    }
    if (action !== 'destroy') holdVersion(work, version);
  }
}

/** A newer cluster is told once, by the stacks that all others stand on. @throws ProblemError for an older one */
function holdVersion({ context, place, note }: StackWork, version: string): void {
  const { kubernetes, stacks } = context.request;
  const found = kubernetes === undefined ? undefined : judgeVersion(version, kubernetes);
  if (found?.older) throw new ProblemError([problem('RUN-KUBERNETES-OLDER', found.message, found.hint)]);
  if (found && stacks.find(({ id }) => id === place.stack)?.needs.length === 0) note(`${found.message} (${found.hint})`);
}

/**
 * Clears Helm releases that a killed run left pending, before the plan: it must see what really stands.
 * @returns the releases that the clusters have; undefined when not every one could be looked up
 * @throws ProblemError for a release that somebody else works on, or when ours can't be mended
 */
export async function clearReleases(work: StackWork, traces: readonly Trace[]): Promise<ReadonlySet<string> | undefined> {
  const { place, stack, note } = work;
  const releases = releasesOf(stack.json, place.configDir);
  const begun = newestTraces(traces);
  const groups = new Map<string, ReleaseOfStack[]>();
  let complete = true;
  for (const release of releases) {
    if (release.access) groups.set(accessKey(release.access), [...(groups.get(accessKey(release.access)) ?? []), release]);
    else {
      complete = false;
      if (begun.has(release.address)) note(`Helm release ${release.name} can't be looked up: its cluster is not given by a kubeconfig`);
    }
  }
  const present = new Set<string>();
  for (const group of groups.values()) {
    const recovery = await recoverGroup(work, group, traces);
    if (recovery === undefined) {
      complete = false;
      continue;
    }
    for (const text of recovery.notes) note(text);
    if (recovery.problems.length > 0) throw new ProblemError(recovery.problems);
    for (const address of recovery.present) present.add(address);
  }
  return complete ? present : undefined;
}

async function recoverGroup(
  { context, note }: StackWork,
  group: readonly ReleaseOfStack[],
  traces: readonly Trace[],
): Promise<Recovery | undefined> {
  const begun = newestTraces(traces);
  try {
    const cluster = await context.cluster(group[0]!.access!);
    return await recoverReleases(cluster, group, {
      traces,
      host: context.self.host,
      alive: (run) => processesOfRun(run).length > 0,
      now: Date.now(),
      ...(context.request.helmGrace === undefined ? {} : { grace: context.request.helmGrace }),
    });
  } catch (error) {
    const forbidden = error instanceof ProblemError && error.problems.every(({ code }) => code === 'RUN-CLUSTER-FORBIDDEN');
    // Without a killed run there is most likely nothing to clear, and Helm itself may do with fewer rights than a list of Secrets.
    if (!forbidden || group.some(({ address }) => begun.has(address))) throw error;
    note(`pending Helm releases were not looked for: ${error.problems[0]!.message}`);
    return undefined;
  }
}
