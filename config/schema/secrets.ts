import { z } from 'zod';
import { type ByProfile, dnsLabel } from './kinds';

const login = z.strictObject({
  discoveryUrl: z.url().describe('OIDC issuer, such as the address of the GitLab server.'),
  clientId: z.string().min(1).optional().describe('OIDC client of Vault (people only); its secret is put into Vault by hand, once.'),
  audience: z.string().min(1).optional().describe('Audience that a pipeline token must carry.'),
  groupsClaim: z.string().min(1).default('groups').describe('Claim that lists the groups of a person.'),
  groups: z.array(z.string().min(1)).default([]).describe('Groups whose members may read what operators may read.'),
  projects: z.array(z.string().min(1)).default([]).describe('Project paths whose pipelines may deploy.'),
});

export const secretsSection = (by: ByProfile) =>
  z
    .strictObject({
      vault: z
        .strictObject({
          address: z
            .url()
            .optional()
            .describe(
              'Address of an existing Vault. Left out: Vault is deployed in the cluster (HA raft, TLS) and the command reaches it by a port-forward.',
            ),
          inClusterAddress: z.url().optional().describe('Address of the existing Vault as pods see it, when it differs from `address`.'),
          caFile: z.string().min(1).optional().describe("File with the CA of the existing Vault's certificate (PEM)."),
          namespace: dnsLabel().default('vault').describe('Namespace of the deployed Vault.'),
          replicas: z.int().min(1).max(7).default(by(1, 3)).describe('Members of the raft cluster; an odd number.'),
          storage: z
            .string()
            .regex(/^\d+(Gi|Ti)$/, 'must be a size such as 10Gi')
            .default('10Gi')
            .describe('Volume of each member.'),
          seal: z
            .enum(['shamir', 'transit', 'awskms', 'azurekeyvault'])
            .optional()
            .describe(
              'How Vault opens itself after a restart; the key service of the cloud when left out. A plain cluster has none: `shamir` keeps the unseal key in a Secret of its namespace.',
            ),
        })
        .prefault({})
        .describe('Vault, where every password is born.'),
      kubernetesAuthPath: z
        .string()
        .regex(/^[\w-]+$/, 'must be letters, digits, dashes and underscores')
        .default('kubernetes')
        .describe("Mount path of Vault's Kubernetes auth method."),
      kvMount: z
        .string()
        .regex(/^[\w-]+$/, 'must be letters, digits, dashes and underscores')
        .default('hub')
        .describe('KV version 2 mount of the generated secrets.'),
      pm4mlMount: z
        .string()
        .regex(/^[\w-]+$/, 'must be letters, digits, dashes and underscores')
        .default('secret')
        .describe('KV version 1 mount that PM4ML and the connection manager write to (they know no version 2).'),
      pkiMount: z
        .string()
        .regex(/^[\w-]+$/, 'must be letters, digits, dashes and underscores')
        .default('pki')
        .describe('PKI mount of the environment.'),
      passwordLength: z.int().min(16).max(64).default(by(24, 32)).describe('Length of generated passwords.'),
      specialCharacters: z
        .boolean()
        .default(false)
        .describe('Adds `_` and `-` to passwords. Other special characters break connection strings in Mojaloop 15.'),
      people: login.optional().describe('Login of people by OIDC.'),
      pipelines: login.optional().describe('Login of pipelines by a signed token (JWT); no long-lived key.'),
      auditVolume: z
        .string()
        .regex(/^\d+(Gi|Ti)$/, 'must be a size such as 10Gi')
        .default('10Gi')
        .describe('Volume of the audit log of the deployed Vault.'),
    })
    .prefault({})
    .describe('Vault and how passwords are made.');
