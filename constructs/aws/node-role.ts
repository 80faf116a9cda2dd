import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { managedPolicyArn, regionalArn } from './account';
import { cachePrefix } from './container-registry';
import { policyText } from './policy';

/**
 * Least that a node needs: to join, and to pull images. Nothing for the network plug-in, which has a role of its own, and nothing for sessions on the node.
 */
const policies = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'] as const;

/** The role of all nodes; EKS gives it entry to the cluster by itself. */
export function nodeRole(
  scope: Construct,
  config: WorkbenchConfig,
): { readonly role: IamRole; readonly rights: IamRolePolicyAttachment[] } {
  const role = new IamRole(scope, 'role', {
    name: nameOf(config, 'role', 'nodes'),
    description: 'Nodes of the cluster',
    assumeRolePolicy: policyText({ Sid: 'Nodes', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  });
  // The first pull of an image fills the cache of it; nothing else may be made in the registry.
  new IamRolePolicy(scope, 'role-image-caches', {
    name: 'image-caches',
    role: role.name,
    policy: policyText({
      Sid: 'FillCaches',
      Effect: 'Allow',
      Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
      Resource: regionalArn(config, '*', 'ecr', `repository/${cachePrefix(config)}/*`),
    }),
  });
  const rights = policies.map(
    (name) =>
      new IamRolePolicyAttachment(scope, `role-${name}`, {
        role: role.name,
        policyArn: managedPolicyArn(config, name),
      }),
  );
  return { role, rights };
}
