import { auditPolicies } from './audit';
import { awsClusterPolicies } from './aws-cluster';
import { awsDatabasePolicies } from './aws-databases';
import { awsKafkaCachePolicies } from './aws-kafka-cache';
import { awsIdentityPolicies, awsKeyPolicies } from './aws-keys-identity';
import { awsNetworkPolicies } from './aws-network';
import { awsObjectPolicies } from './aws-objects';
import { azureClusterPolicies } from './azure-cluster';
import { azureGroundPolicies } from './azure-ground';
import { azureStorePolicies } from './azure-stores';
import { backupPolicies } from './backups';
import { frontPolicies } from './fronts';
import { gatewayPolicies } from './gateway';
import { kubernetesPolicies } from './kubernetes';
import { accessPolicies } from './kubernetes-access';
import { podPolicies } from './pods';
import type { Policy } from './policy';
import { vaultWayPolicies } from './vault-ways';

/** Every policy, in the order of the reference. */
export const policies: readonly Policy[] = [
  ...kubernetesPolicies,
  ...gatewayPolicies,
  ...vaultWayPolicies,
  ...backupPolicies,
  ...auditPolicies,
  ...accessPolicies,
  ...podPolicies,
  ...awsNetworkPolicies,
  ...awsKeyPolicies,
  ...awsObjectPolicies,
  ...awsIdentityPolicies,
  ...awsClusterPolicies,
  ...awsDatabasePolicies,
  ...awsKafkaCachePolicies,
  ...azureGroundPolicies,
  ...azureClusterPolicies,
  ...azureStorePolicies,
  ...frontPolicies,
];
