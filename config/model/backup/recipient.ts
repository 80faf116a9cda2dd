const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function checksum(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >>> bit) & 1) sum ^= generator;
  }
  return sum >>> 0;
}

/**
 * The 32 bytes of a key as age writes it: `age1…` the public one, `AGE-SECRET-KEY-1…` the private one (age-encryption.org/v1, Bech32 of BIP 173).
 * @returns undefined for a text that is none, such as one with a letter that was mistyped: the checksum tells
 */
export function ageKeyBytes(text: string, prefix: 'age' | 'age-secret-key-'): Uint8Array | undefined {
  const lower = text.toLowerCase();
  if ((text !== lower && text !== text.toUpperCase()) || !lower.startsWith(`${prefix}1`)) return undefined;
  const data = [...lower.slice(prefix.length + 1)].map((letter) => letters.indexOf(letter));
  if (data.length < 6 || data.includes(-1)) return undefined;
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  if (checksum([...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...data]) !== 1) return undefined;
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const five of data.slice(0, -6)) {
    held = ((held << 5) | five) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 0xff);
  }
  // What is left over is padding of zeros.
  return bytes.length === 32 && bits < 5 && (held & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : undefined;
}
