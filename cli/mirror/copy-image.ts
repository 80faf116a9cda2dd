import { ProblemError, problem } from '../../config/problems';
import type { ImageReference } from '../images/reference';
import { imageName } from '../images/reference';
import { type Manifest, Repository } from './registry';

export interface CopiedImage {
  readonly digest: string;
  /** It was there already, with the same digest. */
  readonly there: boolean;
}

interface Descriptor {
  readonly digest: string;
  readonly urls?: readonly string[];
}
interface ManifestBody {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

/**
 * Copies an image of every platform as it is, so that its digest stays. Layers first, the tag last: nobody sees half an image, and what is
 * there already is not sent again, so a stopped copy goes on. A layer is held in memory while it is sent. The signature that cosign keeps beside an image
 * comes with it, so that it can be verified in the mirror, too.
 * @param accept throws for a digest that may not be copied
 * @throws ProblemError MIRROR-REGISTRY or MIRROR-DIGEST
 */
export async function copyImage(
  from: ImageReference,
  to: ImageReference,
  env: NodeJS.ProcessEnv,
  accept: (digest: string) => Promise<void> = async () => undefined,
): Promise<CopiedImage> {
  const source = new Repository(from.registry, from.repository, env);
  const target = new Repository(to.registry, to.repository, env);
  const manifest = await source.manifest(from.digest ?? from.tag ?? 'latest');
  if (!manifest)
    throw new ProblemError([problem('MIRROR-REGISTRY', `there is no ${imageName(from)}`, 'its makers took it away, or it needs a login')]);
  await accept(manifest.digest);
  const tag = to.tag ?? manifest.digest;
  const old = await target.manifest(tag);
  if (old?.digest === manifest.digest) return { digest: manifest.digest, there: true };
  await copyBelow(source, target, manifest);
  const signatureTag = `${manifest.digest.replace(':', '-')}.sig`;
  const signature = await source.manifest(signatureTag);
  if (signature) {
    await copyBelow(source, target, signature);
    await target.putManifest(signatureTag, signature);
  }
  await target.putManifest(tag, manifest);
  return { digest: manifest.digest, there: false };
}

async function copyBelow(source: Repository, target: Repository, { bytes }: Manifest): Promise<void> {
  const { config, layers = [], manifests = [] } = JSON.parse(bytes.toString('utf8')) as ManifestBody;
  for (const { digest } of manifests) {
    if (await target.has('manifests', digest)) continue;
    const child = await source.manifest(digest);
    if (!child)
      throw new ProblemError([
        problem('MIRROR-REGISTRY', `${source.repository} lacks its own part ${digest}`, 'run the same command again'),
      ]);
    await copyBelow(source, target, child);
    await target.putManifest(digest, child);
  }
  for (const { digest, urls } of [...(config ? [config] : []), ...layers]) {
    // Layers that their makers forbid to pass on are named by address only.
    if (urls !== undefined && urls.length > 0) continue;
    if (!(await target.has('blobs', digest))) await target.putBlob(await source.blob(digest), digest);
  }
}
