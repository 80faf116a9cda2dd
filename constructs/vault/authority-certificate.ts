import { DataVaultPkiSecretBackendIssuer } from '@cdktf/provider-vault/lib/data-vault-pki-secret-backend-issuer';
import type { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { useVault } from './access';

/** Certificate (PEM) of the authority that signs certificates of this environment, read from Vault. Public. The stack must reach the cluster. */
export function authorityCertificate(scope: Construct, config: WorkbenchConfig): string {
  useVault(scope, config);
  return new DataVaultPkiSecretBackendIssuer(scope, 'authority', { backend: config.secrets.pkiMount, issuerRef: 'default' }).certificate;
}
