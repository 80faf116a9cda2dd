import type { WorkbenchConfig } from '../../schema/workbench';

/** What a pipeline is run for. `merge-request` only plans; the others belong to the deploying branch. */
export const runKinds = ['merge-request', 'deploy', 'drift', 'doctor', 'tests', 'drill', 'hibernate', 'wake', 'destroy'] as const;
export type RunKind = (typeof runKinds)[number];
/** Runs that a clock begins. */
export const scheduledKinds = ['drift', 'doctor', 'tests', 'drill', 'hibernate', 'wake'] as const satisfies readonly RunKind[];
export type ScheduledKind = (typeof scheduledKinds)[number];

/** In the order of a pipeline. */
export const pipelineStages = ['check', 'policy', 'plan', 'deploy', 'onboard', 'verify', 'report', 'operate', 'destroy'] as const;
export type PipelineStage = (typeof pipelineStages)[number];

/** A job of an environment, in words that every pipeline system has. */
export interface PipelineJob {
  readonly name: string;
  readonly title: string;
  readonly stage: PipelineStage;
  readonly runs: readonly RunKind[];
  /** Jobs of the same pipeline that must have gone well. */
  readonly needs: readonly string[];
  /** Lines for a POSIX shell. `WORKBENCH_…` variables are set by the pipeline or by whoever starts it. */
  readonly script: readonly string[];
  /** Who it is at the cloud: nobody, one who reads, one who deploys. */
  readonly login: 'none' | 'plan' | 'deploy';
  /** A person begins it. */
  readonly manual: boolean;
  /** What it does to the environment: shown there, and kept to those who may deploy where the environment is protected. */
  readonly effect?: 'prepare' | 'deploy' | 'remove';
  /** It takes the lock of a state: never two at a time in an environment. */
  readonly alone: boolean;
  /** Folders that are kept, with what the pipeline system shows of them. */
  readonly artifacts?: JobArtifacts;
  /** What it finds is shown, and stops nobody. */
  readonly warns: boolean;
  /** It asks a Vault elsewhere for the private key of a drill, by a token of its own. */
  readonly drills?: true;
  /** It looks at an earlier revision. */
  readonly history: boolean;
}

export interface JobArtifacts {
  readonly folder: string;
  /** Kept of a job that failed, too: that is when somebody wants to see it. */
  readonly always: boolean;
  /** Changes of a plan in numbers, as GitLab shows them in a merge request. */
  readonly terraform?: string;
  readonly junit?: string;
}

/** A stack as far as a pipeline is concerned. */
export interface PipelineStack {
  readonly id: string;
  readonly description: string;
  readonly needs: readonly string[];
}

/** All that the jobs of an environment are made from. */
export interface PipelineFacts {
  /** What commands call the environment: the name of its file. */
  readonly name: string;
  readonly config: WorkbenchConfig & { readonly pipeline: NonNullable<WorkbenchConfig['pipeline']> };
  readonly stacks: readonly PipelineStack[];
  /** Commands that there are: a job is only made for one of them. */
  readonly commands: ReadonlySet<string>;
}

/** When a clock begins a kind of run, and in whose time; undefined where nobody set it. */
export function scheduleOf(
  { config }: PipelineFacts,
  kind: ScheduledKind,
): { readonly cron: string; readonly timeZone: string } | undefined {
  const { hibernation } = config.operations;
  if (kind === 'drill' && !config.pipeline.drill) return undefined;
  if (kind !== 'hibernate' && kind !== 'wake') return { cron: config.pipeline.schedules[kind], timeZone: 'UTC' };
  return hibernation && { cron: kind === 'hibernate' ? hibernation.stop : hibernation.start, timeZone: hibernation.timeZone };
}
