import { awsClusterPolicies } from './aws-cluster';
import { awsGroundPolicies } from './aws-ground';
import { awsStorePolicies } from './aws-stores';
import { azureClusterPolicies } from './azure-cluster';
import { azureGroundPolicies } from './azure-ground';
import { azureStorePolicies } from './azure-stores';
import { kubernetesPolicies } from './kubernetes';
import { accessPolicies } from './kubernetes-access';
import { podPolicies } from './pods';
import type { Policy } from './policy';

/** Every policy, in the order of the reference. */
export const policies: readonly Policy[] = [
  ...kubernetesPolicies,
  ...accessPolicies,
  ...podPolicies,
  ...awsGroundPolicies,
  ...awsClusterPolicies,
  ...awsStorePolicies,
  ...azureGroundPolicies,
  ...azureClusterPolicies,
  ...azureStorePolicies,
];
