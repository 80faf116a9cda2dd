import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { audited } from '../../config/model/audit/place';
import { nameOf } from '../../config/model/names';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Capabilities, Cluster, Foundation, Keys } from '../contracts';
import { clusterAccess } from './access';
import { managedPolicyArn } from './account';
import { addOn, addOnIdentity } from './add-ons';
import { auditStream } from './audit-stream';
import { logGroup } from './log-group';
import { policyText } from './policy';

const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** The role of the control plane: what AWS lists for it, and the key that encrypts Secrets. */
function controlPlaneRole(scope: Construct, config: WorkbenchConfig, keys: Keys) {
  const role = new IamRole(scope, 'role', {
    name: nameOf(config, 'role', 'cluster'),
    description: 'Control plane of the cluster',
    assumeRolePolicy: policyText({
      Sid: 'ControlPlane',
      Effect: 'Allow',
      Principal: { Service: 'eks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
  });
  const rights = [
    new IamRolePolicyAttachment(scope, 'role-policy', {
      role: role.name,
      policyArn: managedPolicyArn(config, 'AmazonEKSClusterPolicy'),
    }),
    new IamRolePolicy(scope, 'role-key', {
      name: 'key',
      role: role.name,
      policy: policyText({
        Sid: 'Secrets',
        Effect: 'Allow',
        Action: ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt', 'kms:ListGrants'],
        Resource: keys.cluster,
      }),
    }),
  ];
  return { role, rights };
}

/**
 * An EKS cluster: about 75 USD a month. Its API is reached from inside the network, and from outside only by `cluster.api.allowedAddresses`. Secrets are
 * encrypted by a key of ours, and all five logs of the control plane are kept. Name, role, service range and that encryption can never be changed:
 * another value makes a new cluster. A higher Kubernetes version is an upgrade in place, one minor version at a time, and never goes back.
 * The provider (5.100) knows no deletion protection of clusters: `deploy` asks for consent by address before one is destroyed.
 */
export const cluster: Capabilities['cluster'] = (scope, { config }, foundation): Cluster => {
  const { network, keys } = foundation;
  const name = nameOf(config, 'cluster');
  const { api, kubernetesVersion } = config.cluster;
  // Never the whole world, which is what EKS takes an empty list for.
  const isPublic = api.public && api.allowedAddresses.length > 0;
  const { role, rights } = controlPlaneRole(scope, config, keys);
  // Made before the cluster, which would make it itself without a key and without an end. About 0.50 USD a GB that comes in.
  const logs = logGroup(scope, 'logs', config, keys.data, `/aws/eks/${name}/cluster`);
  if (audited.byCloud(config)) auditStream(scope, config, foundation, logs);
  const made = new EksCluster(scope, 'cluster', {
    name,
    roleArn: role.arn,
    version: kubernetesVersion,
    // Entries of the API alone: the ConfigMap that older clusters read is a back door that no log of AWS shows.
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    // Add-ons below are pinned; those that EKS would put in by itself are nobody's.
    bootstrapSelfManagedAddons: false,
    enabledClusterLogTypes: logTypes,
    encryptionConfig: { resources: ['secrets'], provider: { keyArn: keys.cluster } },
    kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: config.network.serviceRange },
    vpcConfig: {
      subnetIds: [...network.clusterSubnets],
      // EKS's own group lets in nodes alone: whoever deploys from inside, from a machine of his own or by a VPN, comes by this one.
      securityGroupIds: [network.purposes.cluster ?? ''],
      endpointPrivateAccess: true,
      endpointPublicAccess: isPublic,
      ...(isPublic ? { publicAccessCidrs: [...api.allowedAddresses] } : {}),
    },
    // Standard support: a version that ends is upgraded rather than paid for six times over.
    upgradePolicy: { supportType: 'STANDARD' },
    // AWS may take a zone that is failing out of service. Only where another one is left.
    zonalShiftConfig: { enabled: config.cluster.zones > 1 },
    // Both are read when a cluster is born and never again: another value here must not make a new one.
    lifecycle: { ignoreChanges: ['access_config[0].bootstrap_cluster_creator_admin_permissions', 'bootstrap_self_managed_addons'] },
    dependsOn: [...rights, logs],
  });
  clusterAccess(scope, config, made.name);
  beforeNodes(scope, config, made.name, foundation);
  return {
    name: made.name,
    endpoint: made.endpoint,
    certificateAuthority: made.certificateAuthority.get(0).data,
    identityIssuer: made.identity.get(0).oidc.get(0).issuer,
    nodes: made.vpcConfig.clusterSecurityGroupId,
  };
};

/** What must be there before the first node: identities of pods, the network plug-in with an identity of its own, and the proxy of Services. */
function beforeNodes(scope: Construct, config: WorkbenchConfig, clusterName: string, foundation: Foundation): void {
  addOn(scope, config, clusterName, 'eks-pod-identity-agent');
  addOn(scope, config, clusterName, 'kube-proxy');
  addOn(scope, config, clusterName, 'vpc-cni', addOnIdentity(scope, config, clusterName, 'vpc-cni', foundation));
}
