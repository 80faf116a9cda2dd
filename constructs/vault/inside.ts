import { Mount } from '@cdktf/provider-vault/lib/mount';
import { PasswordPolicy } from '@cdktf/provider-vault/lib/password-policy';
import { PkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { PkiSecretBackendRootCert } from '@cdktf/provider-vault/lib/pki-secret-backend-root-cert';
import { Construct } from 'constructs';
import { signingIssuer } from '../../config/model/authority';
import { hubClientName, hubClientRole } from '../../config/model/callbacks';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { Authority, seconds } from './certificate-authority';

import { passwordPolicy } from './policies';

/** Letters that survive URLs, DSNs and shells: special characters broke connection strings in Mojaloop 15 (mojaloop/project #3254 to #3256, #3268). */
function policyRules(config: WorkbenchConfig): string {
  const { passwordLength, specialCharacters } = config.secrets;
  const charsets = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789', ...(specialCharacters ? ['_-'] : [])];
  return [
    `length = ${passwordLength}`,
    ...charsets.map((charset) => `rule "charset" {\n  charset = "${charset}"\n  min-chars = 1\n}`),
  ].join('\n');
}

/** What is inside Vault for one environment: mounts, the password policy, the PKI with its roles. */
export class VaultInside extends Construct {
  readonly kv: Mount;
  readonly pki: Mount;
  readonly authority: Authority;

  constructor(scope: Construct, id: string, config: WorkbenchConfig, hosts: { readonly base: string }) {
    super(scope, id);
    const { secrets, certificates, environment } = config;
    this.kv = new Mount(this, 'kv', {
      path: secrets.kvMount,
      type: 'kv',
      options: { version: '2' },
      description: `generated secrets of ${environment}`,
    });
    new Mount(this, 'kv-pm4ml', {
      path: secrets.pm4mlMount,
      type: 'kv',
      options: { version: '1' },
      description: 'PM4ML and the connection manager: they know only version 1',
    });
    new PasswordPolicy(this, 'password-policy', { name: passwordPolicy(config), policy: policyRules(config) });

    this.pki = new Mount(this, 'pki', {
      path: secrets.pkiMount,
      type: 'pki',
      description: `certificates of ${environment}`,
      defaultLeaseTtlSeconds: seconds(certificates.validityHours),
      maxLeaseTtlSeconds: seconds(Math.max(certificates.rootValidityHours, certificates.caValidityHours)),
    });
    // `internal`: its private key never leaves Vault. Replacing it invalidates every certificate of the hub.
    const root =
      certificates.root === 'vault'
        ? new PkiSecretBackendRootCert(this, 'pki-root', {
            backend: this.pki.path,
            type: 'internal',
            commonName: `${environment} ${config.tenant} CA`,
            ttl: `${certificates.rootValidityHours}h`,
            keyType: 'rsa',
            keyBits: 4096,
            issuerName: 'root',
            // What is signed is signed: another life is that of the next root. Those of environments of before have that of an intermediate.
            lifecycle: { preventDestroy: config.operations.deletionProtection, ignoreChanges: ['ttl'] },
          })
        : undefined;
    this.authority = new Authority(this, 'authority', { config, pki: this.pki, ...(root ? { root } : {}) });
    const role = (
      name: 'server' | 'client',
      settings: { readonly serverFlag: boolean; readonly clientFlag: boolean; readonly allowBareDomains: boolean },
    ) =>
      new PkiSecretBackendRole(this, `pki-${name}`, {
        backend: this.pki.path,
        name: `${name}-cert-role`,
        issuerRef: signingIssuer(config),
        allowedDomains: [hosts.base, `svc.${config.network.clusterDomain}`],
        allowSubdomains: true,
        keyType: 'rsa',
        keyBits: 2048,
        ttl: String(seconds(certificates.validityHours)),
        maxTtl: String(seconds(certificates.validityHours)),
        noStore: false,
        ...settings,
        dependsOn: [...this.authority.signs],
      });
    // The gateway's certificate names the base domain itself beside its wildcard.
    role('server', { serverFlag: true, clientFlag: false, allowBareDomains: true });
    role('client', { serverFlag: false, clientFlag: true, allowBareDomains: true });
    // The certificate that the hub shows when it calls a participant back: one name, and nobody but the proxy of callbacks may ask for it.
    new PkiSecretBackendRole(this, 'pki-hub-client', {
      backend: this.pki.path,
      name: hubClientRole,
      issuerRef: signingIssuer(config),
      allowedDomains: [hubClientName(config)],
      allowBareDomains: true,
      allowSubdomains: false,
      allowIpSans: false,
      serverFlag: false,
      clientFlag: true,
      keyType: 'rsa',
      keyBits: 2048,
      ttl: String(seconds(certificates.validityHours)),
      maxTtl: String(seconds(certificates.validityHours)),
      noStore: false,
      dependsOn: [...this.authority.signs],
    });
  }
}
