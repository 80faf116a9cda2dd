import type { Construct } from 'constructs';
import { auditCollector, auditPlace } from '../config/model/audit/place';
import { dashboards } from '../config/model/dashboards/dashboards';
import { hasManagedGrafana, logsInObjects, metricsGoToCloud } from '../config/model/log-places';
import { grafanaHost, keepsLogs, keepsTraces, monitoring, runsAgents } from '../config/model/monitoring';
import { systemNamespace } from '../config/model/namespaces';
import { isManaged } from '../config/model/store-services';
import { agentsRelease } from '../constructs/observability/agents';
import { alertRuleObjects } from '../constructs/observability/alert-rules';
import { auditCollectorRelease } from '../constructs/observability/audit-collector';
import { exportersObjects } from '../constructs/observability/exporters';
import { dashboardObjects } from '../constructs/observability/grafana';
import { ledgerExporterObjects } from '../constructs/observability/ledger-exporter';
import { type LogObjects, logsRelease } from '../constructs/observability/logs';
import type { ManagedMetrics } from '../constructs/observability/managed-metrics';
import { monitorObjects } from '../constructs/observability/monitors';
import { monitoringKinds, prometheusRelease } from '../constructs/observability/prometheus';
import { monitoringRouteObjects } from '../constructs/observability/routes';
import { tracesRelease } from '../constructs/observability/traces';
import { secretObjects, secretsReady } from '../constructs/vault/secret-objects';
import { type StackContext, WorkbenchStack } from './workbench-stack';

/** What watches the hub: metrics, dashboards, alerts. No payment passes it; without it nobody sees that one is stuck. */
export class ObservabilityStack extends WorkbenchStack {
  constructor(scope: Construct, id: string, context: StackContext) {
    super(scope, id, context);
    const { model } = context;
    const { config } = model;
    this.useOwnCluster();
    const { namespace } = config.monitoring;

    const secrets = this.secrets();
    const kinds = this.release(monitoringKinds(model));
    const stack = this.release(prometheusRelease(model, this.managedMetrics()), { dependsOn: [kinds.resource, secrets.resource] });
    this.objects('monitoring-routes', { namespace, objects: monitoringRouteObjects(model), dependsOn: [stack.resource] });
    if (keepsLogs(config)) this.release(logsRelease(model, this.logObjects()));
    if (keepsTraces(config)) this.release(tracesRelease(model));
    if (runsAgents(config)) this.release(agentsRelease(model), { dependsOn: [secrets.resource] });
    const place = auditPlace(config);
    if (place) {
      const { podIdentity } = this.additions();
      const identity = podIdentity(namespace, auditCollector.release);
      this.release(auditCollectorRelease(model, place, identity), { dependsOn: [secrets.resource] });
    }
    const mysql = isManaged(config, 'mysql') ? this.read('managed-stores', 'mysql').host : undefined;
    const exporters = [...exportersObjects(model, mysql), ...ledgerExporterObjects(model, mysql)];
    if (exporters.length > 0) this.objects('exporters', { namespace: config.stores.namespace, objects: exporters });
    this.objects('monitors', { namespace, objects: monitorObjects(model), dependsOn: [stack.resource] });
    this.objects('alerts', { namespace, objects: alertRuleObjects(model), dependsOn: [stack.resource] });
    this.objects('dashboards', { namespace, objects: dashboardObjects(model, dashboards(model)), dependsOn: [secrets.resource] });
    this.publish({
      grafana: `https://${grafanaHost(config)}`,
      ...(hasManagedGrafana(config) ? { managedGrafana: this.read('foundation', 'logWorkspace').grafana } : {}),
    });
  }

  /** Where Prometheus sends what it measures besides, and who it is there; undefined where it keeps that to itself. */
  private managedMetrics(): ManagedMetrics | undefined {
    const { config } = this.context.model;
    if (!metricsGoToCloud(config)) return undefined;
    const identity = this.additions().podIdentity(config.monitoring.namespace, monitoring.prometheus.service);
    return { url: this.read('foundation', 'logWorkspace').metrics, identity };
  }

  /** Object storage that Loki keeps logs in, and who it is there; undefined where it has its volume alone. */
  private logObjects(): LogObjects | undefined {
    const { config } = this.context.model;
    if (!logsInObjects(config)) return undefined;
    const identity = this.additions().podIdentity(config.monitoring.namespace, monitoring.logs.release);
    return { store: this.read('foundation', 'objectStore'), identity };
  }

  /** Passwords of the monitoring; what the stack `edge` has made is only delivered. */
  private secrets() {
    const { config, secrets } = this.context.model;
    const own = [config.monitoring.namespace, config.monitoring.agentsNamespace];
    const entries = secrets
      .map((entry) => ({ ...entry, deliveries: entry.deliveries.filter(({ namespace }) => own.includes(namespace)) }))
      .filter(({ owner, deliveries }) => owner === 'observability' || deliveries.length > 0);
    return this.objects('monitoring-secrets', {
      namespace: systemNamespace,
      objects: secretObjects(
        config,
        entries,
        entries.filter(({ owner }) => owner === 'observability'),
      ),
      waitFor: secretsReady(entries),
    });
  }
}
