import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import type { Construct } from 'constructs';
import { type CloudSeverity, cloudRecipients } from '../../config/model/alerts/cloud-recipients';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Place } from '../contracts';

/** 0 is the worst that Azure knows, 4 the least. */
export const azureSeverity = { critical: 1, warning: 2 } as const satisfies Record<CloudSeverity, number>;

/** Action groups, by severity; none where nobody is told. */
export type ActionGroups = Readonly<Record<CloudSeverity, { actionGroupId: string }[]>>;

/** Who gets the mails of Azure Monitor, a group a severity. In a mail are names of what Azure runs, and numbers; nothing of a customer. */
export function actionGroups(scope: Construct, config: WorkbenchConfig, place: Place): ActionGroups {
  const make = (severity: CloudSeverity) => {
    const recipients = cloudRecipients(config, severity);
    if (recipients.length === 0) return [];
    const group = new MonitorActionGroup(scope, `group-${severity}`, {
      name: nameOf(config, 'alarm', severity),
      resourceGroupName: place.group,
      // What stands in the mail; twelve characters at most.
      shortName: severity,
      emailReceiver: recipients.map((emailAddress, at) => ({ name: `mail-${at + 1}`, emailAddress, useCommonAlertSchema: true })),
      tags: tagsOf(config),
    });
    return [{ actionGroupId: group.id }];
  };
  return { critical: make('critical'), warning: make('warning') };
}
