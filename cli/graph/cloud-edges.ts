import type { EnvironmentModel } from '../../config/environment';
import { type IdentityId, identitiesOf } from '../../config/model/identities';
import { serviceId } from './cloud-nodes';
import type { CloudService } from './cloud-terms';
import type { GraphEdge } from './graph';

/** Who of the cluster asks which service of the cloud: only pods that are somebody there, each for the reason of its identity. */
const users = [
  { id: 'vault', from: 'vault', to: 'keys' },
  { id: 'external-dns', from: 'cloud-controllers', to: 'dnsZones' },
  { id: 'cert-manager', from: 'cert-manager', to: 'dnsZones' },
] as const satisfies readonly { readonly id: IdentityId; readonly from: string; readonly to: CloudService }[];

/** Arrows from pods to services of the cloud. The flow table lets out each of them; a test holds that. */
export function cloudEdges({ config }: EnvironmentModel, nodes: ReadonlySet<string>): GraphEdge[] {
  const identities = identitiesOf(config);
  return users.flatMap(({ id, from, to }) => {
    const identity = identities.find((one) => one.id === id);
    const drawn = identity && nodes.has(from) && nodes.has(serviceId(to));
    return drawn ? [{ from, to: serviceId(to), label: 'HTTPS 443', why: identity.why }] : [];
  });
}
