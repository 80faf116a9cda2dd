import { storesOutside } from '../model/backup/outside';
import { cloudsOf } from '../model/pipeline/logins';
import { wrongField } from '../model/schedule';
import type { WorkbenchConfig } from '../schema/workbench';
import { type Finding, numbered, type Rule, when } from './rule';

type Pipeline = NonNullable<WorkbenchConfig['pipeline']>;
type Login = Pipeline['login'];

const inPipeline = ({ pipeline }: WorkbenchConfig) => pipeline !== undefined;
/** A rule about the section is asked only where there is one (`inPipeline`). */
const of = ({ pipeline }: WorkbenchConfig) => pipeline as Pipeline;

/** What a job logs in with at each cloud. A cluster that exists may let the runner in by itself. */
const logins = { aws: ['planRole', 'deployRole'], azure: ['planClient', 'deployClient'] } as const satisfies Record<
  string,
  (keyof Login)[]
>;
const wantedLogins = (config: WorkbenchConfig): readonly (keyof Login)[] => cloudsOf(config).flatMap((cloud) => logins[cloud]);
const azureOnly = ({ platform: { provider } }: WorkbenchConfig) => provider === 'azure' || provider === 'azure-stack';

/** Pipelines: what a job needs that has no disk of yesterday and no key. */
export const pipelineRules: readonly Rule[] = [
  {
    code: 'PIP-STATE',
    severity: 'error',
    title: 'The state of an environment in a pipeline outlives its jobs',
    appliesWhen: inPipeline,
    check: (config) => [
      ...when(config.state.backend === 'local', () => ({
        path: ['state', 'backend'],
        message: 'the state lies on the disk of a job, and is gone with it: the next job would make everything a second time',
        hint: 'write http (kept by GitLab), s3, azurerm or kubernetes, or leave the section pipeline out',
      })),
      ...when(config.state.backend === 'azurerm' && !azureOnly(config), () => ({
        path: ['state', 'backend'],
        message: 'jobs know no tenant of Azure: platform.directory belongs to environments there',
        hint: 'write http (kept by GitLab), s3 or kubernetes',
      })),
    ],
  },
  {
    code: 'PIP-LOGIN',
    severity: 'error',
    title: 'Jobs know who they are at the cloud',
    appliesWhen: inPipeline,
    check: (config): Finding[] =>
      wantedLogins(config)
        .filter((key) => of(config).login[key] === undefined)
        .map((key) => ({
          path: ['pipeline', 'login', key],
          message: `pipeline.login.${key} is missing: jobs have no way in, and keys are not kept`,
          hint: 'docs/pipelines.md shows how to make it, with a trust in the tokens of the jobs',
        })),
  },
  {
    code: 'PIP-LOGIN-STRAY',
    severity: 'error',
    title: 'Jobs log in at the platform of the environment',
    appliesWhen: inPipeline,
    check: (config): Finding[] =>
      [...logins.aws, ...logins.azure, 'clusterAudience' as const]
        .filter((key) => of(config).login[key] !== undefined)
        .filter((key) => (key === 'clusterAudience' ? config.platform.provider !== 'kubernetes' : !wantedLogins(config).includes(key)))
        .map((key) => ({
          path: ['pipeline', 'login', key],
          message: `pipeline.login.${key} belongs to another platform than ${config.platform.provider}`,
          hint: 'leave it out',
        })),
  },
  {
    code: 'PIP-ACCOUNT',
    severity: 'error',
    title: 'Jobs know the subscription and the tenant of Azure',
    appliesWhen: (config) => inPipeline(config) && azureOnly(config),
    check: ({ platform }): Finding[] =>
      (['account', 'directory'] as const)
        .filter((key) => platform[key] === undefined)
        .map((key) => ({
          path: ['platform', key],
          message: `platform.${key} is missing: a token of a job leads to no ${key === 'account' ? 'subscription' : 'tenant'} by itself`,
          hint: `az account show --query ${key === 'account' ? 'id' : 'tenantId'} tells it`,
        })),
  },
  {
    code: 'PIP-READER',
    severity: 'warning',
    title: 'A merge request can not deploy',
    appliesWhen: inPipeline,
    check: (config): Finding[] => {
      const { planRole, deployRole, planClient, deployClient } = of(config).login;
      const same = (planRole !== undefined && planRole === deployRole) || (planClient !== undefined && planClient === deployClient);
      return when(same, () => ({
        path: ['pipeline', 'login', planRole === undefined ? 'planClient' : 'planRole'],
        message: 'jobs that plan log in as those that deploy: whoever opens a merge request may change everything',
        hint: 'make one that only reads, and name it here',
      }));
    },
  },
  {
    code: 'PIP-DRILL',
    severity: 'error',
    title: 'A drill in the pipeline has a backup of the ledger to restore',
    appliesWhen: ({ pipeline }) => pipeline?.drill !== undefined,
    check: (config): Finding[] =>
      when(!storesOutside(config).includes('mysql'), () => ({
        path: ['pipeline', 'drill'],
        message: 'no backup of the ledger leaves the cluster: there is nothing to restore',
        hint: 'write operations.backups.recipients (docs/backup.md), or leave the drill out',
      })),
  },
  {
    code: 'PIP-SCHEDULE',
    severity: 'error',
    title: 'Schedules of pipelines name hours and days that there are, each its own',
    appliesWhen: inPipeline,
    check: (config): Finding[] => {
      const schedules = Object.entries(of(config).schedules);
      return numbered(schedules).flatMap(({ index, item: [name, schedule] }) => {
        const path = ['pipeline', 'schedules', name];
        const wrong = wrongField(schedule);
        const [same] = schedules.slice(0, index).find(([, earlier]) => earlier.trim() === schedule.trim()) ?? [];
        return [
          ...when(wrong !== undefined, () => ({
            path,
            message: `"${schedule}" has ${wrong}, which never comes`,
            hint: 'five fields: minute, hour, day of the month, month, day of the week, such as "0 2 * * *"',
          })),
          ...when(same !== undefined, () => ({
            path,
            message: `"${schedule}" is the schedule of ${same} too: GitHub tells a run by its schedule alone`,
            hint: 'move one of them by a few minutes',
          })),
        ];
      });
    },
  },
];
