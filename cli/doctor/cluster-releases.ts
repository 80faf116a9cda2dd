import { right, unknown, type Verdict, wrong } from './check';
import { deployOf, known, listed, unless } from './cluster-judge';
import type { ClusterSeen, Drift, ReleaseSeen } from './cluster-seen';
import { isFailure } from './seen';

/** Whether every release of the file is there, and none was left half way. */
export const releasesState = ({ releases, model }: ClusterSeen): Verdict =>
  known(releases, (all) => {
    if (all.every(({ status }) => status === undefined))
      return wrong('hub operator', 'there is none', `workbench deploy ${model.config.environment}`);
    const faulty = all.filter(({ status }) => status !== 'deployed');
    const stacks = [...new Set(faulty.map(({ stack }) => stack))].join(' ');
    return unless(
      faulty.map(({ place, status }) => `${place} is ${status ?? 'not there'}`),
      `${all.length} deployed`,
      `${deployOf({ model }, stacks)} installs what is missing, and puts right what was left half way`,
    );
  });

type Compared = Omit<ReleaseSeen, 'drift'> & { readonly drift: Drift };

/** Terraform compares a release with what it did last, not with what is there: what was changed by hand only Helm itself can take back. */
function wayBack(faulty: readonly Compared[], seen: Pick<ClusterSeen, 'model'>): string {
  const byHand = faulty.flatMap(({ drift }) => drift.goBack ?? []);
  const stacks = [...new Set(faulty.filter(({ drift }) => drift.goBack === undefined).map(({ stack }) => stack))].join(' ');
  return [
    ...(byHand.length > 0 ? [`changed by hand, which plan and deploy do not see: ${byHand.join('; ')}`] : []),
    ...(stacks === ''
      ? []
      : [
          `if the file was changed since: ${deployOf(seen, stacks)}; if that changes nothing: helm upgrade --reuse-values with the values of workbench render`,
        ]),
  ].join('; ');
}

const leftOut = (compared: readonly Compared[]) => {
  const sum = (of: (drift: Drift) => number) => compared.reduce((count, { drift }) => count + of(drift), 0);
  const rows = [
    [sum(({ writeOnly }) => writeOnly), 'that go in write-only'],
    [sum(({ later }) => later), 'that only Terraform knows whole'],
  ] as const;
  const there = rows.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return there.length > 0 ? `; not compared: ${there.join(', ')}` : '';
};

/** Whether what is deployed has the values of the file. */
export const valuesState = ({ releases, model }: ClusterSeen): Verdict =>
  known(releases, (all) => {
    const compared = all.flatMap(({ drift, ...rest }): Compared[] => (drift && !isFailure(drift) ? [{ ...rest, drift }] : []));
    const unread = all.flatMap(({ place, drift }) => (drift && isFailure(drift) ? [`${place} could not be read (${drift.failed})`] : []));
    const faulty = compared.filter(({ drift }) => drift.differences.length > 0);
    const lines = faulty.flatMap(({ place, drift }) => drift.differences.map((line) => `${place}: ${line}`));
    if (lines.length > 0) return wrong('hub operator', listed(lines), wayBack(faulty, { model }));
    if (unread.length > 0) return unknown(listed(unread));
    if (compared.length === 0) return unknown('nothing is deployed that could be compared');
    return right(`${compared.length} as the file says${leftOut(compared)}`);
  });
