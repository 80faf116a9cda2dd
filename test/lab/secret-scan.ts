import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { type Ask, must } from './client';
import type { Lab } from './lab';

interface Listed {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Readonly<Record<string, string>> };
    readonly type?: string;
    readonly data?: Readonly<Record<string, string>>;
  }[];
}

/** A secret by where it lies; the value never leaves this file but as a finding's name. */
export type Secrets = ReadonlyMap<string, string>;

/** What is searched for of a value: a key of many lines would be found only as it is, so its longest line stands for it. */
const telling = (value: string) => value.split('\n').reduce((longest, line) => (line.length > longest.length ? line : longest), '');
/** Shorter ones are names of users and the like, which stand in the open on purpose. */
const shortest = 16;

async function keysBelow(vault: Ask, mount: string, path: string): Promise<readonly string[]> {
  const { data } = await must<{ data?: { keys: readonly string[] } }>(vault, 'LIST', `/v1/${mount}/metadata/${path}`, undefined, [404]);
  const found = (data?.keys ?? []).map(async (key) => (key.endsWith('/') ? keysBelow(vault, mount, `${path}${key}`) : [`${path}${key}`]));
  return (await Promise.all(found)).flat();
}

/** Every password and private key in the version 2 mount of Vault. Public keys and user names are none. */
export async function secretsInVault({ vault }: Lab, mount: string): Promise<Secrets> {
  const secrets = new Map<string, string>();
  for (const path of await keysBelow(vault.vault, mount, '')) {
    const { data } = await must<{ data: { data: Readonly<Record<string, string>> } }>(vault.vault, 'GET', `/v1/${mount}/data/${path}`);
    for (const [field, value] of Object.entries(data.data))
      if (value.length >= shortest && !/public/i.test(field)) secrets.set(`vault ${path}#${field}`, telling(value));
  }
  return secrets;
}

const releaseType = 'helm.sh/release.v1';
const decoded = (data: string) => Buffer.from(data, 'base64');

/** Certificates of authorities are for everybody to read; only their place is a Secret. A key beside them would be none of these. */
const isCertificate = (text: string) => /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/.test(text);

/**
 * Every value of every Secret that is not a record of Helm, a certificate, or made by a chart. What a chart makes is in Helm's record by nature:
 * test keys that everybody knows, placeholders. A password of Vault that came there would be found as that.
 */
export async function secretsInCluster({ kube }: Lab): Promise<Secrets> {
  const { items } = await must<Listed>(kube, 'GET', '/api/v1/secrets');
  const ofChart = 'meta.helm.sh/release-name';
  const own = items.filter(
    ({ type, metadata }) => type !== releaseType && type !== 'kubernetes.io/tls' && !metadata.annotations?.[ofChart],
  );
  const values = own.flatMap(({ metadata, data = {} }) =>
    Object.entries(data)
      .filter(([, value]) => !isCertificate(decoded(value).toString('utf8')))
      .map(([key, value]) => [`secret ${metadata.namespace}/${metadata.name}#${key}`, telling(decoded(value).toString('utf8'))] as const),
  );
  return new Map(values.filter(([, value]) => value.length >= shortest));
}

/** Where a secret must never be: named texts. */
export type Places = ReadonlyMap<string, string>;

/** What Helm keeps of each release (chart, values, manifests), unpacked, and every ConfigMap. */
export async function placesInCluster({ kube }: Lab): Promise<Places> {
  const [secrets, maps] = await Promise.all([
    must<Listed>(kube, 'GET', '/api/v1/secrets'),
    must<Listed>(kube, 'GET', '/api/v1/configmaps'),
  ]);
  const releases = secrets.items
    .filter(({ type }) => type === releaseType)
    .map(
      ({ metadata, data }) =>
        [
          `helm ${metadata.namespace}/${metadata.name}`,
          gunzipSync(decoded(decoded(data?.release ?? '').toString('latin1'))).toString('utf8'),
        ] as const,
    );
  const configMaps = maps.items.map(
    ({ metadata, data }) => [`configmap ${metadata.namespace}/${metadata.name}`, JSON.stringify(data ?? {})] as const,
  );
  return new Map([...releases, ...configMaps]);
}

/** The texts in a zip file, such as a saved plan. Deflated entries are unpacked; the central directory is not needed for that. */
function unzipped(file: Buffer): string {
  const texts: string[] = [];
  const directory = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = file.indexOf(directory); at >= 0; at = file.indexOf(directory, at + 4)) {
    const [method, size, offset] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)];
    const from = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
    const content = file.subarray(from, from + size);
    texts.push((method === 8 ? inflateRawSync(content) : content).toString('latin1'));
  }
  return texts.join('\n');
}

/** Every file below a folder: states, plans (unpacked), stacks, logs, the journal. Links to providers are not followed. */
export function placesInFolder(folder: string): Places {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => {
        const content = readFileSync(file);
        return [
          file,
          content.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' ? unzipped(content) : content.toString('latin1'),
        ] as const;
      }),
  );
}

/** Where secrets were found: `secret in place`, in plain text, in base64, or as JSON and YAML write it. */
export function leaks(secrets: Secrets, places: Places): readonly string[] {
  const found: string[] = [];
  for (const [name, value] of secrets) {
    const shapes = [value, Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -1), JSON.stringify(value).slice(1, -1)];
    for (const [place, text] of places) if (shapes.some((shape) => text.includes(shape))) found.push(`${name} in ${place}`);
  }
  return found;
}
