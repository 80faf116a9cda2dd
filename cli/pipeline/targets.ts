import { ProblemError, problem } from '../../config/problems';
import { version } from '../version';
import type { PipelineEnvironment } from './environment';
import { githubWorkflow, workflowFile } from './github';
import { gitlabChild } from './gitlab-child';
import { childFile, gitlabParent } from './gitlab-parent';
import { yamlText } from './yaml';

type Environments = readonly [PipelineEnvironment, ...PipelineEnvironment[]];

export interface PipelineTarget {
  readonly title: string;
  /** Folders and names where files of this target lie: one that was written here and is not made any more is stale. */
  readonly folder: string;
  readonly isFile: (name: string) => boolean;
  /** Every file of the target by its path in the project, without what is kept of people. */
  readonly files: (environments: Environments) => ReadonlyMap<string, string>;
}

function refuseGitlabState(environments: Environments): void {
  const kept = environments.filter(({ facts: { config } }) => config.state.backend === 'http');
  if (kept.length === 0) return;
  throw new ProblemError(
    kept.map(({ facts: { name } }) =>
      problem(
        'PIP-GITHUB-STATE',
        `the state of ${name} is kept behind HTTP, where a job of GitHub has no way in without a key`,
        'write state.backend: s3, azurerm or kubernetes, or use pipeline gitlab',
      ),
    ),
  );
}

/** One row a system. Both are made from the same jobs. */
export const targets = {
  gitlab: {
    title: 'GitLab',
    folder: '.gitlab/workbench',
    isFile: (name) => name.endsWith('.yml'),
    files: (environments) =>
      new Map([
        ['.gitlab-ci.yml', yamlText(gitlabParent(environments))],
        ...environments.map((one): [string, string] => [childFile(one.facts.name), yamlText(gitlabChild(one, version()))]),
      ]),
  },
  github: {
    title: 'GitHub',
    folder: '.github/workflows',
    isFile: (name) => /^workbench-.*\.yml$/.test(name),
    files: (environments) => {
      refuseGitlabState(environments);
      return new Map(environments.map((one) => [workflowFile(one.facts.name), yamlText(githubWorkflow(one))]));
    },
  },
} as const satisfies Readonly<Record<string, PipelineTarget>>;

export type TargetName = keyof typeof targets;
export const targetNames = Object.keys(targets) as readonly TargetName[];
