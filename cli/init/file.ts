import { stringify } from 'yaml';
import { type Answers, keys, newestRelease, questions } from './questions';

/** A value as YAML readers of every version take it: a bare `no` is a word here. */
const yaml = (value: string | readonly string[]) =>
  stringify(value, { compat: 'yaml-1.1', collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim();

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');
/** Storage accounts take 3 to 24 small letters and digits. */
const accountName = (text: string) => text.replace(/[^a-z0-9]/g, '').slice(0, 24);

type Whole = Readonly<Record<(typeof keys)[number], string>>;

const localAnswers = [
  '  azureStack: # REPLACE each line by what your own building has; workbench check and docs/azure-stack.md say where it is told',
  '    customLocation: /subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/building/providers/Microsoft.ExtendedLocation/customLocations/building',
  '    virtualSwitch: ConvergedSwitch(compute_management)',
  '    addressPrefix: 10.10.0.0/22',
  '    gateway: 10.10.0.1',
  '    dnsServers: [10.10.0.2, 10.10.0.3]',
  '    nodeAddresses: { start: 10.10.0.50, end: 10.10.0.99 }',
  '    serviceAddresses: { start: 10.10.0.100, end: 10.10.0.109 }',
  '    controlPlaneAddress: 10.10.0.20',
  '    sshPublicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPublicKeyOfAnExampleThatNobodyCanUse00000000 operators',
  '    kubernetesPatch: 1.31.5',
  '    kubernetesRuntime: 00000000-0000-4000-8000-0000000000bb',
];

const azureState = ({ tenant, environment }: Whole) =>
  `state: { backend: azurerm, account: ${accountName(`${tenant}${environment}states`)}, bucket: states, resourceGroup: ${tenant}-${environment}-states }`;

interface PlatformLines {
  readonly platform: (answers: Whole) => readonly string[];
  /** Where states are kept in production. */
  readonly state: (answers: Whole) => string | undefined;
  readonly more: readonly string[];
}

const cloud =
  (provider: string, account: string) =>
  ({ place }: Whole) => [`platform: { provider: ${provider}, region: ${yaml(place)} }`, `# ${account}`];

const lines: Readonly<Record<string, PlatformLines>> = {
  kubernetes: {
    platform: ({ place }) => [`platform: { provider: kubernetes, context: ${yaml(place)} }`],
    state: () => undefined,
    more: [],
  },
  aws: {
    platform: cloud(
      'aws',
      'Add account: "<12 digits>" here, so that nobody deploys into another account: aws sts get-caller-identity tells it.',
    ),
    state: ({ tenant, environment, place }) => `state: { backend: s3, bucket: ${tenant}-${environment}-states, region: ${yaml(place)} }`,
    more: [
      '# Who may reach the Kubernetes API, and who administers it: your address, and roles of IAM.',
      '# cluster:',
      '#   administrators: ["arn:aws:iam::<account>:role/<role>"]',
      '#   api: { public: true, allowedAddresses: [<your address>/32] }',
    ],
  },
  azure: {
    platform: cloud('azure', 'Add account: <subscription> and directory: <tenant> here: az account show tells both.'),
    state: azureState,
    more: [
      '# Who may reach the Kubernetes API, and who administers it: your address, and groups of Entra.',
      '# cluster:',
      '#   administrators: [<object id>]',
      '#   api: { public: true, allowedAddresses: [<your address>/32] }',
    ],
  },
  'azure-stack': {
    platform: ({ place }) => [
      'platform:',
      '  provider: azure-stack',
      `  region: ${yaml(place)}`,
      '  account: 00000000-0000-4000-8000-000000000000 # REPLACE: az account show tells it as id',
      '  directory: 00000000-0000-4000-8000-000000000001 # REPLACE: and this as tenantId',
      ...localAnswers,
    ],
    state: azureState,
    more: ['cluster: { kubernetesVersion: "1.31", zones: 1 }'],
  },
};

/** The workbench file of a set of answers, with a comment wherever somebody will want to change something. The same answers give the same text. */
export function fileText(given: Answers): string {
  const answers = Object.fromEntries(keys.map((key) => [key, given[key] ?? questions[key].proposes(given)])) as Whole;
  const { environment, tenant, domain, platform, profile, currencies, participants } = answers;
  const own = lines[platform] ?? lines.kubernetes;
  const codes = words(currencies);
  const state = profile === 'production' ? own?.state(answers) : undefined;
  return `${[
    '# yaml-language-server: $schema=./schema.json',
    '# Made by workbench init. Every setting, with its default: docs/reference/workbench.md',
    `environment: ${yaml(environment)} # never to be changed, nor tenant and domain`,
    `tenant: ${yaml(tenant)}`,
    `domain: ${yaml(domain)} # hosts are <service>.${environment}.${domain}`,
    `profile: ${profile} # sandbox: small and cheap; production: three of everything, backups, protection against deletion`,
    ...(own?.platform(answers) ?? []),
    ...(state ? ['# Where Terraform keeps its states; made once by: workbench state init', state] : []),
    ...(own?.more ?? []),
    'hub:',
    `  release: ${newestRelease}`,
    `  currencies: ${yaml(codes)}`,
    '  # size: small        # workbench size tells what a number of transfers takes',
    '# One line a participant. external: true is one whose payment manager runs elsewhere (docs/onboarding.md).',
    'participants:',
    // Three digits each: no prefix begins with another.
    ...words(participants).map((id, at) => `  - { id: ${yaml(id)}, currency: ${codes[0]}, msisdnPrefix: "${200 + at}" }`),
    '# Addresses of those who run the hub: consoles, tools, administration of the ledger.',
    '# gateway: { operatorAddresses: [<your address>/32] }',
  ].join('\n')}\n`;
}
