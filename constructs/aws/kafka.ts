import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { DataAwsMskBrokerNodes } from '@cdktf/provider-aws/lib/data-aws-msk-broker-nodes';
import { MskCluster } from '@cdktf/provider-aws/lib/msk-cluster';
import { MskConfiguration } from '@cdktf/provider-aws/lib/msk-configuration';
import { ref, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { mskBrokers } from '../../config/model/kafka-brokers';
import { reachOf } from '../../config/model/managed-stores';
import { nameOf } from '../../config/model/names';
import { mebibytes } from '../../config/model/services';
import { storeMachine } from '../../config/model/store-machines';
import type { Capabilities } from '../contracts';
import { brokerSettings, properties } from './broker-settings';
import { kafkaLogin } from './kafka-login';
import { logGroup } from './log-group';

/** KRaft, without ZooKeeper, as Kafka in the cluster is. 3.9 is the last that clients of the older releases were written for, and has long support at AWS. */
const kafkaVersion = '3.9.x.kraft';

/**
 * Where no volume of a broker grows by itself: MSK refuses to be told (docs.aws.amazon.com, MSK: automatic scaling). There `stores.kafka.size` is raised by hand,
 * when the alarm of MSK about storage comes.
 */
const withoutGrowth: readonly string[] = ['af-south-1', 'ap-northeast-3', 'ap-southeast-5'];

/** Volumes of brokers grow by themselves when they are three quarters full, and never shrink. */
function growingVolumes(scope: Construct, cluster: MskCluster, sizeGib: number): void {
  const target = new AppautoscalingTarget(scope, 'volumes', {
    serviceNamespace: 'kafka',
    scalableDimension: 'kafka:broker-storage:VolumeSize',
    resourceId: cluster.arn,
    minCapacity: 1,
    maxCapacity: Math.min(16_384, sizeGib * 4),
  });
  new AppautoscalingPolicy(scope, 'volumes-growth', {
    name: cluster.clusterName,
    policyType: 'TargetTrackingScaling',
    resourceId: target.resourceId,
    scalableDimension: target.scalableDimension,
    serviceNamespace: target.serviceNamespace,
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: 'KafkaBrokerStorageUtilization' },
      targetValue: 75,
      disableScaleIn: true,
    },
  });
}

/**
 * `host:port` of every broker, in the order of their numbers. Not the list that MSK gives clients to begin with: that one names three, and others from one
 * time to the next, while the proxy needs each of them and always in the same place. Read anew when the cluster changes.
 */
function everyBroker(scope: Construct, cluster: MskCluster): string[] {
  const nodes = new DataAwsMskBrokerNodes(scope, 'brokers', { clusterArn: cluster.arn, dependsOn: [cluster] });
  const each = `[for node in ${nodes.fqn}.node_info_list : format("%s:${reachOf.msk.port}", one(node.endpoints))]`;
  return Token.asList(ref(each, TerraformStack.of(scope)));
}

/**
 * MSK: brokers of equal number in each zone, TLS on every line, one way in: SCRAM, for the proxy in the cluster. Charts speak plaintext Kafka only, so they talk to
 * that proxy. Making it takes half an hour, and so may a change of machine or version (brokers one after the other). The version never goes back.
 * A deleted cluster takes every message with it: MSK has no snapshots.
 */
export const kafka: Capabilities['kafka'] = (scope, { config }, foundation) => {
  const { network, keys } = foundation;
  const name = nameOf(config, 'kafka');
  const brokers = mskBrokers(config);
  const sizeGib = Math.ceil(mebibytes(config.stores.kafka.size) / 1024);
  const grows = !withoutGrowth.includes(config.platform.region ?? '');
  const configuration = new MskConfiguration(scope, 'settings', {
    name,
    description: `Mojaloop ${config.hub.release}`,
    kafkaVersions: [kafkaVersion],
    serverProperties: properties(brokerSettings(config, brokers)),
  });
  const logs = logGroup(scope, 'log-brokers', config, keys.data, `/aws/msk/${name}`);
  const cluster = new MskCluster(scope, 'server', {
    clusterName: name,
    kafkaVersion,
    numberOfBrokerNodes: brokers,
    brokerNodeGroupInfo: {
      instanceType: storeMachine(config, 'kafka')?.name ?? '',
      clientSubnets: [...network.dataSubnets],
      securityGroups: [network.purposes.kafka ?? ''],
      storageInfo: { ebsStorageInfo: { volumeSize: sizeGib } },
      connectivityInfo: { publicAccess: { type: 'DISABLED' } },
    },
    clientAuthentication: { sasl: { scram: true, iam: false }, unauthenticated: false },
    configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
    encryptionInfo: { encryptionAtRestKmsKeyArn: keys.data, encryptionInTransit: { clientBroker: 'TLS', inCluster: true } },
    enhancedMonitoring: 'PER_BROKER',
    loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: logs.name } } },
    // Ports 11001 and 11002 of the brokers, for a Prometheus inside the security group; it costs nothing.
    openMonitoring: { prometheus: { jmxExporter: { enabledInBroker: true }, nodeExporter: { enabledInBroker: true } } },
    storageMode: 'LOCAL',
    // Volumes grow by themselves, and would be called too large by the next plan; a broker's volume can't be made smaller.
    ...(grows ? { lifecycle: { ignoreChanges: ['broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size'] } } : {}),
  });
  if (grows) growingVolumes(scope, cluster, sizeGib);
  const login = kafkaLogin(scope, config, cluster.arn, foundation);
  return {
    brokers: everyBroker(scope, cluster),
    mechanism: 'SCRAM-SHA-512',
    loginSecret: login.secret.name,
  };
};
