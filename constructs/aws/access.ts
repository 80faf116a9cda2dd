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

function administrator(
  scope: Construct,
  id: string,
  clusterName: string,
  region: string | undefined,
  principalArn: string,
): EksAccessEntry {
  const entry = new EksAccessEntry(scope, id, { clusterName, principalArn, type: 'STANDARD' });
  new EksAccessPolicyAssociation(scope, `${id}-policy`, {
    clusterName,
    principalArn: entry.principalArn,
    policyArn: `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
    accessScope: { type: 'cluster' },
  });
  return entry;
}

/**
 * Who administers the cluster: the roles of `cluster.administrators`, and nobody else. Where the file names nobody, the role of whoever deploys first
 * gets an entry and keeps it, so that the stacks after this one reach the cluster; naming administrators takes that entry away again, unless it is
 * among them. (The flag of EKS for its creator would do the same, but its entry can be removed only by hand, and changing the flag makes a new cluster.)
 */
export function administrators(scope: Construct, { cluster, platform }: WorkbenchConfig, clusterName: string): void {
  for (const arn of new Set(cluster.administrators)) administrator(scope, `administrator-${idOf(arn)}`, clusterName, platform.region, arn);
  if (cluster.administrators.length > 0) return;
  const caller = new DataAwsCallerIdentity(scope, 'caller', {});
  // The session of a role has a name of its own; access is for the role behind it.
  const { issuerArn } = new DataAwsIamSessionContext(scope, 'caller-role', { arn: caller.arn });
  // Somebody else who deploys later must not throw the first one out.
  administrator(scope, 'deployer', clusterName, platform.region, issuerArn).lifecycle = { ignoreChanges: ['principal_arn'] };
}
