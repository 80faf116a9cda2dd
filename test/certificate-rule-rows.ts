import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
const certificates = (more: Json) => ({ certificates: more });
const offline = (more: Json = {}) => certificates({ root: 'offline', ...more });
const pem = (name: string) => readFileSync(join(__dirname, 'fixtures/certificates', `${name}.pem`), 'utf8');
const [root, intermediate, leaf] = [pem('root'), pem('intermediate'), pem('leaf')];
const broken = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const dfsp = (callback: Json, more: Json = {}) => ({
  participants: [{ id: 'far-bank', currency: 'USD', external: true, domain: 'far-bank.example.org', callback, ...more }],
});
const ask = '(ask the participant for the certificate of whoever signed that of its host, not for that of the host)';
const order = '(put the intermediate first, then those above it, the root last)';

/** Rules of certificates, of the hub's keys and of the hosts that it calls back. */
export const certificateRuleRows: readonly RuleRow[] = [
  {
    code: 'CRT-TRUSTED-FROM',
    settings: certificates({ generation: 2, trustedFrom: 3 }),
    finds: ['certificates.trustedFrom: generation 2 signs and only 3 and later are trusted: nobody would be let in (write 2 or less)'],
    silent: certificates({ generation: 2, trustedFrom: 2 }),
  },
  {
    code: 'CRT-SIGNING-KEY',
    settings: certificates({ signingKeys: { current: 2 } }),
    finds: [
      'certificates.signingKeys.current: key 2 is to sign and 1 is the newest (write newest: 2, deploy, hand its public part out, and set current after that)',
    ],
    silent: certificates({ signingKeys: { newest: 2, current: 2 } }),
  },
  {
    code: 'CRT-ROOT-LIFE',
    settings: certificates({ rootValidityHours: 87600 }),
    finds: [
      'certificates.rootValidityHours: a root of 87600 hours signs intermediates of 87600 (make caValidityHours smaller: half of it leaves room for the next generation)',
    ],
    silent: certificates({ rootValidityHours: 87600, caValidityHours: 43800 }),
  },
  {
    code: 'CRT-CLIENT-LIFE',
    settings: certificates({ caValidityHours: 8760 }),
    finds: ['certificates.caValidityHours: an intermediate of 8760 hours signs certificates of 8760 (make it several times as long)'],
    silent: certificates({ caValidityHours: 8760, clientValidityHours: 2160 }),
  },
  {
    code: 'CRT-UNSIGNED',
    settings: offline({ generation: 2, signed: [`${intermediate}${root}`] }),
    finds: [
      'certificates.signed: generation 2 is not signed: no certificate can be issued by it (deploy the stack secrets alone, have the output intermediate_request_2 signed, and put what comes back here)',
    ],
    silent: offline({ signed: [`${intermediate}${root}`] }),
  },
  {
    code: 'CRT-SIGNED-CHAIN',
    settings: offline({
      generation: 5,
      signed: [intermediate, `${root}${intermediate}`, `${intermediate}${intermediate}`, `${leaf}${root}`, `${broken}${root}`],
    }),
    finds: [
      `certificates.signed.0: entry 1 is one certificate: the root must stand behind it ${order}`,
      `certificates.signed.1: entry 2 has certificate 1 not signed by the one behind it ${order}`,
      `certificates.signed.2: entry 3 has certificate 1 not signed by the one behind it ${order}`,
      `certificates.signed.3: entry 4 holds the certificate of CN=host.example.org, which is no authority ${order}`,
      `certificates.signed.4: entry 5 is no certificate: it can't be read ${order}`,
    ],
    silent: offline({ signed: [`${intermediate}${root}`] }),
  },
  {
    code: 'CRT-SIGNED-UNUSED',
    settings: certificates({ signed: [`${intermediate}${root}`] }),
    finds: ['certificates.signed: signed has no effect: the root is in Vault (write root: offline in a new environment, or remove it)'],
    silent: offline({ signed: [`${intermediate}${root}`] }),
  },
  {
    code: 'PAR-CALLBACK-AUTHORITY',
    settings: dfsp({ authority: leaf }),
    finds: [
      `participants.0.callback.authority: the authority of far-bank holds the certificate of CN=host.example.org, which is no authority ${ask}`,
    ],
    silent: dfsp({ authority: `${intermediate}${root}` }),
  },
  {
    code: 'PAR-CALLBACK-UNSAID',
    settings: dfsp({}),
    finds: [
      'participants.0.callback.authority: the host of far-bank is spoken to only with a certificate by the PKI of the hub; with any other its callbacks end with 503 (ask the participant, and write public, the certificates of its authority as PEM, or environment where the hub has signed)',
    ],
    silent: dfsp({ authority: 'environment' }),
  },
  {
    code: 'PAR-CALLBACK-UNUSED',
    settings: dfsp({ port: 8443 }, { external: false, domain: undefined }),
    finds: ['participants.0.callback: callback has no effect on far-bank, whose payment manager is in the cluster of the hub (remove it)'],
    silent: dfsp({ port: 8443 }),
  },
  {
    code: 'CRT-REVOCATION-FOREIGN',
    settings: { gateway: { controller: 'existing' }, ...certificates({ publishRevocation: true }) },
    finds: [
      'certificates.publishRevocation: the gateway that is there already is not ours: nothing is published by it (publish these paths of Vault by other means, and write the address into revocationAddress instead)',
    ],
    silent: { gateway: { controller: 'existing' } },
  },
  {
    code: 'CRT-REVOCATION-INSIDE',
    settings: { profile: 'production', ...certificates({ publishRevocation: false }) },
    finds: [
      'certificates.publishRevocation: certificates carry an address inside the cluster for lists of revoked ones and OCSP: nobody outside learns that one is revoked (leave publishRevocation out, or name in revocationAddress where Vault is asked)',
    ],
    silent: { profile: 'production' },
  },
  {
    code: 'CRT-REVOCATION-TLS',
    settings: certificates({ revocationAddress: 'https://pki.example.org' }),
    finds: [
      'certificates.revocationAddress: by https many checkers do not ask at all: they would have to check another certificate first (RFC 5280, 8) (write http: lists and answers are signed by themselves)',
    ],
    silent: certificates({ revocationAddress: 'http://pki.example.org' }),
  },
];
