import { addressRange, isPrivate } from '../model/address-ranges';
import type { WorkbenchConfig } from '../schema/workbench';
import { both, cloudNames, on, onCloud } from './clouds';
import { inProduction, numbered, type Rule, when } from './rule';

const place = ['cluster', 'api', 'allowedAddresses'];
const addresses = ({ cluster }: WorkbenchConfig) => numbered(cluster.api.allowedAddresses);
const isPublic = ({ cluster }: WorkbenchConfig) => cluster.api.public;
/** Nobody outside of the network reaches the API: it is private, or public for nobody. */
const closed = ({ cluster: { api } }: WorkbenchConfig) => !api.public || api.allowedAddresses.length === 0;
/** Most ranges of an allow-list (docs.aws.amazon.com, EKS quotas; learn.microsoft.com, authorized IP ranges). */
const most = { aws: 40, azure: 200 } as const;

/** Who reaches the Kubernetes API of a cluster that is made here. */
export const cloudApiRules: readonly Rule[] = [
  {
    code: 'API-ALLOW-LIST',
    severity: 'error',
    title: 'In production a public Kubernetes API names who may reach it',
    appliesWhen: both(onCloud, inProduction, isPublic),
    check: ({ cluster }) =>
      when(cluster.api.allowedAddresses.length === 0, () => ({
        path: place,
        message: 'the Kubernetes API is to have a public address, and nobody is named who may reach it',
        hint: 'add the addresses of your operators and pipelines, or leave public out: production is private',
      })),
  },
  {
    code: 'API-WORLD',
    severity: 'error',
    title: 'The Kubernetes API is not open to the whole world',
    appliesWhen: both(onCloud, isPublic),
    check: (config) =>
      addresses(config).flatMap(({ index, item }) =>
        when(item.endsWith('/0'), () => ({
          path: [...place, index],
          message: `${item} lets the whole world try its keys at the Kubernetes API`,
          hint: 'name the addresses of your operators and pipelines',
        })),
      ),
  },
  {
    code: 'API-IPV6',
    severity: 'error',
    title: 'Allow-lists of the Kubernetes API hold IPv4 ranges',
    appliesWhen: both(onCloud, isPublic),
    check: (config) =>
      addresses(config).flatMap(({ index, item }) =>
        when(item.includes(':') && !item.endsWith('/0'), () => ({
          path: [...place, index],
          message: `${item} is an IPv6 range, and the API of ${cloudNames[config.platform.provider]} takes IPv4 here`,
          hint: 'name the IPv4 address that your requests come from',
        })),
      ),
  },
  {
    code: 'API-NEVER',
    severity: 'warning',
    title: 'Addresses that may reach a public API are public',
    appliesWhen: both(onCloud, isPublic),
    check: (config) =>
      addresses(config).flatMap(({ index, item }) => {
        const range = addressRange(item);
        return when(range !== undefined && range.prefix > 0 && isPrivate(range), () => ({
          path: [...place, index],
          message: `nobody reaches a public address from ${item}, which is private`,
          hint: 'inside the network the API has a private address already; name the address that the internet sees',
        }));
      }),
  },
  {
    code: 'API-MANY',
    severity: 'error',
    title: 'The allow-list of the Kubernetes API is no longer than the cloud takes',
    appliesWhen: both(onCloud, isPublic),
    check: ({ cluster: { api }, platform }) => {
      const limit = most[platform.provider as keyof typeof most];
      return when(api.allowedAddresses.length > limit, () => ({
        path: place,
        message: `${api.allowedAddresses.length} ranges, and ${cloudNames[platform.provider]} takes ${limit}`,
        hint: 'join ranges, or let people in through a VPN',
      }));
    },
  },
  {
    code: 'API-ALLOW-UNUSED',
    severity: 'warning',
    title: 'Allow-lists stand beside a public API',
    // At Azure the same list opens key vaults and stores of tables, however the API stands.
    appliesWhen: both(on('aws'), (config) => !isPublic(config)),
    check: ({ cluster }) =>
      when(cluster.api.allowedAddresses.length > 0, () => ({
        path: place,
        message: 'allowedAddresses has no effect: the Kubernetes API has no public address',
        hint: 'write public: true, or remove it',
      })),
  },
  {
    code: 'API-WAY-IN',
    severity: 'warning',
    title: 'Whoever deploys reaches the Kubernetes API',
    appliesWhen: both(onCloud, closed),
    check: ({ cluster: { api }, profile }) =>
      when(profile === 'sandbox' || !api.public, () => ({
        path: ['cluster', 'api', api.public ? 'allowedAddresses' : 'public'],
        message:
          'the Kubernetes API is reached from inside the network only: from elsewhere, deploy makes the cluster and then waits for it in vain',
        hint: api.public
          ? 'add the address that you deploy from, or deploy from a machine in the network'
          : 'deploy from a machine in the network or through a VPN; public: true with allowedAddresses opens it to those you name',
      })),
  },
  {
    code: 'API-VAULT',
    severity: 'warning',
    title: 'Whoever deploys to Azure reaches the key vaults',
    appliesWhen: both(on('azure'), ({ cluster }) => cluster.api.allowedAddresses.length === 0),
    check: () => [
      {
        path: ['cluster', 'api', 'allowedAddresses'],
        message: 'key vaults let nobody in from outside, and the first deploy writes keys before there is a network to come from',
        hint: 'name the address that the first deploy comes from; it may be taken away again when deploys come from inside the network',
      },
    ],
  },
];
