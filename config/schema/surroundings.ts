import { z } from 'zod';
import { admissionField } from './admission';
import { authorityFields } from './authority';
import { frontFields } from './gateway-front';
import { operatorFields } from './gateway-operators';
import { participantFields } from './gateway-participants';
import { type ByProfile, cidr, dnsLabel } from './kinds';
import { signaturesField } from './signatures';

export const gatewaySection = z
  .strictObject({
    controller: z
      .enum(['envoy-gateway', 'existing'])
      .default('envoy-gateway')
      .describe('`existing` uses a Gateway API controller that is there already.'),
    className: dnsLabel().default('workbench').describe('GatewayClass of the hub.'),
    namespace: dnsLabel().default('gateway').describe('Namespace of the gateway.'),
    operatorAddresses: z
      .array(cidr)
      .default([])
      .describe(
        'Addresses from which operators may reach consoles, tools and the administration of the ledger. Empty: nobody in production, private addresses in a sandbox.',
      ),
    requestsPerSecond: z.int().min(1).max(100_000).default(200).describe('Most requests a second of one participant; it may have its own.'),
    payloadKiB: z
      .int()
      .min(16)
      .max(65_536)
      .default(5120)
      .describe('Largest request of a participant, in KiB. Bulk transfers of 1000 need about 1 MiB.'),
    ...operatorFields,
    ...participantFields,
    ...frontFields,
  })
  .prefault({})
  .describe('The way in.');

export const certificatesSection = (by: ByProfile) =>
  z
    .strictObject({
      issuer: z
        .enum(['vault', 'acme', 'existing'])
        .default('vault')
        .describe('Who signs server certificates: the PKI in Vault, an ACME authority, or an existing ClusterIssuer.'),
      issuerName: dnsLabel().default('workbench').describe('Name of the ClusterIssuer.'),
      email: z.email().optional().describe('Contact of the ACME account.'),
      validityHours: z.int().min(24).max(26280).default(by(2160, 2160)).describe('Life of a server certificate.'),
      caValidityHours: z.int().min(720).max(262800).default(87600).describe('Life of the CA of the environment.'),
      namespace: dnsLabel().default('cert-manager').describe('Namespace of cert-manager.'),
      ...authorityFields,
    })
    .prefault({})
    .describe('Certificates.');

export const chartsSection = (by: ByProfile) =>
  z
    .strictObject({
      mirror: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Where charts come from instead of their own repositories: a folder of packages, an https address of a chart repository, or oci://.',
        ),
      verify: z
        .boolean()
        .default(true)
        .describe(
          'Hold the packages of a mirror folder against the pinned digests. Off only for packages of your own making; each use is reported.',
        ),
      images: z.string().min(1).optional().describe('Registry that mirrors every image (`registry.example.org/mirror`).'),
      versions: z
        .record(z.string(), z.string())
        .default({})
        .describe('Other versions of charts than the catalogue pairs with the release. Each use is reported.'),
      admission: admissionField(by),
      signatures: signaturesField,
    })
    .prefault({})
    .describe('Where charts and images come from.');

export const overridesSection = z
  .strictObject({
    resources: z
      .record(z.string(), z.record(z.string(), z.json()))
      .default({})
      .describe('Terraform address → attributes. The last word, and each use is reported.'),
    values: z
      .record(z.string(), z.record(z.string(), z.json()))
      .default({})
      .describe('Helm release → chart values. Checked against the chart like all others, and each use is reported.'),
  })
  .prefault({})
  .describe('The one escape hatch.');
