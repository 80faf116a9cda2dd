import type { Mount } from '@cdktf/provider-vault/lib/mount';
import { PkiSecretBackendIntermediateCertRequest } from '@cdktf/provider-vault/lib/pki-secret-backend-intermediate-cert-request';
import { PkiSecretBackendIntermediateSetSigned } from '@cdktf/provider-vault/lib/pki-secret-backend-intermediate-set-signed';
import { PkiSecretBackendIssuer } from '@cdktf/provider-vault/lib/pki-secret-backend-issuer';
import type { PkiSecretBackendRootCert } from '@cdktf/provider-vault/lib/pki-secret-backend-root-cert';
import { PkiSecretBackendRootSignIntermediate } from '@cdktf/provider-vault/lib/pki-secret-backend-root-sign-intermediate';
import { Fn, type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { certificatesOf, intermediateIssuer } from '../../config/model/authority';
import type { WorkbenchConfig } from '../../config/schema/workbench';

export interface IntermediateProps {
  readonly config: WorkbenchConfig;
  readonly generation: number;
  readonly mount: Mount;
  /** The root that signs it; left out when what an offline root has signed stands in the file. */
  readonly root?: PkiSecretBackendRootCert;
  readonly after: readonly ITerraformDependable[];
}

/**
 * One generation of what signs the certificates of an environment. Its key is made inside Vault. With an offline root only the request is there at first:
 * the operator has it signed and puts the answer into the file.
 */
export class Intermediate extends Construct {
  /** Its signing request, as PEM. */
  readonly request: string;
  /** Its certificate, as PEM; undefined as long as it is not signed. */
  readonly certificate: string | undefined;
  readonly issuer: PkiSecretBackendIssuer | undefined;

  constructor(scope: Construct, id: string, { config, generation, mount, root, after }: IntermediateProps) {
    super(scope, id);
    const { certificates, environment, tenant } = config;
    const commonName = `${environment} ${tenant} Intermediate CA ${generation}`;
    const request = new PkiSecretBackendIntermediateCertRequest(this, 'request', {
      backend: mount.path,
      type: 'internal',
      commonName,
      keyType: 'rsa',
      keyBits: 4096,
      keyName: intermediateIssuer(generation),
      // Some authorities refuse a request that does not say it is for an authority.
      addBasicConstraints: true,
      dependsOn: [...after],
    });
    this.request = request.csr;
    const [offline] = certificatesOf(certificates.signed[generation - 1] ?? '');
    this.certificate = root
      ? new PkiSecretBackendRootSignIntermediate(this, 'signed', {
          backend: mount.path,
          issuerRef: root.issuerId,
          csr: request.csr,
          commonName,
          ttl: `${certificates.caValidityHours}h`,
          // It signs for hosts and participants, never another authority.
          maxPathLength: 0,
          // Signed once: another life, name or order is that of the next generation.
          lifecycle: { ignoreChanges: 'all' },
        }).certificate
      : offline;
    if (!this.certificate) return;
    const put = new PkiSecretBackendIntermediateSetSigned(this, 'put', {
      backend: mount.path,
      certificate: this.certificate,
      dependsOn: [request],
    });
    this.issuer = new PkiSecretBackendIssuer(this, 'issuer', {
      backend: mount.path,
      issuerRef: Token.asString(Fn.element(put.importedIssuers, 0)),
      issuerName: intermediateIssuer(generation),
      // Near the end of its life a certificate is made shorter rather than refused: what runs goes on, and the alert has been given long before.
      leafNotAfterBehavior: 'truncate',
    });
  }
}
