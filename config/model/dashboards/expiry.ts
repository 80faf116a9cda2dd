import type { EnvironmentModel } from '../../environment';
import { namespaceIn } from '../alerts/rule';
import { line, type Page } from './panel';

/** What ends or grows old: certificates, secrets, backups; and Vault, which renews the first two. */
export const expiry = ({ namespaces }: EnvironmentModel): Page => {
  const own = namespaceIn(namespaces.map(({ name }) => name));
  return {
    name: 'expiry',
    title: 'Certificates, secrets and Vault',
    panels: [
      {
        title: 'Certificates: days left',
        kind: 'table',
        unit: 'd',
        queries: [
          line(
            'sort(min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time()) / 86400)',
            '{{namespace}} {{name}}',
          ),
        ],
        thresholds: [14, 3],
        description: 'Those that end first are on top.',
      },
      {
        title: 'Certificates: days until they are renewed',
        kind: 'table',
        unit: 'd',
        queries: [
          line(
            'sort(min by (namespace, name) (certmanager_certificate_renewal_timestamp_seconds - time()) / 86400)',
            '{{namespace}} {{name}}',
          ),
        ],
        description: 'Below nothing: it should have been renewed.',
      },
      {
        title: 'Secrets: age in days',
        kind: 'table',
        unit: 'd',
        queries: [
          line(
            `sort_desc((time() - max by (namespace, secret) (kube_secret_created{${own},secret!~"sh\\\\.helm\\\\..*|.*-token-.*"})) / 86400)`,
            '{{namespace}} {{secret}}',
          ),
        ],
        description: 'Since the Kubernetes Secret was made; a value that was changed in Vault keeps its Secret.',
      },
      {
        title: 'Backups: hours since the last one that went well',
        kind: 'table',
        unit: 'h',
        queries: [
          line(
            '(time() - max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{cronjob=~".*backup.*"})) / 3600',
            '{{namespace}} {{cronjob}}',
          ),
        ],
        description: 'Those that run as CronJobs.',
      },
      {
        title: 'Vault: open, and leader',
        kind: 'timeseries',
        unit: 'short',
        queries: [line('vault_core_unsealed', '{{instance}} open'), line('vault_core_active', '{{instance}} leader')],
        description: '1 is yes.',
      },
      {
        title: 'Vault: requests under way, and leases',
        kind: 'timeseries',
        unit: 'short',
        queries: [line('sum(vault_core_in_flight_requests)', 'requests'), line('max(vault_expire_num_leases)', 'leases')],
        description: 'Leases that only grow are logins that nobody ends.',
      },
    ],
  };
};
