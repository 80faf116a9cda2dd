import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import type { NodePool } from '../../config/model/node-pools';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';

/** Most pods of one node: what EKS advises for machines below 30 cores, with addresses by blocks. */
const maxPods = 110;

/** Settings of Bottlerocket; EKS adds how the node finds its cluster. */
const settings = [
  '[settings.kubernetes]',
  `"max-pods" = ${maxPods}`,
  // Not even root may change the running kernel.
  '[settings.kernel]',
  'lockdown = "integrity"',
  // No container with a shell and root rights on the node, and none that AWS Systems Manager opens a session in.
  '[settings.host-containers.admin]',
  'enabled = false',
  '[settings.host-containers.control]',
  'enabled = false',
  '',
].join('\n');

const disk = (deviceName: string, volumeSize: number, key: string) => ({
  deviceName,
  ebs: { volumeType: 'gp3', volumeSize, encrypted: 'true', kmsKeyId: key, deleteOnTermination: 'true' },
});

/** How machines of a pool are started. Another version rolls the nodes of the pool over, a third at a time. No key pair, no SSH. */
export function nodeTemplate(scope: Construct, config: WorkbenchConfig, pool: NodePool, key: string): LaunchTemplate {
  const tags = { ...tagsOf(config), Name: nameOf(config, 'cluster', pool.role) };
  return new LaunchTemplate(scope, `${pool.role}-template`, {
    name: nameOf(config, 'cluster', pool.role),
    // Here rather than at the group, where another machine would mean another group.
    instanceType: pool.machine,
    updateDefaultVersion: true,
    // Bottlerocket has a disk for itself and one for images, logs and scratch space of pods.
    blockDeviceMappings: [disk('/dev/xvda', 4, key), disk('/dev/xvdb', pool.diskGi, key)],
    // Tokens only, and none that reaches a pod: a pod has an identity of its own or none.
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1, instanceMetadataTags: 'disabled' },
    userData: Buffer.from(settings).toString('base64'),
    // The provider's default tags stop at the template.
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
  });
}
