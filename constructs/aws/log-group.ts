import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { logRetention } from './log-retention';

/**
 * A log group of our own, encrypted and with an end. AWS would make those of its services itself otherwise: without a key, without an end, and without
 * ever removing them. About 0.50 USD a GB that comes in.
 */
export const logGroup = (
  scope: Construct,
  id: string,
  { operations }: WorkbenchConfig,
  key: string,
  name: string,
  days: number = operations.logRetentionDays,
): CloudwatchLogGroup => new CloudwatchLogGroup(scope, id, { name, retentionInDays: logRetention(days), kmsKeyId: key });

/** Log groups of a store, one a log, below one path; made before the store. */
export const logGroups = (
  scope: Construct,
  config: WorkbenchConfig,
  key: string,
  path: string,
  logs: readonly string[],
): CloudwatchLogGroup[] => logs.map((log) => logGroup(scope, `log-${log}`, config, key, `${path}/${log}`));
