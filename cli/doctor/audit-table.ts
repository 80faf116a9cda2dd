import type { EnvironmentModel } from '../../config/environment';
import { auditPlace } from '../../config/model/audit/place';
import { silence } from '../audit/hours';
import { lockProblems } from '../audit/judge';
import type { AuditStoreSeen } from './audit-probe';
import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { listed, unless } from './cluster-judge';
import type { ClusterSeen } from './cluster-seen';
import { isFailure } from './seen';

const hour = 3_600_000;
const pages = 'docs/audit.md, "When nothing comes"';
/** Words of `aws` and `az` when it is the login that is lacking, and not the store. */
const lacksLogin =
  /locate credentials|az login|AccessDenied|not authorized|AuthorizationPermissionMismatch|ExpiredToken|InvalidAccessKeyId/i;

type Judge = (audit: AuditStoreSeen, seen: ClusterSeen) => Verdict;
const of =
  (judge: Judge) =>
  (seen: ClusterSeen): Verdict =>
    seen.audit === undefined || isFailure(seen.audit) ? unknown('nothing could be asked') : judge(seen.audit, seen);

/** Whoever has no program or no login for the store sees nothing of it: that is no fault of the store. */
function storeState({ audit }: ClusterSeen): Verdict {
  if (audit === undefined) return unknown('nothing was asked');
  if (!isFailure(audit)) return right(audit.name);
  const { failed, code, hint } = audit;
  if (code === 'RUN-LOGIN-PROGRAM' || lacksLogin.test(failed)) return unknown(`could not be seen (${failed}${hint ? `; ${hint}` : ''})`);
  return wrong('hub operator', failed, hint ?? 'see to the address, and ask the owner of the store');
}

const lockState: Judge = ({ locks }, { model }) => {
  const problems = lockProblems(model.config, locks);
  return unless(
    problems.map(({ message }) => message),
    Object.values(locks)
      .map(({ mode, days }) => `${mode}, ${days} days`)
      .join('; '),
    problems[0]?.hint ?? '',
  );
};

const youngState: Judge = ({ newest }, { now }) => {
  const late = newest.flatMap(({ source, hour: last }) => {
    if (last === undefined) return [`nothing of today and yesterday came from ${source}`];
    const silent = Math.floor(now / hour) - last / hour - 1;
    return silent >= silence[source] ? [`nothing came from ${source} for ${silent} hours`] : [];
  });
  return newest.length === 0
    ? unknown('this environment brings none there')
    : late.length === 0
      ? right(`the newest of ${listed(newest.map(({ source }) => source))}`)
      : wrong('hub operator', listed(late), pages);
};

/** Rows about a store of audit logs that somebody else has made; none where no such store is named. They need nothing of the cluster. */
export function auditRows({ config }: Pick<EnvironmentModel, 'config'>): readonly CheckRow<ClusterSeen>[] {
  const place = auditPlace(config);
  if (!place || place.own) return [];
  return [
    { id: 'audit-store', what: 'the store of audit logs answers', judge: storeState },
    {
      id: 'audit-lock',
      what: 'it locks what comes, as strongly and as long as the file says',
      after: ['audit-store'],
      judge: of(lockState),
    },
    { id: 'audit-young', what: 'the newest audit logs in it are young', after: ['audit-store'], judge: of(youngState) },
  ];
}
