/** An image by its parts, as registries know them. */
export interface ImageReference {
  /** `registry-1.docker.io` goes by `docker.io`. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const host = String.raw`(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+|[a-z0-9-]+(?=:\d))(?::\d+)?`;
const word = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
const pattern = new RegExp(`^(?:(${host})/)?(${word}(?:/${word})*)(?::(\\w[\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`);

/** Reads the name of an image; undefined for what is none, or says neither tag nor digest (a word in a text is no image). */
export function parseImage(text: string): ImageReference | undefined {
  const [, registry, path, tag, digest] = pattern.exec(text) ?? [];
  if (path === undefined || (tag === undefined && digest === undefined)) return undefined;
  // `host:5000` alone, or a time of day.
  if (registry === undefined && !path.includes('/') && /^\d+$/.test(path)) return undefined;
  const home = registry ?? 'docker.io';
  return {
    registry: home,
    repository: home === 'docker.io' && !path.includes('/') ? `library/${path}` : path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The whole name, with registry: the same image has one name. */
export const imageName = ({ registry, repository, tag, digest }: ImageReference): string =>
  `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
