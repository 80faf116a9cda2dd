import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { type EksAddOn, eksAddOnVersion } from '../../config/model/cloud-versions';
import { type IdentityId, identitiesOf } from '../../config/model/identities';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Foundation } from '../contracts';
import { rightsOf } from './pod-rights';
import { podRole } from './pod-role';

/** How add-ons are set (schemas: `aws eks describe-addon-configuration`); the rest runs with its defaults. */
const settings: Partial<Record<EksAddOn, (config: WorkbenchConfig) => object>> = {
  'vpc-cni': () => ({
    // Network policies of the hub mean nothing without it.
    enableNetworkPolicy: 'true',
    // Addresses by blocks of 16: a node carries 110 pods instead of 29 (m6i.large). It needs unbroken ranges, which the subnets of nodes have.
    env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
  }),
  // One server of names for every 256 cores or 16 nodes, and never one alone.
  coredns: () => ({ autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 } }),
  // What the driver makes has the tags of the environment; its own default class of volumes stays away, ours is encrypted with a key of ours.
  'aws-ebs-csi-driver': (config) => ({ controller: { extraVolumeTags: tagsOf(config) }, defaultStorageClass: { enabled: false } }),
};

/** Add-ons that are somebody at AWS, by the row of their identity. */
export const addOnRoles = { 'vpc-cni': 'vpc-cni', 'aws-ebs-csi-driver': 'ebs-csi-driver' } as const satisfies Partial<
  Record<EksAddOn, IdentityId>
>;

/** An add-on of the cluster in its pinned version. What somebody changes by hand goes back to what stands here; another version rolls pods over. */
export function addOn(
  scope: Construct,
  config: WorkbenchConfig,
  clusterName: string,
  name: EksAddOn,
  dependsOn: ITerraformDependable[] = [],
): EksAddon {
  const configured = settings[name]?.(config);
  return new EksAddon(scope, name, {
    clusterName,
    addonName: name,
    addonVersion: eksAddOnVersion(config.cluster.kubernetesVersion, name),
    ...(configured ? { configurationValues: JSON.stringify(configured) } : {}),
    resolveConflictsOnCreate: 'OVERWRITE',
    resolveConflictsOnUpdate: 'OVERWRITE',
    dependsOn,
  });
}

/** The role of an add-on that asks AWS for something. It must be bound before the add-on starts: pods learn who they are when they start. */
export function addOnIdentity(
  scope: Construct,
  config: WorkbenchConfig,
  clusterName: string,
  addOnId: keyof typeof addOnRoles,
  foundation: Foundation,
): ITerraformDependable[] {
  return identitiesOf(config)
    .filter(({ id }) => id === addOnRoles[addOnId])
    .map((identity) => podRole(scope, config, clusterName, identity, rightsOf(addOnRoles[addOnId], { config, foundation })).association);
}
