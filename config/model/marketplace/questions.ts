import { currencyCodes } from '../../rules/currency-codes';
import { hubSizes } from '../../schema/hub';
import { azureReserved } from '../name-rules';
import { sizes } from '../sizes';
import { fieldAt, listed, orNothing, type Validation } from './field';
import { costHint } from './monthly-cost';

/** Pages of the portal, in their order; the first is the one that every offer has. */
export const steps = {
  basics: 'Basics',
  hub: 'Hub',
  stores: 'Stores',
  access: 'Access and certificates',
  network: 'Network',
  deployer: 'Who deploys',
} as const;
export type StepName = keyof typeof steps;

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** How it is asked: a text, a text with commas, one of some, several of some. */
export type Asked = 'text' | 'list' | 'one' | 'several';

/** A question of the portal that fills one setting of the workbench file. Its help, its limits and their messages come from the schema. */
export interface Question {
  /** Parameter of the template and control of the portal. */
  readonly id: string;
  readonly step: StepName;
  readonly path: readonly string[];
  readonly label: string;
  readonly asked: Asked;
  /** Left empty, the setting is left out. */
  readonly optional?: true;
  /** Limits beyond the schema: those of rules that a portal can hold by itself. */
  readonly more?: readonly Validation[];
  /** What each of a list must be where the schema leaves it to a rule, because it differs from cloud to cloud. */
  readonly each?: { readonly pattern: RegExp; readonly message: string };
  readonly choices?: readonly Choice[];
  /** What the portal proposes. */
  readonly proposed?: string | readonly string[];
  /** Asked only when another question has this answer. */
  readonly onlyWhen?: { readonly question: string; readonly answer: string };
}

const free: Validation = {
  regex: `^(?!.*(?:${azureReserved.source})).+$`,
  message: 'Azure keeps the words microsoft and windows, and login and xbox at the beginning, for itself',
};

const sizeNames = (): readonly Choice[] =>
  hubSizes.map((value) => ({
    value,
    label: `${value}: ${sizes[value].transfersPerSecond} transfers a second`,
    description: `About ${costHint(value)}, at list prices`,
  }));

/** Every question that fills a setting, in the order of the portal. A new one is one row. */
export const questions: readonly Question[] = [
  { id: 'environment', step: 'basics', path: ['environment'], label: 'Name of the environment', asked: 'text', more: [free] },
  { id: 'tenant', step: 'basics', path: ['tenant'], label: 'Short name of the operator', asked: 'text', more: [free] },
  {
    id: 'domain',
    step: 'basics',
    path: ['domain'],
    label: 'Domain',
    asked: 'text',
    // The longest host below it has two labels more.
    more: [{ regex: '^.{4,150}$', message: 'must have 4 to 150 characters: hosts are named below it, and DNS carries 253' }],
  },
  {
    id: 'profile',
    step: 'basics',
    path: ['profile'],
    label: 'Profile',
    asked: 'one',
    choices: [
      { value: 'sandbox', label: 'Sandbox: small and cheap, may be lost' },
      { value: 'production', label: 'Production: three zones, protected against deletion, backups kept' },
    ],
    proposed: 'sandbox',
  },
  { id: 'costCentre', step: 'basics', path: ['costCentre'], label: 'Cost centre', asked: 'text', optional: true },
  { id: 'size', step: 'hub', path: ['hub', 'size'], label: 'Size', asked: 'one', choices: sizeNames(), proposed: 'small' },
  {
    id: 'currencies',
    step: 'hub',
    path: ['hub', 'currencies'],
    label: 'Currencies',
    asked: 'several',
    choices: [...currencyCodes].filter((code) => code !== 'XTS').map((value) => ({ value, label: value })),
    proposed: ['USD'],
  },
  {
    id: 'mysql',
    step: 'stores',
    path: ['stores', 'mysql', 'service'],
    label: 'MySQL',
    asked: 'one',
    choices: [
      { value: 'flexible-server', label: 'Azure Database for MySQL Flexible Server' },
      { value: 'operator', label: 'In the cluster (Percona XtraDB Cluster)' },
    ],
    proposed: 'flexible-server',
  },
  {
    id: 'kafka',
    step: 'stores',
    path: ['stores', 'kafka', 'service'],
    label: 'Kafka',
    asked: 'one',
    choices: [
      { value: 'operator', label: 'In the cluster (Strimzi)' },
      { value: 'event-hubs', label: 'Azure Event Hubs' },
    ],
    proposed: 'operator',
  },
  {
    id: 'operatorAddresses',
    step: 'access',
    path: ['gateway', 'operatorAddresses'],
    label: 'Addresses of operators',
    asked: 'list',
    optional: true,
    more: [{ regex: '^(?!.*/0( |,|$)).+$', message: 'must not let the whole world in: these addresses also reach the Kubernetes API' }],
  },
  {
    id: 'administrators',
    step: 'access',
    path: ['cluster', 'administrators'],
    label: 'Groups of administrators',
    asked: 'list',
    optional: true,
    each: {
      pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      message: 'must be object ids of Microsoft Entra groups, in small letters',
    },
  },
  {
    id: 'issuer',
    step: 'access',
    path: ['certificates', 'issuer'],
    label: 'Server certificates',
    asked: 'one',
    choices: [
      { value: 'vault', label: 'An authority of the hub itself, in its Vault' },
      { value: 'acme', label: "Let's Encrypt, which browsers know" },
    ],
    proposed: 'vault',
  },
  {
    id: 'certificateEmail',
    step: 'access',
    path: ['certificates', 'email'],
    label: 'E-mail address for the certificates',
    asked: 'text',
    onlyWhen: { question: 'issuer', answer: 'acme' },
  },
  {
    id: 'addressSpace',
    step: 'network',
    path: ['network', 'addressSpace'],
    label: 'Address range of the hub',
    asked: 'text',
    // Pods and Services have ranges of their own beside it (config/schema/network.ts).
    more: [
      {
        regex: '^10\\.(?!244\\.)(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])\\.0\\.0/16$',
        message: 'must be 10.N.0.0/16, and not 10.244.0.0/16, which pods have',
      },
    ],
    proposed: '10.64.0.0/16',
  },
];

/** Everything that an entry is held against at its field. */
export function validationsOf({ path, asked, optional, each, more = [] }: Question): Validation[] {
  if (asked === 'one' || asked === 'several') return [];
  const all = [...(each ? [listed(each.pattern, each.message)] : fieldAt(path).validations), ...more];
  return optional ? all.map(orNothing) : all;
}
