import { atLeast, type ReleaseVersion, releaseVersions } from '../releases/versions';

export interface NearestRelease {
  readonly release: ReleaseVersion;
  /** The version of the older file as `major.minor.patch`. */
  readonly asked: string;
  /** Why it is another one; absent when the catalogue has the one asked for. */
  readonly why?: string;
}

const newestFirst = releaseVersions.toReversed();
const oldest = releaseVersions[0];
const major = (version: string) => Number(version.split('.')[0]);

/**
 * The release of the catalogue that is nearest to a version of the Mojaloop chart: the same one, the next of the same major,
 * the newest of the same major, or the end of the catalogue it lies beyond. Undefined when the text is no version.
 */
export function nearestRelease(text: string): NearestRelease | undefined {
  const found = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?([-+][\w.+-]*)?$/.exec(text.trim());
  if (!found) return undefined;
  const asked = `${Number(found[1])}.${Number(found[2] ?? 0)}.${Number(found[3] ?? 0)}`;
  const same = releaseVersions.find((version) => version === asked);
  if (same && text === asked) return { release: same, asked };
  const siblings = releaseVersions.filter((version) => major(version) === major(asked));
  const release = siblings.find((version) => atLeast(version, asked)) ?? siblings.at(-1);
  if (release) return { release, asked, why: `the catalogue has no ${text.trim()}; ${release} is the nearest it has` };
  if (!atLeast(asked, oldest))
    return { release: oldest, asked, why: `${text.trim()} is older than the catalogue, which begins at ${oldest}` };
  const below = newestFirst.find((version) => atLeast(asked, version)) ?? oldest;
  return { release: below, asked, why: `the catalogue has no ${text.trim()}; ${below} is the newest below it` };
}
