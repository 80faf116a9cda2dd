import type { EnvironmentModel } from '../../environment';
import { testApp } from '../test-job';
import { type AlertRow, namespaceIn } from './rule';

const dayHours = 24;

/** Hours before its end at which a certificate that nobody renewed is critical: three days, or a sixth of a short life. */
export const lastHours = (validityHours: number): number => Math.max(1, Math.min(3 * dayHours, Math.floor(validityHours / 6)));
/** Hours before its end at which somebody is told: as many days as asked for, at most a third of its life (cert-manager renews at a third). */
export const warningHours = (validityHours: number, days: number): number => Math.min(days * dayHours, Math.floor(validityHours / 3));

const left = 'min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time()) / 3600';

/** The platform below the hub: Vault, certificates, secrets, pods, what is watched. */
export const platformAlerts = ({ config, namespaces }: EnvironmentModel): readonly AlertRow[] => {
  const { certificateDays, secretDays } = config.alerts.thresholds;
  const { validityHours } = config.certificates;
  const { vault } = config.secrets;
  const own = namespaceIn(namespaces.map(({ name }) => name));
  const last = lastHours(validityHours);
  // `workbench verify` names its Jobs otherwise, and tells its caller itself.
  const scheduledTests = `namespace="${config.hub.namespace}",job_name=~"${testApp}-[0-9]+"`;
  return [
    {
      alert: 'VaultSealed',
      severity: 'critical',
      // A sealed Vault may refuse to be asked for numbers: its pod is not ready then, which Kubernetes tells.
      expr: vault.address
        ? 'vault_core_unsealed == 0'
        : `vault_core_unsealed == 0 or on (pod) max by (pod) (kube_pod_status_ready{namespace="${vault.namespace}",pod=~"vault-[0-9]+",condition="false"}) == 1`,
      for: '5m',
      summary: 'Vault {{ $labels.pod }} is sealed or not ready',
      description: 'No secret is delivered, no certificate is signed. What runs goes on with what it has; nothing new starts.',
    },
    {
      alert: 'VaultAuditFailing',
      severity: 'critical',
      expr: 'increase(vault_audit_log_request_failure[5m]) > 0 or increase(vault_audit_log_response_failure[5m]) > 0',
      summary: 'Vault can not write its audit log',
      description: 'Vault answers no request that it can not write down.',
    },
    {
      alert: 'CertificateExpiring',
      severity: 'warning',
      expr: `${left} < ${warningHours(validityHours, certificateDays)} and ${left} >= ${last}`,
      for: '1h',
      summary: 'Certificate {{ $labels.name }} in {{ $labels.namespace }} ends in {{ $value | humanize }} hours',
      description: 'It should have been renewed by now.',
    },
    {
      alert: 'CertificateEnding',
      severity: 'critical',
      expr: `${left} < ${last}`,
      for: '10m',
      summary: 'Certificate {{ $labels.name }} in {{ $labels.namespace }} ends in {{ $value | humanize }} hours',
      description: 'After that connections to it are refused.',
    },
    {
      alert: 'CertificateNotReady',
      severity: 'warning',
      expr: 'max by (namespace, name) (certmanager_certificate_ready_status{condition="False"}) == 1',
      for: '15m',
      summary: 'Certificate {{ $labels.name }} in {{ $labels.namespace }} is not ready',
      description: 'It could not be signed or renewed. The old one is used as long as it is valid.',
    },
    {
      alert: 'SecretOld',
      severity: 'info',
      expr: `(time() - max by (namespace, secret) (kube_secret_created{${own},secret!~"sh\\\\.helm\\\\..*|.*-token-.*"})) / 86400 > ${secretDays}`,
      for: '1h',
      summary: 'Secret {{ $labels.secret }} in {{ $labels.namespace }} is {{ $value | humanize }} days old',
      description: 'The longer a secret is used the more people and logs have seen it.',
    },
    {
      alert: 'GoldenPathFailed',
      severity: 'warning',
      // A failed Job stays for some hours: it counts until a later run went well.
      expr: `max(kube_job_status_start_time{${scheduledTests}} and on (namespace, job_name) kube_job_status_failed{${scheduledTests}} > 0) > (max(kube_cronjob_status_last_successful_time{namespace="${config.hub.namespace}",cronjob="${testApp}"}) or vector(0))`,
      summary: 'The last scheduled run of the golden path failed',
      description:
        'Payments between simulators did not go through, or a test did not end in its time. Payments of participants may fail in the same way.',
    },
    {
      alert: 'PodNotReady',
      severity: 'warning',
      expr: `sum by (namespace, pod) (kube_pod_status_ready{condition="false",${own}}) * on (namespace, pod) sum by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running|Unknown"}) > 0`,
      for: '15m',
      summary: 'Pod {{ $labels.pod }} in {{ $labels.namespace }} is not ready',
      description: 'One copy of a service is away; the others carry its load.',
    },
    {
      alert: 'ServiceAway',
      severity: 'critical',
      expr: `max by (namespace, deployment) (kube_deployment_status_replicas_available{${own}}) == 0 and max by (namespace, deployment) (kube_deployment_spec_replicas{${own}}) > 0`,
      for: '5m',
      summary: 'No copy of {{ $labels.deployment }} in {{ $labels.namespace }} is there',
      description: 'What this service does nobody does.',
    },
    {
      alert: 'TargetDown',
      severity: 'warning',
      expr: `100 * (count by (namespace, job) (up{${own}} == 0) / count by (namespace, job) (up{${own}})) > 10`,
      for: '10m',
      summary: '{{ $value | humanize }} % of {{ $labels.job }} in {{ $labels.namespace }} can not be watched',
      description: 'Alerts that come of their numbers are blind.',
    },
  ];
};
