import type { Values } from '../in-cluster/release-spec';

/** Numbers of a collector about itself, under the names that its documentation gives them: versions differ in what they put behind them when nobody says. */
export const collectorTelemetry = (port: number): Values => ({
  metrics: {
    readers: [{ pull: { exporter: { prometheus: { host: '${env:MY_POD_IP}', port, without_type_suffix: true, without_units: true } } } }],
  },
});
