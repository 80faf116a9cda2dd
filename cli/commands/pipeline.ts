import { basename, extname, join, resolve } from 'node:path';
import { environmentFiles } from '../../config/load-file';
import type { PipelineFacts } from '../../config/model/pipeline/job';
import { didYouMean, ProblemError, problem } from '../../config/problems';
import { outlineOf } from '../../stacks/stack-table';
import { type Command, type Io, printJson } from '../command';
import { commands } from '../commands';
import { requireEnvironment } from '../environment';
import { conclude } from '../findings';
import { type PipelineEnvironment, pipelineEnvironment } from '../pipeline/environment';
import { projectFiles, staleFiles, writeProjectFiles } from '../pipeline/project-files';
import type { SummaryOptions } from '../pipeline/summarise';
import { type TargetName, targetNames, targets } from '../pipeline/targets';

interface PipelineOptions extends SummaryOptions {
  readonly check?: boolean;
}

/** Names that are safe in a job, a path and a shell alike. */
const plainName = /^[a-z0-9][a-z0-9._-]{0,40}$/i;

function factsOf(io: Io, file: string): PipelineFacts | undefined {
  const { model } = requireEnvironment(io, join('workbench', file));
  const { pipeline } = model.config;
  if (pipeline === undefined) return undefined;
  const name = basename(file, extname(file));
  if (!plainName.test(name))
    throw new ProblemError([
      problem('PIP-NAME', `${name} is no name for a job`, 'name the file with letters, digits, dots and dashes', {
        file: join('workbench', file),
      }),
    ]);
  return {
    name,
    config: { ...model.config, pipeline },
    stacks: outlineOf(model).map(({ id, description, needs }) => ({ id, description, needs })),
    commands: new Set(commands.map((row) => row.name.split(' ')[0] ?? '')),
  };
}

/** Every environment that wants to be in a pipeline. @throws ProblemError with the problems of a file, or PIP-NONE */
function environments(io: Io): readonly [PipelineEnvironment, ...PipelineEnvironment[]] {
  const found = environmentFiles(join(io.cwd, 'workbench')).flatMap((file) => factsOf(io, file) ?? []);
  const [first, ...others] = found.map(pipelineEnvironment);
  if (first) return [first, ...others];
  throw new ProblemError([
    problem(
      'PIP-NONE',
      'no workbench file has a section pipeline',
      'write pipeline: {} into those that are to be in it (docs/pipelines.md)',
      {
        file: 'workbench',
      },
    ),
  ]);
}

function write(io: Io, name: TargetName, options: PipelineOptions): number {
  const root = resolve(io.cwd, options.out ?? '.');
  const all = environments(io);
  const files = projectFiles(root, name, targets[name], targets[name].files(all));
  const shown = all.map(({ facts, jobs, leftOut }) => ({ name: facts.name, jobs: jobs.map((job) => job.name), leftOut }));
  if (options.check) {
    const stale = staleFiles(root, name, files);
    const status = conclude(io, options, stale, { target: name, environments: shown, written: [], removed: [] });
    if (!options.json && status === 0)
      io.stdout.write(`${targets[name].title}: ${files.wanted.size} files, as they would be written now\n`);
    return status;
  }
  const { written, removed } = writeProjectFiles(root, files);
  if (options.json) {
    printJson(io, { ok: true, target: name, environments: shown, written, removed, problems: [] });
    return 0;
  }
  for (const { name: environment, jobs, leftOut } of shown) {
    io.stdout.write(`${environment}: ${jobs.length} jobs\n`);
    for (const why of leftOut) io.stdout.write(`  not in it  ${why}\n`);
  }
  const lines = [...written.map((file) => `written  ${file}`), ...removed.map((file) => `removed  ${file}`)];
  io.stdout.write(`${lines.length > 0 ? lines.join('\n') : 'nothing to write: every file is current'}\n`);
  return 0;
}

/**
 * `workbench pipeline`: writes the pipelines of every environment that has a section `pipeline`, from its stacks. What people added in the marked region
 * stays. With `--check` nothing is written: exit status 1 when a file is not what would be written now.
 */
export const pipeline: Command<PipelineOptions> = async (io, [action, name], options) => {
  // Only a summary builds stacks, and loads what that takes.
  if (action === 'summary') return (await import('../pipeline/summarise.js')).summarise(io, name, options);
  const target = targetNames.find((known) => known === action);
  if (target === undefined)
    throw new ProblemError([
      problem(
        'PIP-TARGET',
        `pipeline can't do ${action}`,
        didYouMean(action ?? '', [...targetNames, 'summary']) ?? 'gitlab, github or summary',
      ),
    ]);
  if (name !== undefined)
    throw new ProblemError([
      problem(
        'CLI-ARGUMENT',
        `${name} is one argument too many`,
        'every workbench file with a section pipeline is in the pipeline: leave it out',
      ),
    ]);
  return write(io, target, options);
};
