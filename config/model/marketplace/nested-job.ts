import { type ArmTemplate, type ArmValue, call, expression, param, resource, stringParameter, templateSchemas, text } from './arm';
import { containers } from './workbench-file';

/** Name of the container group; `az container start --name …` runs it again. */
export const jobName = 'mojaloop-deployer';
/** Where the container finds its files. */
const jobFolder = '/job';

const environment = (values: Readonly<Record<string, string>>): ArmValue =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/**
 * The container that deploys the hub, by the identity it is given: it fetches the workbench file, checks it and runs `workbench deploy`. It runs once and ends;
 * starting it again deploys the file as it is then, which is safe at any time. 2 cores and 4 GiB: about 0.10 USD an hour while it runs. No ports.
 */
export function jobTemplate(version: string): ArmTemplate {
  return {
    $schema: templateSchemas.resourceGroup,
    contentVersion: version,
    parameters: {
      location: stringParameter('Region.'),
      environment: stringParameter('Name of the environment.'),
      image: stringParameter('Image of the workbench, by digest.'),
      identityId: stringParameter('Identity that deploys, by its resource id.'),
      clientId: stringParameter('The same, by its client id.'),
      subnetId: stringParameter('Subnet of the container.'),
      stateAccount: stringParameter('Storage account of states and files.'),
      script: stringParameter('What the container does.'),
      workbench: { type: 'object', metadata: { description: 'The workbench file that the answers make.' } },
    },
    variables: {},
    resources: [
      resource('Microsoft.ContainerInstance/containerGroups', text(jobName), {
        location: expression(param('location')),
        identity: { type: 'UserAssigned', userAssignedIdentities: { [expression(param('identityId'))]: {} } },
        properties: {
          sku: 'Standard',
          osType: 'Linux',
          restartPolicy: 'Never',
          subnetIds: [{ id: expression(param('subnetId')) }],
          containers: [
            {
              name: 'workbench',
              properties: {
                image: expression(param('image')),
                command: ['/bin/sh', `${jobFolder}/deploy.sh`],
                resources: { requests: { cpu: 2, memoryInGB: 4 } },
                environmentVariables: environment({
                  ENVIRONMENT: expression(param('environment')),
                  STATE_ACCOUNT: expression(param('stateAccount')),
                  FILES_CONTAINER: containers.files,
                  JOB_FOLDER: jobFolder,
                  ARM_USE_MSI: 'true',
                  ARM_CLIENT_ID: expression(param('clientId')),
                  ARM_TENANT_ID: '[subscription().tenantId]',
                  ARM_SUBSCRIPTION_ID: '[subscription().subscriptionId]',
                  AZURE_CLIENT_ID: expression(param('clientId')),
                  AAD_LOGIN_METHOD: 'msi',
                }),
                volumeMounts: [{ name: 'job', mountPath: jobFolder, readOnly: true }],
              },
            },
          ],
          volumes: [
            {
              name: 'job',
              // The one kind of volume whose files a template can write; nothing in them is secret.
              secret: {
                'deploy.sh': expression(call('base64', param('script'))),
                'environment.json': expression(call('base64', call('string', param('workbench')))),
              },
            },
          ],
        },
      }),
    ],
    outputs: {},
  };
}
