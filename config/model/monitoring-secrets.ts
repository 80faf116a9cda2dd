import type { WorkbenchConfig } from '../schema/workbench';
import { alertSecrets } from './alerts/alertmanager';
import { auditCollector, auditLoginFields, auditPlace } from './audit/place';
import { mysqlExporter } from './exporters';
import { runsKeycloak } from './identity';
import { elasticLogin, insightsLogin, logsGoTo, tracesGoToInsights } from './log-places';
import { monitoring, runsMonitoring } from './monitoring';
import type { SecretEntry } from './secret-map';
import { isManaged } from './store-services';

/** Secret with the login of Grafana's own administrator: for the day on which the identity provider is away. */
export const grafanaAdmin = { name: 'grafana-admin', userKey: 'user', passwordKey: 'password' } as const;
/** Secret with which Grafana proves itself at the issuer of operators. */
export const grafanaClient = { name: 'grafana-client', key: 'secret' } as const;

/** Secrets of the monitoring. The client is known to Keycloak before Grafana is there, so it is born in the stack `edge`. */
export function monitoringSecrets(config: WorkbenchConfig): SecretEntry[] {
  if (!runsMonitoring(config)) return [];
  const { namespace } = config.monitoring;
  return [
    {
      id: grafanaAdmin.name,
      kind: 'password',
      path: 'generated/monitoring/grafana-admin',
      field: 'password',
      purpose: 'account admin of Grafana',
      deliveries: [{ namespace, secretName: grafanaAdmin.name, key: grafanaAdmin.passwordKey }],
      owner: 'observability',
    },
    {
      id: grafanaClient.name,
      kind: 'password',
      path: `generated/identity/${monitoring.grafana.client}-client`,
      field: 'password',
      purpose: 'OIDC client of Grafana',
      deliveries: [
        ...(runsKeycloak(config) ? [{ namespace: config.identity.namespace, secretName: grafanaClient.name, key: 'secret' }] : []),
        { namespace, secretName: grafanaClient.name, key: grafanaClient.key },
      ],
      owner: 'edge',
    },
    ...alertSecrets(config, namespace).map((entry): SecretEntry => ({ ...entry, owner: 'observability' })),
    ...elasticSecrets(config),
    ...insightsSecrets(config),
    ...auditLogins(config),
    // The Job that prepares a managed MySQL makes the account, so the password is there before.
    ...(isManaged(config, 'mysql')
      ? [
          {
            id: mysqlExporter.secret,
            kind: 'password',
            path: `generated/mysql/${mysqlExporter.user}`,
            field: 'password',
            purpose: 'account that asks the managed MySQL how it is, and sees no row of the hub',
            deliveries: [{ namespace: config.stores.namespace, secretName: mysqlExporter.secret, key: 'mysql-password' }],
            owner: 'stores',
          } as const,
        ]
      : []),
  ];
}

/** Login at the server that logs go to, and the root of its certificate where that is of an authority of one's own: a person puts both into Vault. */
function elasticSecrets(config: WorkbenchConfig): SecretEntry[] {
  const { logs, agentsNamespace } = config.monitoring;
  if (!logsGoTo(config, 'elastic') || !logs.elastic) return [];
  const { secret, privateAuthority, program } = logs.elastic;
  const given = (field: string, key: string, purpose: string): SecretEntry => ({
    id: `${elasticLogin.secret}-${field}`,
    kind: 'given',
    path: secret,
    field,
    purpose,
    deliveries: [{ namespace: agentsNamespace, secretName: elasticLogin.secret, key }],
    owner: 'observability',
  });
  return [
    given('password', elasticLogin.password, `account with which agents write logs into ${program}`),
    ...(privateAuthority ? [given('ca', elasticLogin.authority, `root of the certificate of ${program}`)] : []),
  ];
}

/** Connection string of Application Insights: a person puts it into Vault. */
function insightsSecrets(config: WorkbenchConfig): SecretEntry[] {
  const { traces, agentsNamespace } = config.monitoring;
  if (!tracesGoToInsights(config)) return [];
  return [
    {
      id: insightsLogin.secret,
      kind: 'given',
      path: traces.applicationInsights ?? '',
      field: insightsLogin.key,
      purpose: 'connection string with which agents send traces to Application Insights',
      deliveries: [{ namespace: agentsNamespace, secretName: insightsLogin.secret, key: insightsLogin.key }],
      owner: 'observability',
    },
  ];
}

/** Login of the place of audit logs where its cloud gives pods no identity: an operator has put it into Vault. */
function auditLogins(config: WorkbenchConfig): SecretEntry[] {
  const place = auditPlace(config);
  const path = place?.credentials;
  if (!place || path === undefined) return [];
  return Object.keys(auditLoginFields[place.kind]).map(
    (field): SecretEntry => ({
      id: `${auditCollector.login}-${field}`,
      kind: 'given',
      path,
      field,
      purpose: 'login of the place of audit logs, which may add and do nothing else',
      deliveries: [{ namespace: config.monitoring.namespace, secretName: auditCollector.login, key: field }],
      owner: 'observability',
    }),
  );
}
