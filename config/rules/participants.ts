import type { ParticipantConfig, WorkbenchConfig } from '../schema/workbench';
import { always, type Finding, present, type Rule } from './rule';

type Check = (
  participant: ParticipantConfig,
  config: WorkbenchConfig,
) => readonly { readonly at: Finding['path']; readonly message: string; readonly hint?: string }[];

/** A rule that looks at one participant at a time. */
const each =
  (check: Check): Rule['check'] =>
  (config) =>
    present(config.participants).flatMap(({ index, item }) =>
      check(item, config).map(({ at, ...rest }) => ({ path: ['participants', index, ...at], ...rest })),
    );

/** Settings of a payment manager, which an external participant brings along itself. */
const managerSettings = {
  cluster: (p) => p.cluster !== undefined,
  testingToolkit: (p) => p.testingToolkit,
  backend: (p) => p.backend !== 'simulator',
  coreConnector: (p) => p.coreConnector !== undefined,
  sdkBulk: (p) => p.sdkBulk,
} as const satisfies { readonly [K in keyof ParticipantConfig]?: (p: ParticipantConfig) => boolean };

const secretName = /(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_?KEY|API_?KEY)$/;

export const participantRules: readonly Rule[] = [
  {
    code: 'PAR-ID-SHORT',
    severity: 'error',
    title: 'The id of a participant is a name that the ledger takes',
    appliesWhen: always,
    check: each((p) =>
      p.id.length < 2
        ? [{ at: ['id'], message: `${p.id} is too short: names in the ledger have 2 to 30 characters`, hint: 'choose a longer id' }]
        : [],
    ),
  },
  {
    code: 'PAR-EXTERNAL-DOMAIN',
    severity: 'error',
    title: 'External participants say where their payment manager is',
    appliesWhen: always,
    check: each((p) =>
      p.external && p.domain === undefined
        ? [{ at: ['domain'], message: `${p.id} is external and has no domain`, hint: `add domain: the hub calls back connector.<domain>` }]
        : [],
    ),
  },
  {
    code: 'PAR-EXTERNAL-SETTINGS',
    severity: 'warning',
    title: 'External participants have no settings of a payment manager that runs here',
    appliesWhen: always,
    check: each((p) =>
      p.external
        ? (Object.keys(managerSettings) as (keyof typeof managerSettings)[])
            .filter((key) => managerSettings[key](p))
            .map((key) => ({
              at: [key],
              message: `${key} has no effect on ${p.id}, which is external`,
              hint: 'remove it: its payment manager runs elsewhere',
            }))
        : [],
    ),
  },
  {
    code: 'PAR-CONNECTOR-IMAGE',
    severity: 'error',
    title: 'A core connector has an image',
    appliesWhen: always,
    check: each((p) =>
      p.backend === 'core-connector' && p.coreConnector?.image === undefined && !p.external
        ? [
            {
              at: ['coreConnector', 'image'],
              message: `the back end of ${p.id} is a core connector without an image`,
              hint: 'add coreConnector: { image: registry.example.org/connector:1.0.0 }',
            },
          ]
        : [],
    ),
  },
  {
    code: 'PAR-CONNECTOR-UNUSED',
    severity: 'warning',
    title: 'A core connector that is described is used',
    appliesWhen: always,
    check: each((p) =>
      p.coreConnector !== undefined && p.backend !== 'core-connector' && !p.external
        ? [
            {
              at: ['coreConnector'],
              message: `${p.id} has a core connector and ${p.backend} as its back end`,
              hint: 'write backend: core-connector to use it',
            },
          ]
        : [],
    ),
  },
  {
    code: 'PAR-CONNECTOR-SECRET',
    severity: 'error',
    title: 'No password stands in the environment of a core connector',
    appliesWhen: always,
    check: each((p) =>
      Object.keys(p.coreConnector?.env ?? {})
        .filter((name) => secretName.test(name))
        .map((name) => ({
          at: ['coreConnector', 'env', name],
          message: `${name} looks like a secret`,
          hint: 'everybody who reads the file, the state or the plan would know it: let the connector read it from Vault',
        })),
    ),
  },
  {
    code: 'PAR-TOOLKIT',
    severity: 'error',
    title: 'A testing toolkit that answers for customers is there',
    appliesWhen: always,
    check: each((p) =>
      p.backend === 'testing-toolkit' && !p.testingToolkit && !p.external
        ? [
            {
              at: ['backend'],
              message: `the back end of ${p.id} is its testing toolkit, which is off`,
              hint: 'write testingToolkit: true, or choose another back end',
            },
          ]
        : [],
    ),
  },
  {
    code: 'PAR-SDK-BULK',
    severity: 'warning',
    title: 'SDK bulk goes with bulk transfers of the hub',
    appliesWhen: ({ hub }) => !hub.bulk,
    check: each((p) =>
      p.sdkBulk && !p.external
        ? [
            {
              at: ['sdkBulk'],
              message: `the SDK of ${p.id} takes bulk transfers, and the hub does not`,
              hint: 'bulk quotes and transfers fail at the hub: write hub.bulk: true',
            },
          ]
        : [],
    ),
  },
];
