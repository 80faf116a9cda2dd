import { answerOf, type Control, controlOf, infoBox, outputOfQuestion } from './controls';
import { identityControls, identityOutputs, networkControls, networkOf, residencyControl } from './deployer-controls';
import { type PlanKind, type PlanKindRow, planKinds } from './plan-kinds';
import { type StepName, steps } from './question';
import { questions } from './questions';
import { offeredRegions } from './workbench-file';

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
