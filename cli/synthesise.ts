import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkReleases } from '../config/check-releases';
import type { EnvironmentModel } from '../config/environment';
import { hasErrors, type Problem, ProblemError, problem } from '../config/problems';
import { chartSource } from '../config/releases/chart-source';
import { type BuiltApp, buildApp } from '../stacks/app';
import { replaceFolder } from './write-files';

export interface SynthesiseOptions {
  /** Folder that receives `stacks/<id>/cdk.tf.json`; replaced whole, and only when everything was right. */
  readonly outdir: string;
  readonly stateDir: string;
}

export interface Synthesised extends BuiltApp {
  /** Warnings about charts and values. */
  readonly problems: readonly Problem[];
}

/**
 * Builds all stacks, holds every value against the charts, and writes the Terraform files.
 * @throws ProblemError when a value path or a chart is wrong; nothing is written then.
 */
export function synthesise(model: EnvironmentModel, { outdir, stateDir }: SynthesiseOptions): Synthesised {
  const target = resolve(outdir);
  const parent = dirname(target);
  const temporary = `${target}.${process.pid}.part`;
  if (existsSync(target) && !existsSync(`${target}/manifest.json`) && !existsSync(`${target}/stacks`)) {
    throw new ProblemError([
      problem('SYN-OUT-NOT-OURS', `${outdir} is there and was not written by synth`, 'choose another --out, or remove it'),
    ]);
  }
  mkdirSync(parent, { recursive: true });
  try {
    const built = checked(model, temporary, stateDir);
    built.app.synth();
    replaceFolder(temporary, target);
    return built;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
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
  const built = buildApp(model, { outdir, stateDir: resolve(stateDir), charts: chartSource(model.config) });
  const problems = checkReleases(
    model.config,
    built.stacks.flatMap((stack) => stack.releases),
  );
  if (hasErrors(problems)) throw new ProblemError(problems);
  return { ...built, problems };
}
