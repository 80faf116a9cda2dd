import { insightsLogin, tracesGoToInsights } from '../../config/model/log-places';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Json, Values } from '../in-cluster/release-spec';

const variable = 'APPLICATIONINSIGHTS_CONNECTION_STRING';

/**
 * Application Insights gets each trace that Tempo gets. The connection string is a variable from a Secret: whoever has it may write false traces, and read
 * nothing. The exporter knows no login of Entra ID (github.com/open-telemetry/opentelemetry-collector-contrib/issues/32163).
 */
export const insightsExporter = (config: WorkbenchConfig): { readonly exporters: Values; readonly env: readonly Json[] } | undefined =>
  tracesGoToInsights(config)
    ? {
        exporters: { 'azuremonitor/traces': { connection_string: `\${env:${variable}}` } },
        env: [{ name: variable, valueFrom: { secretKeyRef: { name: insightsLogin.secret, key: insightsLogin.key } } }],
      }
    : undefined;
