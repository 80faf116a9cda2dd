import type { Load } from '../../config/model/sizing';
import { ledgerBytes } from '../../config/model/transfer-footprint';
import { didYouMean, type Problem, ProblemError, problem } from '../../config/problems';
import { type Profile, profiles } from '../../config/schema/kinds';
import { type Platform, platforms } from '../../config/schema/platform';
import type { CommonOptions } from '../command';

export interface SizeOptions extends CommonOptions {
  readonly tps?: string;
  readonly participants?: string;
  readonly platform?: string;
  readonly profile?: string;
  readonly peakHours?: string;
  readonly retention?: string;
  readonly transferBytes?: string;
  readonly write?: boolean;
}

interface NumberRule {
  readonly flag: string;
  readonly what: string;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const numbers = {
  tps: { flag: '--tps', what: 'transfers a second', least: 0.01, most: 100_000, whole: false },
  participants: { flag: '--participants', what: 'payment managers', least: 0, most: 5000, whole: true },
  peakHours: { flag: '--peak-hours', what: 'hours a day', least: 0.1, most: 24, whole: false },
  retention: { flag: '--retention', what: 'days', least: 1, most: 3650, whole: true },
  transferBytes: { flag: '--transfer-bytes', what: 'bytes a transfer', least: 100, most: 1_000_000, whole: true },
} as const satisfies Readonly<Record<string, NumberRule>>;

/** Four hours a day at the highest rate, and a month in the database before transfers go into an archive. */
export const defaults = { peakHours: 4, retention: 30, transferBytes: ledgerBytes } as const;

const choice = (flag: string, given: string | undefined, among: readonly string[]): Problem[] =>
  given === undefined || among.includes(given)
    ? []
    : [problem('SIZE-CHOICE', `${flag} ${given} is none of ${among.join(', ')}`, didYouMean(given, among) ?? `write one of them`)];

export interface Asked {
  readonly load: Omit<Load, 'participants'> & { readonly participants?: number };
  readonly platform: Platform;
  readonly profile: Profile;
}

/** What the flags ask for. @throws ProblemError with every flag that is wrong */
export function asked(options: SizeOptions, environment: string | undefined): Asked {
  const found: Problem[] = [];
  const numberOf = (key: keyof typeof numbers): number | undefined => {
    const given = options[key];
    const { flag, what, least, most, whole }: NumberRule = numbers[key];
    if (given === undefined) return undefined;
    const value = /^\d+(\.\d+)?$/.test(given.trim()) ? Number(given) : Number.NaN;
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    found.push(
      problem(
        'SIZE-NUMBER',
        `${flag} ${given} is no number of ${what} from ${least} to ${most}`,
        `such as ${flag} ${Math.ceil(least) || 3}`,
      ),
    );
    return undefined;
  };
  const [tps, participants] = [numberOf('tps'), numberOf('participants')];
  const peakHours = numberOf('peakHours') ?? defaults.peakHours;
  const retentionDays = numberOf('retention') ?? defaults.retention;
  const transferBytes = numberOf('transferBytes') ?? defaults.transferBytes;
  if (options.tps === undefined)
    found.push(problem('SIZE-MISSING', '--tps is missing', 'how many transfers a second in the busiest hours: --tps 50'));
  if (environment === undefined) {
    if (options.participants === undefined)
      found.push(
        problem('SIZE-MISSING', '--participants is missing', 'name an environment, or say how many payment managers: --participants 3'),
      );
    if (options.write || options.out)
      found.push(problem('SIZE-FILE', 'there is no file to write into', 'name an environment: workbench size <env> --tps 50 --write'));
  } else
    for (const [flag, given] of [['--platform', options.platform] as const, ['--profile', options.profile] as const])
      if (given !== undefined)
        found.push(problem('SIZE-FILE', `${flag} is what the file of ${environment} says`, `leave ${flag} out, or name no environment`));
  found.push(...choice('--platform', options.platform, platforms), ...choice('--profile', options.profile, profiles));
  if (found.length > 0 || tps === undefined) throw new ProblemError(found);
  return {
    load: { tps, participants, peakHours, retentionDays, transferBytes },
    platform: (options.platform ?? 'kubernetes') as Platform,
    profile: (options.profile ?? 'production') as Profile,
  };
}
