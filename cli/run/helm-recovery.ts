import { type Problem, problem } from '../../config/problems';
import type { ClusterApi, HelmRecord } from './cluster';
import { duration } from './event-lines';
import type { ReleaseOfStack } from './stack-json';
import { newestTraces, type Trace } from './traces';

/**
 * Helm writes a record (a Secret `sh.helm.release.v1.<name>.v<n>`) with a pending status before it touches anything, and looks at the newest record
 * before each operation: `install` refuses a name that has any record ("cannot re-use a name"), `upgrade` refuses a pending one ("another operation is
 * in progress"), with `upgrade_install` too. A killed operation leaves its record pending for ever. Taking that one record away is enough for both:
 *  - nothing below it: install finds no record, and takes over the objects that the killed one made, since they carry its ownership labels;
 *  - a deployed (or failed, superseded) revision below it: that is the newest again, upgrade compares with it and gives the next number; objects that
 *    the killed revision made already are taken over in the same way. An object that only the killed revision knew, and the next one doesn't, stays.
 * `uninstalling` is the same thing for a killed destroy: before a deploy the record goes, and what was removed is made again.
 */
const unfinished = ['pending-install', 'pending-upgrade', 'pending-rollback', 'uninstalling'] as const;
const isUnfinished = ({ status }: HelmRecord) => (unfinished as readonly string[]).includes(status);

export interface RecoveryOptions {
  /** What unsettled runs of ours did to the stack's resources. */
  readonly traces: readonly Trace[];
  readonly host: string;
  /** Whether any process of a run still lives. */
  readonly alive: (run: string) => boolean;
  /** The present, in milliseconds. */
  readonly now: number;
  /** No Helm operation is taken for dead by age alone before this, in seconds; twice the release's own timeout when that is longer. */
  readonly grace?: number;
}

export type Verdict =
  | { readonly kind: 'clear'; readonly record: HelmRecord; readonly because: string; readonly below?: HelmRecord }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Clocks of two machines differ by seconds, a Secret's time has no fractions. */
const skew = 60_000;

/** What to do about each unfinished record of one release; nothing when it has none. Pure: looks only at what it is given. */
export function judgeRelease(release: ReleaseOfStack, records: readonly HelmRecord[], options: RecoveryOptions): readonly Verdict[] {
  const own = records.filter(
    (record) => record.release === release.name && (release.namespace === undefined || record.namespace === release.namespace),
  );
  return own.filter(isUnfinished).map((record): Verdict => {
    const same = own.filter(({ namespace }) => namespace === record.namespace);
    const below = same.filter((one) => one.revision < record.revision && !isUnfinished(one)).sort((a, b) => b.revision - a.revision);
    const stands = below.find(({ status }) => status === 'deployed') ?? below[0];
    const age = Math.max(0, Math.round((options.now - record.since) / 1000));
    const grace = Math.max(options.grace ?? 1_800, 2 * release.timeout);
    const because =
      leftBy(release, record, options) ??
      (age > grace ? `nothing of ours works on it and its last sign is ${duration(age)} old` : undefined);
    if (because !== undefined) return { kind: 'clear', record, because, ...(stands ? { below: stands } : {}) };
    return { kind: 'problem', problem: stillPending(record, stands, age, grace) };
  });
}

/**
 * Our own run made the record and can't end it any more: its log shows that it began on this release and was cut off (or that its provider died under
 * it), the record is of that time, and all its processes are gone.
 */
function leftBy(release: ReleaseOfStack, record: HelmRecord, { traces, host, alive }: RecoveryOptions): string | undefined {
  const trace = newestTraces(traces).get(release.address);
  if (!trace || trace.end === 'complete' || trace.foreign || trace.host !== host || alive(trace.run)) return undefined;
  const during = record.since >= trace.startedAt - skew && record.since <= (trace.endedAt ?? Number.POSITIVE_INFINITY) + skew;
  return during ? `left by our killed run ${trace.run}` : undefined;
}

function stillPending(record: HelmRecord, below: HelmRecord | undefined, age: number, grace: number): Problem {
  const { release, namespace, status, revision, secret } = record;
  const message = `Helm release ${release} in namespace ${namespace} is ${status} since ${duration(age)} (revision ${revision}), by somebody else`;
  const byHand = below ? `helm rollback ${release} ${below.revision} -n ${namespace}` : `kubectl delete secret ${secret} -n ${namespace}`;
  return problem(
    'RUN-HELM-PENDING',
    message,
    `wait until it ends; it counts as dead after ${duration(grace)}; if you know that it is: ${byHand}`,
  );
}

export interface Recovery {
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  /** Whether the cluster knows the release now, under its address: only then can it be taken over. */
  readonly present: ReadonlySet<string>;
}

/**
 * Looks at the records of a stack's releases in one cluster and clears the dead ones. A record that changes in the meantime is left alone: whoever
 * changed it is alive.
 * @throws ProblemError when the cluster is out of reach or forbids to look
 */
export async function recoverReleases(
  cluster: ClusterApi,
  releases: readonly ReleaseOfStack[],
  options: RecoveryOptions,
): Promise<Recovery> {
  const everywhere = releases.some(({ namespace }) => namespace === undefined);
  const namespaces = everywhere ? [undefined] : [...new Set(releases.map(({ namespace }) => namespace))];
  const records: HelmRecord[] = [];
  for (const namespace of namespaces) records.push(...(await cluster.helmRecords(namespace)));

  const notes: string[] = [];
  const problems: Problem[] = [];
  const removed = new Set<string>();
  for (const release of releases) {
    for (const verdict of judgeRelease(release, records, options)) {
      if (verdict.kind === 'problem') {
        problems.push(verdict.problem);
        continue;
      }
      const { record, because, below } = verdict;
      const { status, revision, namespace } = record;
      if (!(await cluster.removeRecord(record))) {
        problems.push(
          problem(
            'RUN-HELM-PENDING',
            `Helm release ${release.name} in namespace ${namespace} is being worked on right now`,
            'wait until it ends, then run the same command',
          ),
        );
        continue;
      }
      removed.add(record.uid);
      const after = below ? `revision ${below.revision} (${below.status}) stands again` : 'it is installed anew';
      notes.push(`cleared Helm release ${release.name} in namespace ${namespace}: ${status}, revision ${revision}, ${because}; ${after}`);
    }
  }
  const left = records.filter(({ uid }) => !removed.has(uid));
  const isPresent = (release: ReleaseOfStack) =>
    left.some((one) => one.release === release.name && (release.namespace ?? one.namespace) === one.namespace);
  return { notes, problems, present: new Set(releases.filter(isPresent).map(({ address }) => address)) };
}
