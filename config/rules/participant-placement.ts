import { didYouMean } from '../problems';
import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { always, type Finding, present, type Rule } from './rule';

type Placed = NonNullable<ParticipantConfig['cluster']>;

/** A rule about where payment managers run that are not in the cluster of the hub. */
const placed =
  (check: (participant: ParticipantConfig, cluster: Placed, config: WorkbenchConfig) => Finding | undefined): Rule['check'] =>
  (config) =>
    present(config.participants).flatMap(({ index, item }) => {
      const found = item.cluster && !item.external ? check(item, item.cluster, config) : undefined;
      return found ? [{ ...found, path: ['participants', index, ...found.path] }] : [];
    });

export const participantPlacementRules: readonly Rule[] = [
  {
    code: 'PAR-CLUSTER',
    severity: 'warning',
    title: 'Another cluster has what a payment manager stands on',
    appliesWhen: always,
    check: placed(({ id }, { name }) =>
      name === undefined
        ? {
            path: ['cluster'],
            message: `the cluster of ${id} gets its payment manager only: it must have vault-config-operator, cert-manager with the issuer, a gateway and a login at Vault already`,
            hint: 'describe it in participantClusters and write cluster: { name: … }: it gets all of that',
          }
        : undefined,
    ),
  },
  {
    code: 'PAR-CLUSTER-WAY',
    severity: 'error',
    title: 'Another cluster is told by its name, or by kubeconfig and context',
    appliesWhen: always,
    check: placed(({ id }, { name, kubeconfig, context }) => {
      if (name !== undefined)
        return kubeconfig === undefined && context === undefined
          ? undefined
          : {
              path: ['cluster'],
              message: `the cluster of ${id} is told twice: by its name ${name}, and by its kubeconfig`,
              hint: 'keep the name: kubeconfig and context stand in participantClusters',
            };
      return kubeconfig !== undefined && context !== undefined
        ? undefined
        : {
            path: ['cluster'],
            message: `nobody can tell which cluster that of ${id} is`,
            hint: 'write cluster: { name: … } of one in participantClusters, or both kubeconfig and context',
          };
    }),
  },
  {
    code: 'PAR-CLUSTER-NAME',
    severity: 'error',
    title: 'A cluster that carries a payment manager is described',
    appliesWhen: always,
    check: placed(({ id }, { name }, { participantClusters }) => {
      if (name === undefined || Object.hasOwn(participantClusters, name)) return undefined;
      const names = Object.keys(participantClusters);
      return {
        path: ['cluster', 'name'],
        message: `${id} is to run in ${name}, which is not in participantClusters`,
        hint: didYouMean(name, names) ?? (names.length > 0 ? `there are ${names.join(', ')}` : 'describe it there, or leave cluster out'),
      };
    }),
  },
  {
    code: 'PAR-CLUSTER-SAME',
    severity: 'warning',
    title: 'Another cluster of a participant is another one',
    appliesWhen: always,
    check: placed(({ id }, { kubeconfig, context }, { platform }) =>
      kubeconfig === platform.kubeconfig && context === platform.context
        ? { path: ['cluster'], message: `the cluster of ${id} is that of the hub`, hint: 'leave cluster out' }
        : undefined,
    ),
  },
  {
    code: 'PAR-CLUSTER-BULK',
    severity: 'error',
    title: 'Bulk through the SDK runs where Kafka is',
    appliesWhen: always,
    check: placed(({ id, sdkBulk }, { name }) =>
      sdkBulk && name !== undefined
        ? {
            path: ['sdkBulk'],
            message: `the bulk handlers of ${id} would run in cluster ${name}, and Kafka of the hub is not reached from there`,
            hint: 'write sdkBulk: false, or leave cluster out',
          }
        : undefined,
    ),
  },
  {
    code: 'PAR-CLUSTER-CALLBACK',
    severity: 'warning',
    title: 'A payment manager in a cluster that is prepared here is called back at its own port',
    appliesWhen: always,
    check: placed(({ id, callback }, { name }) =>
      name !== undefined && callback.port !== 443
        ? {
            path: ['callback', 'port'],
            message: `callback.port has no effect on ${id}: the gateway of cluster ${name} takes callbacks at port 8443`,
            hint: 'remove it',
          }
        : undefined,
    ),
  },
];
