import { z } from 'zod';
import { defaultKubernetes } from '../model/kubernetes-support';
import { type ByProfile, cidr, plainText, quantity } from './kinds';
import type { Platform } from './platform';

/** What runs on a pool. `stores` keeps others away by a taint, `hub` and `tools` draw their pods, `system` takes what has no other place. */
export const poolRoles = ['system', 'hub', 'stores', 'tools'] as const;
export type PoolRole = (typeof poolRoles)[number];

const pool = z.strictObject({
  machine: plainText
    .optional()
    .describe('Machine type of the cloud, such as `m6i.xlarge` or `Standard_D4ds_v5`; `hub.size` chooses otherwise.'),
  min: z.int().min(0).max(1000).optional().describe('Fewest nodes.'),
  max: z.int().min(1).max(1000).optional().describe('Most nodes.'),
  diskGi: z.int().min(30).max(2048).optional().describe('Disk of each node in GiB.'),
  spot: z.boolean().default(false).describe('Cheaper machines that the cloud may take away at any time. Never for stores.'),
});

export const clusterSection = (by: ByProfile, platform: Platform) =>
  z
    .strictObject({
      kubernetesVersion: z
        .string()
        .regex(/^1\.\d{2}$/, 'must be a Kubernetes minor version such as "1.33", in quotes')
        .default(defaultKubernetes[platform])
        .describe(
          `Minor version of the cluster. \`check\` holds it against the release and the cloud; \`deploy\` holds it against the real API server. Left out: the newest that makers of Mojaloop have tried, and where a cloud makes the cluster one that it still supports (aws \`${defaultKubernetes.aws}\`, azure \`${defaultKubernetes.azure}\`).`,
        ),
      storageClass: z
        .string()
        .min(1)
        .optional()
        .describe("StorageClass of every volume; the cluster's default class when left out, which is an encrypted one on a cloud."),
      zones: z.int().min(1).max(9).default(by(1, 3)).describe('Zones that the nodes span; replicas are spread over them.'),
      quota: z
        .strictObject({
          cpu: quantity.optional().describe('CPU cores that all pods of the hub and its participants may request together.'),
          memory: quantity.optional().describe('Memory that all pods of the hub and its participants may request together.'),
        })
        .prefault({})
        .describe(
          'What the cluster can give. `check` refuses a size that does not fit, and each namespace gets its share as a ResourceQuota.',
        ),
      podSecurity: z
        .enum(['privileged', 'baseline', 'restricted'])
        .default('baseline')
        .describe('Pod Security Standard enforced in the namespaces of the hub. No release of the catalogue runs under `restricted`.'),
      api: z
        .strictObject({
          public: z
            .boolean()
            .default(by(true, false))
            .describe(
              'The Kubernetes API has a public address too, for `allowedAddresses` alone. Private: deploy from inside the network or by a VPN.',
            ),
          allowedAddresses: z.array(cidr).default([]).describe('Addresses that may reach the public Kubernetes API.'),
        })
        .prefault({})
        .describe('The Kubernetes API of a cluster that is made here.'),
      administrators: z
        .array(plainText)
        .default([])
        .describe('Who administers the cluster: ARNs of IAM roles (aws), object ids of Entra groups (azure, azure-stack).'),
      viewers: z
        .array(plainText)
        .default([])
        .describe(
          'Who may look at the cluster and change nothing, Secrets not even seen: ARNs of IAM roles (aws), object ids of Entra groups (azure).',
        ),
      pools: z
        .partialRecord(z.enum(poolRoles), pool)
        .default({})
        .describe('Node pools by what runs on them; `hub.size` and `profile` choose what is left out.'),
      upgrades: z
        .strictObject({
          channel: z
            .enum(['none', 'patch', 'stable', 'node-image'])
            .default('patch')
            .describe('What the cloud upgrades by itself (azure). Minor versions are raised in this file only.'),
          day: z
            .enum(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
            .default('Sunday')
            .describe('Day of the weekly maintenance window of cluster and databases.'),
          hour: z.int().min(0).max(23).default(2).describe('Hour (UTC) at which the window begins; it lasts four hours.'),
        })
        .prefault({})
        .describe('When the cloud may work on the cluster and the managed databases.'),
      dataPlane: z
        .enum(['cilium', 'azure-overlay'])
        .default('cilium')
        .describe(
          'Network of pods on Azure: Azure CNI overlay with the Cilium data plane and its policies, or with Azure network policies.',
        ),
    })
    .prefault({})
    .describe('The Kubernetes cluster.');
