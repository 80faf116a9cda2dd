import {
  type ArmTemplate,
  apiVersions,
  call,
  expression,
  param,
  resource,
  resourceId,
  stringParameter,
  templateSchemas,
  text,
} from './arm';

/** Names of what is made for the container that deploys. */
const names = { address: 'mojaloop-deployer-address', way: 'mojaloop-deployer-way-out', rules: 'mojaloop-deployer-rules' } as const;
const subnets = 'Microsoft.Network/virtualNetworks/subnets';
const isNew = call('equals', param('newOrExisting'), text('new'));

/**
 * The network of the container that deploys, new or existing: its way out has one fixed address, which the Kubernetes API lets in. Nothing from the
 * internet can reach the container: it has no address of its own there, and opens no port. A new one costs about 37 USD a month (NAT gateway and address); both may be removed while nothing is deployed.
 */
export function networkTemplate(version: string): ArmTemplate {
  const [address, way, rules] = [text(names.address), text(names.way), text(names.rules)];
  const addressId = resourceId('Microsoft.Network/publicIPAddresses', address);
  const wayId = resourceId('Microsoft.Network/natGateways', way);
  const rulesId = resourceId('Microsoft.Network/networkSecurityGroups', rules);
  const shared = { condition: expression(isNew), location: expression(param('location')) };
  return {
    $schema: templateSchemas.resourceGroup,
    contentVersion: version,
    parameters: {
      location: stringParameter('Region.'),
      newOrExisting: stringParameter('`new` makes the network, `existing` takes one that is there.'),
      network: stringParameter('Name of the network.'),
      networkResourceGroup: stringParameter('Resource group of an existing network.'),
      addressPrefix: stringParameter('Range of a new network.'),
      subnet: stringParameter('Name of the subnet.'),
      subnetPrefix: stringParameter('Range of the subnet of a new network.'),
      address: stringParameter('Address by which an existing network leaves for the internet.'),
    },
    variables: {},
    resources: [
      resource('Microsoft.Network/publicIPAddresses', address, {
        ...shared,
        sku: { name: 'Standard', tier: 'Regional' },
        properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
      }),
      resource('Microsoft.Network/natGateways', way, {
        ...shared,
        sku: { name: 'Standard' },
        dependsOn: [expression(addressId)],
        properties: { idleTimeoutInMinutes: 10, publicIpAddresses: [{ id: expression(addressId) }] },
      }),
      resource('Microsoft.Network/networkSecurityGroups', rules, {
        ...shared,
        // The rules that each group begins with: nobody from the internet comes in, and Azure itself reaches the container.
        properties: {},
      }),
      resource('Microsoft.Network/virtualNetworks', param('network'), {
        ...shared,
        dependsOn: [expression(wayId), expression(rulesId)],
        properties: {
          addressSpace: { addressPrefixes: [expression(param('addressPrefix'))] },
          subnets: [
            {
              name: expression(param('subnet')),
              properties: {
                addressPrefix: expression(param('subnetPrefix')),
                natGateway: { id: expression(wayId) },
                networkSecurityGroup: { id: expression(rulesId) },
                delegations: [{ name: 'containers', properties: { serviceName: 'Microsoft.ContainerInstance/containerGroups' } }],
              },
            },
          ],
        },
      }),
    ],
    outputs: {
      subnetId: {
        type: 'string',
        value: expression(
          call(
            'if',
            isNew,
            call('resourceId', text(subnets), param('network'), param('subnet')),
            call('resourceId', param('networkResourceGroup'), text(subnets), param('network'), param('subnet')),
          ),
        ),
      },
      address: {
        type: 'string',
        value: expression(
          call('if', isNew, `reference(${addressId}, '${apiVersions['Microsoft.Network/publicIPAddresses']}').ipAddress`, param('address')),
        ),
      },
    },
  };
}
