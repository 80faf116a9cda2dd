import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import type { ReleaseSpec } from '../in-cluster/release-spec';

/** Oracles that find a participant by the first digits of an identifier: one release each. */
export function prefixOracleReleases(model: EnvironmentModel): ReleaseSpec[] {
  const { hub } = model.config;
  return hub.oracles.prefix.map(({ name, chart, type, prefixLength }) => ({
    id: `oracle-${name}`,
    name,
    namespace: hub.namespace,
    chart,
    version: chartVersion(model.config, chart),
    values: { env: { oracleType: type, prefixLength }, ingress: { enabled: false } },
    secretValues: [],
  }));
}
