import { z } from 'zod';
import { type ByProfile, cidr, cron, dnsLabel, plainText, quantity } from './kinds';

export const platforms = ['kubernetes', 'aws', 'azure', 'azure-stack'] as const;
export type Platform = (typeof platforms)[number];

export const platformSection = z
  .strictObject({
    provider: z.enum(platforms).describe('Where the hub runs. `kubernetes` is any existing cluster, reached by kubeconfig and context.'),
    kubeconfig: plainText.default('~/.kube/config').describe('Path of the kubeconfig file. Nothing of it is copied into state or plans.'),
    context: plainText
      .optional()
      .describe('Context in the kubeconfig. Required for `kubernetes`, so that nobody deploys to whatever context is current.'),
    region: z.string().min(1).optional().describe('Region of the cloud; without effect on `kubernetes`.'),
  })
  .describe('The platform that carries the hub.');

export const clusterSection = (by: ByProfile) =>
  z
    .strictObject({
      kubernetesVersion: z
        .string()
        .regex(/^1\.\d{2}$/, 'must be a Kubernetes minor version such as "1.33", in quotes')
        .default('1.33')
        .describe('Minor version of the cluster. `check` holds it against the release; `deploy` holds it against the real API server.'),
      storageClass: z.string().min(1).optional().describe("StorageClass of every volume; the cluster's default class when left out."),
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
    })
    .prefault({})
    .describe('The Kubernetes cluster.');

export const networkSection = z
  .strictObject({
    clusterDomain: z.string().default('cluster.local').describe('DNS domain of Services inside the cluster.'),
    apiServer: cidr
      .optional()
      .describe('Address range of the Kubernetes API server; pods that must reach it are limited to it when given.'),
    dnsNamespace: dnsLabel().default('kube-system').describe('Namespace of the cluster DNS; every pod may ask it.'),
    egress: z
      .array(
        z.strictObject({
          namespace: dnsLabel().describe('Namespace of the environment whose pods may connect.'),
          to: cidr.describe('Addresses they may reach.'),
          port: z.int().min(1).max(65535).describe('TCP port they may reach.'),
          why: z.string().min(1).describe('The reason, for whoever reviews the rules.'),
        }),
      )
      .default([])
      .describe('Connections out of the cluster beyond those the hub itself needs, each with its reason.'),
  })
  .prefault({})
  .describe('Network facts and the exceptions to default-deny.');

export const stateSection = (by: ByProfile) =>
  z
    .strictObject({
      backend: z
        .enum(['local', 's3', 'azurerm', 'kubernetes', 'http'])
        .default(by('local', 'kubernetes'))
        .describe('Where Terraform keeps its state. `http` is GitLab-managed state.'),
      bucket: z.string().min(1).optional().describe('S3 bucket or Azure storage container.'),
      account: z.string().min(1).optional().describe('Azure storage account (azurerm).'),
      resourceGroup: z.string().min(1).optional().describe('Azure resource group of the storage account (azurerm).'),
      region: z.string().min(1).optional().describe('Region of the bucket (s3).'),
      address: z.url().optional().describe('Base address of the state API (http).'),
      namespace: dnsLabel()
        .default('kube-system')
        .describe('Namespace of the state Secrets (kubernetes); it must exist before the first deploy.'),
    })
    .prefault({})
    .describe("Terraform's state. One state a stack; no password is ever in it.");

export const operationsSection = (by: ByProfile) =>
  z
    .strictObject({
      deletionProtection: z
        .boolean()
        .default(by(false, true))
        .describe('Stores are kept when their resource is removed; deleting one needs `--allow-destroy`.'),
      backupSchedule: cron
        .default(by('0 2 * * *', '0 */6 * * *'))
        .describe('When every store is backed up (UTC) unless the store says otherwise.'),
      backupRetentionDays: z.int().min(1).max(3650).default(by(3, 35)).describe('Days a backup is kept.'),
      helmTimeoutSeconds: z.int().min(60).max(7200).default(1200).describe('How long one Helm release may take to become ready.'),
    })
    .prefault({})
    .describe('Day-two settings.');
