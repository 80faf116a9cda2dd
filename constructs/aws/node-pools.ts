import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { Fn, TerraformStack, Token } from 'cdktf';
import { eksImage } from '../../config/model/cloud-versions';
import { cloudPlan, networkPlan } from '../../config/model/network-plan';
import { nodeGroups } from '../../config/model/node-groups';
import { nodePools as plan } from '../../config/model/node-pools';
import type { Capabilities, NodePools } from '../contracts';
import { addOn, addOnIdentity } from './add-ons';
import { nodeRole } from './node-role';
import { nodeTemplate } from './node-template';

/**
 * Managed node groups by what runs on them, and the add-ons that need nodes. A group is rolled over in place by a new Kubernetes version, image, machine or
 * disk, pods evicted under their disruption budgets; other zones, `spot` or another processor make a new group. Machines are the largest part of the bill.
 * How many nodes there are between `min` and `max` is the autoscaler's to say; raising `min` above what runs needs its nodes first.
 */
export const nodePools: Capabilities['nodePools'] = (scope, model, foundation): NodePools => {
  const { config } = model;
  const { cluster, network, keys } = foundation;
  const { role, rights } = nodeRole(scope, config);
  // A node without its network plug-in never becomes ready: those of the cluster's own part come first.
  const before = TerraformStack.of(scope)
    .node.findAll()
    .filter((found): found is EksAddon => found instanceof EksAddon);
  const { zones } = networkPlan(config);
  // A VPC has two zones where `cluster.zones` says one: a volume made by a node in the second would hang where no other node comes up.
  const everywhere = [...network.clusterSubnets];
  const subnetsOfNodes = zones.length < cloudPlan(config).zones.length ? Token.asList(Fn.slice(everywhere, 0, zones.length)) : everywhere;
  const made = plan(config, model.services).map((pool) => {
    const template = nodeTemplate(scope, config, pool, keys.data);
    const groups = nodeGroups(config, pool, zones).map(
      ({ id, name, zone, min, max }) =>
        new EksNodeGroup(scope, id, {
          clusterName: cluster.name,
          nodeGroupName: name,
          nodeRoleArn: role.arn,
          // The zone of a subnet is known only when Terraform runs, but the network has one a zone, in their order.
          subnetIds: zone === undefined ? subnetsOfNodes : [Fn.element(subnetsOfNodes, zone)],
          version: config.cluster.kubernetesVersion,
          amiType: eksImage(pool.machine),
          capacityType: pool.spot ? 'SPOT' : 'ON_DEMAND',
          launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
          labels: { ...pool.labels },
          taint: pool.taints.map(({ key, value }) => ({ key, value, effect: 'NO_SCHEDULE' })),
          scalingConfig: { minSize: min, maxSize: max, desiredSize: min },
          // Members of a store go one after the other.
          updateConfig: pool.zonal ? { maxUnavailable: 1 } : { maxUnavailablePercentage: 33 },
          // A node that stays broken is replaced without waking anybody up.
          nodeRepairConfig: { enabled: true },
          timeouts: { update: '2h' },
          lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
          dependsOn: [...rights, ...before],
        }),
    );
    return { role: pool.role, groups };
  });
  const groups = made.flatMap((pool) => pool.groups);
  addOn(scope, config, cluster.name, 'coredns', groups);
  addOn(scope, config, cluster.name, 'metrics-server', groups);
  const driver = addOnIdentity(scope, config, cluster.name, 'aws-ebs-csi-driver', foundation);
  addOn(scope, config, cluster.name, 'aws-ebs-csi-driver', [...groups, ...driver]);
  // A pool that has one a zone has several names, joined by commas.
  return { names: Object.fromEntries(made.map((pool) => [pool.role, pool.groups.map(({ nodeGroupName }) => nodeGroupName).join(',')])) };
};
