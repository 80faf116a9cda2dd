import { canPublishRevocation, revocationIsPublic } from '../model/revocation';
import { always, inProduction, type Rule, when } from './rule';

/** Where it is asked whether a certificate is revoked. */
export const revocationRules: readonly Rule[] = [
  {
    code: 'CRT-REVOCATION-FOREIGN',
    severity: 'error',
    title: 'What the gateway publishes of revoked certificates is its own to publish',
    appliesWhen: always,
    check: (config) =>
      when(config.certificates.publishRevocation === true && !canPublishRevocation(config), () => ({
        path: ['certificates', 'publishRevocation'],
        message: `the ${config.gateway.controller === 'existing' ? 'gateway' : 'Vault'} that is there already is not ours: nothing is published by it`,
        hint: 'publish these paths of Vault by other means, and write the address into revocationAddress instead',
      })),
  },
  {
    code: 'CRT-REVOCATION-INSIDE',
    severity: 'warning',
    title: 'In production everybody can ask whether a certificate is revoked',
    appliesWhen: inProduction,
    check: (config) =>
      when(!revocationIsPublic(config), () => ({
        path: ['certificates', config.certificates.publishRevocation === false ? 'publishRevocation' : 'revocationAddress'],
        message:
          'certificates carry an address inside the cluster for lists of revoked ones and OCSP: nobody outside learns that one is revoked',
        hint:
          config.certificates.publishRevocation === false
            ? 'leave publishRevocation out, or name in revocationAddress where Vault is asked'
            : 'publish these paths of Vault, and name the place here',
      })),
  },
  {
    code: 'CRT-REVOCATION-TLS',
    severity: 'warning',
    title: 'Whether a certificate is revoked is asked without another certificate',
    appliesWhen: always,
    check: ({ certificates: { revocationAddress } }) =>
      when(revocationAddress?.startsWith('https:') === true, () => ({
        path: ['certificates', 'revocationAddress'],
        message: 'by https many checkers do not ask at all: they would have to check another certificate first (RFC 5280, 8)',
        hint: 'write http: lists and answers are signed by themselves',
      })),
  },
];
