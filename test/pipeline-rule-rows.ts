import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
const states = { backend: 'kubernetes' };
const gitlab = { backend: 'http', address: 'https://gitlab.example.org/api/v4/projects/7/terraform/state' };
const piped = (pipeline: Json, more: Json = {}) => ({ state: states, pipeline, ...more });
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const [subscription, tenant, client] = ['1', '2', '3'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);
const onAws = (login: Json, more: Json = {}) =>
  piped({ login }, { platform: { provider: 'aws', context: undefined, region: 'eu-west-1' }, state: gitlab, ...more });
const onAzure = (platform: Json) =>
  piped(
    { login: { planClient: client, deployClient: subscription } },
    { platform: { provider: 'azure', context: undefined, region: 'southafricanorth', ...platform }, state: gitlab },
  );

const drill = { vault: 'https://vault.example.org', role: 'hub-drill', path: 'secret/data/hub-drill' };

/** Rules of pipelines. */
export const pipelineRuleRows: readonly RuleRow[] = [
  {
    code: 'PIP-STATE',
    settings: { pipeline: {}, state: { backend: 'local' } },
    finds: [
      'state.backend: the state lies on the disk of a job, and is gone with it: the next job would make everything a second time (write http (kept by GitLab), s3, azurerm or kubernetes, or leave the section pipeline out)',
    ],
    silent: piped({}),
  },
  {
    code: 'PIP-LOGIN',
    settings: onAws({ planRole: role('plan') }),
    finds: [
      'pipeline.login.deployRole: pipeline.login.deployRole is missing: jobs have no way in, and keys are not kept (docs/pipelines.md shows how to make it, with a trust in the tokens of the jobs)',
    ],
    silent: onAws({ planRole: role('plan'), deployRole: role('deploy') }),
  },
  {
    code: 'PIP-LOGIN-STRAY',
    settings: piped({ login: { planRole: role('plan'), clusterAudience: 'hub' } }),
    finds: ['pipeline.login.planRole: pipeline.login.planRole belongs to another platform than kubernetes (leave it out)'],
    silent: piped({ login: { clusterAudience: 'hub' } }),
  },
  {
    code: 'PIP-ACCOUNT',
    settings: onAzure({ account: subscription }),
    finds: [
      'platform.directory: platform.directory is missing: a token of a job leads to no tenant by itself (az account show --query tenantId tells it)',
    ],
    silent: onAzure({ account: subscription, directory: tenant }),
  },
  {
    code: 'PIP-READER',
    settings: onAws({ planRole: role('deploy'), deployRole: role('deploy') }),
    finds: [
      'pipeline.login.planRole: jobs that plan log in as those that deploy: whoever opens a merge request may change everything (make one that only reads, and name it here)',
    ],
    silent: onAws({ planRole: role('plan'), deployRole: role('deploy') }),
  },
  {
    code: 'PIP-DRILL',
    settings: piped({ drill }),
    finds: [
      'pipeline.drill: no backup of the ledger leaves the cluster: there is nothing to restore (write operations.backups.recipients (docs/backup.md), or leave the drill out)',
    ],
    silent: piped(
      { drill },
      {
        operations: {
          backups: {
            recipients: ['age1d3yt3hxle4gg2gr2kmua8yn7l7y4yendak78vru32daxn8ukvdnqmpy2ec'],
            store: { kind: 's3', bucket: 'b', endpoint: 'https://objects.example.net', credentials: 'hub/external/backups' },
          },
        },
      },
    ),
  },
  {
    code: 'PIP-SCHEDULE',
    settings: piped({ schedules: { drift: '0 25 * * *', doctor: '41 5 * * *', tests: '41 5 * * *' } }),
    finds: [
      'pipeline.schedules.drift: "0 25 * * *" has hour 25, which never comes (five fields: minute, hour, day of the month, month, day of the week, such as "0 2 * * *")',
      'pipeline.schedules.tests: "41 5 * * *" is the schedule of doctor too: GitHub tells a run by its schedule alone (move one of them by a few minutes)',
    ],
    silent: piped({ schedules: { drift: '0 4 * * *' } }),
  },
];
