import type { AlertRoute, ReceiverKind } from '../../schema/alerts';
import type { WorkbenchConfig } from '../../schema/workbench';
import type { SecretEntry } from '../secret-map';

/** Where Alertmanager finds the Secrets that its object names (`alertmanagerSpec.secrets` of the Prometheus operator). */
const secretFolder = '/etc/alertmanager/secrets';
/** Key of the secret of each kind of receiver: in Vault and in the Kubernetes Secret. */
export const receiverKeys = {
  email: 'password',
  slack: 'url',
  teams: 'url',
  pagerduty: 'routingKey',
  opsgenie: 'apiKey',
} as const satisfies Record<ReceiverKind, string>;

export const alertSecretName = ({ name }: AlertRoute): string => `alert-${name}`;
const file = (route: AlertRoute) => `${secretFolder}/${alertSecretName(route)}/${receiverKeys[route.to]}`;

type Receiver = { readonly [key: string]: unknown };

const title = '[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} ({{ .CommonLabels.severity }})';
const text = '{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\n{{ .Annotations.runbook_url }}\n{{ end }}';

/** What Alertmanager (0.28 and newer) wants of each kind. The secret is a file, never a value. */
const receivers: Readonly<Record<ReceiverKind, (route: AlertRoute) => Receiver>> = {
  email: (route) => ({
    email_configs: [
      {
        to: route.recipients.join(', '),
        from: route.from,
        smarthost: route.server,
        require_tls: true,
        ...(route.username === undefined ? {} : { auth_username: route.username, auth_password_file: file(route) }),
        headers: { Subject: title },
        text,
        send_resolved: true,
      },
    ],
  }),
  slack: (route) => ({
    slack_configs: [{ api_url_file: file(route), ...(route.channel ? { channel: route.channel } : {}), title, text, send_resolved: true }],
  }),
  teams: (route) => ({ msteamsv2_configs: [{ webhook_url_file: file(route), title, text, send_resolved: true }] }),
  pagerduty: (route) => ({
    pagerduty_configs: [
      {
        routing_key_file: file(route),
        severity: '{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}warning{{ end }}',
        description: title,
        details: { runbook: '{{ (index .Alerts 0).Annotations.runbook_url }}' },
        send_resolved: true,
      },
    ],
  }),
  opsgenie: (route) => ({
    opsgenie_configs: [
      {
        api_key_file: file(route),
        api_url: route.region === 'eu' ? 'https://api.eu.opsgenie.com/' : 'https://api.opsgenie.com/',
        message: title,
        description: text,
        priority: '{{ if eq .CommonLabels.severity "critical" }}P1{{ else }}P3{{ end }}',
        send_resolved: true,
      },
    ],
  }),
};

const nobody = 'nobody';

/** Whether a route has a secret: a mail server may take mails without a login. */
export const needsSecret = ({ to, username }: AlertRoute): boolean => to !== 'email' || username !== undefined;

/**
 * The configuration of Alertmanager. Every route that wants an alert gets it (`continue`); what nobody wants is only shown. While a service is away
 * altogether its warnings are not told besides. No secret is in it: receivers read theirs from files of the Secrets of `alertSecrets`.
 */
export function alertmanagerConfig({ alerts: { routes } }: Pick<WorkbenchConfig, 'alerts'>) {
  return {
    global: { resolve_timeout: '5m' },
    route: {
      receiver: nobody,
      group_by: ['alertname', 'namespace'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: routes.map((route) => ({
        receiver: route.name,
        matchers: [`severity =~ "${route.severities.join('|')}"`],
        // Whoever else wants it gets it too.
        continue: true,
        ...(route.severities.includes('critical') ? { group_wait: '10s', repeat_interval: '4h' } : {}),
      })),
    },
    inhibit_rules: [
      {
        source_matchers: ['severity = "critical"'],
        target_matchers: ['severity =~ "warning|info"'],
        equal: ['alertname', 'namespace', 'slo'],
      },
      { source_matchers: ['alertname = "ServiceAway"'], target_matchers: ['alertname =~ "PodNotReady|TargetDown"'], equal: ['namespace'] },
    ],
    receivers: [{ name: nobody }, ...routes.map((route) => ({ name: route.name, ...receivers[route.to](route) }))],
  };
}

/** Secrets of the receivers: a person puts each into Vault, and Alertmanager alone reads it. */
export const alertSecrets = ({ alerts: { routes } }: Pick<WorkbenchConfig, 'alerts'>, namespace: string): Omit<SecretEntry, 'owner'>[] =>
  routes.filter(needsSecret).map((route) => ({
    id: alertSecretName(route),
    kind: 'given',
    path: route.secret ?? '',
    field: receiverKeys[route.to],
    purpose: `receiver of alerts ${route.name} (${route.to})`,
    deliveries: [{ namespace, secretName: alertSecretName(route), key: receiverKeys[route.to] }],
  }));
