import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsIamSessionContext } from '@cdktf/provider-aws/lib/data-aws-iam-session-context';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { partitionOf } from './partition';

/** `123456789012-role-admins-ops`: stable, and the same role is never two. */
const idOf = (arn: string) =>
  arn
    .split(':')
    .slice(4)
    .join('-')
    .replace(/[^\w-]+/g, '-');

/** What somebody may do in the cluster (docs.aws.amazon.com, EKS: access policies): everything; or see everything but Secrets. */
const accessPolicies = { administrator: 'AmazonEKSClusterAdminPolicy', viewer: 'AmazonEKSViewPolicy' } as const;

interface Person {
  readonly id: string;
  readonly may: keyof typeof accessPolicies;
  readonly principalArn: string;
}

function accessOf(scope: Construct, clusterName: string, region: string | undefined, { id, may, principalArn }: Person): EksAccessEntry {
  const entry = new EksAccessEntry(scope, id, { clusterName, principalArn, type: 'STANDARD' });
  new EksAccessPolicyAssociation(scope, `${id}-policy`, {
    clusterName,
    principalArn: entry.principalArn,
    policyArn: `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/${accessPolicies[may]}`,
    accessScope: { type: 'cluster' },
  });
  return entry;
}

/**
 * Who may reach the cluster: `cluster.administrators` and `cluster.viewers`, and nobody else. Where the file names no administrator, the role of whoever deploys first
 * gets an entry and keeps it, so that the stacks after this one reach the cluster; naming administrators takes that entry away again, unless it is
 * among them. (The flag of EKS for its creator would do the same, but its entry can be removed only by hand, and changing the flag makes a new cluster.)
 */
export function clusterAccess(scope: Construct, { cluster, platform }: WorkbenchConfig, clusterName: string): void {
  const named = (may: Person['may'], arns: readonly string[]) => {
    for (const principalArn of new Set(arns))
      accessOf(scope, clusterName, platform.region, { id: `${may}-${idOf(principalArn)}`, may, principalArn });
  };
  named('administrator', cluster.administrators);
  named('viewer', cluster.viewers);
  if (cluster.administrators.length > 0) return;
  const caller = new DataAwsCallerIdentity(scope, 'caller', {});
  // The session of a role has a name of its own; access is for the role behind it.
  const { issuerArn } = new DataAwsIamSessionContext(scope, 'caller-role', { arn: caller.arn });
  // Somebody else who deploys later must not throw the first one out.
  const first = accessOf(scope, clusterName, platform.region, { id: 'deployer', may: 'administrator', principalArn: issuerArn });
  first.lifecycle = { ignoreChanges: ['principal_arn'] };
}
