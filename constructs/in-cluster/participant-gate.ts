import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { errorBody, gatewayRefusals, limitRefusals, type ParticipantGate, participantGates, refusals } from '../../config/model/edge';
import { projectRoot } from '../terraform/project-root';

/** Name of the token's provider: under it the filter that verifies tokens leaves the claims for the script. */
export const tokenProvider = 'participants';

/** What stands before the gateway in the cluster and speaks for participants. */
export interface TrustedFront {
  /** Common name of its client certificate; left out where it has none, and then it only passes on who the sender is. */
  readonly clientName?: string;
  readonly ranges: readonly string[];
}

export interface GateProps {
  /** Fixed addresses of the network, from which payment managers in this cluster may come back; may be known to Terraform alone. */
  readonly egressRanges?: string;
  readonly front?: TrustedFront;
}

type LuaValue = string | number | boolean | { readonly [key: string]: LuaValue };

/** A value in the language of the script. Keys and texts of the model are plain ASCII, whose escapes are the same in JSON and in Lua. */
function lua(value: LuaValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, field]) => `[${JSON.stringify(key)}]=${lua(field)}`);
  return `{${fields.join(',')}}`;
}

const gateRow = ({ certificateName, id, client, addresses, inCluster, requestsPerSecond, payloadBytes }: ParticipantGate) =>
  `  [${lua(certificateName)}]=${lua({
    id,
    client,
    from: addresses.join(' '),
    ...(inCluster ? { here: true } : {}),
    rate: String(requestsPerSecond),
    bytes: payloadBytes,
  })},`;

const refusalRows = () =>
  Object.entries({ ...refusals, ...limitRefusals, ...gatewayRefusals }).map(
    ([name, refusal]) => `  ${name}=${lua({ status: String(refusal.status), body: errorBody(refusal) })},`,
  );

const script = (name: 'participant-gate' | 'operator-answers') =>
  readFileSync(join(projectRoot(), 'constructs/in-cluster', `${name}.lua`), 'utf8');

/**
 * The script that every request to an API of participants passes, once per request: a look-up by the name in the certificate, then comparisons. It grows by one
 * line a participant; a change of the table makes the proxies take up new connections with the new one and end old ones within their drain time.
 */
export function gateScript(model: EnvironmentModel, { egressRanges = '', front }: GateProps = {}): string {
  const revoked = Object.fromEntries(model.config.gateway.revokedCertificates.map((serial) => [serial, true]));
  return [
    'local gates = {',
    ...participantGates(model.config).map(gateRow),
    '}',
    'local refusals = {',
    ...refusalRows(),
    '}',
    `local revoked = ${lua(revoked)}`,
    `local token_provider = ${lua(tokenProvider)}`,
    `local cluster_egress = ${lua(egressRanges)}`,
    `local front_name = ${front?.clientName ? lua(front.clientName) : 'nil'}`,
    `local front_ranges = ${lua(front?.ranges.join(' ') ?? '')}`,
    script('participant-gate'),
  ].join('\n');
}

/** The script on routes of operators: it decides nothing, and puts what the gateway refuses into the words of FSPIOP. */
export const operatorScript = (): string => ['local refusals = {', ...refusalRows(), '}', script('operator-answers')].join('\n');
