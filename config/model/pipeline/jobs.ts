import { offerOf } from '../../capabilities';
import { testPlan } from '../test-plan';
import type { PipelineFacts, PipelineJob, PipelineStack, RunKind } from './job';

/** What a row may leave out. */
type Row = Pick<PipelineJob, 'title' | 'stage' | 'runs' | 'script'> & Partial<PipelineJob>;

/** The jobs but for those of the stacks, in the order of a pipeline. */
const jobNames = [
  'check',
  'policy',
  'plan',
  'approve',
  'onboard',
  'verify',
  'report',
  'drift',
  'doctor',
  'tests',
  'hibernate',
  'wake',
  'destroy',
] as const;
export type JobName = (typeof jobNames)[number];

interface JobRow {
  /** The command without which there is no such job. */
  readonly command: string;
  /** It talks to the cluster by the Kubernetes API, outside of Terraform. */
  readonly inCluster?: true;
  readonly wanted?: (facts: PipelineFacts) => boolean;
  readonly row: (facts: PipelineFacts) => Row;
}

const beforeDeploy: readonly RunKind[] = ['merge-request', 'deploy'];
/** Stacks may be left out of a run by hand: `WORKBENCH_STACKS="foundation cluster"`. */
const some = '$WORKBENCH_STACKS';
const stackJob = (id: string) => `deploy-${id}`;
/** Stacks that no other one needs: when they are deployed, everything is. */
const lastStacks = (stacks: readonly PipelineStack[]) => stacks.filter(({ id }) => !stacks.some(({ needs }) => needs.includes(id)));
const afterDeploy = ({ stacks, ...facts }: PipelineFacts): string[] =>
  isMade('onboard', { stacks, ...facts }) ? ['onboard'] : lastStacks(stacks).map(({ id }) => stackJob(id));

const table: Readonly<Record<JobName, JobRow>> = {
  check: {
    command: 'check',
    row: ({ name }) => ({ title: 'every problem of the file', stage: 'check', runs: beforeDeploy, script: [`workbench check ${name}`] }),
  },
  policy: {
    command: 'check',
    row: ({ name }) => ({
      title: 'what would be made, held against the policies',
      stage: 'policy',
      runs: beforeDeploy,
      needs: ['check'],
      script: [`workbench check ${name} --policy`],
    }),
  },
  plan: {
    command: 'plan',
    row: ({ name }) => ({
      title: 'what a deploy would change, in numbers, in words and in money',
      stage: 'plan',
      runs: beforeDeploy,
      needs: ['policy'],
      login: 'plan',
      alone: true,
      history: true,
      artifacts: { folder: 'plan', always: true, terraform: 'plan/terraform.json' },
      script: [
        'mkdir -p plan',
        // 2 is a plan with changes. What failed is in the file: the next line tells it, and fails.
        `workbench plan ${name} ${some} --json --quiet > plan/plan.json || test $? -le 2`,
        `workbench pipeline summary ${name} --plan plan/plan.json --base "$WORKBENCH_BASE" --out plan`,
      ],
    }),
  },
  approve: {
    command: 'deploy',
    wanted: ({ config }) => config.pipeline.approval === 'once',
    row: () => ({
      title: 'a person agrees to the plan',
      stage: 'deploy',
      runs: ['deploy'],
      needs: ['plan'],
      manual: true,
      effect: 'prepare',
      script: ['echo "agreed to the plan of $WORKBENCH_REVISION"'],
    }),
  },
  onboard: {
    command: 'onboard',
    inCluster: true,
    wanted: ({ config }) => config.hub.onboarding,
    row: ({ name, stacks }) => ({
      title: 'the hub in its ledger, as the file says',
      stage: 'onboard',
      runs: ['deploy'],
      needs: lastStacks(stacks).map(({ id }) => stackJob(id)),
      login: 'deploy',
      effect: 'prepare',
      alone: true,
      script: [`workbench onboard ${name}`],
    }),
  },
  verify: {
    command: 'verify',
    inCluster: true,
    wanted: canVerify,
    row: (facts) => ({ ...goldenPath(facts), stage: 'verify', runs: ['deploy'], needs: afterDeploy(facts) }),
  },
  report: {
    command: 'report',
    row: (facts) => ({
      title: 'the page about the environment',
      stage: 'report',
      runs: ['deploy'],
      needs: afterDeploy(facts),
      artifacts: { folder: 'report', always: false },
      script: [`workbench report ${facts.name} --out report/index.html`],
    }),
  },
  drift: {
    command: 'plan',
    row: ({ name }) => ({
      title: 'fails when somebody changed something by hand',
      stage: 'operate',
      runs: ['drift'],
      login: 'plan',
      alone: true,
      script: [`workbench plan ${name} ${some}`],
    }),
  },
  doctor: {
    command: 'doctor',
    inCluster: true,
    row: ({ name }) => ({
      title: 'certificates that run out, and whatever else is wrong',
      stage: 'operate',
      runs: ['doctor'],
      login: 'plan',
      script: [`workbench doctor ${name}`],
    }),
  },
  tests: {
    command: 'verify',
    inCluster: true,
    wanted: canVerify,
    row: (facts) => ({ ...goldenPath(facts), stage: 'operate', runs: ['tests'] }),
  },
  hibernate: {
    command: 'hibernate',
    inCluster: true,
    wanted: rests,
    row: (facts) => ({ ...rest(facts, 'hibernate'), title: 'puts the environment to rest, payments first and stores last' }),
  },
  wake: {
    command: 'wake',
    inCluster: true,
    wanted: rests,
    row: (facts) => ({ ...rest(facts, 'wake'), title: 'brings it back, stores first' }),
  },
  destroy: {
    command: 'destroy',
    row: ({ name }) => ({
      title: 'removes the environment',
      stage: 'destroy',
      runs: ['destroy'],
      login: 'deploy',
      manual: true,
      effect: 'remove',
      alone: true,
      script: [
        // Typed by whoever started the pipeline: the first of two confirmations, held against the name by the command. The second is the start of this job.
        `workbench destroy ${name} ${some} --confirm "$WORKBENCH_DESTROY" \${WORKBENCH_ALLOW_DESTROY:+--allow-destroy $WORKBENCH_ALLOW_DESTROY}`,
      ],
    }),
  },
};

const goldenPath = ({ name }: PipelineFacts): Pick<PipelineJob, 'title' | 'script' | 'login' | 'alone' | 'artifacts'> => ({
  title: 'the golden path of the testing toolkit',
  login: 'deploy',
  alone: true,
  artifacts: { folder: 'verify', always: true, junit: 'verify/junit.xml' },
  script: [`workbench verify ${name} --out verify`],
});

function canVerify({ config }: PipelineFacts): boolean {
  return testPlan(config).some(({ included }) => included);
}

function rests({ config }: PipelineFacts): boolean {
  return config.operations.hibernation !== undefined;
}

/** An environment of production is only put to rest where its name is given: here by whoever wrote the schedule into its file. */
const rest = ({ name, config }: PipelineFacts, kind: 'hibernate' | 'wake'): Omit<Row, 'title'> => ({
  stage: 'operate',
  runs: [kind],
  login: 'deploy',
  effect: 'prepare',
  alone: true,
  script: [`workbench ${kind} ${name}${kind === 'hibernate' && config.profile === 'production' ? ` --confirm ${config.environment}` : ''}`],
});

function deployJob(facts: PipelineFacts, { id, description, needs }: PipelineStack): PipelineJob {
  const { name, config } = facts;
  const { approval } = config.pipeline;
  // The golden path has a job of its own, after the last stack.
  const gate = id === 'hub' && config.tests.gate && isMade('verify', facts) ? ' --no-verify' : '';
  return completed(stackJob(id), {
    title: description,
    stage: 'deploy',
    runs: ['deploy'],
    needs: needs.length > 0 ? needs.map(stackJob) : [approval === 'once' ? 'approve' : 'plan'],
    login: 'deploy',
    manual: approval === 'each-stack',
    effect: 'deploy',
    alone: true,
    script: [`workbench deploy ${name} ${id}${gate}`],
  });
}

const completed = (name: string, row: Row): PipelineJob => ({
  name,
  needs: [],
  login: 'none',
  manual: false,
  alone: false,
  history: false,
  ...row,
});

/** How a job reaches the cluster that this environment has: as it is, by a kubeconfig that is written first, or not at all. */
function wayIn({ config }: PipelineFacts): 'there' | 'written' | 'none' {
  if (!offerOf(config.platform, 'cluster').offered) return 'there';
  // Azure Local hands its kubeconfig out while a stack is deployed, and in no other way.
  return config.platform.provider === 'azure-stack' ? 'none' : 'written';
}

function isMade(name: JobName, facts: PipelineFacts): boolean {
  const { command, inCluster, wanted } = table[name];
  return facts.commands.has(command) && (wanted?.(facts) ?? true) && !(inCluster && wayIn(facts) === 'none');
}

/** The jobs of an environment, in the order of a pipeline. The same input gives the same jobs. */
export function pipelineJobs(facts: PipelineFacts): readonly PipelineJob[] {
  const { config, name } = facts;
  const kubeconfig = `workbench kubeconfig ${name} --out .workbench/${config.environment}/state/kubeconfig`;
  const rows = jobNames
    .filter((job) => isMade(job, facts))
    .map((job) => {
      const made = completed(job, table[job].row(facts));
      return table[job].inCluster && wayIn(facts) === 'written' ? { ...made, script: [kubeconfig, ...made.script] } : made;
    });
  const before = rows.findIndex(({ stage }) => !['check', 'policy', 'plan', 'deploy'].includes(stage));
  return [...rows.slice(0, before), ...facts.stacks.map((stack) => deployJob(facts, stack)), ...rows.slice(before)];
}

/** What a person may miss in the pipeline of an environment, and why it is not there. */
export function leftOut(facts: PipelineFacts): readonly string[] {
  const { config, commands } = facts;
  const asked = jobNames.filter((job) => table[job].wanted?.(facts) ?? true);
  const noCommand = asked
    .filter((job) => !commands.has(table[job].command))
    .map((job) => `${job}: there is no workbench ${table[job].command}`);
  const noWay = asked
    .filter((job) => commands.has(table[job].command) && table[job].inCluster && wayIn(facts) === 'none')
    .map((job) => `${job}: ${config.platform.provider} tells the kubeconfig of its cluster to a deploy alone`);
  return [...noCommand, ...noWay];
}
