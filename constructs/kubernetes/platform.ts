import { homedir } from 'node:os';
import type { PlatformKit, VaultSeal } from '../contracts';

const inCluster = (what: string) => ({
  managed: false,
  reason: `a plain cluster offers no managed ${what}: the operator runs it in the cluster, or stores.${what} names an external one`,
});

const shamir: VaultSeal = { stanza: '', keyInCluster: true };

/** Any cluster that exists already, reached by kubeconfig and context. */
export const existingCluster: PlatformKit = {
  clusterAccess: ({ kubeconfig, context }) => ({ configPath: kubeconfig.replace(/^~(?=\/)/, homedir()), configContext: context }),
  mysql: inCluster('mysql'),
  mongodb: inCluster('mongodb'),
  kafka: inCluster('kafka'),
  redis: inCluster('redis'),
  // Key services take their settings from the environment of the Vault pods (VAULT_TRANSIT_…, AWS_…, AZURE_…).
  vaultSeal: (seal) => (seal === 'shamir' ? shamir : { stanza: `seal "${seal}" {}\n`, keyInCluster: false }),
};
