import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { Fn, TerraformStack, Token } from 'cdktf';
import { eksImage } from '../../config/model/cloud-versions';
import { nameOf } from '../../config/model/names';
import { cloudPlan, networkPlan } from '../../config/model/network-plan';
import { type NodePool, nodePools as plan } from '../../config/model/node-pools';
import type { Capabilities, NodePools } from '../contracts';
import { addOn, addOnIdentity } from './add-ons';
import { nodeRole } from './node-role';
import { nodeTemplate } from './node-template';

/** A pool, or its part in one zone. */
interface Group {
  readonly id: string;
  readonly pool: NodePool;
  readonly subnets: readonly string[];
  readonly min: number;
  readonly max: number;
}

/** The zone of a subnet is known only when Terraform runs, but the network has one a zone, in their order. Groups of a pool: one over all zones, or one a zone with its share of the nodes. */
function groupsOf(pool: NodePool, zones: readonly string[], subnets: readonly string[]): Group[] {
  const { role, min, max, zonal } = pool;
  if (!zonal) return [{ id: role, pool, subnets, min, max }];
  return zones.map((_, at) => {
    const share = (nodes: number) => Math.ceil(nodes / zones.length);
    return {
      id: `${role}-${at + 1}`,
      pool,
      subnets: [Fn.element([...subnets], at)],
      min: share(min),
      max: Math.max(share(max), share(min), 1),
    };
  });
}

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
    const groups = groupsOf(pool, zones, subnetsOfNodes).map(
      ({ id, subnets, min, max }) =>
        new EksNodeGroup(scope, id, {
          clusterName: cluster.name,
          nodeGroupName: nameOf(config, 'cluster', id),
          nodeRoleArn: role.arn,
          subnetIds: [...subnets],
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
