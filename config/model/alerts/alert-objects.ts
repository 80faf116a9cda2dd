import type { EnvironmentModel } from '../../environment';
import { ruleGroups } from './rule-groups';

/** An object of the Prometheus operator, as plain data. */
export interface AlertObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: object;
}

/** Rules of alerts (PrometheusRule) of an environment. Those of nodes, pods and Prometheus itself come with the chart. */
export const alertObjects = (model: EnvironmentModel): readonly AlertObject[] => [
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'mojaloop', namespace: model.config.monitoring.namespace },
    spec: { groups: ruleGroups(model) },
  },
];
