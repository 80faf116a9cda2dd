import { ContainerRegistry as AzureRegistry } from '@cdktf/provider-azurerm/lib/container-registry';
import { ContainerRegistryCacheRule } from '@cdktf/provider-azurerm/lib/container-registry-cache-rule';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { Capabilities, ContainerRegistry } from '../contracts';
import { privateEndpoint } from './private-endpoint';
import { diagnose } from './telemetry';
import { zonesSpanned } from './zones';

/** Registries that images of a hub come from; each is cached under its own name (learn.microsoft.com, artifact cache: upstreams without a login). */
const upstreams = ['docker.io', 'ghcr.io', 'quay.io', 'registry.k8s.io', 'mcr.microsoft.com'] as const;

/**
 * A registry inside the network that caches what is pulled through it. Premium, because only that has private endpoints: about 50 USD a month.
 * No administrator login and nothing without a login; images leave it only to the network. Choices: no content trust (Docker's signing is
 * retired at Azure; a policy in the cluster judges signatures), no quarantine (it would hold back every image until a scanner that is not here
 * lets it go), pictures that no tag names any more are removed after 30 days. Encrypted with keys of Microsoft: the images are public ones, and
 * a key of one's own would lock the registry out of a vault that is closed.
 */
export const containerRegistry: Capabilities['containerRegistry'] = (scope, { config }, needs): ContainerRegistry => {
  const { place, network, logWorkspace } = needs;
  const registry = new AzureRegistry(scope, 'registry', {
    name: nameOf(config, 'registry'),
    resourceGroupName: place.group,
    location: place.region,
    sku: 'Premium',
    adminEnabled: false,
    anonymousPullEnabled: false,
    dataEndpointEnabled: true,
    exportPolicyEnabled: false,
    publicNetworkAccessEnabled: false,
    networkRuleBypassOption: 'AzureServices',
    quarantinePolicyEnabled: false,
    trustPolicyEnabled: false,
    retentionPolicyInDays: 30,
    zoneRedundancyEnabled: zonesSpanned(config) !== undefined,
    tags: tagsOf(config),
  });
  for (const upstream of upstreams) {
    new ContainerRegistryCacheRule(scope, `cache-${upstream.replaceAll('.', '-')}`, {
      name: upstream.replaceAll('.', '-'),
      containerRegistryId: registry.id,
      sourceRepo: `${upstream}/*`,
      targetRepo: `${upstream}/*`,
    });
  }
  privateEndpoint(scope, 'endpoint', {
    config,
    place,
    network,
    part: 'registry',
    target: registry.id,
    service: 'registry',
    zone: 'registry',
  });
  diagnose(scope, 'logs', logWorkspace.id, { target: registry.id, logs: 'audit' });
  return { host: registry.loginServer, id: registry.id };
};
