import { Mount } from '@cdktf/provider-vault/lib/mount';
import { PasswordPolicy } from '@cdktf/provider-vault/lib/password-policy';
import { PkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { PkiSecretBackendRootCert } from '@cdktf/provider-vault/lib/pki-secret-backend-root-cert';
import { Construct } from 'constructs';
import type { WorkbenchConfig } from '../../config/schema/workbench';
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

const hours = (count: number) => count * 3600;

/** What is inside Vault for one environment: mounts, the password policy, the PKI with its roles. */
export class VaultInside extends Construct {
  readonly kv: Mount;
  readonly pki: Mount;

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
      defaultLeaseTtlSeconds: hours(certificates.validityHours),
      maxLeaseTtlSeconds: hours(certificates.caValidityHours),
    });
    // `internal`: the CA's private key never leaves Vault. Replacing it invalidates every certificate of the hub.
    const root = new PkiSecretBackendRootCert(this, 'pki-root', {
      backend: this.pki.path,
      type: 'internal',
      commonName: `${environment} ${config.tenant} CA`,
      ttl: `${certificates.caValidityHours}h`,
      keyType: 'rsa',
      keyBits: 4096,
      issuerName: 'root',
      lifecycle: { preventDestroy: config.operations.deletionProtection },
    });
    const role = (
      name: 'server' | 'client',
      settings: { readonly serverFlag: boolean; readonly clientFlag: boolean; readonly allowBareDomains: boolean },
    ) =>
      new PkiSecretBackendRole(this, `pki-${name}`, {
        backend: this.pki.path,
        name: `${name}-cert-role`,
        allowedDomains: [hosts.base, `svc.${config.network.clusterDomain}`],
        allowSubdomains: true,
        keyType: 'rsa',
        keyBits: 2048,
        ttl: String(hours(certificates.validityHours)),
        maxTtl: String(hours(certificates.validityHours)),
        noStore: false,
        ...settings,
        dependsOn: [root],
      });
    // The gateway's certificate names the base domain itself beside its wildcard.
    role('server', { serverFlag: true, clientFlag: false, allowBareDomains: true });
    role('client', { serverFlag: false, clientFlag: true, allowBareDomains: true });
  }
}
