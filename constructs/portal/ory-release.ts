import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { portalDemand } from '../../config/model/portal/demand';
import { pulled } from '../in-cluster/images';
import type { ReleaseSpec, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** What a pod of Ory asks for. */
export const oryResources = requests(portalDemand.ory.cpu, portalDemand.ory.memory);

/** Another name for an image of Ory, where images come from a mirror. */
export const oryImage = ({ config }: EnvironmentModel, image: string): Values =>
  config.charts.images === undefined ? {} : { image: { repository: pulled(config, `oryd/${image}`) } };

/** A chart of Ory as the portal runs it, with what is its own. Several pods are never away together. */
export function oryRelease(
  model: EnvironmentModel,
  {
    name,
    chart,
    image,
    values,
    disruption,
  }: Pick<ReleaseSpec, 'name' | 'chart'> & {
    readonly image: string;
    readonly values: Values;
    /** Whether the chart has a budget for pods that are moved. */
    readonly disruption: boolean;
  },
): ReleaseSpec {
  const { namespace, replicas } = model.config.portal;
  return {
    id: name,
    name,
    namespace,
    chart,
    version: chartVersion(model.config, chart),
    secretValues: [],
    values: {
      replicaCount: replicas,
      ...oryImage(model, image),
      ...values,
      ...(disruption && replicas > 1 ? { pdb: { enabled: true, spec: { maxUnavailable: 1 } } } : {}),
    },
  };
}
