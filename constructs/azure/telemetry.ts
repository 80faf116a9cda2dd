import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/**
 * Services that keep what they are told about the hub in places that Azure chooses may be used: no country is named, or the file allows it.
 * Log Analytics is none of them: its data stays in the region of the environment.
 */
export const mayLeaveCountry = ({ residency }: WorkbenchConfig): boolean => !residency.country || residency.telemetry;

/** What of a resource is logged: `audit` is who did what, `allLogs` everything, or categories by name. */
export interface Diagnosis {
  readonly target: string;
  readonly logs: 'audit' | 'allLogs' | readonly string[];
}

/** Sends the logs and numbers of one resource to the log workspace. Costs by the GB there. */
export const diagnose = (scope: Construct, id: string, workspace: string, { target, logs }: Diagnosis) =>
  new MonitorDiagnosticSetting(scope, id, {
    name: 'workbench',
    targetResourceId: target,
    logAnalyticsWorkspaceId: workspace,
    enabledLog: typeof logs === 'string' ? [{ categoryGroup: logs }] : logs.map((category) => ({ category })),
    enabledMetric: [{ category: 'AllMetrics' }],
  });

/** Writes logs of one resource into a storage account besides, a blob an hour, in a container of a name that Azure Monitor chooses (`insights-logs-<category>`). */
export const archive = (
  scope: Construct,
  id: string,
  account: string,
  { target, logs }: Diagnosis & { readonly logs: readonly string[] },
) =>
  new MonitorDiagnosticSetting(scope, id, {
    name: 'audit',
    targetResourceId: target,
    storageAccountId: account,
    enabledLog: logs.map((category) => ({ category })),
  });
