import type { PipelineFacts, PipelineJob } from '../../config/model/pipeline/job';
import { leftOut, pipelineJobs } from '../../config/model/pipeline/jobs';

/** One environment as a pipeline has it: its facts, and the jobs made from them. */
export interface PipelineEnvironment {
  readonly facts: PipelineFacts;
  readonly jobs: readonly PipelineJob[];
  /** What is not in it, and why. */
  readonly leftOut: readonly string[];
}

export const pipelineEnvironment = (facts: PipelineFacts): PipelineEnvironment => ({
  facts,
  jobs: pipelineJobs(facts),
  leftOut: leftOut(facts),
});

/** Kinds of runs that have a job, in the order of the table. */
export const kindsOf = ({ jobs }: PipelineEnvironment) => new Set(jobs.flatMap(({ runs }) => runs));
