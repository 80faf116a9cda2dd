import type { WorkbenchConfig } from '../../schema/workbench';
import { audited } from '../audit/place';
import { nameOf } from '../names';
import type { AwsAlarm } from './aws-alarms';

/**
 * Whether Firehose brings the audit log of the Kubernetes API to its bucket (docs.aws.amazon.com, Data Firehose: monitoring with CloudWatch metrics; alarms
 * advised there). It tries for a day, then the log is lost.
 */
export const awsAuditAlarms = (config: WorkbenchConfig): readonly AwsAlarm[] => {
  if (!audited.byCloud(config)) return [];
  const of = { namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName: nameOf(config, 'role', 'audit') } };
  return [
    {
      ...of,
      id: 'audit-refused',
      severity: 'critical',
      says: 'the bucket refuses the audit log of the Kubernetes API: after a day it is lost',
      metric: 'DeliveryToS3.Success',
      statistic: 'Average',
      beyond: 'LessThanThreshold',
      threshold: 1,
      minutes: 15,
    },
    {
      ...of,
      id: 'audit-late',
      severity: 'warning',
      // It is handed over every five minutes.
      says: 'the audit log of the Kubernetes API is more than half an hour late in its bucket',
      metric: 'DeliveryToS3.DataFreshness',
      statistic: 'Maximum',
      beyond: 'GreaterThanThreshold',
      threshold: 1800,
      minutes: 15,
    },
  ];
};
