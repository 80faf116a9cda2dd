import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { checkConfig } from '../../config/check';
import { type EnvironmentModel, resolveEnvironment } from '../../config/environment';
import { readWorkbench } from '../../config/load';
import { hasErrors, ProblemError } from '../../config/problems';
import { costOf } from '../cost/environment-cost';
import { pricesFor } from '../cost/tables';
import { money } from '../cost/text';
import { inspectStacks } from '../synthesise';

/** Most that a month costs at list prices, and how many prices nobody knows. */
interface Cost {
  readonly currency: string;
  readonly most: number;
  readonly unknown: number;
}

export interface CostDifference {
  readonly after?: Cost;
  readonly before?: Cost;
  /** Why there is nothing to compare with. */
  readonly why?: string;
}

/** @throws ProblemError where the stacks can't be made or priced */
function monthly(model: EnvironmentModel, stateDir: string): Cost | undefined {
  const prices = pricesFor(model.config, undefined);
  const { stacks } = inspectStacks(model, { stateDir });
  const { currency, total, unknown } = costOf(model, stacks, prices);
  return currency === '' ? undefined : { currency, most: total.most, unknown: unknown.length };
}

const revision = /^[0-9a-f]{7,64}$/;

/** The workbench file as it was. @returns undefined where that revision has none, or git does not have it */
function textAt(folder: string, file: string, base: string): string | undefined {
  try {
    // `./` is the folder that git is run in, wherever in the repository that is.
    const git = ['show', `${base}:./${file}`];
    return execFileSync('git', git, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
  } catch {
    return undefined;
  }
}

function modelAt(text: string, file: string): EnvironmentModel | undefined {
  const { config, positions } = readWorkbench(text, file);
  return config && !hasErrors(checkConfig(config, positions)) ? resolveEnvironment(config) : undefined;
}

/** What a change of the file costs or saves a month, at the prices of today on both sides. Where that can't be told, the reason is. */
export function costDifference(model: EnvironmentModel, file: string, base: string | undefined, folder: string): CostDifference {
  const stateDir = join(folder, '.workbench', model.config.environment, 'state');
  const attempt = (one: EnvironmentModel): Cost | undefined => {
    try {
      return monthly(one, stateDir);
    } catch (error) {
      if (error instanceof ProblemError) return undefined;
      throw error;
    }
  };
  const after = attempt(model);
  if (!after) return { why: 'no price list is known for this platform' };
  if (base === undefined || !revision.test(base) || /^0+$/.test(base)) return { after, why: 'there is no earlier revision' };
  const text = textAt(folder, file, base);
  if (text === undefined) return { after, why: `revision ${base.slice(0, 12)} has no ${file}` };
  const earlier = modelAt(text, file);
  const before = earlier && attempt(earlier);
  return before ? { after, before } : { after, why: `the file of revision ${base.slice(0, 12)} could not be priced` };
}

/** In one sentence. */
export function costSentence({ after, before, why }: CostDifference): string {
  if (!after) return `Cost: unknown, ${why}.`;
  const unpriced = after.unknown > 0 ? `, without ${after.unknown} things that no price is known of` : '';
  const now = `at most ${after.currency} ${money(after.most)} a month${unpriced}`;
  if (!before) return `Cost: ${now}; ${why}.`;
  const change = Math.round((after.most - before.most) * 100) / 100;
  if (change === 0) return `Cost: ${now}, as before.`;
  return `Cost: ${now}, ${change > 0 ? '+' : '-'}${money(Math.abs(change))} against before.`;
}
