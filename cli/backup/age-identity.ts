import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, timingSafeEqual } from 'node:crypto';
import { ageKeyBytes } from '../../config/model/backup/recipient';

const derived = (key: Uint8Array, salt: Uint8Array | string, info: string) => Buffer.from(hkdfSync('sha256', key, salt, info, 32));
const privateKey = (raw: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), raw]), format: 'der', type: 'pkcs8' });
const publicKey = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw]), format: 'der', type: 'spki' });

/** Private keys in a file that age-keygen has written: lines that are none are comments. */
export const identitiesIn = (text: string): readonly Uint8Array[] =>
  text.split('\n').flatMap((line) => {
    const bytes = ageKeyBytes(line.trim(), 'age-secret-key-');
    return bytes ? [bytes] : [];
  });

function opened(identity: Uint8Array, share: Buffer, body: Buffer): Buffer | undefined {
  const key = privateKey(identity);
  const recipient = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const shared = diffieHellman({ privateKey: key, publicKey: publicKey(share) });
  const wrap = derived(shared, Buffer.concat([share, recipient]), 'age-encryption.org/v1/X25519');
  const decipher = createDecipheriv('chacha20-poly1305', wrap, Buffer.alloc(12), { authTagLength: 16 });
  decipher.setAuthTag(body.subarray(-16));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/**
 * The key of one backup, taken out of its header with a private key. It opens this backup and no other, so it may go to where the backup is restored;
 * the private key stays on the machine of whoever holds it.
 * @returns undefined where none of the keys opens it, or the header is none or was changed
 */
export function fileKeyOf(header: string, identities: readonly Uint8Array[]): Buffer | undefined {
  const [version, ...lines] = header.split('\n');
  const end = lines.findIndex((line) => line.startsWith('--- '));
  if (version !== 'age-encryption.org/v1' || end < 0) return undefined;
  const signed = `${[version, ...lines.slice(0, end)].join('\n')}\n---`;
  for (const [index, line] of lines.slice(0, end).entries()) {
    const [arrow, kind, share] = line.split(' ');
    if (arrow !== '->' || kind !== 'X25519' || share === undefined) continue;
    for (const identity of identities) {
      const key = opened(identity, Buffer.from(share, 'base64'), Buffer.from(lines[index + 1] ?? '', 'base64'));
      if (!key) continue;
      const mac = createHmac('sha256', derived(key, '', 'header'))
        .update(signed)
        .digest();
      const told = Buffer.from(lines[end]?.slice(4) ?? '', 'base64');
      if (mac.length === told.length && timingSafeEqual(mac, told)) return key;
    }
  }
  return undefined;
}
