import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { awsStoreAlarms } from '../../config/model/alerts/aws-alarms';
import { awsAuditAlarms } from '../../config/model/alerts/aws-audit';
import { nameOf } from '../../config/model/names';
import type { Capabilities } from '../contracts';
import { alarmTopics } from './alarm-topics';
import { balancerAlarms } from './balancer-alarms';

/** Seconds between two looks: numbers of the stores come once a minute, and the alarm every five is the cheap one. */
const period = 300;

/**
 * Alarms of CloudWatch about what AWS runs for the hub: stores, the balancer of the gateway, and the way of the audit log to its bucket. EKS has no numbers of its own there; its nodes and pods are
 * watched in the cluster. What is missing says nothing: a store that hibernates raises no alarm. About 0.10 USD a month each; mails cost nothing
 * up to 1,000 a month. Changing or removing one stops nothing.
 */
export const alarms: Capabilities['alarms'] = (scope, { config }, foundation) => {
  const topics = alarmTopics(scope, config, foundation.keys.data);
  for (const { id, severity, says, namespace, metric, statistic, beyond, threshold, minutes, dimensions } of [
    ...awsStoreAlarms(config),
    ...awsAuditAlarms(config),
  ]) {
    const periods = (minutes * 60) / period;
    new CloudwatchMetricAlarm(scope, id, {
      alarmName: nameOf(config, 'alarm', id),
      alarmDescription: `${severity}: ${says}`,
      namespace,
      metricName: metric,
      statistic,
      dimensions: { ...dimensions },
      comparisonOperator: beyond,
      threshold,
      period,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: 'missing',
      alarmActions: topics[severity],
      okActions: topics[severity],
    });
  }
  balancerAlarms(scope, config, foundation.cluster.name, topics);
};
