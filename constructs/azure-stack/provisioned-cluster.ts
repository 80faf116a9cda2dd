/**
 * AKS enabled by Azure Arc as the resource manager takes it: the provider has no resource for `provisionedClusterInstances`, so these types are the
 * attributes that we set, and the compiler holds what we write against them. Source: Azure quickstart `aksarc`, API version 2024-01-01.
 * The cluster that Arc knows is a resource of the provider and lies outside of the template: a deployment that is destroyed removes what it made in
 * no order, and without its Arc cluster nobody could reach the machines in the building to remove them.
 */
export const apiVersion = '2024-01-01';

/** What a template deployment is given; each becomes a parameter of its own. */
export interface ClusterParameters {
  /** Name of the cluster that Arc knows. */
  readonly name: string;
  readonly customLocation: string;
  readonly logicalNetwork: string;
  readonly kubernetesVersion: string;
  readonly sshPublicKey: string;
  readonly controlPlaneCount: number;
  readonly controlPlaneSize: string;
  readonly controlPlaneAddress: string;
  readonly podRange: string;
  readonly pools: readonly AgentPool[];
}

/** A node pool in the words of the resource manager. */
export interface AgentPool {
  readonly name: string;
  readonly vmSize: string;
  readonly count: number;
  readonly minCount?: number;
  readonly maxCount?: number;
  readonly enableAutoScaling: boolean;
  readonly maxPods: number;
  readonly osType: 'Linux';
  readonly osSKU: 'CBLMariner';
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeTaints: readonly string[];
}

type ParameterType = 'string' | 'int' | 'array';
type Types<Parameters> = { readonly [Key in keyof Parameters]: ParameterType };

const types: Types<ClusterParameters> = {
  name: 'string',
  customLocation: 'string',
  logicalNetwork: 'string',
  kubernetesVersion: 'string',
  sshPublicKey: 'string',
  controlPlaneCount: 'int',
  controlPlaneSize: 'string',
  controlPlaneAddress: 'string',
  podRange: 'string',
  pools: 'array',
};

const parameter = (name: keyof ClusterParameters) => `[parameters('${name}')]`;

/** Values of the parameters of a deployment, as the resource manager wants them. */
export const parametersOf = (values: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])));

/** The type of a cluster that Azure knows by Arc. */
const connected = 'Microsoft.Kubernetes/connectedClusters';

/** The deployment template: the instance of a cluster that Arc knows, on the machines of the custom location. */
export function clusterTemplate(): string {
  return JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }])),
    resources: [
      {
        type: 'Microsoft.HybridContainerService/provisionedClusterInstances',
        apiVersion,
        name: 'default',
        scope: `[format('${connected}/{0}', parameters('name'))]`,
        extendedLocation: { type: 'CustomLocation', name: parameter('customLocation') },
        properties: {
          kubernetesVersion: parameter('kubernetesVersion'),
          linuxProfile: { ssh: { publicKeys: [{ keyData: parameter('sshPublicKey') }] } },
          controlPlane: {
            count: parameter('controlPlaneCount'),
            vmSize: parameter('controlPlaneSize'),
            controlPlaneEndpoint: { hostIP: parameter('controlPlaneAddress') },
          },
          // Calico is the only engine it has (learn.microsoft.com, "Compare AKS across platforms").
          networkProfile: { networkPolicy: 'calico', podCidr: parameter('podRange'), loadBalancerProfile: { count: 0 } },
          agentPoolProfiles: parameter('pools'),
          cloudProviderProfile: { infraNetworkProfile: { vnetSubnetIds: [parameter('logicalNetwork')] } },
          storageProfile: { nfsCsiDriver: { enabled: false }, smbCsiDriver: { enabled: false } },
        },
      },
    ],
  });
}

/** The deployment template of one more pool of a cluster that is there. */
export function poolTemplate(): string {
  return JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { cluster: { type: 'string' }, customLocation: { type: 'string' }, name: { type: 'string' }, pool: { type: 'object' } },
    resources: [
      {
        type: 'Microsoft.HybridContainerService/provisionedClusterInstances/agentPools',
        apiVersion,
        name: "[format('default/{0}', parameters('name'))]",
        scope: `[format('${connected}/{0}', parameters('cluster'))]`,
        extendedLocation: { type: 'CustomLocation', name: "[parameters('customLocation')]" },
        properties: "[parameters('pool')]",
      },
    ],
  });
}
