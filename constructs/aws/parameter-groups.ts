import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import type { Construct } from 'constructs';
import { mysqlParameters } from '../../config/model/mysql-parameters';
import { everyServiceSpeaksTls } from '../../config/model/store-trust';
import type { WorkbenchConfig } from '../../config/schema/workbench';

interface ParameterGroups {
  readonly rds: (scope: Construct, settings: Settings) => DbParameterGroup;
  readonly aurora: (scope: Construct, settings: Settings) => RdsClusterParameterGroup;
}

interface Settings {
  readonly name: string;
  readonly description: string;
  readonly parameter: readonly { readonly name: string; readonly value: string; readonly applyMethod: string }[];
}

/** Aurora keeps what the whole cluster shares in a group of the cluster; its members take the rest from the defaults of AWS. */
const groups: ParameterGroups = {
  rds: (scope, { parameter, ...rest }) =>
    new DbParameterGroup(scope, 'parameters', { ...rest, family: 'mysql8.0', parameter: [...parameter] }),
  aurora: (scope, { parameter, ...rest }) =>
    new RdsClusterParameterGroup(scope, 'parameters', { ...rest, family: 'aurora-mysql8.0', parameter: [...parameter] }),
};

/** The parameters that Mojaloop needs, as a group of RDS or Aurora. A change of one takes hold at once, or with the next restart where it must. */
export function mysqlParameterGroup<Service extends keyof ParameterGroups>(
  scope: Construct,
  config: WorkbenchConfig,
  service: Service,
  name: string,
): ReturnType<ParameterGroups[Service]> {
  const { release } = config.hub;
  const parameter = mysqlParameters(service, { mysqlTls: everyServiceSpeaksTls(config) }).map(({ name, value, restart }) => ({
    name,
    value,
    applyMethod: restart ? 'pending-reboot' : 'immediate',
  }));
  const settings = { name, description: `Mojaloop ${release}`, parameter };
  return groups[service](scope, settings) as ReturnType<ParameterGroups[Service]>;
}
