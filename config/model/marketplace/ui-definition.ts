import { answerOf, type Control, controlOf, infoBox, outputOfQuestion } from './controls';
import { fieldAt } from './field';
import { type PlanKind, type PlanKindRow, planKinds } from './plan-kinds';
import { questions, type StepName, steps } from './questions';
import { offeredRegions, residencies } from './workbench-file';

/** createUiDefinition.json: the pages of the portal. */
export interface UiDefinition {
  readonly $schema: string;
  readonly handler: string;
  readonly version: string;
  readonly parameters: {
    readonly config: Readonly<Record<string, unknown>>;
    readonly basics: readonly Control[];
    readonly steps: readonly { readonly name: string; readonly label: string; readonly elements: readonly Control[] }[];
    readonly outputs: Readonly<Record<string, string>>;
  };
}

const address = fieldAt(['network', 'addressSpace']).validations;

const network = 'deployerNetwork';
const networkOf = (property: string) => `steps('network').${network}.${property}`;
const isExisting = `[equals(${networkOf('newOrExisting')}, 'existing')]`;

/** The network of the container that deploys. */
const networkControls: readonly Control[] = [
  infoBox(
    'networkText',
    'The hub gets a network of its own. The container that deploys it has another, whose one fixed address the Kubernetes API lets in. An existing one must have a subnet that is delegated to Microsoft.ContainerInstance/containerGroups, and leave for the internet by a NAT gateway or firewall with a fixed address.',
  ),
  {
    name: network,
    type: 'Microsoft.Network.VirtualNetworkCombo',
    label: { virtualNetwork: 'Network of the container', subnets: 'Subnets' },
    toolTip: {
      virtualNetwork: 'Where the container runs that deploys the hub. A new one costs about 37 USD a month.',
      subnets: 'Subnet of the container.',
    },
    defaultValue: { name: 'mojaloop-deployer', addressPrefixSize: '/26' },
    constraints: { minAddressPrefixSize: '/27' },
    options: { hideExisting: false },
    subnets: {
      deployer: {
        label: 'Subnet of the container',
        defaultValue: { name: 'deployer', addressPrefixSize: '/28' },
        constraints: { minAddressPrefixSize: '/28', minAddressCount: 3, requireContiguousAddresses: false },
      },
    },
    visible: true,
  },
  {
    name: 'networkAddress',
    type: 'Microsoft.Common.TextBox',
    label: 'Address of the way out',
    toolTip: 'The fixed public address by which the existing network leaves for the internet, such as 203.0.113.7.',
    visible: isExisting,
    constraints: {
      required: true,
      validations: [
        { regex: '^.{7,15}$', message: 'must have 7 to 15 characters' },
        {
          regex: (address.at(-1)?.regex ?? '').replace('\\/([0-9]|[1-2][0-9]|3[0-2])', ''),
          message: 'must be one IPv4 address such as 203.0.113.7',
        },
      ],
    },
  },
];

/** Where data may be: not one setting, but a section that is there or not. */
const residencyControl: Control = {
  name: 'residency',
  type: 'Microsoft.Common.DropDown',
  label: 'Where data may be',
  toolTip: `${fieldAt(['residency', 'country']).doc} A region without a paired one keeps everything in the country in any case.`,
  defaultValue: residencies.anywhere,
  constraints: { required: true, allowedValues: Object.entries(residencies).map(([value, label]) => ({ label, value })) },
};

const identityText = (row: PlanKindRow) =>
  row.makesIdentity
    ? 'The hub is deployed by a managed identity inside your subscription. A new one gets a role of its own on the subscription: it may make what a hub is made of and give a fixed list of roles. For that you must be Owner or User Access Administrator. An existing one must have these rights already.'
    : 'The hub is deployed by a managed identity of your subscription, which an administrator makes before with the rights that deployer-rights.json gives it: it may make what a hub is made of and give a fixed list of roles. The publisher has no access to it.';

/** The identity that deploys. */
function identityControls(row: PlanKindRow): Control[] {
  const choice: Control = {
    name: 'identityNewOrExisting',
    type: 'Microsoft.Common.OptionsGroup',
    label: 'Identity',
    toolTip: 'Make a managed identity for this hub, or use one that an administrator has made for it.',
    defaultValue: 'New',
    constraints: {
      required: true,
      allowedValues: [
        { label: 'New', value: 'new' },
        { label: 'Existing', value: 'existing' },
      ],
    },
  };
  const selector: Control = {
    name: 'identity',
    type: 'Microsoft.Solutions.ResourceSelector',
    label: 'Existing identity',
    toolTip: 'The user-assigned managed identity that deploys the hub.',
    resourceType: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    options: { filter: { subscription: 'onBasics', location: 'all' } },
    constraints: { required: true },
    visible: row.makesIdentity ? "[equals(steps('deployer').identityNewOrExisting, 'existing')]" : true,
  };
  return [infoBox('identityText', identityText(row)), ...(row.makesIdentity ? [choice] : []), selector];
}

const identityOutputs = (row: PlanKindRow): Readonly<Record<string, string>> =>
  row.makesIdentity
    ? {
        identityNewOrExisting: "[steps('deployer').identityNewOrExisting]",
        identityId: "[if(equals(steps('deployer').identityNewOrExisting, 'existing'), steps('deployer').identity.id, '')]",
      }
    : { identityId: "[steps('deployer').identity.id]" };

const texts: { readonly [Step in StepName]?: Control } = {
  hub: infoBox(
    'hubText',
    'Costs are estimates in USD a month, from the fewest nodes to the most, at list prices of eastus, without MySQL Flexible Server, traffic and logs. workbench cost tells every line. Participants are added to the workbench file once the hub runs.',
  ),
  access: infoBox('accessText', 'Empty lists let nobody in. Everything here can be changed later in the workbench file.'),
};

function elementsOf(step: StepName, row: PlanKindRow): Control[] {
  const asked = questions.filter((question) => question.step === step).map(controlOf);
  const text = texts[step];
  const more: { readonly [Step in StepName]?: readonly Control[] } = {
    basics: [residencyControl],
    network: networkControls,
    deployer: identityControls(row),
  };
  return [...(text ? [text] : []), ...asked, ...(more[step] ?? [])];
}

/** What a person needs on the subscription to make an identity and give it its role. */
const ownerOnly = {
  constraints: {
    validations: [
      {
        permission: 'Microsoft.Authorization/roleAssignments/write',
        message: 'Making an identity with its rights needs Owner or User Access Administrator on the subscription.',
      },
    ],
  },
  resourceProviders: ['Microsoft.ContainerInstance', 'Microsoft.ManagedIdentity', 'Microsoft.Network', 'Microsoft.Storage'],
};

/** createUiDefinition.json of a plan, from the schema of the workbench file. */
export function uiDefinition(kind: PlanKind): UiDefinition {
  const row: PlanKindRow = planKinds[kind];
  const [, ...pages] = Object.keys(steps) as StepName[];
  return {
    $schema: 'https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#',
    handler: 'Microsoft.Azure.CreateUIDef',
    version: '0.1.2-preview',
    parameters: {
      config: {
        isWizard: false,
        basics: {
          description:
            'A Mojaloop hub in your own subscription: Kubernetes, databases, queues, gateway, identity and the payment services.',
          // A new version is deployed into the group of the old one.
          ...(row.makesIdentity ? { subscription: ownerOnly, resourceGroup: { allowExisting: true } } : {}),
          location: {
            label: 'Region',
            toolTip: 'Region of everything. Only regions with three zones are offered. It can never be changed.',
            resourceTypes: ['Microsoft.ContainerService/managedClusters', 'Microsoft.ContainerInstance/containerGroups'],
            allowedValues: [...offeredRegions],
          },
        },
      },
      basics: elementsOf('basics', row),
      steps: pages.map((name) => ({ name, label: steps[name], elements: elementsOf(name, row) })),
      outputs: {
        location: '[location()]',
        ...Object.fromEntries(questions.map((question) => [question.id, outputOfQuestion(question)])),
        residency: `[${answerOf('basics', 'residency')}]`,
        networkNewOrExisting: `[${networkOf('newOrExisting')}]`,
        networkName: `[${networkOf('name')}]`,
        networkResourceGroup: `[${networkOf('resourceGroup')}]`,
        networkAddressPrefix: `[coalesce(${networkOf('addressPrefix')}, '')]`,
        subnetName: `[${networkOf('subnets.deployer.name')}]`,
        subnetAddressPrefix: `[coalesce(${networkOf('subnets.deployer.addressPrefix')}, '')]`,
        networkAddress: `[coalesce(${answerOf('network', 'networkAddress')}, '')]`,
        ...identityOutputs(row),
      },
    },
  };
}
