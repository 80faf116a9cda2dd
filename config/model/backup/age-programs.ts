/*
 * Both programs speak age (age-encryption.org/v1: X25519, HKDF-SHA-256, ChaCha20-Poly1305 in pieces of 64 KiB) with the cryptography of Node, because no
 * maker publishes an image with age in it. What they write `age --decrypt` reads, and the other way round; a test holds them against the program itself.
 */

const common = `const { env } = require('node:process')
const { createHash, createHmac, createCipheriv, createDecipheriv, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes } = require('node:crypto')
const { createReadStream, createWriteStream, closeSync, fsyncSync, openSync, readSync, readdirSync, renameSync, rmSync, statSync, writeFileSync, writeSync } = require('node:fs')
const { pipeline } = require('node:stream/promises')
const { createGunzip, createGzip } = require('node:zlib')
const piece = 65536
const tag = { authTagLength: 16 }
const hkdf = (key, salt, info) => Buffer.from(hkdfSync('sha256', key, salt, info, 32))
const bare = (bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
const numbered = (count, last) => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(count, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}
`;

/**
 * Packs and encrypts every file of a folder for all recipients, writes beside each a line of facts (digest, sizes, when, header), and removes the plain one.
 * Arguments: folder of plain files, folder for the results, name of the store. Variables: RECIPIENTS (hex, separated by commas), TAKEN (when, ISO 8601).
 */
export const encryptProgram = `${common}
const [from, to, store] = process.argv.slice(2)
const recipients = env.RECIPIENTS.split(',').map((hex) => Buffer.from(hex, 'hex'))
const publicKey = (raw) => createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw]), format: 'der', type: 'spki' })

function headerFor(fileKey) {
  const lines = ['age-encryption.org/v1']
  for (const recipient of recipients) {
    const own = generateKeyPairSync('x25519')
    const share = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
    const shared = diffieHellman({ privateKey: own.privateKey, publicKey: publicKey(recipient) })
    const key = hkdf(shared, Buffer.concat([share, recipient]), 'age-encryption.org/v1/X25519')
    const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), tag)
    lines.push('-> X25519 ' + bare(share), bare(Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()])))
  }
  const signed = lines.join('\\n') + '\\n---'
  return signed + ' ' + bare(createHmac('sha256', hkdf(fileKey, '', 'header')).update(signed).digest()) + '\\n'
}

async function encrypt(name) {
  const source = from + '/' + name
  const file = name + '.gz.age'
  const fileKey = randomBytes(16)
  const header = headerFor(fileKey)
  const nonce = randomBytes(16)
  const key = hkdf(fileKey, nonce, 'payload')
  const output = openSync(to + '/' + file, 'w', 0o600)
  const digest = createHash('sha256')
  let bytes = 0
  const write = (part) => {
    for (let at = 0; at < part.length; ) at += writeSync(output, part, at)
    digest.update(part)
    bytes += part.length
  }
  let count = 0
  const seal = (part, last) => {
    const cipher = createCipheriv('chacha20-poly1305', key, numbered(count++, last), tag)
    write(Buffer.concat([cipher.update(part), cipher.final(), cipher.getAuthTag()]))
  }
  write(Buffer.from(header))
  write(nonce)
  await pipeline(createReadStream(source), createGzip({ level: 6 }), async (packed) => {
    let held = Buffer.alloc(0)
    for await (const part of packed) {
      held = Buffer.concat([held, part])
      // The last piece is marked, so one that is full waits until it is known that more comes.
      for (; held.length > piece; held = held.subarray(piece)) seal(held.subarray(0, piece), false)
    }
    seal(held, true)
  })
  fsyncSync(output)
  closeSync(output)
  const facts = { version: 1, store, file, taken: env.TAKEN, plainBytes: statSync(source).size, bytes, sha256: digest.digest('hex'), header }
  writeFileSync(to + '/' + file + '.json', JSON.stringify(facts) + '\\n')
  rmSync(source)
  console.log(file + ': ' + bytes + ' bytes, for ' + recipients.length + ' recipients')
}

const files = readdirSync(from)
if (files.length === 0) { console.error('nothing was dumped'); process.exit(1) }
;(async () => { for (const name of files) await encrypt(name) })()
`;

/**
 * Decrypts and unpacks one file with its own file key (hex, in the variable FILE_KEY), which opens nothing else: no private key ever comes into the cluster.
 * Nothing is left under the name of the result unless all of it was genuine. Arguments: the encrypted file, the result.
 */
export const decryptProgram = `${common}
const [source, target] = process.argv.slice(2)
const fileKey = Buffer.from(env.FILE_KEY, 'hex')
const refuse = (why) => { throw new Error(source + ' ' + why) }
const input = openSync(source, 'r')
const size = statSync(source).size
const head = Buffer.alloc(Math.min(size, piece))
readSync(input, head, 0, head.length, 0)

function* pieces() {
  const mark = head.indexOf('\\n--- ')
  const end = mark < 0 ? -1 : head.indexOf('\\n', mark + 5)
  if (!head.subarray(0, 22).equals(Buffer.from('age-encryption.org/v1\\n')) || end < 0) refuse('is not encrypted by age')
  const mac = bare(createHmac('sha256', hkdf(fileKey, '', 'header')).update(head.subarray(0, mark + 4)).digest())
  if (mac !== head.subarray(mark + 5, end).toString()) refuse('was not encrypted with this key')
  const nonce = Buffer.alloc(16)
  if (readSync(input, nonce, 0, 16, end + 1) !== 16) refuse('is cut off')
  const key = hkdf(fileKey, nonce, 'payload')
  let at = end + 17
  for (let count = 0; ; count++) {
    const buffer = Buffer.alloc(piece + 16)
    let length = 0
    for (let got; length < buffer.length && (got = readSync(input, buffer, length, buffer.length - length, at + length)) > 0; ) length += got
    at += length
    const last = at >= size
    if (length < 16) refuse('is cut off')
    const decipher = createDecipheriv('chacha20-poly1305', key, numbered(count, last), tag)
    decipher.setAuthTag(buffer.subarray(length - 16, length))
    let plain
    try { plain = Buffer.concat([decipher.update(buffer.subarray(0, length - 16)), decipher.final()]) } catch { refuse('was changed or is cut off') }
    if (plain.length > 0) yield plain
    if (last) return
  }
}

pipeline(pieces(), createGunzip(), createWriteStream(target + '.part', { mode: 0o600 })).then(
  () => {
    renameSync(target + '.part', target)
    console.log(target + ': ' + statSync(target).size + ' bytes')
  },
  (error) => {
    rmSync(target + '.part', { force: true })
    console.error(error.message)
    process.exit(1)
  }
)
`;
