import { NetworkWatcherFlowLog } from '@cdktf/provider-azurerm/lib/network-watcher-flow-log';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Network, Place } from '../contracts';
import { closedAccount } from './storage-settings';

export interface FlowLogsProps {
  readonly config: WorkbenchConfig;
  readonly place: Place;
  readonly network: Network;
  readonly workspace: { readonly id: string; readonly workspaceId: string };
}

/**
 * Every connection of the virtual network (flow logs of security groups are retired), kept in an account of their own and summed up in the log
 * workspace every ten minutes. About 0.50 USD a GB, and 2.30 USD a GB that is summed up.
 */
export function flowLogs(scope: Construct, { config, place, network, workspace }: FlowLogsProps): void {
  const tags = tagsOf(config);
  const account = new StorageAccount(scope, 'flows-account', {
    ...closedAccount,
    name: nameOf(config, 'storageAccount', 'flows'),
    resourceGroupName: place.group,
    location: place.region,
    accountReplicationType: 'LRS',
    // Network Watcher writes with the key of the account and knows no identity: the one account where keys work. It comes in as a trusted service.
    sharedAccessKeyEnabled: true,
    blobProperties: { deleteRetentionPolicy: { days: 7 }, containerDeleteRetentionPolicy: { days: 7 } },
    tags,
  });
  new NetworkWatcherFlowLog(scope, 'flows', {
    name: nameOf(config, 'network', 'flows'),
    // Azure makes one watcher a region by itself, with the first network, and lets nobody have a second.
    networkWatcherName: `NetworkWatcher_${config.platform.region}`,
    resourceGroupName: 'NetworkWatcherRG',
    location: place.region,
    targetResourceId: network.id,
    storageAccountId: account.id,
    enabled: true,
    version: 2,
    retentionPolicy: { enabled: true, days: Math.min(config.operations.logRetentionDays, 365) },
    trafficAnalytics: {
      enabled: true,
      workspaceId: workspace.workspaceId,
      workspaceRegion: place.region,
      workspaceResourceId: workspace.id,
      intervalInMinutes: 10,
    },
    tags,
  });
}
