import { type PipelineJob, pipelineStages } from '../../config/model/pipeline/job';
import { loginLines, loginsOf, vaultAudience } from '../../config/model/pipeline/logins';
import type { PipelineEnvironment } from './environment';

type Settings = Readonly<Record<string, unknown>>;

/** Faults of a runner are nobody's, and a job may be tried again; what a job itself says is never asked twice. */
export const runnerFaults = ['runner_system_failure', 'scheduler_failure', 'api_failure'] as const;

/** What is the same for the jobs of an environment. A deploy of a cluster takes most of an hour, and nobody should have to begin again. */
export function commonSettings({ facts: { config } }: PipelineEnvironment): Settings {
  const { image, runnerTags } = config.pipeline;
  return {
    ...(image ? { image } : {}),
    ...(runnerTags.length > 0 ? { tags: runnerTags } : {}),
    retry: { max: 2, when: runnerFaults },
    timeout: '3h',
    interruptible: false,
  };
}

const providerCache = '.workbench-providers';

/** Terraform's own programs for clouds, hundreds of megabytes: fetched once for a version of the workbench. */
const cache = (version: string): Settings => ({ key: `workbench-providers-${version}`, paths: [`${providerCache}/`] });

/** In GitLab's words. */
const actions = { prepare: 'prepare', deploy: 'start', remove: 'stop' } as const satisfies Record<
  NonNullable<PipelineJob['effect']>,
  string
>;

function artifactsOf(job: PipelineJob, environment: string): Settings {
  if (!job.artifacts) return {};
  const { folder, always, terraform, junit } = job.artifacts;
  const reports = { ...(terraform ? { terraform } : {}), ...(junit ? { junit } : {}) };
  return {
    artifacts: {
      name: `${environment}-${job.name}`,
      when: always ? 'always' : 'on_success',
      expire_in: '90 days',
      paths: [`${folder}/`],
      ...(Object.keys(reports).length > 0 ? { reports } : {}),
    },
  };
}

function gitlabJob(environment: PipelineEnvironment, job: PipelineJob, version: string): Settings {
  const { config, name } = environment.facts;
  const logins = loginsOf(config, job);
  const usesTerraform = job.login !== 'none';
  const gitlabState = usesTerraform && config.state.backend === 'http';
  const variables = {
    ...(job.history ? { GIT_DEPTH: '0' } : {}),
    ...(usesTerraform ? { TF_PLUGIN_CACHE_DIR: `$CI_PROJECT_DIR/${providerCache}` } : {}),
    // The token of the job opens the states of its own project, and nothing after the job.
    ...(gitlabState ? { TF_HTTP_USERNAME: 'gitlab-ci-token', TF_HTTP_PASSWORD: '$CI_JOB_TOKEN' } : {}),
  };
  const before = [
    ...(usesTerraform ? [`mkdir -p ${providerCache}`] : []),
    ...(job.history ? ['export WORKBENCH_BASE="${CI_MERGE_REQUEST_DIFF_BASE_SHA:-$CI_COMMIT_BEFORE_SHA}"'] : []),
    ...(job.stage === 'deploy' ? ['export WORKBENCH_REVISION="$CI_COMMIT_SHA"'] : []),
    ...loginLines(logins),
  ];
  return {
    stage: job.stage,
    rules: job.runs.map((kind) => ({
      if: `$WORKBENCH_KIND == "${kind}"`,
      ...(job.manual ? { when: 'manual', allow_failure: false } : {}),
    })),
    needs: job.needs.map((need) => ({ job: need, artifacts: false })),
    ...(job.warns ? { allow_failure: true } : {}),
    ...(job.alone ? { resource_group: name } : {}),
    ...(job.effect ? { environment: { name, action: actions[job.effect] } } : { interruptible: true }),
    ...(logins.length > 0 ? { id_tokens: Object.fromEntries(logins.map(({ variable, audience }) => [variable, { aud: audience }])) } : {}),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
    ...(usesTerraform ? { cache: cache(version) } : {}),
    ...(before.length > 0 ? { before_script: before } : {}),
    script: job.script,
    ...artifactsOf(job, name),
  };
}

/** Login at Vault for jobs of one's own (`extends: .vault`): the stacks come in by the Kubernetes API, and need none. */
function vaultTemplate({ facts: { config } }: PipelineEnvironment): Settings {
  const audience = vaultAudience(config);
  if (audience === undefined) return {};
  const login = `${config.environment}-pipelines`;
  return {
    '.vault': {
      id_tokens: { WORKBENCH_VAULT_TOKEN: { aud: audience } },
      before_script: [`export VAULT_TOKEN="$(vault write -field=token auth/${login}/login role=${login} jwt="$WORKBENCH_VAULT_TOKEN")"`],
    },
  };
}

/** The pipeline of one environment, begun by the parent with WORKBENCH_KIND. */
export function gitlabChild(environment: PipelineEnvironment, version: string): Settings {
  const { jobs } = environment;
  return {
    stages: pipelineStages.filter((stage) => jobs.some((job) => job.stage === stage)),
    variables: { WORKBENCH_KIND: '', WORKBENCH_STACKS: '', WORKBENCH_DESTROY: '', WORKBENCH_ALLOW_DESTROY: '' },
    default: commonSettings(environment),
    ...vaultTemplate(environment),
    ...Object.fromEntries(jobs.map((job) => [job.name, gitlabJob(environment, job, version)])),
  };
}
