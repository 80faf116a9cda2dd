import { type RunKind, runKinds, scheduledKinds } from '../../config/model/pipeline/job';
import { kindsOf, type PipelineEnvironment } from './environment';
import { commonSettings } from './gitlab-child';

type Settings = Readonly<Record<string, unknown>>;
export const childFile = (name: string) => `.gitlab/workbench/${name}.yml`;

const onBranch = ({ facts: { config } }: PipelineEnvironment, sources: string) =>
  `$CI_COMMIT_BRANCH == "${config.pipeline.branch}" && $CI_PIPELINE_SOURCE =~ /^(${sources})$/`;
const scheduled = (kind: RunKind) => (environment: PipelineEnvironment) =>
  `${onBranch(environment, 'schedule|web|api')} && $WORKBENCH_RUN == "${kind}"`;

/** What begins each kind of run. Whoever can start a pipeline can ask for one; what it may do, the cloud decides by the branch in its token. */
const begins: Readonly<Record<RunKind, (environment: PipelineEnvironment) => string>> = {
  'merge-request': () => '$CI_PIPELINE_SOURCE == "merge_request_event"',
  deploy: (environment) => `${onBranch(environment, 'push|web|api')} && $WORKBENCH_RUN == ""`,
  drift: scheduled('drift'),
  doctor: scheduled('doctor'),
  tests: scheduled('tests'),
  drill: scheduled('drill'),
  hibernate: scheduled('hibernate'),
  wake: scheduled('wake'),
  // The name of the environment is typed by a person, and nothing but a person or its program begins it.
  destroy: (environment) =>
    `${onBranch(environment, 'web|api')} && $WORKBENCH_RUN == "destroy" && $WORKBENCH_DESTROY == "${environment.facts.config.environment}"`,
};

function trigger(environment: PipelineEnvironment, kind: RunKind): Settings {
  const { name } = environment.facts;
  return {
    stage: 'environments',
    needs: ['pipeline-current'],
    rules: [
      // Two files may have one environment name: to remove one, its file is named too.
      kind === 'destroy'
        ? { if: `$WORKBENCH_ENVIRONMENT != "${name}"`, when: 'never' }
        : { if: `$WORKBENCH_ENVIRONMENT != "" && $WORKBENCH_ENVIRONMENT != "${name}"`, when: 'never' },
      { if: begins[kind](environment) },
    ],
    variables: { WORKBENCH_KIND: kind },
    trigger: { include: [{ local: childFile(name) }], strategy: 'depend', forward: { yaml_variables: true, pipeline_variables: true } },
  };
}

/** Prefilled in the form that starts a pipeline by hand. */
const asked = (kinds: readonly RunKind[]): Settings => ({
  WORKBENCH_RUN: {
    value: '',
    options: ['', ...kinds],
    description: 'Left empty: deploy. A schedule has one of the others.',
  },
  WORKBENCH_ENVIRONMENT: { value: '', description: 'Name of one workbench file. Left empty: all of them.' },
  WORKBENCH_STACKS: {
    value: '',
    description: 'Only these stacks (plan, drift, destroy), such as "foundation cluster". Left empty: all of them.',
  },
  WORKBENCH_DESTROY: { value: '', description: 'To remove an environment: its name.' },
  WORKBENCH_ALLOW_DESTROY: { value: '', description: 'Addresses of stores whose loss is agreed to.' },
});

function pages(environments: readonly PipelineEnvironment[]): Settings {
  const shown = environments.filter(({ facts: { config } }) => config.pipeline.pages);
  const [first] = shown;
  if (!first) return {};
  return {
    pages: {
      stage: 'pages',
      needs: ['pipeline-current'],
      rules: [{ if: begins.deploy(first) }],
      script: shown.map(({ facts: { name } }) => `mkdir -p public/${name}; workbench report ${name} --out public/${name}/index.html`),
      artifacts: { paths: ['public/'] },
    },
  };
}

/** The file that GitLab reads first: is it current, then one child pipeline an environment. */
export function gitlabParent(environments: readonly [PipelineEnvironment, ...PipelineEnvironment[]]): Settings {
  const branches = [...new Set(environments.map(({ facts: { config } }) => config.pipeline.branch))];
  const kinds = new Set(environments.flatMap((environment) => [...kindsOf(environment)]));
  const page = pages(environments);
  return {
    stages: ['pipeline', 'environments', ...(page.pages ? ['pages'] : [])],
    workflow: {
      rules: [
        { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
        ...branches.map((branch) => ({ if: `$CI_COMMIT_BRANCH == "${branch}"` })),
      ],
    },
    variables: asked([...scheduledKinds, 'destroy' as const].filter((kind) => kinds.has(kind))),
    default: commonSettings(environments[0]),
    'pipeline-current': {
      stage: 'pipeline',
      interruptible: true,
      script: ['workbench pipeline gitlab --check'],
    },
    ...Object.fromEntries(
      environments.flatMap((environment) =>
        runKinds
          .filter((kind) => kindsOf(environment).has(kind))
          .map((kind) => [`${environment.facts.name} ${kind}`, trigger(environment, kind)]),
      ),
    ),
    ...page,
  };
}
