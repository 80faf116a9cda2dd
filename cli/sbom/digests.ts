import { readFileSync } from 'node:fs';
import { ProblemError, problem } from '../../config/problems';
import { type ImageReference, imageName, parseImage } from '../images/reference';
import { Repository } from '../mirror/registry';

/** Digests of images by their whole names. */
export type Digests = ReadonlyMap<string, string>;

/**
 * Reads the list that `workbench mirror` leaves: image, its name in the mirror, digest; one a line, with tabs in between. Digests are the same at both places.
 * @throws ProblemError SBOM-DIGESTS when the file is none
 */
export function readDigests(file: string): Digests {
  const refuse = (what: string) => {
    throw new ProblemError([problem('SBOM-DIGESTS', `${file} ${what}`, 'name the images.txt that workbench mirror wrote', { file })]);
  };
  const lines = (() => {
    try {
      return readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      return refuse('cannot be read') ?? [];
    }
  })();
  const digests = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [image = '', , digest = ''] = line.split('\t');
    if (!parseImage(image) || !/^(sha256:[0-9a-f]{64})?$/.test(digest)) refuse(`has no image and digest in line ${index + 1}`);
    if (digest !== '') digests.set(image, digest);
  }
  return digests;
}

/** The digest that a registry has for an image now; undefined where it has none. @throws ProblemError MIRROR-REGISTRY */
export async function askDigest(image: ImageReference, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { registry, repository, tag } = image;
  if (image.digest) return image.digest;
  return (await new Repository(registry, repository, env).manifest(tag ?? 'latest'))?.digest;
}

/** Asks for every image that has no digest yet, four at a time: registries count how often they are asked. */
export async function askDigests(images: readonly string[], known: Digests, env: NodeJS.ProcessEnv): Promise<Digests> {
  const open = images.flatMap((name) => (known.has(name) ? [] : (parseImage(name) ?? [])));
  const found = new Map(known);
  const work = async () => {
    for (let image = open.pop(); image; image = open.pop()) {
      const digest = await askDigest(image, env);
      if (digest) found.set(imageName(image), digest);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return found;
}
