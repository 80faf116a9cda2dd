/**
 * What a capability hands on. Every platform fills the same contracts, so stacks never ask which platform they are on.
 */

/** How the providers of an in-cluster stack reach the Kubernetes API. No token is ever stored. */
export interface ClusterAccess {
  readonly configPath: string;
  readonly configContext: string;
}

/** A store a platform can offer as a managed service, or leave to the operators in the cluster. */
export interface StoreOffer {
  /** Set where the platform has a managed service for it (the managed-stores stack makes it). */
  readonly managed: boolean;
  readonly reason: string;
}

/** Key service that opens Vault after a restart. */
export interface VaultSeal {
  /** HCL of the `seal` stanza; empty for Shamir keys. */
  readonly stanza: string;
  /** The unseal key is a Secret in Vault's namespace, because there is no key service. */
  readonly keyInCluster: boolean;
}

/** What one platform brings. */
export interface PlatformKit {
  readonly clusterAccess: (input: { readonly kubeconfig: string; readonly context: string }) => ClusterAccess;
  readonly mysql: StoreOffer;
  readonly mongodb: StoreOffer;
  readonly kafka: StoreOffer;
  readonly redis: StoreOffer;
  readonly vaultSeal: (seal: 'shamir' | 'transit' | 'awskms' | 'azurekeyvault') => VaultSeal;
}

/** A capability a platform does not have, with the reason an operator reads. */
export interface NotOffered {
  readonly notOffered: string;
}

export function isOffered(kit: PlatformKit | NotOffered): kit is PlatformKit {
  return !('notOffered' in kit);
}
