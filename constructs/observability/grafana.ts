import type { EnvironmentModel } from '../../config/environment';
import type { Dashboard } from '../../config/model/dashboards/panel';
import { realms } from '../../config/model/edge';
import { issuerOf, keycloakAddress, runsKeycloak } from '../../config/model/identity';
import { dashboardLabel, grafanaHost, keepsLogs, keepsTraces, monitoring } from '../../config/model/monitoring';
import { grafanaAdmin, grafanaClient } from '../../config/model/monitoring-secrets';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { KubernetesObject } from '../in-cluster/objects';
import { priorityName } from '../in-cluster/priorities';
import type { Json, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Where Grafana itself asks: inside the cluster where Keycloak runs there. */
function userinfo({ config }: EnvironmentModel): string {
  if (runsKeycloak(config)) return `${keycloakAddress(config)}/realms/${realms.operators}/protocol/openid-connect/userinfo`;
  return `${issuerOf(config, 'operators').issuer.replace(/\/$/, '')}/protocol/openid-connect/userinfo`;
}

/**
 * The login: operators of the hub by their issuer, by the group that their token carries, and nobody else. The account `admin` stays for the day on which
 * the issuer is away; its password is in Vault.
 */
function login(model: EnvironmentModel): Values {
  const { config } = model;
  const { operatorsGroup } = config.monitoring;
  const operators = issuerOf(config, 'operators');
  return {
    server: { root_url: `https://${grafanaHost(config)}`, domain: grafanaHost(config) },
    // Nothing is told to its makers, and nothing fetched from them.
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
    news: { news_feed_enabled: false },
    security: { cookie_secure: true, cookie_samesite: 'lax', strict_transport_security: true, disable_gravatar: true },
    users: { allow_sign_up: false, auto_assign_org_role: 'Viewer' },
    'auth.anonymous': { enabled: false },
    'auth.generic_oauth': {
      enabled: true,
      name: `Operators of ${config.environment}`,
      client_id: monitoring.grafana.client,
      scopes: 'openid profile email',
      auth_url: operators.authorizationEndpoint,
      token_url: operators.gatewayTokenEndpoint,
      api_url: userinfo(model),
      use_pkce: true,
      login_attribute_path: 'preferred_username',
      groups_attribute_path: 'groups',
      role_attribute_path: `contains(groups[*], '${operatorsGroup}') && 'Editor'`,
      // Whoever is not of the group has no role, and does not get in.
      role_attribute_strict: true,
    },
  };
}

/**
 * Grafana: everything in it is code, so it has no volume and one pod, and a new pod is as good as the old one. What a person draws by hand is gone
 * with the pod: a dashboard that should stay belongs into the repository.
 */
export function grafanaValues(model: EnvironmentModel): Values {
  const { config } = model;
  const ownNamespace = { searchNamespace: null, resource: 'configmap' };
  return {
    rbac: { namespaced: true },
    // A pod of tests that nobody runs.
    testFramework: { enabled: false },
    admin: { existingSecret: grafanaAdmin.name, userKey: grafanaAdmin.userKey, passwordKey: grafanaAdmin.passwordKey },
    envValueFrom: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: grafanaClient.name, key: grafanaClient.key } } },
    resources: requests(100, 384),
    defaultDashboardsTimezone: 'utc',
    additionalDataSources: dataSources(config),
    sidecar: { dashboards: ownNamespace, datasources: ownNamespace, resources: requests(20, 128) },
    'grafana.ini': login(model),
    priorityClassName: priorityName(config, 'tools'),
  };
}

/** Logs and traces, each with the way to the other: a line that carries a `traceparent` leads to its trace. */
function dataSources(config: WorkbenchConfig): Json[] {
  const { logs, traces } = monitoring;
  return [
    ...(keepsLogs(config)
      ? [
          {
            name: 'Loki',
            uid: 'loki',
            type: 'loki',
            url: `http://${logs.service}:${logs.port}`,
            jsonData: keepsTraces(config)
              ? {
                  // The four parts of a traceparent (W3C Trace Context); the second is the trace.
                  derivedFields: [
                    {
                      name: 'trace',
                      datasourceUid: 'tempo',
                      matcherRegex: '00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}',
                      url: '$${__value.raw}',
                    },
                  ],
                }
              : {},
          },
        ]
      : []),
    ...(keepsTraces(config)
      ? [
          {
            name: 'Tempo',
            uid: 'tempo',
            type: 'tempo',
            url: `http://${traces.service}:${traces.port}`,
            jsonData: keepsLogs(config)
              ? { tracesToLogsV2: { datasourceUid: 'loki', filterByTraceID: true, spanStartTimeShift: '-5m', spanEndTimeShift: '5m' } }
              : {},
          },
        ]
      : []),
  ];
}

/** Dashboards as Grafana's sidecar finds them. */
export const dashboardObjects = ({ config }: EnvironmentModel, all: readonly Dashboard[]): KubernetesObject[] =>
  all.map(({ name, json }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `dashboard-${name}`, namespace: config.monitoring.namespace, labels: dashboardLabel },
    data: { [`${name}.json`]: JSON.stringify(json) },
  }));
