import type { EnvironmentModel } from '../../config/environment';
import type { PartlyKnownRelease } from '../../stacks/workbench-stack';
import { inspectStacks } from '../synthesise';
import { undisturbed } from '../undisturbed';
import type { Drift, ReleaseSeen } from './cluster-seen';
import type { HelmContent, ReadRelease } from './helm-records';
import { type Failure, isFailure } from './seen';
import { laterCount, valueDrift } from './value-drift';

/** A release that the file asks for, in whichever cluster. */
export interface WantedRelease extends PartlyKnownRelease {
  readonly stack: string;
}

/** What the workbench would render now: about a second, and nothing of it stays. @throws ProblemError when the file can't be rendered, Interrupted */
export async function wantedReleases(model: EnvironmentModel, stateDir: string): Promise<readonly WantedRelease[]> {
  const { stacks } = await undisturbed(() => inspectStacks(model, { stateDir }));
  return stacks.flatMap(({ stackId, partlyKnownReleases }) => partlyKnownReleases.map((release) => ({ ...release, stack: stackId })));
}

/** A chart may be locked with a `v` before its version, and packed without. */
const plain = (version: string) => version.replace(/^v/, '');

/** Where a revision is another than the file says: its chart, then its values. */
export function differencesOf(wanted: PartlyKnownRelease, { version, values }: HelmContent): string[] {
  const chart = plain(version) === plain(wanted.version) ? [] : [`chart ${wanted.chart} is ${version}, the file says ${wanted.version}`];
  const writeOnly = wanted.secretValues.map(({ path }) => path);
  return [...chart, ...valueDrift(wanted.values, values, writeOnly)];
}

async function goBack(wanted: WantedRelease, earlier: ReadRelease['earlier']): Promise<string | undefined> {
  for (const { revision, read } of earlier) {
    const content = await read();
    if (!isFailure(content) && differencesOf(wanted, content).length === 0)
      return `helm rollback ${wanted.name} ${revision} --namespace ${wanted.namespace}`;
  }
  return undefined;
}

async function driftOf(wanted: WantedRelease, { content, earlier }: ReadRelease): Promise<Drift | Failure | undefined> {
  if (content === undefined || isFailure(content)) return content;
  const differences = differencesOf(wanted, content);
  const revision = differences.length > 0 ? await goBack(wanted, earlier) : undefined;
  const aside = { writeOnly: wanted.secretValues.length, later: laterCount(wanted.values) };
  return { differences, ...aside, ...(revision === undefined ? {} : { goBack: revision }) };
}

/** Holds what is deployed against what the file asks for; only where they differ earlier revisions are read. */
export function compareReleases(wanted: readonly WantedRelease[], found: readonly ReadRelease[]): Promise<readonly ReleaseSeen[]> {
  const byPlace = new Map(found.map((each) => [`${each.record.namespace}/${each.record.release}`, each]));
  return Promise.all(
    wanted.map(async (release): Promise<ReleaseSeen> => {
      const place = `${release.namespace}/${release.name}`;
      const there = byPlace.get(place);
      if (!there) return { place, stack: release.stack };
      const drift = await driftOf(release, there);
      return { place, stack: release.stack, status: there.record.status, ...(drift === undefined ? {} : { drift }) };
    }),
  );
}
