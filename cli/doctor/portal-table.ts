import { hasInnerBalancer } from '../../config/model/inner-balancer';
import { type CheckRow, right, unknown, type Verdict, wrong } from './check';
import { deployOf, listed } from './cluster-judge';
import { untrusted } from './outside-judge';
import { peopleState, permissionsState, reportsState, rulesState } from './portal-file';
import type { PortalSeen } from './portal-seen';
import { isFailure } from './seen';

const refusals: ReadonlySet<number> = new Set([401, 403]);

function pageState({ page, trusted, model }: PortalSeen): Verdict {
  if (isFailure(page)) {
    const inside = hasInnerBalancer(model.config) ? 'it is reached inside the network alone: go by the line or the VPN' : undefined;
    return untrusted.test(page.failed)
      ? wrong('hub operator', `its certificate is not trusted (${page.failed})`, 'give the authority of the hub: --ca')
      : wrong('network', `no answer (${page.failed})`, inside ?? 'look at the name, the firewall and the gateway');
  }
  const { status } = page;
  const looked = trusted ? '' : '; its certificate was not looked at (--ca)';
  if (status >= 200 && status < 400) return right(`${status}${looked}`);
  // The first lock, which shuts out whoever looks from elsewhere.
  if (status === 403) return unknown('403: this machine has no address of gateway.operatorAddresses, and nobody who has none gets further');
  return wrong('hub operator', `it answers ${status}`, 'look at the pods of the portal and the route: workbench doctor, in the cluster');
}

/** Whoever has no session is told 401 or 403 by every API. Where the page was refused too, the locks behind the first one were not reached. */
function strangersState({ model, page, strangers }: PortalSeen): Verdict {
  const answered = strangers.flatMap(({ answer, ...asked }) => (isFailure(answer) ? [] : [{ ...asked, status: answer.status }]));
  const open = answered.filter(({ status }) => !refusals.has(status));
  const faults = [...new Set(open.map(({ rule, method, path, status }) => `${rule}: ${method} ${path} answers ${status}`))];
  if (faults.length > 0)
    return wrong(
      'hub operator',
      listed(faults),
      `close the portal (gateway.operatorAddresses), then: ${deployOf({ model }, 'portal')}, and look at Oathkeeper`,
    );
  if (answered.length < strangers.length)
    return unknown(`${strangers.length - answered.length} of ${strangers.length} requests had no answer`);
  if (!isFailure(page) && page.status === 403)
    return unknown('the list of addresses refused all of them before anybody asked for a session');
  return right(`${strangers.length} requests, each refused`);
}

/** What `doctor --portal` looks at: the portal as people meet it, then what its parts have of the file. */
export const portalRows: readonly CheckRow<PortalSeen>[] = [
  { id: 'portal-page', what: 'the portal serves its page', judge: pageState },
  { id: 'portal-strangers', what: 'no API of the portal answers who has no session', after: ['portal-page'], judge: strangersState },
  { id: 'portal-rules', what: 'rules of Oathkeeper are those of the workbench', judge: rulesState },
  { id: 'portal-reports', what: 'reports are validated', judge: reportsState },
  { id: 'portal-permissions', what: 'roles have the permissions of the file', judge: permissionsState },
  { id: 'portal-people', what: 'people have the roles and participants of the file', judge: peopleState },
];
