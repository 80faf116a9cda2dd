import { z } from 'zod';
import { cidr, dnsLabel, plainText } from './kinds';

export const platforms = ['kubernetes', 'aws', 'azure', 'azure-stack'] as const;
export type Platform = (typeof platforms)[number];

const ipv4 = z.ipv4();

/** What Azure Local (HCI) and Azure Stack Hub need beyond a region: both stand in the operator's own building. */
const azureStack = z
  .strictObject({
    flavour: z
      .enum(['local', 'hub'])
      .default('local')
      .describe(
        '`local` is Azure Local (Azure Stack HCI) with AKS enabled by Azure Arc; `hub` is Azure Stack Hub with a cluster that exists.',
      ),
    customLocation: plainText.optional().describe('Id of the custom location of the Azure Local instance (local).'),
    virtualSwitch: plainText.optional().describe('Name of the virtual switch of the logical network (local).'),
    vlan: z.int().min(1).max(4094).optional().describe('VLAN of the logical network (local).'),
    addressPrefix: cidr.optional().describe('Range of the logical network (local).'),
    gateway: ipv4.optional().describe('Default gateway of the logical network (local).'),
    dnsServers: z.array(ipv4).default([]).describe('DNS servers of the logical network (local).'),
    nodeAddresses: z
      .strictObject({ start: ipv4.describe('First address.'), end: ipv4.describe('Last address.') })
      .optional()
      .describe('Addresses given to nodes (local).'),
    serviceAddresses: z
      .strictObject({ start: ipv4.describe('First address.'), end: ipv4.describe('Last address.') })
      .optional()
      .describe('Addresses given to load balancers, outside of `nodeAddresses` (local).'),
    controlPlaneAddress: ipv4.optional().describe('Address of the Kubernetes API, outside of both ranges (local).'),
    kubernetesPatch: z
      .string()
      .regex(/^1\.\d{2}\.\d+$/, 'must be a whole Kubernetes version such as 1.31.5')
      .optional()
      .describe(
        'Whole Kubernetes version, one that `az aksarc get-versions` lists (local); its minor version is `cluster.kubernetesVersion`.',
      ),
    kubernetesRuntime: z
      .string()
      .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be an object id of Microsoft Entra')
      .optional()
      .describe(
        'Object id that the application of `Microsoft.KubernetesRuntime` has in the tenant (local): it sets up the balancer. `az ad sp show --id 087fca6e-4606-4d41-b3f6-5ebdf75b8b4c --query id` tells it.',
      ),
    sshPublicKey: plainText.optional().describe('SSH public key of the nodes (local). A public key, never the private one.'),
    armEndpoint: z.url().optional().describe('Address of the resource manager of the stamp (hub).'),
  })
  .describe('Azure Local or Azure Stack Hub.');

export const platformSection = z
  .strictObject({
    provider: z
      .enum(platforms)
      .describe('Where the hub runs. `kubernetes` is any existing cluster, reached by kubeconfig and context; the others make their own.'),
    kubeconfig: plainText
      .default('~/.kube/config')
      .describe(
        'Path of the kubeconfig file of an existing cluster. Nothing of it is copied into state or plans. A cloud has its own, made by the command.',
      ),
    context: plainText
      .optional()
      .describe('Context in the kubeconfig. Required for `kubernetes`, so that nobody deploys to whatever context is current.'),
    region: dnsLabel(40)
      .optional()
      .describe('Region of the cloud, such as `eu-west-1` or `southafricanorth`; without effect on `kubernetes`.'),
    account: z
      .string()
      .regex(
        /^(\d{12}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
        'must be an AWS account number of 12 digits or an Azure subscription id',
      )
      .optional()
      .describe(
        'AWS account or Azure subscription that this environment belongs to. `deploy` refuses any other, so that nobody deploys with the wrong login.',
      ),
    directory: z
      .string()
      .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the id of a Microsoft Entra tenant')
      .optional()
      .describe('Microsoft Entra tenant of the subscription (azure, azure-stack).'),
    endpoint: z
      .url()
      .optional()
      .describe('Address of an AWS-compatible API instead of the region of AWS: an emulator, for rehearsals. Each use is reported.'),
    azureStack: azureStack.optional(),
  })
  .describe('The platform that carries the hub.');
