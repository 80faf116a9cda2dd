import type { EnvironmentModel } from '../../environment';

/** A dashboard of Grafana as code. */
export interface Dashboard {
  /** Name of its file, without the ending: lower case letters, digits and dashes. */
  readonly name: string;
  /** What Grafana reads (its JSON model). */
  readonly json: object;
}

/** Dashboards of an environment. Those of nodes, pods and Prometheus itself come with the chart. */
export const dashboards = (_model: EnvironmentModel): readonly Dashboard[] => [];
