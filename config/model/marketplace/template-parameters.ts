import { type ArmParameter, stringParameter } from './arm';
import type { PlanKindRow } from './plan-kinds';
import type { Question } from './question';
import { questions } from './questions';
import { residencies } from './workbench-file';

function parameterOf({ label, asked, choices, optional, onlyWhen }: Question): ArmParameter {
  const metadata = { description: label };
  if (asked === 'several') return { type: 'array', metadata };
  return {
    type: 'string',
    ...(optional || onlyWhen ? { defaultValue: '' } : {}),
    ...(asked === 'one' ? { allowedValues: (choices ?? []).map(({ value }) => value) } : {}),
    metadata,
  };
}

/** Parameters of the network of the container; the same names as outputs of the portal. */
const networkParameters = {
  networkNewOrExisting: 'Make a network for the container that deploys, or use one that is there.',
  networkName: 'Name of that network.',
  networkResourceGroup: 'Resource group of that network.',
  networkAddressPrefix: 'Range of a new network.',
  subnetName: 'Name of the subnet of the container.',
  subnetAddressPrefix: 'Range of a new subnet.',
  networkAddress: 'Address by which an existing network leaves for the internet.',
} as const;

const identityParameters = ({ makesIdentity }: PlanKindRow): Readonly<Record<string, ArmParameter>> => ({
  ...(makesIdentity
    ? {
        identityNewOrExisting: {
          ...stringParameter('Make the identity that deploys, or use one that is there.'),
          allowedValues: ['new', 'existing'],
        },
      }
    : {}),
  identityId: { ...stringParameter('Resource id of an existing identity that deploys.'), ...(makesIdentity ? { defaultValue: '' } : {}) },
});

/** Parameters of mainTemplate.json: one an answer of the portal. */
export const templateParameters = (row: PlanKindRow): Readonly<Record<string, ArmParameter>> => ({
  location: { type: 'string', defaultValue: '[resourceGroup().location]', metadata: { description: 'Region of the hub.' } },
  ...Object.fromEntries(questions.map((question) => [question.id, parameterOf(question)])),
  residency: { ...stringParameter('Whether data may leave the country.'), allowedValues: Object.keys(residencies) },
  ...Object.fromEntries(Object.entries(networkParameters).map(([name, text]) => [name, stringParameter(text)])),
  ...identityParameters(row),
});
