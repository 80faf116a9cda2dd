import { PkiSecretBackendRole } from '@cdktf/provider-vault/lib/pki-secret-backend-role';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import { Construct } from 'constructs';
import { signingIssuer } from '../../config/model/authority';
import { signerPolicy, signingRole } from '../../config/model/certificates';
import { participantHosts } from '../../config/model/hosts';
import type { ParticipantConfig, WorkbenchConfig } from '../../config/schema/workbench';
import { seconds } from './certificate-authority';
import { policyText, type VaultRule } from './policies';

/** What an operator may do who signs the certificate of one participant. */
export const signerRules = ({ secrets }: WorkbenchConfig, participant: ParticipantConfig): readonly VaultRule[] => [
  { path: `${secrets.pkiMount}/sign/${signingRole(participant)}`, capabilities: ['create', 'update'] },
];

/**
 * Signs the client certificate of a participant whose payment manager runs elsewhere: from its request only, so its key never leaves it, and for its one name
 * only. A policy of its own lets an operator do exactly that: a token with it, good for minutes, can do nothing else.
 * Vault refuses a request with another name, with a key shorter than 2048 bits (RSA) or 224 bits (EC), or that is not signed by its key.
 */
export class ParticipantSigning extends Construct {
  constructor(scope: Construct, config: WorkbenchConfig, participant: ParticipantConfig) {
    super(scope, `pki-${participant.id}`);
    const ttl = String(seconds(config.certificates.clientValidityHours));
    const name = signingRole(participant);
    new PkiSecretBackendRole(this, 'client', {
      backend: config.secrets.pkiMount,
      name,
      issuerRef: signingIssuer(config),
      allowedDomains: [participantHosts(config, participant).base],
      allowBareDomains: true,
      allowSubdomains: false,
      allowIpSans: false,
      allowLocalhost: false,
      // The name is that of the request, and Vault holds it against the one allowed; other names in it are not taken over.
      useCsrCommonName: true,
      useCsrSans: false,
      cnValidations: ['hostname'],
      requireCn: true,
      serverFlag: false,
      clientFlag: true,
      emailProtectionFlag: false,
      codeSigningFlag: false,
      keyType: 'any',
      keyUsage: ['DigitalSignature'],
      ttl,
      maxTtl: ttl,
      // Kept by Vault, or it could not be revoked by its number.
      noStore: false,
    });
    new Policy(this, 'signer', {
      name: signerPolicy(config, participant),
      policy: policyText(signerRules(config, participant)),
    });
  }
}
