import type { CertificateNames } from './material';

/** A value of openssl's configuration, in quotes: `$`, quotes and backslashes would mean something else. */
const quoted = (value: string) => `"${value.replace(/[\\"$]/g, (sign) => `\\${sign}`)}"`;

/** Configuration of `openssl req` for one certificate: nothing is asked, and the names are exactly those that the hub signs. */
export function requestConfig({ subject, extensions }: CertificateNames, usage: 'clientAuth' | 'serverAuth'): string {
  return `[req]
prompt = no
utf8 = yes
string_mask = utf8only
default_md = sha256
distinguished_name = subject
req_extensions = extensions

[subject]
O = ${quoted(subject.O)}
OU = ${quoted(subject.OU)}
CN = ${quoted(subject.CN)}

[extensions]
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = ${usage}
subjectAltName = ${extensions.subjectAltName.dns.map((name) => `DNS:${name}`).join(', ')}
`;
}

/** Makes a key of 4096 bits, which only its owner can read, and the request for it. The key is not locked by a password: programs read it. */
export const requestCommand = (id: string, part: 'client' | 'server') =>
  `umask 077; openssl req -new -newkey rsa:4096 -nodes -config ${part}.cnf -keyout ../../${id}-${part}.key -out ../../${id}-${part}.csr`;
