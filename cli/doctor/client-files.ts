import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ClientFiles, Failure } from './seen';

/** Files of a participant as they were read; they stay in the memory of the command and go into no output. */
export interface Given {
  readonly certificate?: string;
  readonly key?: string;
  readonly ca?: string;
}

const certificatesIn = (pem: string) =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)].map(([one]) => new X509Certificate(one));

/** Follows the signatures from the first certificate to one that the authority file has. @returns when the first of those that signed ends; undefined where the chain leads elsewhere */
function endOfAuthorities(chain: readonly X509Certificate[], trusted: readonly X509Certificate[]): number | undefined {
  let current = chain[0];
  let end = Number.POSITIVE_INFINITY;
  const seen = new Set<string>();
  while (current && !seen.has(current.fingerprint256)) {
    const leaf: X509Certificate = current;
    seen.add(leaf.fingerprint256);
    const signed = (by: X509Certificate) => leaf.checkIssued(by) && leaf.verify(by.publicKey);
    const anchor = trusted.find(signed);
    current = anchor ?? chain.find(signed);
    if (current) end = Math.min(end, Date.parse(current.validTo));
    if (anchor) return end;
  }
  return undefined;
}

/** Facts about the certificate and the key; what can't be read is told without a word of what is in it. */
export function clientFiles({ certificate, key, ca }: Given): ClientFiles | Failure | undefined {
  if (certificate === undefined || key === undefined) return undefined;
  const read = <T>(what: string, work: () => T): T | Failure => {
    try {
      return work();
    } catch {
      return { failed: `${what} is no PEM file that can be read` };
    }
  };
  const chain = read('the certificate', () => certificatesIn(certificate));
  if ('failed' in chain) return chain;
  const [leaf] = chain;
  if (!leaf) return { failed: 'the file of the certificate has none' };
  const privateKey = read('the key', () => createPrivateKey(key));
  if ('failed' in privateKey) return privateKey;
  const trusted = ca === undefined ? undefined : read('the authority', () => certificatesIn(ca));
  if (trusted && 'failed' in trusted) return trusted;
  return {
    commonName: /(?:^|\n)CN=(.+)/.exec(leaf.subject)?.[1] ?? '',
    from: Date.parse(leaf.validFrom),
    until: Date.parse(leaf.validTo),
    keyFits: leaf.checkPrivateKey(privateKey),
    ...(trusted ? { authority: { until: endOfAuthorities(chain, trusted) } } : {}),
  };
}
