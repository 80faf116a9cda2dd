import type { EnvironmentModel } from '../../config/environment';
import { portalDemand } from '../../config/model/portal/demand';
import type { KubernetesObject } from '../in-cluster/objects';

/** Most a pod of the portal may use, where it says nothing of it, in MiB: a report holds its rows and its page in memory. */
const mostMemory = 768;

/** What pods of the portal ask for and may use: the charts of Mojaloop leave both out. */
export const limitObjects = ({ config }: EnvironmentModel): KubernetesObject[] => {
  const { cpu, memory } = portalDemand.part;
  return [
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'portal', namespace: config.portal.namespace },
      spec: {
        limits: [{ type: 'Container', defaultRequest: { cpu: `${cpu}m`, memory: `${memory}Mi` }, default: { memory: `${mostMemory}Mi` } }],
      },
    },
  ];
};
