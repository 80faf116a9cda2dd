import { type NetworkPlan, networkPlan } from '../../config/model/network-plan';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** EKS and subnet groups of databases refuse fewer (docs.aws.amazon.com, EKS: network requirements; RDS: DB subnet groups). */
const fewestZones = 2;

/** Ranges of the subnets of a VPC. It has two zones at least, whatever `cluster.zones` says: that one says where nodes run. */
export const vpcPlan = (config: WorkbenchConfig): NetworkPlan =>
  networkPlan({ ...config, cluster: { ...config.cluster, zones: Math.max(fewestZones, config.cluster.zones) } });
