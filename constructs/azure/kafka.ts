import { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import { EventhubCluster } from '@cdktf/provider-azurerm/lib/eventhub-cluster';
import { EventhubNamespace } from '@cdktf/provider-azurerm/lib/eventhub-namespace';
import { EventhubNamespaceCustomerManagedKey } from '@cdktf/provider-azurerm/lib/eventhub-namespace-customer-managed-key';
import type { Construct } from 'constructs';
import { type EventHubsPlan, eventHubsPlan } from '../../config/model/event-hubs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, KafkaCluster, Place } from '../contracts';
import { encryptionIdentity } from './encryption-identity';
import { letProxyIn } from './kafka-rights';
import { privateEndpoint } from './private-endpoint';
import { diagnose } from './telemetry';

/** Port of the Kafka endpoint of every namespace. */
const kafkaPort = 9093;

/**
 * Event Hubs as Kafka: one namespace, one hub a topic. Nobody logs in with a key: `localAuthenticationEnabled: false` makes the keys worthless that
 * Azure gives every namespace and that the provider reads into the state; the proxy in the cluster comes with its workload identity, and may send and
 * receive. Spread over the zones of the region by Azure, where it has some; no setting asks for it any more.
 *
 * Without capture: messages hold names and amounts of customers, and a copy in a storage account would be one more place to guard. Without consumer
 * groups of Event Hubs: those of Kafka are others, which the first reader makes.
 *
 * A Premium namespace can't become a Dedicated one, nor back: it would be another one. Partitions can grow on Premium alone, and never shrink; the
 * key can be changed, never taken away. Premium costs about 750 USD a unit and month in East US, Dedicated about 5,000 a unit.
 */
export const kafka: Capabilities['kafka'] = (scope, { config, topics }, foundation): KafkaCluster => {
  const { place, network, keys, logWorkspace } = foundation;
  const { identity, right } = encryptionIdentity(scope, config, foundation, 'kafka');
  const namespace = new EventhubNamespace(scope, 'namespace', {
    name: nameOf(config, 'kafka'),
    resourceGroupName: place.group,
    location: place.region,
    ...capacity(scope, config, place, eventHubsPlan(config, topics)),
    localAuthenticationEnabled: false,
    minimumTlsVersion: '1.2',
    publicNetworkAccessEnabled: false,
    // Nothing of Azure reads or writes here, so its trusted services stay outside too.
    networkRulesets: [
      {
        defaultAction: 'Deny',
        publicNetworkAccessEnabled: false,
        trustedServiceAccessEnabled: false,
        ipRule: [],
        virtualNetworkRule: [],
      },
    ],
    identity: { type: 'UserAssigned', identityIds: [identity.id] },
    tags: tagsOf(config),
  });
  const encrypted = new EventhubNamespaceCustomerManagedKey(scope, 'own-key', {
    eventhubNamespaceId: namespace.id,
    keyVaultKeyIds: [keys.data],
    userAssignedIdentityId: identity.id,
    dependsOn: [right],
  });
  for (const topic of topics)
    new Eventhub(scope, topic.name, {
      name: topic.name,
      namespaceId: namespace.id,
      partitionCount: topic.partitions,
      retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: topic.retentionMs / 3_600_000 },
      status: 'Active',
      // Azure encrypts an empty namespace only.
      dependsOn: [encrypted],
    });
  privateEndpoint(scope, 'endpoint', {
    config,
    place,
    network,
    part: 'kafka',
    target: namespace.id,
    service: 'namespace',
    zone: 'kafka',
    // A namespace that takes its key is in transition, and may refuse a connection meanwhile (409).
    dependsOn: [encrypted],
  });
  letProxyIn(scope, config, namespace);
  diagnose(scope, 'logs', logWorkspace.id, { target: namespace.id, logs: 'allLogs' });
  return { brokers: [`${namespace.name}.servicebus.windows.net:${kafkaPort}`], mechanism: 'OAUTHBEARER', loginSecret: '' };
};

/** Units of the namespace itself, or of the cluster that it lies in: there Azure calls every namespace Standard, without the limits of that tier. */
function capacity(scope: Construct, config: WorkbenchConfig, place: Place, { tier, units }: EventHubsPlan) {
  if (tier !== 'dedicated') return { sku: 'Premium', capacity: units };
  const cluster = new EventhubCluster(scope, 'cluster', {
    name: nameOf(config, 'kafka', 'cluster'),
    resourceGroupName: place.group,
    location: place.region,
    skuName: `Dedicated_${units}`,
    tags: tagsOf(config),
  });
  return { sku: 'Standard', dedicatedClusterId: cluster.id };
}
