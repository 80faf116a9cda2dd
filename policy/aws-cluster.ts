import { block, blocks, isOn, isSet } from './attributes';
import type { Policy } from './policy';

const logs = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** EKS and its nodes. */
export const awsClusterPolicies: readonly Policy[] = [
  {
    id: 'AWS-EKS-PRIVATE-ENDPOINT',
    severity: 'high',
    title: 'Nodes reach the Kubernetes API inside the network',
    why: 'every node would talk to it over the internet',
    references: ['CIS EKS 5.4.2', 'CKV_AWS_39'],
    reads: ['aws_eks_cluster'],
    check: (attributes) => (isOn(block(attributes, 'vpc_config')?.endpoint_private_access) ? undefined : 'has no private endpoint'),
  },
  {
    id: 'AWS-EKS-LISTED-ENDPOINT',
    severity: 'critical',
    title: 'The Kubernetes API is private, or open to a list of addresses',
    why: 'anybody may try to log in',
    references: ['CIS EKS 5.4.1', 'CKV_AWS_38'],
    reads: ['aws_eks_cluster'],
    check: (attributes) => {
      const config = block(attributes, 'vpc_config') ?? {};
      if (config.endpoint_public_access === false) return undefined;
      const ranges = [config.public_access_cidrs ?? []].flat();
      return ranges.length > 0 && !ranges.includes('0.0.0.0/0') ? undefined : 'is open to the whole world';
    },
  },
  {
    id: 'AWS-EKS-SECRETS-ENCRYPTED',
    severity: 'high',
    title: 'Secrets of the Kubernetes API are encrypted with a key of the environment',
    why: 'a copy of etcd would be a copy of every password',
    references: ['CIS EKS 5.3.1', 'CKV_AWS_58'],
    reads: ['aws_eks_cluster'],
    check: (attributes) =>
      isSet(block(attributes, 'encryption_config', 'provider')?.key_arn) ? undefined : 'keeps Secrets without a key of ours',
  },
  {
    id: 'AWS-EKS-LOGS',
    severity: 'medium',
    title: 'The control plane writes all five logs',
    why: 'the audit log is the only witness of who did what',
    references: ['CIS EKS 2.1.1', 'CKV_AWS_37'],
    reads: ['aws_eks_cluster'],
    check: ({ enabled_cluster_log_types: found }) => {
      const missing = logs.filter((log) => !(Array.isArray(found) && found.includes(log)));
      return missing.length > 0 ? `does not write ${missing.join(', ')}` : undefined;
    },
  },
  {
    id: 'AWS-EKS-ACCESS-ENTRIES',
    severity: 'medium',
    title: 'Who may use the cluster is listed at AWS, not inside it',
    why: 'one wrong edit of a ConfigMap would lock everybody out',
    references: ['docs.aws.amazon.com EKS, access entries'],
    reads: ['aws_eks_cluster'],
    check: (attributes) => {
      const mode = block(attributes, 'access_config')?.authentication_mode;
      return mode === 'API' ? undefined : `authentication mode is ${mode ?? 'CONFIG_MAP'}`;
    },
  },
  {
    id: 'AWS-EKS-ZONES',
    severity: 'high',
    title: 'In production the cluster spans three zones',
    why: 'the loss of a zone would stop payments',
    references: ['docs.aws.amazon.com EKS, reliability'],
    reads: ['aws_eks_node_group'],
    check: ({ subnet_ids: subnets }, _resource, { config }) => {
      if (config.profile !== 'production') return undefined;
      // A list that another stack hands on is known when Terraform runs: then the zones of the file count.
      const count = Array.isArray(subnets) && subnets.length > 1 ? subnets.length : config.cluster.zones;
      return count >= 3 ? undefined : `spans ${count} zone${count === 1 ? '' : 's'}`;
    },
  },
  {
    id: 'AWS-EKS-ADDON-PINNED',
    severity: 'medium',
    title: 'Add-ons of the cluster are pinned',
    why: 'a network plug-in that changes by itself stops pods at night',
    references: ['docs.aws.amazon.com EKS, add-ons'],
    reads: ['aws_eks_addon'],
    check: ({ addon_version: version }) => (isSet(version) ? undefined : 'takes whatever version is newest'),
  },
  {
    id: 'AWS-NODE-NO-SSH',
    severity: 'high',
    title: 'Nobody logs in to nodes',
    why: 'whoever is on a node reads every Secret of its pods',
    references: ['CKV_AWS_100'],
    reads: ['aws_eks_node_group', 'aws_launch_template'],
    check: (attributes) => (block(attributes, 'remote_access') || isSet(attributes.key_name) ? 'has an SSH key' : undefined),
  },
  {
    id: 'AWS-NODE-IMDSV2',
    severity: 'high',
    title: 'Nodes hand out their own login by version 2 of the metadata service only',
    why: 'a pod that can be made to fetch an address would fetch the login of its node',
    references: ['CKV_AWS_79', 'CKV_AWS_341'],
    reads: ['aws_launch_template'],
    check: (attributes) => (block(attributes, 'metadata_options')?.http_tokens === 'required' ? undefined : 'answers version 1 too'),
  },
  {
    id: 'AWS-NODE-DISK-ENCRYPTED',
    severity: 'high',
    title: 'Disks of nodes are encrypted',
    why: 'images, logs and emptied volumes stay on them',
    references: ['CKV_AWS_3'],
    reads: ['aws_launch_template'],
    check: (attributes) => {
      const disks = blocks(attributes, 'block_device_mappings').map((mapping) => block(mapping, 'ebs') ?? {});
      return disks.length > 0 && disks.every(({ encrypted }) => isOn(encrypted)) ? undefined : 'has a disk without encryption';
    },
  },
];
