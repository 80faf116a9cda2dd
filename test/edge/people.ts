import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Signs certificates into a folder; openssl has to be on PATH. */
export function authority(folder: string, name: string) {
  const file = (part: string, kind: string) => join(folder, `${name}-${part}.${kind}`);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const [caKey, caCert] = [file('ca', 'key'), file('ca', 'pem')];
  openssl('req', '-x509', ...ec, '-keyout', caKey, '-out', caCert, '-days', '2', '-subj', `/CN=${name} CA`);
  const sign = (
    commonName: string,
    { serial, extensions = 'extendedKeyUsage=clientAuth' }: { serial?: string; extensions?: string } = {},
  ): Identity => {
    const part = commonName.replaceAll('*', 'any');
    const [key, request, cert, ext] = [file(part, 'key'), file(part, 'csr'), file(part, 'pem'), file(part, 'ext')];
    openssl('req', '-new', ...ec, '-keyout', key, '-out', request, '-subj', `/O=Workbench, CN=beta.example.net/CN=${commonName}`);
    writeFileSync(ext, extensions);
    const number = serial ? ['-set_serial', `0x${serial}`] : ['-CAcreateserial'];
    openssl('x509', '-req', '-in', request, '-CA', caCert, '-CAkey', caKey, ...number, '-days', '1', '-extfile', ext, '-out', cert);
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  };
  return { certificate: readFileSync(caCert, 'utf8'), sign };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An issuer of tokens with a key of its own, as Keycloak signs them (RS256). */
export function tokenIssuer(issuer: string, kid = 'one') {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return {
    keys: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] },
    token: (claims: Readonly<Record<string, unknown>>): string => {
      const now = Math.floor(Date.now() / 1000);
      const text = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode({ iss: issuer, iat: now, exp: now + 600, sub: 'service-account', ...claims })}`;
      return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
    },
    /** Looks right to whoever does not check the signature. */
    unsigned: (claims: Readonly<Record<string, unknown>>): string =>
      `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ iss: issuer, exp: Math.floor(Date.now() / 1000) + 600, ...claims })}.`,
  };
}
