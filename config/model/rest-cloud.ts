import type { EnvironmentModel } from '../environment';
import type { Platform } from '../schema/platform';
import { awsRest } from './rest-cloud-aws';
import { azureRest } from './rest-cloud-azure';
import type { CloudPlan } from './rest-cloud-kinds';

const ofPlatform: Readonly<Record<Platform, (model: EnvironmentModel) => CloudPlan>> = {
  aws: awsRest,
  azure: azureRest,
  'azure-stack': () => ({
    rests: [],
    stays: [{ title: 'the machines of the stamp', why: 'they are yours, and az aksarc stops no cluster' }],
  }),
  kubernetes: () => ({
    rests: [],
    stays: [
      {
        title: 'nodes of the cluster',
        why: 'the cluster is not of this environment; an autoscaler may take away nodes that are empty now',
      },
    ],
  }),
};

/** What of the cloud rests with an environment: databases, then nodes. They are started in the same order. */
export const cloudRest = (model: EnvironmentModel): CloudPlan => ofPlatform[model.config.platform.provider](model);
