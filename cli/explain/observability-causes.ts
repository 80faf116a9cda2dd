/** What the monitoring is made of, by address (see causes.ts). */
const on = ['monitoring.enabled', 'monitoring.namespace'];

export const observabilityCauseRows = [
  { address: /^helm_release\.monitoring-kinds$/, settings: on },
  {
    address: /^helm_release\.monitoring$/,
    settings: [
      ...on,
      'monitoring.agentsNamespace',
      'monitoring.metrics',
      'monitoring.operatorsGroup',
      'alerts.routes',
      'hub.size',
      'cluster.storageClass',
      'profile',
    ],
  },
  {
    address: /^helm_release\.monitoring-routes$/,
    settings: [
      'monitoring.enabled',
      'monitoring.grafanaAddresses',
      'gateway.operatorAddresses',
      'gateway.operators.balancer',
      'environment',
      'domain',
    ],
  },
  { address: /^helm_release\.monitoring-secrets$/, settings: [...on, 'identity.provider', 'secrets.kvMount', 'alerts.routes'] },
  { address: /^helm_release\.monitors$/, settings: [...on, 'hub.metrics', 'hub.namespace', 'stores.namespace', 'secrets.vault.address'] },
  {
    address: /^helm_release\.exporters$/,
    settings: ['monitoring.enabled', 'stores.*', 'hub.bulk', 'hub.ttkSimulators', 'hub.interScheme'],
  },
  { address: /^helm_release\.logs$/, settings: ['monitoring.logs', 'monitoring.namespace', 'hub.size', 'cluster.storageClass'] },
  { address: /^helm_release\.traces$/, settings: ['monitoring.traces', 'monitoring.namespace', 'hub.size', 'cluster.storageClass'] },
  {
    address: /^helm_release\.(?:opentelemetry-operator|service-spans)$/,
    settings: ['monitoring.traces.services', 'monitoring.agentsNamespace', 'hub.namespace', 'hub.releaseName', 'environment', 'profile'],
  },
  { address: /^helm_release\.alerts$/, settings: [...on, 'slo', 'alerts.thresholds', 'alerts.runbooks', 'certificates.validityHours'] },
  { address: /^helm_release\.dashboards$/, settings: [...on, 'slo', 'identity.namespace'] },
  {
    address: /^helm_release\.node-agents$/,
    settings: ['monitoring.agentsNamespace', 'monitoring.logs', 'monitoring.traces.store', 'operations.audit.*'],
  },
  {
    address: /^helm_release\.audit-collector$/,
    settings: [...on, 'operations.audit.*', 'stores.kafka.*', 'platform.region', 'cluster.storageClass', 'environment'],
  },
] as const;
