import { hubFlavour, localFlavour, type Stack, stackOf, stackPath } from './azure-stack-settings';
import { type Rule, when } from './rule';

/** What Azure Local cannot be set up without, and where an operator finds it. */
const needed = {
  customLocation: 'az customlocation list tells its id',
  virtualSwitch: 'Get-VMSwitch on a machine of the instance tells its name',
  addressPrefix: 'the range of the network that the machines are in, such as 10.10.0.0/22',
  gateway: 'the router of that network',
  nodeAddresses: 'addresses that nobody else gives out, for nodes: { start: 10.10.0.50, end: 10.10.0.99 }',
  serviceAddresses: 'addresses that nobody else gives out, for balancers: { start: 10.10.0.100, end: 10.10.0.109 }',
  controlPlaneAddress: 'one address outside of both ranges',
  kubernetesPatch: 'az aksarc get-versions lists them, such as 1.32.6',
  kubernetesRuntime:
    'az ad sp show --id 087fca6e-4606-4d41-b3f6-5ebdf75b8b4c --query id tells it, once Microsoft.KubernetesRuntime is registered',
  sshPublicKey: 'ssh-keygen makes a pair; only the public half belongs here',
} as const satisfies Partial<Record<keyof Stack, string>>;

/** Azure Local and Azure Stack Hub: both stand in the operator's own building, on a network of his. */
export const azureStackRules: readonly Rule[] = [
  {
    code: 'AZS-MISSING',
    severity: 'error',
    title: 'Azure Local is told its network',
    appliesWhen: localFlavour,
    check: (config) => {
      const stack = stackOf(config);
      const missing = Object.entries(needed).filter(([key]) => stack[key as keyof typeof needed] === undefined);
      return [
        ...missing.map(([key, hint]) => ({ path: stackPath(key), message: `platform.azureStack.${key} is missing`, hint })),
        ...when((stack.dnsServers ?? []).length === 0, () => ({
          path: stackPath('dnsServers'),
          message: 'platform.azureStack.dnsServers is empty: nodes could not find anything',
          hint: 'at least one, two are better',
        })),
        ...when(config.platform.directory === undefined, () => ({
          path: ['platform', 'directory'],
          message: 'platform.directory is missing: the cluster asks that Entra tenant who may log in',
          hint: 'az account show tells it as tenantId',
        })),
      ];
    },
  },
  {
    code: 'AZS-VERSION',
    severity: 'error',
    title: 'The whole Kubernetes version of Azure Local is one of the minor version',
    appliesWhen: localFlavour,
    check: (config) => {
      const { kubernetesPatch } = stackOf(config);
      const { kubernetesVersion } = config.cluster;
      return when(kubernetesPatch !== undefined && !kubernetesPatch.startsWith(`${kubernetesVersion}.`), () => ({
        path: stackPath('kubernetesPatch'),
        message: `${kubernetesPatch} is no version of Kubernetes ${kubernetesVersion}, which is cluster.kubernetesVersion`,
        hint: 'change one of the two',
      }));
    },
  },
  {
    code: 'AZS-SSH',
    severity: 'error',
    title: 'Only the public half of a key is in the file',
    appliesWhen: localFlavour,
    check: (config) => {
      const { sshPublicKey } = stackOf(config);
      const secret = sshPublicKey?.includes('PRIVATE KEY') ?? false;
      return when(sshPublicKey !== undefined && !/^(ssh-(rsa|ed25519)|ecdsa-sha2-\S+) [A-Za-z0-9+/=]+/.test(sshPublicKey), () => ({
        path: stackPath('sshPublicKey'),
        message: secret ? 'this is a private key: everybody who reads the file can log in to the nodes' : 'this is no public key of SSH',
        hint: secret ? 'make a new pair, and write the content of its .pub file' : 'the content of a .pub file: ssh-ed25519 AAAA…',
      }));
    },
  },
  {
    code: 'AZS-HUB',
    severity: 'error',
    title: 'A cluster on Azure Stack Hub exists, and is named by its context',
    appliesWhen: hubFlavour,
    check: (config) => [
      ...when(config.platform.context === undefined, () => ({
        path: ['platform', 'context'],
        message: 'Azure Stack Hub makes no cluster (Microsoft has ended that service): platform.context is missing',
        hint: 'make one with aks-engine-azurestack, and name its kubeconfig and context',
      })),
      ...when(stackOf(config).armEndpoint === undefined, () => ({
        path: stackPath('armEndpoint'),
        message: 'platform.azureStack.armEndpoint is missing',
        hint: 'the address of the resource manager of the stamp, such as https://management.local.azurestack.external',
      })),
    ],
  },
  {
    code: 'AZS-UNUSED',
    severity: 'warning',
    title: 'Settings of Azure Stack stand beside it',
    appliesWhen: ({ platform }) => platform.azureStack !== undefined,
    check: ({ platform }) =>
      when(platform.provider !== 'azure-stack', () => ({
        path: stackPath(),
        message: `azureStack has no effect: the platform is ${platform.provider}`,
        hint: 'remove it, or write provider: azure-stack',
      })),
  },
];
