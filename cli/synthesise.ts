import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkReleases } from '../config/check-releases';
import type { EnvironmentModel } from '../config/environment';
import { hasErrors, type Problem, ProblemError, problem } from '../config/problems';
import { chartSource } from '../config/releases/chart-source';
import { type BuiltApp, buildApp } from '../stacks/app';
import { isFree, makeFolder, onOut, partOf, removeQuietly, replaceFolder } from './write-files';

export interface SynthesiseOptions {
  /** Folder that receives `stacks/<id>/cdk.tf.json`; replaced whole, and only when everything was right. */
  readonly outdir: string;
  readonly stateDir: string;
}

export interface Synthesised extends BuiltApp {
  /** Warnings about charts and values. */
  readonly problems: readonly Problem[];
}

/** Stacks that are written, and not yet where they are to be. */
export interface StagedStacks {
  readonly built: Synthesised;
  /** Puts them in their place. */
  readonly commit: () => void;
  /** Removes them again. */
  readonly discard: () => void;
}

/**
 * Builds all stacks, holds every value against the charts, and writes the Terraform files.
 * @throws ProblemError when a value path or a chart is wrong, or the place cannot be written; nothing is left there then.
 */
export function synthesise(model: EnvironmentModel, options: SynthesiseOptions): Synthesised {
  const { built, commit } = stage(model, options);
  commit();
  return built;
}

/** The same in two steps: the caller may think again before anything is replaced. @throws ProblemError */
export function stage(model: EnvironmentModel, { outdir, stateDir }: SynthesiseOptions): StagedStacks {
  const target = resolve(outdir);
  refuseForeign(target, outdir);
  const temporary = partOf(target);
  const discard = () => removeQuietly(temporary);
  const orDiscard = <T>(work: () => T): T => {
    try {
      return onOut(outdir, work);
    } catch (error) {
      discard();
      throw error;
    }
  };
  const built = orDiscard(() => {
    makeFolder(temporary);
    const made = checked(model, temporary, stateDir);
    made.app.synth();
    return made;
  });
  return { built, discard, commit: () => orDiscard(() => replaceFolder(temporary, target)) };
}

/** Only an empty folder or an earlier synth is replaced. @throws ProblemError */
function refuseForeign(target: string, shown: string): void {
  if (isFree(target) || isSynthesised(target)) return;
  throw new ProblemError([
    problem('SYN-OUT-NOT-OURS', `${shown} is there and was not written by synth`, 'choose another --out, or remove it'),
  ]);
}

function isSynthesised(folder: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { stacks?: unknown };
    return typeof manifest.stacks === 'object';
  } catch {
    return false;
  }
}

/** The same without writing the stacks: for commands that only want to know what is in them. */
export function inspectStacks(model: EnvironmentModel, { stateDir }: Pick<SynthesiseOptions, 'stateDir'>): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
  try {
    return checked(model, folder, stateDir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checked(model: EnvironmentModel, outdir: string, stateDir: string): Synthesised {
  const charts = chartSource(model.config);
  const built = buildApp(model, { outdir, stateDir: resolve(stateDir), charts: charts.place });
  const releases = built.stacks.flatMap((stack) => stack.releases);
  const problems = [...charts.problems(), ...checkReleases(model.config, releases)];
  if (hasErrors(problems)) throw new ProblemError(problems);
  return { ...built, problems };
}
