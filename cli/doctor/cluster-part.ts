import type { EnvironmentModel } from '../../config/environment';
import { type PlacedCertificate, placedCertificates, placedCertificatesThere } from '../../config/model/certificates';
import { localParticipants } from '../../config/model/namespaces';
import { clusterNamespaces } from '../../config/model/participant-cluster-flows';
import { participantsElsewhere } from '../../config/model/participants-elsewhere';
import { type DeliveredSecret, deliveredSecrets } from '../../config/model/secret-map';
import { kubeconfigAccess } from '../../constructs/in-cluster/access';
import { clusterStack } from '../../stacks/stack-table';
import { clusterAccessOf } from '../../stacks/workbench-stack';
import type { ClusterAccess } from '../run/kubeconfig';
import { type Question, questions } from './cluster-questions';

/** What of an environment is in one cluster: all that the doctor looks for there, and how it comes to it. */
export interface ClusterPart {
  /** What rows of it are told by; undefined for the cluster of the hub. */
  readonly name?: string;
  readonly access: ClusterAccess;
  readonly asks: ReadonlySet<Question>;
  readonly namespaces: ReadonlySet<string>;
  readonly secrets: readonly DeliveredSecret[];
  readonly certificates: readonly PlacedCertificate[];
  /** Whether a stack puts its releases there. */
  readonly holds: (stack: string) => boolean;
  /** Stacks that make the gateway, where one is ours and has somebody behind it, and the secrets. */
  readonly stacks: { readonly gateway?: string; readonly secrets: string };
}

const accessOf = ({ configPath, configContext }: ReturnType<typeof kubeconfigAccess>): ClusterAccess => ({
  kubeconfig: configPath,
  context: configContext,
});

const all = new Set(Object.keys(questions) as Question[]);
/** No stores, no topics and no Jobs of ours are there, and a login there need not see those of others. */
const ofManagers: ReadonlySet<Question> = new Set(['pods', 'events', 'secrets', 'vaultsecrets', 'certificates']);
const withGateway: ReadonlySet<Question> = new Set([...ofManagers, 'gateways']);

/** The cluster of the hub has what no other one has. */
function hubPart(
  model: EnvironmentModel,
  stateDir: string,
  delivered: readonly DeliveredSecret[],
  elsewhere: readonly ClusterPart[],
): ClusterPart {
  const { config, namespaces } = model;
  const local = localParticipants(config).map(({ id }) => id);
  return {
    access: accessOf(clusterAccessOf({ model, stateDir })),
    asks: all,
    namespaces: new Set([...namespaces.map(({ name }) => name), ...local]),
    secrets: delivered.filter((secret) => !elsewhere.some(({ secrets }) => secrets.includes(secret))),
    certificates: placedCertificates(config),
    holds: (stack) => !elsewhere.some(({ holds }) => holds(stack)),
    stacks: { gateway: 'edge', secrets: 'secrets stores' },
  };
}

/** The cluster of the hub, and after it every other one that carries payment managers of the environment. */
export function clusterParts(model: EnvironmentModel, stateDir: string): readonly [ClusterPart, ...ClusterPart[]] {
  const { config } = model;
  const delivered = deliveredSecrets(model.secrets);
  const elsewhere = participantsElsewhere(config).map(({ label, cluster, prepared, participants, stacks }): ClusterPart => {
    const ids = new Set(participants.map(({ id }) => id));
    const platform = prepared ? [clusterStack(prepared)] : [];
    const here = new Set([...platform, ...stacks]);
    return {
      name: label,
      access: accessOf(kubeconfigAccess(cluster)),
      asks: prepared ? withGateway : ofManagers,
      namespaces: new Set([...(prepared ? clusterNamespaces(config).map(({ name }) => name) : []), ...ids]),
      secrets: delivered.filter(({ namespace }) => ids.has(namespace)),
      certificates: placedCertificatesThere(config, participants, prepared !== undefined),
      holds: (stack) => here.has(stack),
      // Its listeners need a certificate, so without a payment manager there is none.
      stacks: { ...(ids.size > 0 && platform[0] ? { gateway: platform[0] } : {}), secrets: [...here].join(' ') },
    };
  });
  return [hubPart(model, stateDir, delivered, elsewhere), ...elsewhere];
}
