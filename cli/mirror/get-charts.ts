import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ProblemError, problem } from '../../config/problems';
import { digestOf, lockedChart } from '../../config/releases/lock';
import type { ImageReference } from '../images/reference';
import { imageName } from '../images/reference';
import { writeFileWhole } from '../write-files';
import { download } from './download';
import { Repository, sha256 } from './registry';

export interface MirroredChart {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  /** Nobody has pinned its digest: what came is what is told. */
  readonly pinned: boolean;
  readonly outcome: 'there' | 'copied' | 'fetched';
}

const refuse = (message: string, hint: string): never => {
  throw new ProblemError([problem('MIRROR-CHART', message, hint)]);
};

const byHand = 'fetch the packages where there is a way out, and name their folder with --charts';

/** A package from the repository that the lock names: by its index over https, or by its manifest from an OCI registry. */
async function fetchPackage(name: string, version: string, repository: string, env: NodeJS.ProcessEnv): Promise<Buffer> {
  if (repository.startsWith('oci://')) {
    const [registry = '', ...path] = `${repository.slice('oci://'.length)}/${name}`.split('/');
    const source = new Repository(registry, path.join('/'), env);
    const manifest = await source.manifest(version.replaceAll('+', '_'));
    const { layers = [] } = JSON.parse(manifest?.bytes.toString('utf8') ?? '{}') as { layers?: { digest: string; mediaType: string }[] };
    const layer = layers.find(({ mediaType }) => mediaType.startsWith('application/vnd.cncf.helm.chart.content'));
    return layer ? source.blob(layer.digest) : refuse(`${repository} has no ${name} ${version}`, 'look at charts.lock.json');
  }
  const index = parse((await download(`${repository}/index.yaml`, 'MIRROR-CHART', byHand)).toString('utf8'), { maxAliasCount: -1 }) as {
    entries?: Record<string, { version: string; urls?: string[] }[]>;
  };
  const address = index.entries?.[name]?.find((entry) => entry.version === version)?.urls?.[0];
  return address
    ? download(new URL(address, `${repository}/`).href, 'MIRROR-CHART', byHand)
    : refuse(`${repository} has no ${name} ${version}`, 'look at charts.lock.json');
}

/**
 * Puts the packages of charts into a folder, each only when it is the pinned one, and whole: beside its place first, then moved there.
 * What lies there already and is right is left alone.
 * @param verify hold them against the pinned digests (`charts.verify`)
 * @param from folder with packages to take instead of their repositories
 * @throws ProblemError MIRROR-CHART at the first that cannot be had
 */
export async function getCharts(
  charts: readonly { readonly name: string; readonly version: string }[],
  folder: string,
  from: string | undefined,
  { env, verify }: { readonly env: NodeJS.ProcessEnv; readonly verify: boolean },
): Promise<MirroredChart[]> {
  const got: MirroredChart[] = [];
  for (const { name, version } of charts) {
    const file = `${name}-${version}.tgz`;
    const locked = lockedChart(name, version);
    const target = join(folder, file);
    const right = (digest: string) => !verify || locked?.digest === null || locked?.digest === undefined || locked.digest === digest;
    const row = (digest: string, outcome: MirroredChart['outcome']) =>
      got.push({ name, version, digest: `sha256:${digest}`, pinned: Boolean(locked?.digest), outcome });
    if (existsSync(target) && right(digestOf(target))) {
      row(digestOf(target), 'there');
      continue;
    }
    const here = from === undefined ? undefined : join(from, file);
    if (here !== undefined && !existsSync(here)) refuse(`${from} has no ${file}`, 'add it, or leave --charts out where there is a way out');
    const bytes =
      here === undefined
        ? await fetchPackage(
            name,
            version,
            locked?.repository ?? refuse(`${name} ${version} is not in the lock`, 'workbench charts lock'),
            env,
          )
        : readFileSync(here);
    const digest = sha256(bytes).slice('sha256:'.length);
    if (!right(digest))
      refuse(
        `${file} has digest ${digest.slice(0, 12)}…, the lock says ${locked?.digest?.slice(0, 12)}…`,
        'do not use it; fetch it again from its own repository',
      );
    writeFileWhole(target, bytes);
    row(digest, here === undefined ? 'fetched' : 'copied');
  }
  return got;
}

/** Puts a package into an OCI registry as `helm push` does; the same package gives the same manifest. */
export async function pushChart(
  file: string,
  to: ImageReference,
  about: { readonly name: string; readonly version: string },
  env: NodeJS.ProcessEnv,
): Promise<{ digest: string; there: boolean }> {
  const target = new Repository(to.registry, to.repository, env);
  const [content, config] = [readFileSync(file), Buffer.from(JSON.stringify({ ...about, apiVersion: 'v2' }))];
  const descriptor = (mediaType: string, bytes: Buffer) => ({ mediaType, digest: sha256(bytes), size: bytes.length });
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: type,
      config: descriptor('application/vnd.cncf.helm.config.v1+json', config),
      layers: [descriptor('application/vnd.cncf.helm.chart.content.v1.tar+gzip', content)],
    }),
  );
  const tag = to.tag ?? refuse(`${imageName(to)} has no version`, 'name one');
  if ((await target.manifest(tag))?.digest === sha256(bytes)) return { digest: sha256(bytes), there: true };
  for (const blob of [config, content]) if (!(await target.has('blobs', sha256(blob)))) await target.putBlob(blob);
  await target.putManifest(tag, { bytes, type });
  return { digest: sha256(bytes), there: false };
}
