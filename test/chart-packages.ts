import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { stringify } from 'yaml';
import { cacheRoot } from './lab/cache';

/** An entry of an archive: text or bytes of a file, or a header of another kind. */
export type Entry = string | Buffer | Partial<Header>;

/** An archive as `tar cz` makes it, with any names a person could think of. */
export async function archive(entries: Readonly<Record<string, Entry>>): Promise<Buffer> {
  const out = pack();
  const chunks: Buffer[] = [];
  const read = (async () => {
    for await (const chunk of out) chunks.push(chunk as Buffer);
  })();
  for (const [name, entry] of Object.entries(entries)) {
    const plain = typeof entry === 'string' || Buffer.isBuffer(entry);
    if (plain) out.entry({ name, mtime: new Date(0) }, entry);
    else out.entry({ ...entry, name, mtime: new Date(0) });
  }
  out.finalize();
  await read;
  return gzipSync(Buffer.concat(chunks));
}

export interface ChartParts {
  readonly name: string;
  readonly version?: string;
  readonly values?: string | Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly Readonly<Record<string, unknown>>[];
  /** Sub charts as folders. */
  readonly charts?: readonly ChartParts[];
  /** Sub charts as packages inside the package. */
  readonly packages?: readonly ChartParts[];
  /** Further files, such as templates. */
  readonly files?: Readonly<Record<string, string>>;
}

const text = (value: ChartParts['values']) => (typeof value === 'string' ? value : stringify(value ?? {}));

async function files({ name, version = '1.0.0', values, dependencies, charts = [], packages = [], files: more = {} }: ChartParts) {
  const own: Record<string, string | Buffer> = {
    'Chart.yaml': stringify({ apiVersion: 'v2', name, version, ...(dependencies ? { dependencies } : {}) }),
    ...(values === undefined ? {} : { 'values.yaml': text(values) }),
    ...more,
  };
  for (const chart of charts)
    for (const [path, content] of Object.entries(await files(chart))) own[`charts/${chart.name}/${path}`] = content;
  for (const chart of packages) own[`charts/${chart.name}-${chart.version ?? '1.0.0'}.tgz`] = await chartPackage(chart);
  return own;
}

/** A chart package as `helm package` makes it. */
export async function chartPackage(parts: ChartParts): Promise<Buffer> {
  const own = await files(parts);
  return archive(Object.fromEntries(Object.entries(own).map(([path, content]) => [`${parts.name}/${path}`, content])));
}

/** The helm command: named, on the path, or in the cache of the lab. */
export function findHelm(): string | undefined {
  const cache = cacheRoot();
  const cached = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('helm-')) : [];
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'helm'));
  const inCache = cached
    .sort()
    .reverse()
    .map((name) => join(cache, name, 'helm'));
  return [process.env.LAB_HELM ?? '', ...onPath, ...inCache].find((file) => file !== '' && existsSync(file));
}
