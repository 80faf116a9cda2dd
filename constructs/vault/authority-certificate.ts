import { DataVaultPkiSecretBackendIssuer } from '@cdktf/provider-vault/lib/data-vault-pki-secret-backend-issuer';
import { Fn, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { intermediateIssuer, signingIssuer, trustedGenerations } from '../../config/model/authority';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { useVault } from './access';

export interface AuthorityCertificates {
  readonly root: string;
  /** Those that sign client certificates of participants, the oldest first. */
  readonly intermediates: readonly string[];
}

/** Certificates (PEM) of who signs for this environment, read from Vault. Public, all of them. The stack must reach the cluster. */
export function authorityCertificates(scope: Construct, config: WorkbenchConfig): AuthorityCertificates {
  // The provider is the stack's, whichever part of it asks first.
  useVault(TerraformStack.of(scope), config);
  const issuer = (id: string, issuerRef: string) =>
    new DataVaultPkiSecretBackendIssuer(scope, id, { backend: config.secrets.pkiMount, issuerRef });
  return {
    // The end of the chain: also where the root is offline, and Vault knows its certificate alone.
    root: Fn.element(Fn.reverse(issuer('authority', signingIssuer(config)).caChain), 0),
    intermediates: trustedGenerations(config).map(
      (generation) => issuer(`authority-${generation}`, intermediateIssuer(generation)).certificate,
    ),
  };
}
