import { join, resolve } from 'node:path';
import { checkConfig } from '../../config/check';
import { editedText, UneditableText } from '../../config/edit-text';
import { readWorkbench } from '../../config/load';
import { readEnvironmentFile } from '../../config/load-file';
import { localParticipants } from '../../config/model/namespaces';
import { sizes } from '../../config/model/sizes';
import { type Load, sizeFor } from '../../config/model/sizing';
import { type SizedSettings, sizedSettings } from '../../config/model/sizing-settings';
import { sizingSteps } from '../../config/model/sizing-steps';
import { hasErrors, type Problem, ProblemError, problem } from '../../config/problems';
import { releaseVersions } from '../../config/releases/versions';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Command } from '../command';
import { requireEnvironment } from '../environment';
import { conclude } from '../findings';
import { type Asked, asked, type SizeOptions } from '../size/options';
import { settingsText, stepsText } from '../size/text';
import { refuseOtherKind, writeFileWhole } from '../write-files';

/** An environment that does not exist: the newest release with every default. */
function imagined({ platform, profile }: Asked): WorkbenchConfig {
  const { config } = readWorkbench(
    JSON.stringify({
      environment: 'imagined',
      tenant: 'imagined',
      domain: 'example.org',
      profile,
      platform: { provider: 'kubernetes', context: 'none' },
      hub: { release: releaseVersions.at(-1), currencies: ['USD'] },
      participants: [{ id: 'participant-1', currency: 'USD' }],
    }),
    'imagined',
  );
  if (!config) throw new Error('the imagined environment cannot be read');
  // Only who makes machines matters here, not where.
  return { ...config, platform: { ...config.platform, provider: platform, context: undefined } };
}

/** The file with its new settings, held against every rule. @throws ProblemError when it can't be changed, or would have errors */
function sized(text: string, file: string, { write }: SizedSettings): string {
  const changed = (() => {
    try {
      return editedText(text, write);
    } catch (error) {
      if (!(error instanceof UneditableText)) throw error;
      throw new ProblemError([
        problem(
          'SIZE-EDIT',
          `${error.message} can't be written into it: an anchor or another kind of value is in the way`,
          'write it by hand',
          {
            file,
            path: error.message,
          },
        ),
      ]);
    }
  })();
  const read = readWorkbench(changed, file);
  const problems = [...read.problems, ...(read.config ? checkConfig(read.config, read.positions) : [])];
  if (hasErrors(problems)) throw new ProblemError(problems.filter(({ severity }) => severity === 'error'));
  return changed;
}

const warning = (code: string, message: string, hint: string, path?: string): Problem => ({
  severity: 'warning',
  code,
  path,
  message,
  hint,
});

function warnings(load: Load, beyond: boolean, { kept }: SizedSettings): Problem[] {
  return [
    ...(beyond
      ? [
          warning(
            'SIZE-BEYOND',
            `${load.tps} transfers a second are more than large is made for (${sizes.large.transfersPerSecond})`,
            'measure first, in this order: lag of the position handler, time of a commit in MySQL, pods at their largest number; then raise hub.services and stores.kafka.partitions',
            'hub.size',
          ),
        ]
      : []),
    ...kept.map(({ path, value, now }) =>
      warning(
        'SIZE-KEPT',
        `${now} is more than this load takes (${value}), and stays`,
        'volumes and partitions can be made larger, never smaller',
        path.join('.'),
      ),
    ),
  ];
}

/** `workbench size`: what a number of transfers and participants takes, with the arithmetic, and on request the settings in the workbench file. */
export const size: Command<SizeOptions> = async (io, [name], options) => {
  const wish = asked(options, name);
  const environment = name === undefined ? undefined : requireEnvironment(io, name);
  const base = environment?.model.config ?? imagined(wish);
  const load: Load = { ...wish.load, participants: wish.load.participants ?? localParticipants(base).length };
  const hub = sizeFor(base, load);
  const all = sizedSettings(base, hub);
  const source = environment && readEnvironmentFile(name, join(io.cwd, 'workbench')).text;
  const { positions } = readWorkbench(source ?? '', environment?.file ?? '');
  // A default that is larger than needed is nobody's choice, and not worth a word.
  const settings: SizedSettings = environment
    ? { write: all.write, kept: all.kept.filter(({ path }) => positions.value(path) !== undefined) }
    : { write: [], kept: [] };
  const out = options.out ?? (options.write && environment ? resolve(io.cwd, environment.file) : undefined);
  const changes = settings.write.length > 0 || options.out !== undefined;
  if (out && environment && source !== undefined && changes) {
    const text = sized(source, environment.file, settings);
    refuseOtherKind(out, text);
    writeFileWhole(out, text);
  }
  const wrote = out !== undefined && changes ? (options.out ?? environment?.file ?? null) : null;
  const steps = sizingSteps(hub, load);
  const shown = ({ path, value, now }: SizedSettings['write'][number]) => ({
    path: path.join('.'),
    value,
    ...(now === undefined ? {} : { now }),
  });
  const status = conclude(io, options, warnings(load, hub.beyond, settings), {
    file: environment?.file ?? null,
    out: wrote,
    load,
    size: hub.size,
    steps,
    settings: settings.write.map(shown),
    kept: settings.kept.map(shown),
  });
  if (options.json) return status;
  const { tps, participants, peakHours, retentionDays } = load;
  io.stdout.write(
    `${[
      `${tps} transfers/s for ${peakHours} h a day, ${retentionDays} days in MySQL,`,
      `${participants} payment managers, ${base.profile} on ${base.platform.provider}`,
      '',
      ...stepsText(steps),
      ...(environment ? ['', ...conclusion(environment.file, settings, wrote)] : []),
    ].join('\n')}\n`,
  );
  return status;
};

function conclusion(file: string, settings: SizedSettings, wrote: string | null): string[] {
  if (settings.write.length === 0) return [`${file} has all of it: nothing to write`];
  if (wrote !== null) return [...settingsText(settings, 'wrote'), `${wrote}: written; workbench check tells what it thinks of it`];
  return [...settingsText(settings, 'needs'), `${file} is as it was: --write writes these settings into it`];
}
