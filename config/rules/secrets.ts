import { sealOf } from '../model/seal';
import { always, inProduction, ownVault, type Rule, shared, when } from './rule';

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

function hostOf(address: string): string {
  return new URL(address).hostname;
}

export const secretRules: readonly Rule[] = [
  {
    code: 'SEC-VAULT-EVEN',
    severity: 'error',
    title: 'Vault has an odd number of members',
    appliesWhen: ownVault,
    check: ({ secrets: { vault } }) =>
      when(vault.replicas % 2 === 0, () => ({
        path: ['secrets', 'vault', 'replicas'],
        message: `${vault.replicas} members of Vault bear no more losses than ${vault.replicas - 1}`,
        hint: `write ${vault.replicas - 1} or ${vault.replicas + 1}`,
      })),
  },
  {
    code: 'SEC-SHAMIR',
    severity: 'warning',
    title: 'In production the unseal key of Vault does not lie in the cluster',
    appliesWhen: (config) => inProduction(config) && ownVault(config),
    check: (config) =>
      when(sealOf(config) === 'shamir', () => ({
        path: ['secrets', 'vault', 'seal'],
        message: `seal shamir keeps the unseal key in a Secret of the namespace ${config.secrets.vault.namespace}`,
        hint: 'encrypt Secrets at rest and let nobody read that namespace, or use an existing Vault by secrets.vault.address',
      })),
  },
  {
    code: 'SEC-VAULT-CLEAR',
    severity: 'warning',
    title: 'An existing Vault is reached by TLS',
    appliesWhen: (config) => !ownVault(config),
    check: ({ secrets: { vault } }) =>
      (['address', 'inClusterAddress'] as const).flatMap((key) =>
        when(vault[key]?.startsWith('http://') ?? false, () => ({
          path: ['secrets', 'vault', key],
          message: 'Vault is reached without TLS: passwords travel in the clear',
          hint: 'use an https address and secrets.vault.caFile',
        })),
      ),
  },
  {
    code: 'SEC-VAULT-SCHEME',
    severity: 'error',
    title: 'Addresses of Vault are http or https',
    appliesWhen: always,
    check: ({ secrets: { vault } }) =>
      (['address', 'inClusterAddress'] as const).flatMap((key) => {
        const address = vault[key];
        return when(address !== undefined && !/^https?:\/\//.test(address), () => ({
          path: ['secrets', 'vault', key],
          message: `${address} is no http or https address`,
          hint: 'such as https://vault.example.org:8200',
        }));
      }),
  },
  {
    code: 'SEC-VAULT-LOOPBACK',
    severity: 'warning',
    title: 'Pods can reach an existing Vault',
    appliesWhen: (config) => !ownVault(config),
    check: ({ secrets: { vault } }) => {
      const key = vault.inClusterAddress === undefined ? 'address' : 'inClusterAddress';
      const address = vault[key] ?? '';
      return when(URL.canParse(address) && loopback.test(hostOf(address)), () => ({
        path: ['secrets', 'vault', key],
        message: `${address} is every pod's own loopback: no pod reaches Vault there`,
        hint: 'add secrets.vault.inClusterAddress, the address as pods see it',
      }));
    },
  },
  {
    code: 'SEC-VAULT-UNUSED',
    severity: 'warning',
    title: 'Settings of an existing Vault stand beside its address',
    appliesWhen: ownVault,
    check: ({ secrets: { vault } }) =>
      (['inClusterAddress', 'caFile'] as const).flatMap((key) =>
        when(vault[key] !== undefined, () => ({
          path: ['secrets', 'vault', key],
          message: `${key} has no effect: Vault is deployed here`,
          hint: 'add secrets.vault.address to use an existing Vault, or remove it',
        })),
      ),
  },
  {
    code: 'SEC-MOUNT-TWICE',
    severity: 'error',
    title: 'Every engine of Vault has a mount of its own',
    appliesWhen: always,
    check: ({ secrets }) =>
      shared(['kvMount', 'pm4mlMount', 'pkiMount'] as const, (key) => secrets[key]).flatMap(([mount, [first, ...again]]) =>
        again.map((key) => ({
          path: ['secrets', key],
          message: `the mount ${mount} is secrets.${first} too`,
          hint: 'Vault keeps one engine a mount: choose another name',
        })),
      ),
  },
  {
    code: 'SEC-LOGIN-NOBODY',
    severity: 'error',
    title: 'A login names who may use it',
    appliesWhen: always,
    check: ({ secrets: { people, pipelines } }) => [
      ...when(people !== undefined && people.groups.length === 0, () => ({
        path: ['secrets', 'people', 'groups'],
        message: 'no group may log in',
        hint: 'add secrets.people.groups: [operators], or leave people out',
      })),
      ...when(pipelines !== undefined && pipelines.projects.length === 0, () => ({
        path: ['secrets', 'pipelines', 'projects'],
        message: 'no project may log in',
        hint: 'add secrets.pipelines.projects: [group/project], or leave pipelines out',
      })),
    ],
  },
];
