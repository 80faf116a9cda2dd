import type { WorkbenchConfig } from '../../schema/workbench';
import { storePort } from '../backup/flows';
import type { Flow, Peer } from '../flows';
import { auditCollector, auditPlace, collectsAudit } from './place';

/** Ways of audit logs: agents of the nodes hand them to one collector, which reads the topic of Mojaloop besides, and is let out to the store. */
export function auditFlows(config: WorkbenchConfig): Flow[] {
  if (!collectsAudit(config)) return [];
  const { monitoring, stores } = config;
  const collector: Peer = { namespace: monitoring.namespace, app: auditCollector.release };
  const anywhere: Peer = { cidr: '0.0.0.0/0' };
  const { external } = stores.kafka;
  return [
    { from: { namespace: monitoring.agentsNamespace }, to: collector, ports: [auditCollector.otlpPort], why: 'audit logs of the nodes' },
    { from: collector, to: { namespace: stores.namespace }, ports: [9092], why: 'the audit topic of Mojaloop' },
    ...(external
      ? [{ from: collector, to: anywhere, ports: [external.port ?? 9092], why: 'the audit topic in the existing kafka' } satisfies Flow]
      : []),
    { from: collector, to: anywhere, ports: [storePort(auditPlace(config)?.endpoint)], why: 'audit logs go to their store' },
  ];
}
