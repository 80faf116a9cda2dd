import {
  type ArmTemplate,
  apiVersions,
  call,
  expression,
  nested,
  outputOf,
  param,
  resource,
  resourceId,
  type Term,
  templateSchemas,
  text,
  variable,
} from './arm';
import { jobName, jobTemplate } from './nested-job';
import { networkTemplate } from './nested-network';
import { rightsTemplate } from './nested-rights';
import { statesTemplate } from './nested-states';
import { type PlanKind, type PlanKindRow, planKinds } from './plan-kinds';
import { templateParameters } from './template-parameters';
import { workbenchVariables, workbenchWithAddress } from './workbench-file';

/** What a package is made of besides the schema. */
export interface PackageInput {
  /** Version of the package: three numbers. */
  readonly version: string;
  /** Image of the workbench, by digest. */
  readonly image: string;
  /** What the container does: a shell script. */
  readonly script: string;
}

const identities = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const identity = text('mojaloop-deployer');
/** Nested deployments. That of the rights lies in the subscription, where another hub may have one too. */
const deployments = {
  rights: variable('rightsDeployment'),
  states: text('mojaloop-states'),
  network: text('mojaloop-network'),
  job: text('mojaloop-job'),
} as const;

/** Version of three numbers as the resource manager writes it. */
export const contentVersion = (version: string) => `${version}.0`;

/**
 * mainTemplate.json of a plan. It makes only what has to be there before the workbench can run: an identity with its rights, the account of the states, the
 * network of the container, the container. Everything else is made by the workbench itself, so the hub of Marketplace and the hub of a pipeline are one.
 */
export function mainTemplate(kind: PlanKind, { version: plain, image, script }: PackageInput): ArmTemplate {
  const row: PlanKindRow = planKinds[kind];
  const version = contentVersion(plain);
  const makes = call('equals', param('identityNewOrExisting'), text('new'));
  const ownIdentity = resourceId(identities, identity);
  const principal = (key: 'principalId' | 'clientId') => `reference(${variable('identityId')}, '${apiVersions[identities]}').${key}`;
  const location = param('location');
  const after = row.makesIdentity ? [ownIdentity] : [];
  const deployment = (name: Term) => resourceId('Microsoft.Resources/deployments', name);
  const address = outputOf(deployments.network, 'address');
  return {
    $schema: templateSchemas.resourceGroup,
    contentVersion: version,
    metadata: { description: 'A Mojaloop hub, deployed by the Mojaloop Workbench inside this subscription.' },
    parameters: templateParameters(row),
    variables: {
      image,
      script,
      stateAccount: "[concat('mojaloop', uniqueString(resourceGroup().id, parameters('environment')))]",
      ...(row.makesIdentity ? { rightsDeployment: "[concat('mojaloop-rights-', uniqueString(resourceGroup().id))]" } : {}),
      identityId: expression(row.makesIdentity ? call('if', makes, ownIdentity, param('identityId')) : param('identityId')),
      ...workbenchVariables(),
    },
    resources: [
      ...(row.makesIdentity
        ? [
            resource(identities, identity, { condition: expression(makes), location: expression(location) }),
            nested({
              name: deployments.rights,
              template: rightsTemplate(version),
              condition: makes,
              dependsOn: [ownIdentity],
              subscriptionFrom: location,
              parameters: { principalId: principal('principalId') },
            }),
          ]
        : []),
      nested({
        name: deployments.states,
        template: statesTemplate(version, row),
        dependsOn: after,
        parameters: {
          location,
          account: variable('stateAccount'),
          principalId: principal('principalId'),
          ...(row.assignsAcrossTenants ? { identityId: variable('identityId') } : {}),
        },
      }),
      nested({
        name: deployments.network,
        template: networkTemplate(version),
        parameters: {
          location,
          newOrExisting: param('networkNewOrExisting'),
          network: param('networkName'),
          networkResourceGroup: param('networkResourceGroup'),
          addressPrefix: param('networkAddressPrefix'),
          subnet: param('subnetName'),
          subnetPrefix: param('subnetAddressPrefix'),
          address: param('networkAddress'),
        },
      }),
      nested({
        name: deployments.job,
        template: jobTemplate(version),
        dependsOn: [
          ...after,
          deployment(deployments.states),
          deployment(deployments.network),
          ...(row.makesIdentity ? [call('subscriptionResourceId', text('Microsoft.Resources/deployments'), deployments.rights)] : []),
        ],
        parameters: {
          location,
          environment: param('environment'),
          image: variable('image'),
          identityId: variable('identityId'),
          clientId: principal('clientId'),
          subnetId: outputOf(deployments.network, 'subnetId'),
          stateAccount: variable('stateAccount'),
          script: variable('script'),
          workbench: workbenchWithAddress(address),
        },
      }),
    ],
    outputs: {
      deployer: { type: 'string', value: expression(text(jobName)) },
      identityId: { type: 'string', value: expression(variable('identityId')) },
      stateAccount: { type: 'string', value: expression(variable('stateAccount')) },
      address: { type: 'string', value: expression(address) },
      hub: { type: 'string', value: "[concat('interop-switch.', parameters('environment'), '.', parameters('domain'))]" },
      workbench: { type: 'object', value: expression(workbenchWithAddress(address)) },
    },
  };
}
