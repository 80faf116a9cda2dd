import type { WorkbenchConfig } from '../../schema/workbench';

/** How urgent alarms of a cloud are: those of Prometheus have the same words. */
export type CloudSeverity = 'critical' | 'warning';
export const cloudSeverities = ['critical', 'warning'] as const satisfies readonly CloudSeverity[];

/**
 * Mail addresses that the cloud writes to. Of routes only those to email count: a cloud keeps what it is told in the state of Terraform and shows it to
 * whoever may read alarms, and the address of every other receiver is a secret of Vault.
 */
export const cloudRecipients = ({ alerts }: Pick<WorkbenchConfig, 'alerts'>, severity: CloudSeverity): readonly string[] => [
  ...new Set([
    ...alerts.cloudRecipients,
    ...alerts.routes
      .filter(({ to, severities }) => to === 'email' && severities.includes(severity))
      .flatMap(({ recipients }) => recipients),
  ]),
];

/** Whether somebody is told of alarms of this severity. Without anybody they are made all the same, and seen at the cloud. */
export const cloudTells = (config: Pick<WorkbenchConfig, 'alerts'>, severity: CloudSeverity): boolean =>
  cloudRecipients(config, severity).length > 0;
