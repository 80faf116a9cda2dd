import type { EnvironmentModel } from '../../environment';
import { auditPlace, collectsAudit } from '../audit/place';
import type { AlertRow } from './rule';

const by = 'sum by (namespace, pod, exporter)';
/** Names of exporters in the collector begin with their kind; agents of the nodes bring lines of Vault and the gateway to it by `otlp/audit`. */
const kinds = { s3: 'awss3', 'azure-blob': 'azureblob' } as const;

/**
 * Whether audit logs reach their store, as the collectors tell it. They try again for ever, so a store that is away is no failure to them: what waits grows, and
 * nothing is sent. Of an exporter that never sent or never failed there is no series at all.
 */
export const auditAlerts = ({ config }: EnvironmentModel): readonly AlertRow[] => {
  const place = auditPlace(config);
  if (!place || !collectsAudit(config)) return [];
  const of = (metric: string) => `otelcol_exporter_${metric}{exporter=~"${kinds[place.kind]}/.+|otlp/audit"}`;
  const waits = `${by} (${of('queue_size')})`;
  const sent = `${by} (increase(${of('sent_log_records')}[20m]))`;
  // A counter is born with its first failure: that it was not there a while ago counts as zero.
  const began = (metric: string) =>
    `(${by} (${of(metric)}) - ${by} (${of(metric)} offset 15m) > 0 or ${by} (${of(metric)}) > 0 unless ${by} (${of(metric)} offset 15m))`;
  return [
    {
      alert: 'AuditLogsWaiting',
      severity: 'warning',
      // A file is written every five minutes where there is anything at all.
      expr: `${waits} > 0 unless ${sent} > 0`,
      for: '20m',
      summary: 'Audit logs wait in {{ $labels.pod }}: {{ $labels.exporter }} has sent none for twenty minutes',
      description: 'They are kept on its volume and sent later. Who looks into the store does not see the last hours.',
    },
    {
      alert: 'AuditLogsLost',
      severity: 'critical',
      expr: `${began('send_failed_log_records')} or ${began('enqueue_failed_log_records')} or ${waits} / ${by} (${of('queue_capacity')}) > 0.8`,
      summary: 'Audit logs of {{ $labels.exporter }} in {{ $labels.pod }} are lost, or soon will be',
      description:
        'The store refused some for good, or there is nearly no room left for what waits. Lines of the gateway are gone when the node turns its files over.',
    },
  ];
};
