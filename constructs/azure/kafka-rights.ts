import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import type { EventhubNamespace } from '@cdktf/provider-azurerm/lib/eventhub-namespace';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { grant } from './rights';

/**
 * Lets the proxy of the cluster send to the hubs of one namespace and receive from them, and nothing else: no hub is made or changed by it, and
 * no other namespace can be read. Its identity is made with the cluster, which is why the stack waits for that one.
 */
export function letProxyIn(scope: Construct, config: WorkbenchConfig, namespace: EventhubNamespace): void {
  const proxy = new DataAzurermUserAssignedIdentity(scope, 'proxy', {
    name: nameOf(config, 'identity', 'kafka-proxy'),
    resourceGroupName: nameOf(config, 'resourceGroup', 'cluster'),
  });
  const may = (id: string, role: 'Azure Event Hubs Data Receiver' | 'Azure Event Hubs Data Sender') =>
    grant(scope, id, role, namespace.id, proxy.principalId, 'the Kafka proxy in the cluster');
  may('proxy-may-receive', 'Azure Event Hubs Data Receiver');
  may('proxy-may-send', 'Azure Event Hubs Data Sender');
}
