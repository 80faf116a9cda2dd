import { limitRefusals } from '../../config/model/edge';
import { type CheckRow, right, unknown, wrong } from './check';
import { fileRows } from './outside-files';
import { gateRows, refusedFactor } from './outside-gate';
import { untrusted } from './outside-judge';
import { tokenRows } from './outside-token';
import { wayRows } from './outside-way';
import { isFailure, type OutsideSeen } from './seen';

const lookupRow: CheckRow<OutsideSeen> = {
  id: 'lookup',
  what: 'a lookup is taken (202)',
  after: [
    ...['name', 'connect', 'tls', 'server-name', 'server-expiry', 'server-chain', 'token-endpoint', 'token', 'claims'],
    ...gateRows.map(({ id }) => id),
  ],
  judge: (seen) => {
    const { answer } = seen;
    if (isFailure(answer) && untrusted.test(answer.failed)) return unknown('a token goes to no server that is not trusted: give --ca');
    if (isFailure(answer)) return wrong('network', `no answer (${answer.failed})`, 'look for a proxy or firewall that ends connections');
    if (answer.status === 202) return right('202');
    const refused = refusedFactor(seen);
    if (refused === 'token' && !seen.tokenSent) return unknown('no token was sent');
    if (refused === 'certificate' && seen.files === undefined) return unknown('no certificate was shown');
    const limit = Object.values(limitRefusals).find(({ status }) => status === answer.status);
    if (limit) return wrong('participant', limit.errorDescription, 'send less, or ask the operator for requestsPerSecond or payloadKiB');
    return wrong(
      'hub operator',
      `the hub answers ${answer.status}`,
      answer.status === 404 ? 'look at the routes of the gateway' : 'look at account lookup: workbench doctor, in the cluster',
    );
  },
};

/** The whole list from outside, from the files to the lookup. */
export const outsideRows: readonly CheckRow<OutsideSeen>[] = [...fileRows, ...wayRows, ...tokenRows, ...gateRows, lookupRow];
