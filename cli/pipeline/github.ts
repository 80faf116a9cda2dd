import { type PipelineJob, type RunKind, type ScheduledKind, scheduledKinds, scheduleOf } from '../../config/model/pipeline/job';
import { type JobLogin, loginLines, loginsOf } from '../../config/model/pipeline/logins';
import { kindsOf, type PipelineEnvironment } from './environment';

type Settings = Readonly<Record<string, unknown>>;
export const workflowFile = (name: string) => `.github/workflows/workbench-${name}.yml`;

/** Actions by the commit of a release: a tag can be moved. */
const actions = {
  /** 4.2.2 */
  checkout: 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683',
  /** 4.6.2 */
  upload: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02',
} as const;

const stopEarly = 'set -eu';
const sameRepository = "(github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)";

/** Clocks of GitHub show UTC alone: what another time zone begins is begun by hand, or by a clock elsewhere. */
export const clockOf = (environment: PipelineEnvironment): readonly { readonly kind: ScheduledKind; readonly cron: string }[] =>
  scheduledKinds
    .filter((kind) => kindsOf(environment).has(kind))
    .flatMap((kind) => {
      const schedule = scheduleOf(environment.facts, kind);
      return schedule?.timeZone === 'UTC' ? [{ kind, cron: schedule.cron }] : [];
    });

/** What a run is for, worked out once by the first job and read by all others. Texts from outside come in by variables, never as part of a script. */
function kindLines(environment: PipelineEnvironment): string {
  const { config } = environment.facts;
  return [
    stopEarly,
    'case "$EVENT" in',
    '  pull_request) run=merge-request ;;',
    '  schedule)',
    '    case "$SCHEDULE" in',
    ...clockOf(environment).map(({ kind, cron }) => `      "${cron}") run=${kind} ;;`),
    '      *) run=none ;;',
    '    esac ;;',
    '  workflow_dispatch) run="$ASKED" ;;',
    '  *) run=deploy ;;',
    'esac',
    `if [ "$run" = destroy ] && [ "$DESTROY" != "${config.environment}" ]; then`,
    `  echo "to remove ${config.environment}, its name has to be typed" >&2; exit 1`,
    'fi',
    'echo "run=$run" >> "$GITHUB_OUTPUT"',
  ].join('\n');
}

/** A signed token of the job for one audience, from GitHub itself. */
const askFor = ({ variable, audience }: JobLogin) =>
  `${variable}="$(curl --fail --silent --show-error --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${encodeURIComponent(audience)}" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).value')"`;

const uploadStep = ({ name, artifacts }: PipelineJob, environment: string): Settings[] =>
  artifacts
    ? [
        {
          name: 'keep what it found',
          ...(artifacts.always ? { if: 'always()' } : {}),
          uses: actions.upload,
          with: { name: `${environment}-${name}`, path: artifacts.folder, 'if-no-files-found': 'ignore' },
        },
      ]
    : [];

const checkout = (history: boolean): Settings => ({
  uses: actions.checkout,
  with: { 'persist-credentials': false, ...(history ? { 'fetch-depth': 0 } : {}) },
});

function githubJob(environment: PipelineEnvironment, job: PipelineJob): Settings {
  const { config, name } = environment.facts;
  const logins = loginsOf(config, job);
  const kinds = job.runs.map((kind) => `needs.current.outputs.run == '${kind}'`).join(' || ');
  const lines = [stopEarly, ...logins.map(askFor), ...loginLines(logins), ...job.script];
  return {
    name: `${job.name}: ${job.title}`,
    if: [`(${kinds})`, ...(logins.length > 0 && job.runs.includes('merge-request') ? [sameRepository] : [])].join(' && '),
    needs: ['current', ...job.needs],
    ...machine(environment),
    // GitHub asks the reviewers of an environment for every job that names it.
    ...(job.manual ? { environment: name } : {}),
    'timeout-minutes': 180,
    ...(job.warns ? { 'continue-on-error': true } : {}),
    permissions: { contents: 'read', ...(logins.length > 0 ? { 'id-token': 'write' } : {}) },
    env: {
      WORKBENCH_STACKS: '${{ inputs.stacks }}',
      WORKBENCH_DESTROY: '${{ inputs.destroy }}',
      WORKBENCH_ALLOW_DESTROY: '${{ inputs.allow-destroy }}',
      WORKBENCH_BASE: '${{ github.event.pull_request.base.sha || github.event.before }}',
      WORKBENCH_REVISION: '${{ github.sha }}',
    },
    steps: [
      checkout(job.history),
      { name: job.name, shell: 'bash', run: lines.join('\n') },
      ...(job.artifacts?.terraform
        ? [{ name: 'show the plan', if: 'always()', shell: 'bash', run: 'cat plan/plan.md >> "$GITHUB_STEP_SUMMARY"' }]
        : []),
      ...uploadStep(job, name),
    ],
  };
}

function machine({ facts: { config } }: PipelineEnvironment): Settings {
  const { runnerTags, image } = config.pipeline;
  return { 'runs-on': runnerTags.length > 0 ? runnerTags : 'ubuntu-24.04', ...(image ? { container: { image } } : {}) };
}

/** The form that starts a run by hand. */
const dispatch = (kinds: readonly RunKind[]): Settings => ({
  inputs: {
    run: { description: 'What the run is for', type: 'choice', default: 'deploy', options: kinds },
    stacks: { description: 'Only these stacks (plan, drift, destroy)', type: 'string', default: '' },
    destroy: { description: 'To remove the environment: its name', type: 'string', default: '' },
    'allow-destroy': { description: 'Addresses of stores whose loss is agreed to', type: 'string', default: '' },
  },
});

/** The workflow of one environment, from the same jobs as the pipeline of GitLab. */
export function githubWorkflow(environment: PipelineEnvironment): Settings {
  const { facts, jobs } = environment;
  const { branch } = facts.config.pipeline;
  const kinds = kindsOf(environment);
  return {
    name: `workbench ${facts.name}`,
    on: {
      pull_request: { branches: [branch] },
      push: { branches: [branch] },
      schedule: clockOf(environment).map(({ cron }) => ({ cron })),
      workflow_dispatch: dispatch((['deploy', ...scheduledKinds, 'destroy'] as const).filter((kind) => kinds.has(kind))),
    },
    permissions: { contents: 'read' },
    // One run at a time on the branch, whole: between two jobs of one run no other may begin.
    concurrency: {
      group: `workbench-${facts.name}-\${{ github.event_name == 'pull_request' && github.ref || 'branch' }}`,
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    },
    jobs: {
      current: {
        name: 'current: the workflow is what would be written now',
        ...machine(environment),
        outputs: { run: '${{ steps.kind.outputs.run }}' },
        steps: [
          checkout(false),
          { name: 'current', shell: 'bash', run: 'workbench pipeline github --check' },
          {
            name: 'what the run is for',
            id: 'kind',
            shell: 'bash',
            env: {
              EVENT: '${{ github.event_name }}',
              SCHEDULE: '${{ github.event.schedule }}',
              ASKED: '${{ inputs.run }}',
              DESTROY: '${{ inputs.destroy }}',
            },
            run: kindLines(environment),
          },
        ],
      },
      ...Object.fromEntries(jobs.map((job) => [job.name, githubJob(environment, job)])),
    },
  };
}
