import type { EnvironmentModel } from '../../config/environment';
import { testCronJob } from '../../config/model/test-job';
import { testPlan } from '../../config/model/test-plan';
import type { KubernetesObject } from '../in-cluster/objects';

/** The CronJob of the golden path with its programs and inputs; nothing where the workbench file has no schedule. */
export function scheduledTests({ config }: EnvironmentModel): readonly KubernetesObject[] {
  const { schedule, runs } = config.tests;
  const plan = testPlan(config, schedule?.runs ?? runs).filter(({ included }) => included);
  return testCronJob(config, plan) as readonly KubernetesObject[];
}
