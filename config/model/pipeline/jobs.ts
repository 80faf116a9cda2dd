import { deployRows } from './deploy-rows';
import type { PipelineFacts, PipelineJob, PipelineStack } from './job';
import { type JobRow, type Row, stackJob, wayIn } from './job-row';
import { operateRows } from './operate-rows';

const rows = { ...deployRows, ...operateRows } as const;
export type JobName = keyof typeof rows;
const table: Readonly<Record<JobName, JobRow>> = rows;
/** The jobs but for those of the stacks, in the order of a pipeline. */
const jobNames = Object.keys(rows) as readonly JobName[];

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
  warns: false,
  ...row,
});

function isMade(name: JobName, facts: PipelineFacts): boolean {
  const { command, inCluster, wanted } = table[name];
  return facts.commands.has(command) && (wanted?.(facts) ?? true) && !(inCluster && wayIn(facts) === 'none');
}

/** The jobs of an environment, in the order of a pipeline. The same input gives the same jobs. */
export function pipelineJobs(facts: PipelineFacts): readonly PipelineJob[] {
  const { config, name } = facts;
  const kubeconfig = `workbench kubeconfig ${name} --out .workbench/${config.environment}/state/kubeconfig`;
  const all = jobNames
    .filter((job) => isMade(job, facts))
    .map((job) => {
      const made = completed(job, table[job].row(facts));
      return table[job].inCluster && wayIn(facts) === 'written' ? { ...made, script: [kubeconfig, ...made.script] } : made;
    });
  const before = all.findIndex(({ stage }) => !['check', 'policy', 'plan', 'deploy'].includes(stage));
  return [...all.slice(0, before), ...facts.stacks.map((stack) => deployJob(facts, stack)), ...all.slice(before)];
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
