import { PrometheusWorkspace } from '@cdktf/provider-aws/lib/prometheus-workspace';
import { logsGoTo, metricsGoToAws, podLogGroup } from '../../config/model/log-places';
import { nameOf } from '../../config/model/names';
import type { Capabilities, LogWorkspace } from '../contracts';
import { flowLogs } from './flow-logs';
import { logGroup } from './log-group';

/**
 * The log group of the platform, that of the network where `network.flowLogs` says so, and that of pods where `monitoring.logs.store` says so; all
 * encrypted, and kept as long as `operations.logRetentionDays` (pods: `monitoring.logs.retentionDays`) says or the next longer time that CloudWatch knows. About 0.6 USD a GB taken in and 0.03 USD a GB and month kept.
 * They go with the environment: their key goes too, and without it nobody could read them.
 * They are of the standard class: the cheaper one knows no metric filters, so nothing could raise an alarm.
 * `id` is the name of the group, which brokers and others are told; traces stay in the cluster, and metrics, which
 * Amazon Managed Prometheus gets besides where `monitoring.metrics.managed` says so (150 days; 0.90 USD for ten million samples). A workspace that is
 * removed takes its metrics with it.
 */
export const logWorkspace: Capabilities['logWorkspace'] = (scope, { config }, { network, keys }): LogWorkspace => {
  const group = (id: string) => logGroup(scope, id, config, keys.data, `/${config.tenant}/${config.environment}/${id}`);
  const platform = group('platform');
  if (config.network.flowLogs) flowLogs(scope, config, network.id, group('network'));
  if (logsGoTo(config, 'cloudwatch')) logGroup(scope, 'pods', config, keys.data, podLogGroup(config), config.monitoring.logs.retentionDays);
  const metrics = metricsGoToAws(config)
    ? new PrometheusWorkspace(scope, 'metrics', { alias: nameOf(config, 'logWorkspace', 'metrics'), kmsKeyArn: keys.data })
    : undefined;
  return { id: platform.name, insights: '', metrics: metrics ? `${metrics.prometheusEndpoint}api/v1/remote_write` : '', grafana: '' };
};
