import type { EnvironmentModel } from '../../config/environment';
import { type Flow, type Peer, participantFlows } from '../../config/model/flows';
import { localParticipants } from '../../config/model/namespaces';

/** An allowed connection in words. Everything that is not in the table is refused. */
export interface FlowRow {
  readonly from: string;
  readonly to: string;
  /** Empty: every port. */
  readonly ports: readonly number[];
  readonly why: string;
  /** Participants whose own namespaces have it; absent for a flow of the platform. */
  readonly participants?: readonly string[];
}

const words = (peer: Peer, self?: string): string => {
  if ('namespace' in peer)
    return peer.namespace === self ? 'its own namespace' : [peer.namespace, ...(peer.app ? [peer.app] : [])].join('/');
  if ('participants' in peer) return 'payment managers';
  if ('kubernetesApi' in peer) return 'API server';
  return peer.cidr === '0.0.0.0/0' ? 'anywhere' : peer.cidr;
};

/** The flows of the platform, then those of payment managers: the same for each, so they stand there once. */
export function flowRows({ config, flows }: EnvironmentModel): FlowRow[] {
  const row = (flow: Flow, self?: string) => ({ from: words(flow.from, self), to: words(flow.to, self), ports: flow.ports, why: flow.why });
  const own = new Map<string, { row: ReturnType<typeof row>; participants: string[] }>();
  for (const { id, sdkBulk } of localParticipants(config)) {
    for (const flow of participantFlows(config, id, sdkBulk)) {
      const written = row(flow, id);
      const key = JSON.stringify(written);
      const entry = own.get(key) ?? { row: written, participants: [] };
      entry.participants.push(id);
      own.set(key, entry);
    }
  }
  return [...flows.map((flow) => row(flow)), ...[...own.values()].map((entry) => ({ ...entry.row, participants: entry.participants }))];
}
