import { block, isOn, isSet } from './attributes';
import type { Policy } from './policy';

const reads = ['azurerm_kubernetes_cluster'];
const pools = [...reads, 'azurerm_kubernetes_cluster_node_pool'];
const poolOf = (attributes: Parameters<Policy['check']>[0]) => block(attributes, 'default_node_pool') ?? attributes;

/** AKS and its nodes. */
export const azureClusterPolicies: readonly Policy[] = [
  {
    id: 'AZ-AKS-LISTED-API',
    severity: 'critical',
    title: 'The Kubernetes API is private, or open to a list of addresses',
    why: 'anybody may try to log in',
    references: ['CIS AKS 5.4.1', 'CKV_AZURE_6', 'CKV_AZURE_115', 'Azure Policy 0e246bcf'],
    reads,
    check: (attributes) => {
      const ranges = block(attributes, 'api_server_access_profile')?.authorized_ip_ranges;
      const listed = Array.isArray(ranges) && ranges.length > 0 && !ranges.includes('0.0.0.0/0');
      return isOn(attributes.private_cluster_enabled) || listed ? undefined : 'is open to the whole world';
    },
  },
  {
    id: 'AZ-AKS-NO-LOCAL-ACCOUNTS',
    severity: 'high',
    title: 'People log in to the cluster with their own account',
    why: 'a certificate that everybody shares ends with nobody, and cannot be taken back',
    references: ['CIS AKS 5.5.1', 'CKV_AZURE_141', 'Azure Policy 993c2fcd'],
    reads,
    check: ({ local_account_disabled: off }) => (isOn(off) ? undefined : 'has local accounts'),
  },
  {
    id: 'AZ-AKS-AZURE-RBAC',
    severity: 'medium',
    title: 'Rights in the cluster are roles of Azure',
    why: 'who left the company would keep the cluster',
    references: ['CIS AKS 5.5.1', 'CKV_AZURE_5'],
    reads,
    check: (attributes) =>
      isOn(block(attributes, 'azure_active_directory_role_based_access_control')?.azure_rbac_enabled)
        ? undefined
        : 'knows no roles of Azure',
  },
  {
    id: 'AZ-AKS-NETWORK-POLICY',
    severity: 'high',
    title: 'The cluster enforces network policies',
    why: 'without an engine they are words',
    references: ['CIS AKS 5.4.4', 'CKV_AZURE_7'],
    reads,
    check: (attributes) => (isSet(block(attributes, 'network_profile')?.network_policy) ? undefined : 'enforces none'),
  },
  {
    id: 'AZ-AKS-POLICY-ADD-ON',
    severity: 'medium',
    title: 'Azure Policy looks into the cluster',
    why: 'rules of the company would end at its door',
    references: ['CKV_AZURE_116', 'Azure Policy 0a15ec92'],
    reads,
    check: ({ azure_policy_enabled: on }) => (isOn(on) ? undefined : 'is not looked into'),
  },
  {
    id: 'AZ-AKS-LOGS',
    severity: 'medium',
    title: 'Logs of nodes and pods are collected',
    why: 'a pod that is gone takes its reason along',
    references: ['CIS AKS 2.1.1', 'CKV_AZURE_4'],
    reads,
    check: (attributes) => (isSet(block(attributes, 'oms_agent')?.log_analytics_workspace_id) ? undefined : 'collects none'),
  },
  {
    id: 'AZ-AKS-UPTIME',
    severity: 'medium',
    title: 'In production Azure promises an uptime',
    why: 'the free tier may be away for hours, and nobody answers for it',
    references: ['CKV_AZURE_170'],
    reads,
    check: ({ sku_tier: tier }, _resource, { config }) =>
      config.profile !== 'production' || tier === 'Standard' || tier === 'Premium' ? undefined : `tier is ${tier ?? 'Free'}`,
  },
  {
    id: 'AZ-AKS-UPGRADED',
    severity: 'medium',
    title: 'Faults of the cluster and its nodes are mended by Azure, in a window',
    why: 'known holes stay open until somebody remembers them',
    references: ['CKV_AZURE_171'],
    reads,
    check: ({ automatic_upgrade_channel: channel, node_os_upgrade_channel: nodes }) =>
      isSet(channel) && isSet(nodes) && nodes !== 'None' ? undefined : 'is not mended by itself',
  },
  {
    id: 'AZ-AKS-SECRETS-ENCRYPTED',
    severity: 'high',
    title: 'Secrets of the Kubernetes API are encrypted with a key of the environment',
    why: 'a copy of etcd would be a copy of every password',
    references: ['learn.microsoft.com AKS, KMS etcd encryption'],
    reads,
    check: (attributes) =>
      isSet(block(attributes, 'key_management_service')?.key_vault_key_id) ? undefined : 'keeps Secrets without a key of ours',
  },
  {
    id: 'AZ-AKS-WORKLOAD-IDENTITY',
    severity: 'high',
    title: 'Pods have identities of their own',
    why: 'they would all act as their node',
    references: ['learn.microsoft.com AKS, workload identity'],
    reads,
    check: ({ oidc_issuer_enabled: issuer, workload_identity_enabled: identity }) =>
      isOn(issuer) && isOn(identity) ? undefined : 'has no workload identity',
  },
  {
    id: 'AZ-AKS-NO-RUN-COMMAND',
    severity: 'medium',
    title: 'Nobody runs commands in the cluster through Azure',
    why: 'it goes around the list of addresses and the network',
    references: ['learn.microsoft.com AKS, command invoke'],
    reads,
    check: ({ run_command_enabled: on }) => (on === false ? undefined : 'commands can be run through Azure'),
  },
  {
    id: 'AZ-AKS-IMAGES-CLEANED',
    severity: 'low',
    title: 'Images that nobody uses leave the nodes',
    why: 'old ones with known holes can be started again',
    references: ['learn.microsoft.com AKS, image cleaner'],
    reads,
    check: ({ image_cleaner_enabled: on }) => (isOn(on) ? undefined : 'keeps every image'),
  },
  {
    id: 'AZ-AKS-DISKS-OWN-KEY',
    severity: 'medium',
    title: 'Disks of nodes and volumes are encrypted with a key of the environment',
    why: 'with the key of Microsoft nobody can take the right to read away',
    references: ['CKV_AZURE_117', 'Azure Policy 7d7be79c'],
    reads,
    check: ({ disk_encryption_set_id: set }) => (isSet(set) ? undefined : 'has no disk encryption set'),
  },
  {
    id: 'AZ-POOL-ZONES',
    severity: 'high',
    title: 'In production nodes span three zones where the region has them',
    why: 'the loss of a zone would stop payments',
    references: ['Azure Well-Architected, AKS reliability'],
    reads: pools,
    check: (attributes, _resource, { config }) => {
      const { zones } = poolOf(attributes);
      const count = Array.isArray(zones) ? zones.length : 0;
      return config.profile !== 'production' || count !== 2 ? undefined : 'spans two zones';
    },
  },
  {
    id: 'AZ-POOL-HOST-ENCRYPTION',
    severity: 'medium',
    title: 'What a node keeps for itself is encrypted on its host',
    why: 'caches and temporary disks hold what volumes hold',
    references: ['CKV_AZURE_227'],
    reads: pools,
    check: (attributes) => (isOn(poolOf(attributes).host_encryption_enabled) ? undefined : 'is not encrypted on its host'),
  },
  {
    id: 'AZ-POOL-NO-PUBLIC-ADDRESS',
    severity: 'high',
    title: 'Nodes have no public address',
    why: 'each would stand on the internet',
    references: ['CKV_AZURE_143'],
    reads: pools,
    check: (attributes) => (isOn(poolOf(attributes).node_public_ip_enabled) ? 'has public addresses' : undefined),
  },
  {
    id: 'AZ-POOL-ROOM',
    severity: 'low',
    title: 'A node has room for fifty pods',
    why: 'nodes would be full of nothing, and cost',
    references: ['CKV_AZURE_168'],
    reads: pools,
    check: (attributes) => (Number(poolOf(attributes).max_pods ?? 250) >= 50 ? undefined : `takes ${poolOf(attributes).max_pods} pods`),
  },
  {
    id: 'AZ-IDENTITY-FEDERATED',
    severity: 'high',
    title: 'An identity of pods is for one service account',
    why: 'any pod of the cluster could put it on',
    references: ['learn.microsoft.com Entra, workload identity federation'],
    reads: ['azurerm_federated_identity_credential'],
    check: ({ subject }) => (/^system:serviceaccount:[^:*]+:[^:*]+$/.test(String(subject)) ? undefined : `subject is ${subject}`),
  },
  {
    id: 'AZ-ROLE-NOT-OWNER',
    severity: 'critical',
    title: 'Nothing of ours is Owner or Contributor of a subscription or a group',
    why: 'one pod would be the whole environment',
    references: ['CIS Azure 1.23', 'CKV_AZURE_39'],
    reads: ['azurerm_role_assignment'],
    check: ({ role_definition_name: role }) =>
      ['Owner', 'Contributor', 'User Access Administrator'].includes(String(role)) ? `is ${role}` : undefined,
  },
];
