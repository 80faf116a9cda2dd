import type { StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';

/**
 * What every storage account here is: no public blobs, no users of its own, no copies into other directories, TLS 1.2, encrypted once more below its key.
 * The second encryption can only be chosen when the account is made.
 */
export const safeAccount = {
  accountTier: 'Standard',
  accountKind: 'StorageV2',
  localUserEnabled: false,
  allowNestedItemsToBePublic: false,
  crossTenantReplicationEnabled: false,
  httpsTrafficOnlyEnabled: true,
  minTlsVersion: 'TLS1_2',
  infrastructureEncryptionEnabled: true,
} as const satisfies Partial<StorageAccountConfig>;

/** The same without a way in from the internet: by private endpoints, and for services of Azure that it trusts. */
export const closedAccount = {
  ...safeAccount,
  publicNetworkAccessEnabled: false,
  networkRules: { defaultAction: 'Deny', bypass: ['AzureServices'] },
  allowedCopyScope: 'AAD',
} satisfies Partial<StorageAccountConfig>;
