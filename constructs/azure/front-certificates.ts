import { KeyVaultCertificate } from '@cdktf/provider-azurerm/lib/key-vault-certificate';
import { Fn, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../../config/environment';
import { frontClientName } from '../../config/model/front';
import { tagsOf } from '../../config/model/tags';
import type { FrontNeeds } from '../contracts';
import { nameOfVault } from './ids';
import { closedVault } from './key-vault';
import { grant } from './rights';

export interface FrontCertificates {
  /** Secret of Key Vault with the certificate of the public name. */
  readonly host: string;
  /** Secret of Key Vault with the certificate that the service shows at the gateway in the cluster. */
  readonly client: string;
  /** That certificate, without its key (PEM): what the gateway in the cluster trusts. */
  readonly clientPem: string;
  /** The service may read them once these are there. */
  readonly readable: readonly ITerraformDependable[];
}

/** As OpenSSL and Envoy read it: lines of 64 characters. */
const pem = (base64: string): string =>
  Fn.join('\n', ['-----BEGIN CERTIFICATE-----', Fn.join('\n', Fn.regexall('.{1,64}', base64)), '-----END CERTIFICATE-----', '']);

/**
 * Certificates that Key Vault makes and signs itself, so that their keys are in no state and on no machine. That of the client is trusted by the gateway in
 * the cluster, and by nobody else. Two years, and not renewed by itself: the gateway would not know the new one before the next deploy.
 * `principal` is the identity of the service.
 */
export function frontCertificates(scope: Construct, model: EnvironmentModel, needs: FrontNeeds, principal: string): FrontCertificates {
  const { config, hosts } = model;
  const { vault, open } = closedVault(scope, config, needs, { part: 'front', deployers: 'Key Vault Certificates Officer' });
  const make = (name: 'client' | 'host', host: string, usage: string) =>
    new KeyVaultCertificate(scope, name, {
      name,
      keyVaultId: vault.id,
      certificatePolicy: {
        issuerParameters: { name: 'Self' },
        // The service reads the key as a secret: nothing else may.
        keyProperties: { exportable: true, keyType: 'RSA', keySize: 3072, reuseKey: false },
        lifetimeAction: [{ action: { actionType: 'EmailContacts' }, trigger: { daysBeforeExpiry: 60 } }],
        secretProperties: { contentType: 'application/x-pkcs12' },
        x509CertificateProperties: {
          subject: `CN=${host}`,
          subjectAlternativeNames: { dnsNames: [host] },
          keyUsage: ['digitalSignature', 'keyEncipherment'],
          extendedKeyUsage: [usage],
          validityInMonths: 24,
        },
      },
      tags: tagsOf(config),
      dependsOn: [...open],
    });
  const [serverAuthentication, clientAuthentication] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] as const;
  const client = make('client', frontClientName(hosts), clientAuthentication);
  const own = grant(
    scope,
    'may-read-certificates',
    'Key Vault Secrets User',
    vault.id,
    principal,
    'the API gateway shows its certificates',
  );
  const named = config.gateway.apiManagement.certificate;
  if (!named) {
    const host = make('host', hosts.interopSwitch, serverAuthentication);
    return {
      host: host.versionlessSecretId,
      client: client.versionlessSecretId,
      clientPem: pem(client.certificateDataBase64),
      readable: [own],
    };
  }
  const { secretStore } = needs;
  const theirs = grant(
    scope,
    'may-read-host-certificate',
    'Key Vault Secrets User',
    `${secretStore.id}/secrets/${named}`,
    principal,
    'the API gateway shows the certificate of its public name',
  );
  return {
    host: `https://${nameOfVault(secretStore.id)}.vault.azure.net/secrets/${named}`,
    client: client.versionlessSecretId,
    clientPem: pem(client.certificateDataBase64),
    readable: [own, theirs],
  };
}
