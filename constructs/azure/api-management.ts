import { ApiManagement } from '@cdktf/provider-azurerm/lib/api-management';
import { ApiManagementCustomDomain } from '@cdktf/provider-azurerm/lib/api-management-custom-domain';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { Fn, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { apiManagementSize } from '../../config/model/front';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { FrontNeeds } from '../contracts';
import { first } from '../terraform/first';
import type { AuthorityCertificates } from '../vault/authority-certificate';
import { diagnose } from './telemetry';
import { zonesSpanned } from './zones';

/** Everything older than TLS 1.2, and ciphers without forward secrecy or with CBC, in both directions. */
const off = {
  backendSsl30Enabled: false,
  backendTls10Enabled: false,
  backendTls11Enabled: false,
  frontendSsl30Enabled: false,
  frontendTls10Enabled: false,
  frontendTls11Enabled: false,
  tripleDesCiphersEnabled: false,
  tlsEcdheEcdsaWithAes128CbcShaCiphersEnabled: false,
  tlsEcdheEcdsaWithAes256CbcShaCiphersEnabled: false,
  tlsEcdheRsaWithAes128CbcShaCiphersEnabled: false,
  tlsEcdheRsaWithAes256CbcShaCiphersEnabled: false,
  tlsRsaWithAes128CbcSha256CiphersEnabled: false,
  tlsRsaWithAes128CbcShaCiphersEnabled: false,
  tlsRsaWithAes128GcmSha256CiphersEnabled: false,
  tlsRsaWithAes256CbcShaCiphersEnabled: false,
  tlsRsaWithAes256CbcSha256CiphersEnabled: false,
  tlsRsaWithAes256GcmSha384CiphersEnabled: false,
} as const;

/** Making it takes 30 to 60 minutes, now and then more; the provider would give up after three hours in any case. */
const timeouts = { create: '3h', update: '3h', delete: '3h' } as const;

export interface MadeService {
  readonly service: ApiManagement;
  /** Its public address, which stays. */
  readonly address: PublicIp;
}

/**
 * The service in the subnet `gateway`, with an address that stays. Developer is one machine; Premium has a unit a zone. `authority` signs certificates of
 * participants and, where Vault is the issuer, that of the gateway behind it: another one means 15 minutes of changing. Azure takes ten of them. Its portal for developers and
 * its login are off: what it does is written here. The address of its control plane is public, as Azure demands of a service in a network; the
 * rules of the subnet let Azure alone in there.
 */
export function apiManagement(
  scope: Construct,
  { config }: EnvironmentModel,
  needs: FrontNeeds,
  authority: AuthorityCertificates,
): MadeService {
  const { place, network, logWorkspace } = needs;
  const { tier, units } = apiManagementSize(config);
  const name = nameOf(config, 'apiManagement');
  const zones = tier === 'Premium' ? zonesSpanned(config) : undefined;
  const address = new PublicIp(scope, 'address', {
    name: nameOf(config, 'network', 'front'),
    resourceGroupName: place.group,
    location: place.region,
    allocationMethod: 'Static',
    sku: 'Standard',
    // A service in a network asks for a name of its address, which nobody uses.
    domainNameLabel: name,
    zones,
    tags: tagsOf(config),
  });
  const service = new ApiManagement(scope, 'service', {
    name,
    resourceGroupName: place.group,
    location: place.region,
    publisherName: config.tenant,
    publisherEmail: config.gateway.apiManagement.publisherEmail ?? '',
    skuName: `${tier}_${units}`,
    zones,
    virtualNetworkType: config.gateway.apiManagement.reach === 'internal' ? 'Internal' : 'External',
    virtualNetworkConfiguration: { subnetId: first(network.publicSubnets) },
    publicIpAddressId: address.id,
    // Before that version lists of secrets could be read without asking for them.
    minApiVersion: '2021-08-01',
    // A vault that is closed to networks lets in the identity of the service itself, and no other (learn.microsoft.com, certificates from Key Vault).
    identity: { type: 'SystemAssigned' },
    certificate: [
      { encodedCertificate: Fn.base64encode(authority.root), storeName: 'Root' },
      ...authority.intermediates.map((one) => ({ encodedCertificate: Fn.base64encode(one), storeName: 'CertificateAuthority' })),
    ],
    protocols: { http2Enabled: true },
    security: off,
    signIn: { enabled: false },
    signUp: { enabled: false, termsOfService: { enabled: false, consentRequired: false } },
    tenantAccess: { enabled: false },
    tags: tagsOf(config),
    timeouts,
    lifecycle: {
      // The name has a resource of its own: its certificate can be read only once the service is there to be given a right.
      ignoreChanges: ['hostname_configuration'],
    },
  });
  // Who called what and how it ended; no bodies and no headers, which hold names and tokens.
  diagnose(scope, 'logs', logWorkspace.id, { target: service.id, logs: ['GatewayLogs'] });
  return { service, address };
}

/** The public name of the API, at which clients are asked for their certificate before anything else. 15 minutes, and again whenever it changes. */
export const customDomain = (
  scope: Construct,
  service: ApiManagement,
  host: string,
  certificate: string,
  dependsOn: ITerraformDependable[],
) =>
  new ApiManagementCustomDomain(scope, 'domain', {
    apiManagementId: service.id,
    gateway: [{ hostName: host, keyVaultCertificateId: certificate, negotiateClientCertificate: true, defaultSslBinding: true }],
    timeouts,
    dependsOn,
  });
