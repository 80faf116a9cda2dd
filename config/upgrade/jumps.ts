import { type Problem, problem } from '../problems';
import { atLeast, type ReleaseVersion, releaseVersions } from '../releases/versions';
import { migrations, upgradeGuide } from './release-facts';

const major = (version: string) => Number(version.split('.')[0]);

/** The newest release of the catalogue with a major version. */
const newestOf = (wanted: number) => releaseVersions.filter((version) => major(version) === wanted).at(-1);

/** True when a version of the catalogue is newer than another. */
export const newer = (a: string, b: string) => a !== b && atLeast(a, b);

/** Migrations that going from one release to another runs, oldest first. */
export const migrationsBetween = (from: ReleaseVersion, to: ReleaseVersion) =>
  migrations.filter(({ since }) => newer(since, from) && atLeast(to, since));

/**
 * Says why an environment can't go from one release to another in one step; nothing when it can.
 * Backwards: knex, by which the ledger is migrated, refuses a database that has had migrations the program does not bring
 * ("The migration directory is corrupt"). More than one major version: the notes of each major release tell what breaks against the one
 * before it only (15.0.0 against 14.1.1, 16.0.0 against 15.2.0, 17.0.0 against 16.0.4), and no other way was tried by its makers.
 */
export function refusedJump(from: ReleaseVersion, to: ReleaseVersion): Problem[] {
  const place = { path: 'hub.release' };
  if (from === to) return [problem('UPGRADE-SAME', `the environment has Mojaloop ${to} already`, 'name another release in --to', place)];
  if (newer(from, to)) {
    const count = migrationsBetween(to, from).reduce((sum, { count }) => sum + count, 0);
    return [
      problem(
        'UPGRADE-DOWN',
        `${to} is older than ${from}`,
        count > 0
          ? `the ledger of ${from} has ${count} migrations that ${to} does not know, and ${to} would not start on it: restore the databases from before the upgrade`
          : `both have the same tables: write hub.release: ${to} by hand and deploy`,
        place,
      ),
    ];
  }
  if (major(to) - major(from) > 1) {
    const way = [];
    for (let step = major(from) + 1; step < major(to); step++) way.push(newestOf(step));
    return [
      problem(
        'UPGRADE-JUMP',
        `from ${from} to ${to} leaves out a major release, and the notes of each tell only what changes against the one before it (${upgradeGuide})`,
        `go ${[from, ...way, to].join(' → ')}, one deploy and one test each`,
        place,
      ),
    ];
  }
  return [];
}
