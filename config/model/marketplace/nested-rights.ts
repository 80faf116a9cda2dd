import { type ArmTemplate, call, expression, param, resource, stringParameter, templateSchemas, text, variable } from './arm';
import { deployerActions, deployerDataActions } from './resource-types';
import { onlyGivenRoles, roleGiver } from './roles';

const roleDefinitions = 'Microsoft.Authorization/roleDefinitions';
const definition = (id: string) => call('subscriptionResourceId', text(roleDefinitions), id);

/**
 * Rights of the identity that deploys, on its subscription: a role of our own with exactly the types that the stacks make, and the right to give the roles
 * that they give. Stacks have resource groups of their own, so no smaller scope would do. Deployed by somebody who may give roles (Owner, or User Access
 * Administrator); taken away again by deleting the two assignments.
 */
export function rightsTemplate(version: string): ArmTemplate {
  const assignment = (role: string, description: string, more: Readonly<Record<string, string>> = {}) =>
    resource('Microsoft.Authorization/roleAssignments', call('guid', 'subscription().id', param('principalId'), role), {
      properties: {
        roleDefinitionId: expression(definition(role)),
        principalId: expression(param('principalId')),
        principalType: 'ServicePrincipal',
        description,
        ...more,
      },
      ...(role === variable('role') ? { dependsOn: [expression(definition(role))] } : {}),
    });
  return {
    $schema: templateSchemas.subscription,
    contentVersion: version,
    metadata: { description: 'What the identity that deploys a Mojaloop hub may do in this subscription.' },
    parameters: {
      principalId: stringParameter('Object id (principal id) of the managed identity that deploys.'),
    },
    variables: {
      role: "[guid(subscription().id, 'mojaloop-workbench-deployer')]",
    },
    resources: [
      resource(roleDefinitions, variable('role'), {
        properties: {
          roleName: "[concat('Mojaloop Workbench deployer ', substring(variables('role'), 0, 8))]",
          description: 'Makes what the stacks of a Mojaloop Workbench environment are made of, and nothing else.',
          type: 'CustomRole',
          permissions: [{ actions: deployerActions(), dataActions: [...deployerDataActions] }],
          assignableScopes: ['[subscription().id]'],
        },
      }),
      assignment(variable('role'), 'Deploys a Mojaloop hub.'),
      assignment(text(roleGiver), 'Gives the parts of a Mojaloop hub the roles they need on each other, from a fixed list.', {
        condition: onlyGivenRoles(),
        conditionVersion: '2.0',
      }),
    ],
    outputs: {},
  };
}
