import type { EnvironmentModel } from '../../config/environment';
import { ruleGroups } from '../../config/model/alerts/rule-groups';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json } from '../in-cluster/release-spec';

/** Rules of alerts (PrometheusRule) of an environment. Those of nodes, pods and Prometheus itself come with the chart. */
export const alertRuleObjects = (model: EnvironmentModel): KubernetesObject[] => [
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'mojaloop', namespace: model.config.monitoring.namespace },
    spec: { groups: ruleGroups(model) as unknown as Json },
  },
];
