import type { EnvironmentModel } from '../../environment';

/** An object of the Prometheus operator, as plain data. */
export interface AlertObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: object;
}

/** Rules of alerts (PrometheusRule) of an environment. Those of nodes, pods and Prometheus itself come with the chart. */
export const alertObjects = (_model: EnvironmentModel): readonly AlertObject[] => [];
