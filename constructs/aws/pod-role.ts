import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import type { Identity } from '../../config/model/identities';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { managedPolicyArn } from './account';
import { policyText, type Statement } from './policy';

/** What a role may do: statements of ours, and policies that AWS keeps in step with its own add-ons. */
export interface Rights {
  readonly statements?: readonly Statement[];
  readonly managed?: readonly string[];
}

/**
 * Who may take the role: EKS Pod Identity, and only for one service account of one cluster, which it puts into tags of the session
 * (docs.aws.amazon.com, "Create IAM role with trust policy required by EKS Pod Identity"). An association to another pod would not get it.
 */
const trust = (clusterName: string, { namespace, serviceAccount }: Identity): string =>
  policyText({
    Sid: 'OnlyThisPod',
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-name': clusterName,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  });

/** A service account of the cluster with a role of its own. Takes effect on pods that start after it. Costs nothing. */
export function podRole(
  scope: Construct,
  config: WorkbenchConfig,
  clusterName: string,
  identity: Identity,
  { statements = [], managed = [] }: Rights,
): { readonly roleArn: string; readonly association: EksPodIdentityAssociation } {
  const { id, namespace, serviceAccount, why } = identity;
  const role = new IamRole(scope, `${id}-role`, {
    name: nameOf(config, 'role', id),
    description: `${namespace}/${serviceAccount}: ${why}`,
    assumeRolePolicy: trust(nameOf(config, 'cluster'), identity),
  });
  if (statements.length > 0)
    new IamRolePolicy(scope, `${id}-policy`, { name: 'access', role: role.name, policy: policyText(...statements) });
  for (const name of managed)
    new IamRolePolicyAttachment(scope, `${id}-policy-${name.split('/').pop()}`, {
      role: role.name,
      policyArn: managedPolicyArn(config, name),
    });
  const association = new EksPodIdentityAssociation(scope, `${id}-association`, {
    clusterName,
    namespace,
    serviceAccount,
    roleArn: role.arn,
  });
  return { roleArn: role.arn, association };
}
