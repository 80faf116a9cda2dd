/** What takes the place of an image that can no longer be pulled. */
export interface MovedImage {
  /** Repository on Docker Hub, with a tag where the old one's is not kept. */
  readonly to: string;
  readonly why: string;
}

const legacy = (name: string): MovedImage => ({
  to: `bitnamilegacy/${name}`,
  why: 'Docker Hub has the versions of bitnami/* under bitnamilegacy/* since September 2025',
});

/**
 * Images that charts of the catalogue name by default and that no longer pull, by their repository on Docker Hub: the one table of them.
 * Found in the published packages (mojaloop 14.1.0 to 15.1.0, payment managers 8.0.1 to 10.3.4) and in the sources of the rest; those of
 * parts that never run here (exporters, a bundled PostgreSQL of Keycloak) stand in it too, because an override may switch them on.
 */
export const movedImages = {
  'bitnami/bitnami-shell': legacy('bitnami-shell'),
  'bitnami/kafka': { to: 'apache/kafka:3.9.1', why: 'bitnami/kafka is gone, and the maker keeps an image of its own' },
  'bitnami/kubectl': legacy('kubectl'),
  'bitnami/minideb': legacy('minideb'),
  'bitnami/mongodb': legacy('mongodb'),
  'bitnami/mongodb-exporter': legacy('mongodb-exporter'),
  'bitnami/nginx': legacy('nginx'),
  'bitnami/postgres-exporter': legacy('postgres-exporter'),
  'bitnami/postgresql': legacy('postgresql'),
  'bitnami/redis': legacy('redis'),
  'bitnami/redis-exporter': legacy('redis-exporter'),
  'bitnami/redis-sentinel': legacy('redis-sentinel'),
} as const satisfies Readonly<Record<string, MovedImage>>;

export type MovedRepository = keyof typeof movedImages;

const named = /(?:^|[\s"'`(=@]|docker\.io\/)(bitnami\/[a-z0-9][a-z0-9._-]*)(?=[:@\s"'`)]|$)/g;

/** Repositories that a text names and that no longer pull: an image, or a script or manifest with images in it. */
export function movedIn(text: string): string[] {
  return [...new Set([...text.matchAll(named)].map(([, repository]) => repository ?? ''))];
}

/** What to write instead of a repository under `bitnami/`; one that no chart here names went the way of all. */
export function placeOf(repository: string): MovedImage {
  return Object.hasOwn(movedImages, repository)
    ? movedImages[repository as MovedRepository]
    : legacy(repository.slice(repository.indexOf('/') + 1));
}
