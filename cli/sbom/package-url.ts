import type { ImageReference } from '../images/reference';

const text = (part: string) => encodeURIComponent(part);

/** A package URL (github.com/package-url/purl-spec); qualifiers in the order of their names. */
export function packageUrl(
  type: string,
  path: readonly string[],
  version: string | undefined,
  qualifiers: Readonly<Record<string, string | undefined>> = {},
) {
  const asked = Object.entries(qualifiers)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${text(value)}`);
  return `pkg:${type}/${path.map(text).join('/')}${version === undefined ? '' : `@${text(version)}`}${asked.length > 0 ? `?${asked.join('&')}` : ''}`;
}

/** Of an image: by its digest where that is known (`oci`), else by its tag (`docker`). */
export function imagePackageUrl({ registry, repository, tag, digest }: ImageReference): string {
  const path = repository.split('/');
  if (digest !== undefined) return packageUrl('oci', path.slice(-1), digest, { repository_url: `${registry}/${repository}`, tag });
  return packageUrl('docker', path, tag, { repository_url: registry === 'docker.io' ? undefined : registry });
}

/** Of a provider: its repository at GitHub, where every one of the public registry lives. `helm` is short for `hashicorp/helm`. */
export function providerPackageUrl(source: string, version: string): string {
  const [owner = '', name = ''] = source.includes('/') ? source.split('/').slice(-2) : ['hashicorp', source];
  return packageUrl('github', [owner.toLowerCase(), `terraform-provider-${name.toLowerCase()}`], `v${version}`);
}
