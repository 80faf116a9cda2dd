import { currencyCodes } from '../../rules/currency-codes';
import { hubSizes } from '../../schema/hub';
import { azureReserved } from '../name-rules';
import { sizes } from '../sizes';
import type { Validation } from './field';
import { costHint } from './monthly-cost';
import type { Choice, Question } from './question';

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
