import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { nameOf } from '../../config/model/names';
import { tagsOf } from '../../config/model/tags';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Network, Place } from '../contracts';
import { privateEndpoint } from './private-endpoint';
import { grantDeployers, type Role } from './rights';

export interface ClosedVault {
  readonly vault: KeyVault;
  /** Whoever deploys can write once these are there. */
  readonly open: readonly ITerraformDependable[];
}

/**
 * A Key Vault with rights by Entra roles, closed to the internet but for the addresses of `cluster.api.allowedAddresses`: keys and secrets are
 * written to the vault itself, so whoever deploys must reach it, as they must reach the Kubernetes API. Without such an address it is private
 * altogether, and the deploy must run where the network can be reached. Services of Azure that hold a right of their own (disks, storage,
 * databases) always come in, which their encryption needs.
 * A deleted vault stays recoverable for 90 days and nobody can end that earlier (purge protection), so its name is taken for as long.
 */
export function closedVault(
  scope: Construct,
  config: WorkbenchConfig,
  needs: { readonly place: Place; readonly network: Network },
  options: { readonly part: string; readonly deployers: Role },
): ClosedVault {
  const { place, network } = needs;
  const allowed = config.cluster.api.allowedAddresses;
  const { tenantId } = new DataAzurermClientConfig(scope, 'login', {});
  const vault = new KeyVault(scope, 'store', {
    name: nameOf(config, 'keyVault', options.part),
    resourceGroupName: place.group,
    location: place.region,
    tenantId: config.platform.directory ?? tenantId,
    // Keys in software, FIPS 140-2 level 1. `premium` keeps them in hardware and costs about 1 USD a key and month more.
    skuName: 'standard',
    rbacAuthorizationEnabled: true,
    purgeProtectionEnabled: true,
    softDeleteRetentionDays: 90,
    enabledForDeployment: false,
    enabledForDiskEncryption: false,
    enabledForTemplateDeployment: false,
    publicNetworkAccessEnabled: allowed.length > 0,
    networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [...allowed], virtualNetworkSubnetIds: [] },
    tags: tagsOf(config),
  });
  const rights = grantDeployers(scope, 'deployer', config, options.deployers, vault.id);
  // After the rights: they need a minute or two to be known at the vault, and that is about what the endpoint takes.
  const endpoint = privateEndpoint(scope, 'endpoint', {
    config,
    place,
    network,
    part: options.part,
    target: vault.id,
    service: 'vault',
    zone: 'vault',
    dependsOn: rights,
  });
  return { vault, open: [...rights, endpoint] };
}
