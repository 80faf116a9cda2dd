import { X509Certificate } from 'node:crypto';
import { certificatesOf, unsignedGenerations } from '../model/authority';
import { isInCluster } from '../model/participants';
import { always, type Finding, numbered, present, type Rule, when } from './rule';

const parsed = (pem: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
};

/** What keeps a PEM text from being one or more authorities; undefined when nothing does. */
export function notAuthorities(pem: string): string | undefined {
  const read = certificatesOf(pem).map(parsed);
  if (read.some((certificate) => certificate === undefined)) return "is no certificate: it can't be read";
  const leaf = read.find((certificate) => certificate?.ca === false);
  return leaf && `holds the certificate of ${leaf.subject.replaceAll('\n', ', ')}, which is no authority`;
}

/** The same for a chain: each is signed by the next, and the last by itself. */
export function notChain(pem: string): string | undefined {
  const wrong = notAuthorities(pem);
  if (wrong) return wrong;
  const chain = certificatesOf(pem).map((one) => new X509Certificate(one));
  if (chain.length < 2) return 'is one certificate: the root must stand behind it';
  const broken = chain.findIndex((certificate, at) => !certificate.verify((chain[at + 1] ?? certificate).publicKey));
  if (broken < 0) return undefined;
  return broken === chain.length - 1
    ? 'does not end in a root: the last certificate is signed by another'
    : `has certificate ${broken + 1} not signed by the one behind it`;
}

const certificates = (...path: (string | number)[]): Finding['path'] => ['certificates', ...path];

export const certificateRules: readonly Rule[] = [
  {
    code: 'CRT-TRUSTED-FROM',
    severity: 'error',
    title: 'The intermediate that signs is trusted',
    appliesWhen: always,
    check: ({ certificates: { generation, trustedFrom } }) =>
      when(trustedFrom > generation, () => ({
        path: certificates('trustedFrom'),
        message: `generation ${generation} signs and only ${trustedFrom} and later are trusted: nobody would be let in`,
        hint: `write ${generation} or less`,
      })),
  },
  {
    code: 'CRT-SIGNING-KEY',
    severity: 'error',
    title: 'The key with which the hub signs is there',
    appliesWhen: always,
    check: ({ certificates: { signingKeys } }) =>
      when(signingKeys.current > signingKeys.newest, () => ({
        path: certificates('signingKeys', 'current'),
        message: `key ${signingKeys.current} is to sign and ${signingKeys.newest} is the newest`,
        hint: `write newest: ${signingKeys.current}, deploy, hand its public part out, and set current after that`,
      })),
  },
  {
    code: 'CRT-ROOT-LIFE',
    severity: 'error',
    title: 'A root lives longer than what it signs',
    appliesWhen: ({ certificates: { root } }) => root === 'vault',
    check: ({ certificates: { rootValidityHours, caValidityHours } }) =>
      when(rootValidityHours <= caValidityHours, () => ({
        path: certificates('rootValidityHours'),
        message: `a root of ${rootValidityHours} hours signs intermediates of ${caValidityHours}`,
        hint: 'make caValidityHours smaller: half of it leaves room for the next generation',
      })),
  },
  {
    code: 'CRT-CLIENT-LIFE',
    severity: 'error',
    title: 'An intermediate lives longer than what it signs',
    appliesWhen: always,
    check: ({ certificates: { caValidityHours, clientValidityHours, validityHours } }) =>
      when(Math.max(clientValidityHours, validityHours) >= caValidityHours, () => ({
        path: certificates('caValidityHours'),
        message: `an intermediate of ${caValidityHours} hours signs certificates of ${Math.max(clientValidityHours, validityHours)}`,
        hint: 'make it several times as long',
      })),
  },
  {
    code: 'CRT-UNSIGNED',
    severity: 'warning',
    title: 'What an offline root has to sign is signed',
    appliesWhen: ({ certificates: { root } }) => root === 'offline',
    check: (config) =>
      unsignedGenerations(config).map((generation) => ({
        path: certificates('signed'),
        message: `generation ${generation} is not signed: no certificate can be issued by it`,
        hint: `deploy the stack secrets alone, have the output intermediate_request_${generation} signed, and put what comes back here`,
      })),
  },
  {
    code: 'CRT-SIGNED-CHAIN',
    severity: 'error',
    title: 'What an offline root has signed is a chain up to the root',
    appliesWhen: ({ certificates: { root } }) => root === 'offline',
    check: (config) =>
      numbered(config.certificates.signed).flatMap(({ index, item }) => {
        const wrong = notChain(item);
        return when(wrong !== undefined, () => ({
          path: certificates('signed', index),
          message: `entry ${index + 1} ${wrong}`,
          hint: 'put the intermediate first, then those above it, the root last',
        }));
      }),
  },
  {
    code: 'CRT-SIGNED-UNUSED',
    severity: 'warning',
    title: 'What an offline root has signed has such a root',
    appliesWhen: ({ certificates: { root } }) => root === 'vault',
    check: ({ certificates: { signed } }) =>
      when(signed.length > 0, () => ({
        path: certificates('signed'),
        message: 'signed has no effect: the root is in Vault',
        hint: 'write root: offline in a new environment, or remove it',
      })),
  },
  {
    code: 'PAR-CALLBACK-AUTHORITY',
    severity: 'error',
    title: 'Authorities of hosts that are called back are authorities',
    appliesWhen: always,
    check: (config) =>
      present(config.participants).flatMap(({ index, item: { callback, id } }) => {
        const { authority } = callback;
        const wrong =
          authority === undefined || authority === 'environment' || authority === 'public' ? undefined : notAuthorities(authority);
        return when(wrong !== undefined, () => ({
          path: ['participants', index, 'callback', 'authority'],
          message: `the authority of ${id} ${wrong}`,
          hint: 'ask the participant for the certificate of whoever signed that of its host, not for that of the host',
        }));
      }),
  },
  {
    code: 'PAR-CALLBACK-UNSAID',
    severity: 'warning',
    title: 'It is said who signed the certificate of a host that is called back',
    appliesWhen: always,
    check: (config) =>
      present(config.participants).flatMap(({ index, item: { id, external, callback } }) =>
        when(external && callback.authority === undefined, () => ({
          path: ['participants', index, 'callback', 'authority'],
          message: `the host of ${id} is spoken to only with a certificate by the PKI of the hub; with any other its callbacks end with 503`,
          hint: 'ask the participant, and write public, the certificates of its authority as PEM, or environment where the hub has signed',
        })),
      ),
  },
  {
    code: 'PAR-CALLBACK-UNUSED',
    severity: 'warning',
    title: 'How a participant is called back is said of those outside of the cluster',
    appliesWhen: always,
    check: (config) =>
      present(config.participants).flatMap(({ index, item }) => {
        const { authority, port, path } = item.callback;
        return when(isInCluster(item) && (authority !== undefined || port !== 443 || path !== undefined), () => ({
          path: ['participants', index, 'callback'],
          message: `callback has no effect on ${item.id}, whose payment manager is in the cluster of the hub`,
          hint: 'remove it',
        }));
      }),
  },
];
