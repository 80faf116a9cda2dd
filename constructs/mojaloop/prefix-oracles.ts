import type { EnvironmentModel } from '../../config/environment';
import { chartVersion } from '../../config/model/charts';
import { prefixOraclePorts } from '../../config/model/onboarding/oracles';
import type { ReleaseSpec } from '../in-cluster/release-spec';

/**
 * Oracles that find a participant by the first digits of an identifier: one release each. Everything has the name of the release: the charts would call
 * the Service and the database of two releases the same.
 */
export function prefixOracleReleases(model: EnvironmentModel): ReleaseSpec[] {
  const { hub } = model.config;
  return hub.oracles.prefix.map(({ name, chart, type, prefixLength }) => ({
    id: `oracle-${name}`,
    name,
    namespace: hub.namespace,
    chart,
    version: chartVersion(model.config, chart),
    values: {
      nameOverride: name,
      fullnameOverride: name,
      mariadb: { nameOverride: `${name}-db`, fullnameOverride: `${name}-db` },
      env: {
        oracleType: type,
        prefixLength,
        alsApiListenPort: prefixOraclePorts.lookup,
        adminApiListenPort: prefixOraclePorts.admin,
        database: { dbHost: `${name}-db` },
      },
      ingress: { enabled: false },
    },
    secretValues: [],
  }));
}
