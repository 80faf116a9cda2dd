import { checkConfig } from '../../config/check';
import { editedText, UneditableText } from '../../config/edit-text';
import { type EnvironmentModel, resolveEnvironment } from '../../config/environment';
import { readWorkbench } from '../../config/load';
import { didYouMean, hasErrors, type Problem, ProblemError, problem } from '../../config/problems';
import { lockedCharts } from '../../config/releases/lock';
import { atLeast, type ReleaseVersion, releaseVersions } from '../../config/releases/versions';
import { refusedJump } from '../../config/upgrade/jumps';

const manager = 'mojaloop-payment-manager';

/** Where an environment is to go. */
export interface UpgradeTarget {
  readonly release?: ReleaseVersion;
  readonly manager?: string;
}

const isRelease = (version: string): version is ReleaseVersion => (releaseVersions as readonly string[]).includes(version);
const managers = () => lockedCharts.filter(({ name }) => name === manager).map(({ version }) => version);
const refuse = (message: string, hint: string): never => {
  throw new ProblemError([problem('UPGRADE-TARGET', message, hint)]);
};

/** Reads `--to` and `--manager`. @throws ProblemError UPGRADE-TARGET */
export function upgradeTarget(to: string | undefined, wanted: string | undefined): UpgradeTarget {
  if (to === undefined && wanted === undefined)
    return refuse('where to?', `--to ${releaseVersions.at(-1)}, --manager <version of the payment managers>, or both`);
  const release = to?.replace(/^v/, '');
  if (release !== undefined && !isRelease(release))
    return refuse(`the catalogue has no Mojaloop ${to}`, didYouMean(release, releaseVersions) ?? `it has ${releaseVersions.join(', ')}`);
  if (wanted !== undefined && !managers().includes(wanted))
    return refuse(`no ${manager} ${wanted} is pinned`, `there are ${managers().join(', ')}; workbench charts lock pins others`);
  return { ...(release === undefined ? {} : { release }), ...(wanted === undefined ? {} : { manager: wanted }) };
}

/** What the catalogue or the release notes have against it. */
export function refusals({ config }: EnvironmentModel, { release, manager: wanted }: UpgradeTarget, now: string | undefined): Problem[] {
  const ofManager =
    wanted !== undefined && now !== undefined && (wanted === now || atLeast(now, wanted))
      ? [
          problem(
            wanted === now ? 'UPGRADE-SAME' : 'UPGRADE-DOWN',
            `the payment managers have ${now} ${wanted === now ? 'already' : `, which is newer than ${wanted}`}`.replace(' ,', ','),
            'they keep nothing but a cache: to go back, write charts.versions by hand and deploy',
            { path: `charts.versions.${manager}` },
          ),
        ]
      : [];
  return [...(release === undefined ? [] : refusedJump(config.hub.release, release)), ...ofManager];
}

/**
 * The text of the workbench file with the change in it and everything else as it stands, and the model it gives.
 * @throws ProblemError UPGRADE-EDIT when an anchor or the like is in the way, or every error the file would have
 */
export function upgradedFile(
  text: string,
  file: string,
  target: UpgradeTarget,
): { readonly text: string; readonly model: EnvironmentModel; readonly problems: readonly Problem[] } {
  const changes = [
    ...(target.release === undefined ? [] : [{ path: ['hub', 'release'], value: target.release }]),
    ...(target.manager === undefined ? [] : [{ path: ['charts', 'versions', manager], value: target.manager }]),
  ];
  const edited = (() => {
    try {
      return editedText(text, changes);
    } catch (error) {
      if (!(error instanceof UneditableText)) throw error;
      const what = `${error.message} can't be written into it: an anchor or another kind of value is in the way`;
      throw new ProblemError([problem('UPGRADE-EDIT', what, 'write it by hand', { file, path: error.message })]);
    }
  })();
  const { config, problems, positions } = readWorkbench(edited, file);
  const all = [...problems, ...(config ? checkConfig(config, positions) : [])];
  if (!config || hasErrors(all)) throw new ProblemError(all.filter(({ severity }) => severity === 'error'));
  return { text: edited, model: resolveEnvironment(config), problems: all };
}
