import { join } from 'node:path';
import { checkConfig } from '../config/check';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { loadWorkbench } from '../config/load';
import { hasErrors, type Problem, ProblemError } from '../config/problems';
import type { Io } from './command';

/** A workbench file that has been read and held against every rule. */
export interface OpenEnvironment {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** Absent when the file has errors. */
  readonly model?: EnvironmentModel;
}

/** Reads an environment by name, by file, or the only one there is. */
export function openEnvironment(io: Io, name: string | undefined): OpenEnvironment {
  const loaded = loadWorkbench(name ?? io.env.WORKBENCH_FILE, join(io.cwd, 'workbench'));
  if (!loaded.config) return { file: loaded.file, problems: loaded.problems };
  const problems = [...loaded.problems, ...checkConfig(loaded.config, loaded.positions)];
  return { file: loaded.file, problems, ...(hasErrors(problems) ? {} : { model: resolveEnvironment(loaded.config) }) };
}

/** The same for commands that cannot go on without a model. @throws ProblemError with every problem of the file */
export function requireEnvironment(io: Io, name: string | undefined): Required<OpenEnvironment> {
  const { model, ...rest } = openEnvironment(io, name);
  if (!model) throw new ProblemError(rest.problems);
  return { ...rest, model };
}
