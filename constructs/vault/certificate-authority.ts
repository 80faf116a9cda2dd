import type { Mount } from '@cdktf/provider-vault/lib/mount';
import { PkiSecretBackendConfigAutoTidy } from '@cdktf/provider-vault/lib/pki-secret-backend-config-auto-tidy';
import { PkiSecretBackendConfigCluster } from '@cdktf/provider-vault/lib/pki-secret-backend-config-cluster';
import { PkiSecretBackendConfigIssuers } from '@cdktf/provider-vault/lib/pki-secret-backend-config-issuers';
import { PkiSecretBackendConfigUrls } from '@cdktf/provider-vault/lib/pki-secret-backend-config-urls';
import { PkiSecretBackendCrlConfig } from '@cdktf/provider-vault/lib/pki-secret-backend-crl-config';
import { PkiSecretBackendIntermediateSetSigned } from '@cdktf/provider-vault/lib/pki-secret-backend-intermediate-set-signed';
import { PkiSecretBackendIssuer } from '@cdktf/provider-vault/lib/pki-secret-backend-issuer';
import type { PkiSecretBackendRootCert } from '@cdktf/provider-vault/lib/pki-secret-backend-root-cert';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { certificatesOf, generations } from '../../config/model/authority';
import { revocationAddress } from '../../config/model/revocation';
import { vaultAddress } from '../../config/model/vault-address';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { Intermediate } from './intermediate';

export const seconds = (hours: number) => hours * 3600;

export interface AuthorityProps {
  readonly config: WorkbenchConfig;
  /** Mount that everything uses. */
  readonly pki: Mount;
  /** The root, in the same mount; left out when it is offline. */
  readonly root?: PkiSecretBackendRootCert;
}

/**
 * What signs the certificates of an environment: one intermediate a generation below its root. Keys are made inside Vault and never leave it. The newest
 * intermediate signs; the others stay, because lists of what was revoked are signed by them. The root signs intermediates and nothing else; it is the default of
 * the mount, so whoever asks `<mount>/ca/pem` for the authority gets what is to be trusted.
 */
export class Authority extends Construct {
  /** Requests of the generations for an offline root, as PEM; empty when the root is in Vault. */
  readonly requests: Readonly<Record<number, string>>;
  /** What a role needs before it can sign. */
  readonly signs: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { config, pki, root }: AuthorityProps) {
    super(scope, id);
    const { certificates } = config;
    // Addresses of the lists are written into a certificate when it is signed. A root that was there before has none, and needs none.
    const published = this.publications(pki, config);
    const rootName = root && this.nameOfRoot(pki, root);
    const made = generations(config).map(
      (generation) =>
        new Intermediate(this, `intermediate-${generation}`, {
          config,
          generation,
          mount: pki,
          after: rootName ? [...published, rootName] : published,
          ...(root ? { root } : {}),
        }),
    );
    this.requests = root ? {} : Object.fromEntries(made.map(({ request }, at) => [at + 1, request]));
    const issuers = made.flatMap(({ issuer }) => (issuer ? [issuer] : []));
    const above = root ? [] : this.offlineRoots(pki, certificates.signed, issuers);
    const standard = root?.issuerId ?? made[certificates.generation - 1]?.issuer?.issuerId;
    const chosen = standard
      ? [
          new PkiSecretBackendConfigIssuers(this, 'default', {
            backend: pki.path,
            default: standard,
            defaultFollowsLatestIssuer: false,
            dependsOn: [...issuers],
          }),
        ]
      : [];
    this.signs = [...issuers, ...above, ...chosen];
  }

  /** Intermediates live no longer than their root: one that would is made shorter instead of refused. */
  private nameOfRoot(pki: Mount, root: PkiSecretBackendRootCert): PkiSecretBackendIssuer {
    return new PkiSecretBackendIssuer(this, 'root', {
      backend: pki.path,
      issuerRef: root.issuerId,
      issuerName: 'root',
      leafNotAfterBehavior: 'truncate',
    });
  }

  /** Certificates above the intermediates, once each: Vault puts them behind what it signs, so that chains are whole. */
  private offlineRoots(pki: Mount, signed: readonly string[], after: readonly ITerraformDependable[]): ITerraformDependable[] {
    const above = new Set(signed.flatMap((pem) => certificatesOf(pem).slice(1)));
    const bundle = [...above].join('');
    return bundle === ''
      ? []
      : [new PkiSecretBackendIntermediateSetSigned(this, 'above', { backend: pki.path, certificate: bundle, dependsOn: [...after] })];
  }

  /** Where the lists of revoked certificates are, how often they are made, and what is cleared away. */
  private publications(mount: Mount, config: WorkbenchConfig): readonly ITerraformDependable[] {
    const path = `/v1/${mount.pathInput}`;
    const cluster = new PkiSecretBackendConfigCluster(this, 'at', {
      backend: mount.path,
      path: `${vaultAddress(config)}${path}`,
      aiaPath: `${revocationAddress(config)}${path}`,
    });
    const urls = new PkiSecretBackendConfigUrls(this, 'urls', {
      backend: mount.path,
      enableTemplating: true,
      issuingCertificates: ['{{cluster_aia_path}}/issuer/{{issuer_id}}/der'],
      crlDistributionPoints: ['{{cluster_aia_path}}/issuer/{{issuer_id}}/crl/der'],
      ocspServers: ['{{cluster_aia_path}}/ocsp'],
      dependsOn: [cluster],
    });
    new PkiSecretBackendCrlConfig(this, 'lists', {
      backend: mount.path,
      // A list is good for a day and made anew when it is an hour old: who reads only whole lists learns of a revocation within that hour.
      expiry: '24h',
      autoRebuild: true,
      autoRebuildGracePeriod: '23h',
      // Changes alone, for who can read them, and answers by OCSP come sooner.
      enableDelta: true,
      deltaRebuildInterval: '15m',
      ocspExpiry: '1h',
    });
    new PkiSecretBackendConfigAutoTidy(this, 'tidy', {
      backend: mount.path,
      enabled: true,
      intervalDuration: '24h',
      tidyCertStore: true,
      tidyRevokedCerts: true,
      tidyRevokedCertIssuerAssociations: true,
      // Three days after their end, so that clocks that are wrong do no harm. Issuers are never cleared away: Terraform would make them anew.
      safetyBuffer: '72h',
    });
    return [cluster, urls];
  }
}
