import { type Control, infoBox } from './controls';
import { fieldAt } from './field';
import type { PlanKindRow } from './plan-kinds';
import { residencies } from './workbench-file';

const address = fieldAt(['network', 'addressSpace']).validations;

const network = 'deployerNetwork';
/** A property of the answer of the control of the network. */
export const networkOf = (property: string) => `steps('network').${network}.${property}`;
const isExisting = `[equals(${networkOf('newOrExisting')}, 'existing')]`;

/** The network of the container that deploys. */
export const networkControls: readonly Control[] = [
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
export const residencyControl: Control = {
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
export function identityControls(row: PlanKindRow): Control[] {
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

/** What the template gets of the identity. */
export const identityOutputs = (row: PlanKindRow): Readonly<Record<string, string>> =>
  row.makesIdentity
    ? {
        identityNewOrExisting: "[steps('deployer').identityNewOrExisting]",
        identityId: "[if(equals(steps('deployer').identityNewOrExisting, 'existing'), steps('deployer').identity.id, '')]",
      }
    : { identityId: "[steps('deployer').identity.id]" };
