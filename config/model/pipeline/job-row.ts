import { offerOf } from '../../capabilities';
import { testPlan } from '../test-plan';
import type { PipelineFacts, PipelineJob } from './job';

/** What a row may leave out. */
export type Row = Pick<PipelineJob, 'title' | 'stage' | 'runs' | 'script'> & Partial<PipelineJob>;

export interface JobRow {
  /** The command without which there is no such job. */
  readonly command: string;
  /** It talks to the cluster by the Kubernetes API, outside of Terraform. */
  readonly inCluster?: true;
  readonly wanted?: (facts: PipelineFacts) => boolean;
  readonly row: (facts: PipelineFacts) => Row;
}

/** Stacks may be left out of a run by hand: `WORKBENCH_STACKS="foundation cluster"`. */
export const someStacks = '$WORKBENCH_STACKS';
export const stackJob = (id: string) => `deploy-${id}`;

export const goldenPath = ({ name }: PipelineFacts): Pick<PipelineJob, 'title' | 'script' | 'login' | 'alone' | 'artifacts'> => ({
  title: 'the golden path of the testing toolkit',
  login: 'deploy',
  alone: true,
  artifacts: { folder: 'verify', always: true, junit: 'verify/junit.xml' },
  script: [`workbench verify ${name} --out verify`],
});

/** Whether any run of the testing toolkit is part of the plan of the hub. */
export function canVerify({ config }: PipelineFacts): boolean {
  return testPlan(config).some(({ included }) => included);
}

/** How a job reaches the cluster that this environment has: as it is, by a kubeconfig that is written first, or not at all. */
export function wayIn({ config }: PipelineFacts): 'there' | 'written' | 'none' {
  if (!offerOf(config.platform, 'cluster').offered) return 'there';
  // Azure Local hands its kubeconfig out while a stack is deployed, and in no other way.
  return config.platform.provider === 'azure-stack' ? 'none' : 'written';
}
