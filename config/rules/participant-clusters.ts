import {
  clusterAuthPath,
  comesByGateway,
  type ParticipantCluster,
  participantClusters,
  participantsIn,
  privateMembers,
  publicKeyPem,
} from '../model/participant-clusters';
import { managementLogin } from '../model/vault-ways';
import type { WorkbenchConfig } from '../schema/workbench';
import { type Finding, type Rule, shared } from './rule';

type Place = (string | number)[];

/** A rule that looks at one cluster at a time; places are below its entry. */
const each =
  (check: (cluster: ParticipantCluster, config: WorkbenchConfig) => readonly Finding[]): Rule['check'] =>
  (config) =>
    participantClusters(config).flatMap((cluster) =>
      check(cluster, config).map((found) => ({ ...found, path: ['participantClusters', cluster.name, ...found.path] })),
    );
const one = (path: Place, message: string, hint: string): Finding[] => [{ path, message, hint }];
const anyClusters = ({ participantClusters: clusters }: WorkbenchConfig) => Object.keys(clusters).length > 0;

/** What is the same in two clusters that ought to be different. */
const twice = (
  config: WorkbenchConfig,
  keysOf: (cluster: ParticipantCluster) => readonly string[],
  path: Place,
  what: string,
  hint: string,
) =>
  shared(
    participantClusters(config).flatMap((cluster) => [...new Set(keysOf(cluster))].map((key) => ({ cluster, key }))),
    ({ key }) => key,
  ).flatMap(([, [first, ...others]]): Finding[] =>
    others.map(({ cluster }) => ({
      path: ['participantClusters', cluster.name, ...path],
      message: `${cluster.name} has ${what} of ${first?.cluster.name}`,
      hint,
    })),
  );

/** Names that lead every pod to the API server of its own cluster. */
const ofEachCluster = /^https?:\/\/kubernetes(\.default(\.svc(\..*)?)?)?([:/]|$)/;
const prefixOf = (range: string) => Number(range.split('/')[1] ?? 128);
/** Wider ranges are no network of anybody. */
const widest = (range: string) => (range.includes(':') ? 16 : 8);

export const participantClusterRules: readonly Rule[] = [
  {
    code: 'PCL-NAME',
    severity: 'error',
    title: 'Names of clusters are no numbers of stacks',
    appliesWhen: anyClusters,
    check: each(({ name }) =>
      /^cluster\d+$/.test(name)
        ? one([], `${name} names stacks of clusters that are prepared by other means`, 'choose another name, such as south')
        : [],
    ),
  },
  {
    code: 'PCL-HUB',
    severity: 'error',
    title: 'A further cluster is not the one of the hub',
    appliesWhen: anyClusters,
    check: each(({ kubeconfig, context }, { platform }) =>
      platform.provider === 'kubernetes' && kubeconfig === platform.kubeconfig && context === platform.context
        ? one(
            ['context'],
            `${context} is the cluster of the hub: two stacks would make the same namespaces`,
            'name another context, or leave the cluster of its participants out',
          )
        : [],
    ),
  },
  {
    code: 'PCL-TWICE',
    severity: 'error',
    title: 'A further cluster is described once',
    appliesWhen: anyClusters,
    check: (config) =>
      twice(
        config,
        ({ kubeconfig, context }) => [`${kubeconfig}#${context}`],
        ['context'],
        'the context',
        'keep one of the two, and name it at all of its participants',
      ),
  },
  {
    code: 'PCL-KEYS',
    severity: 'error',
    title: 'Keys of a cluster are public keys',
    appliesWhen: anyClusters,
    check: each(({ jwks }) =>
      (jwks?.keys ?? []).flatMap((key, index): Finding[] => {
        const path = ['jwks', 'keys', index];
        if (privateMembers.some((member) => member in key))
          return one(
            path,
            'this is a private key: whoever has it is every account of that cluster',
            'remove it, and make that cluster another one; kubectl get --raw /openid/v1/jwks prints the public ones',
          );
        return publicKeyPem(key)
          ? []
          : one(path, 'this is no public key that can be read', 'copy it whole from kubectl get --raw /openid/v1/jwks');
      }),
    ),
  },
  {
    code: 'PCL-KEYS-SHARED',
    severity: 'error',
    title: 'No two clusters sign with the same key',
    appliesWhen: anyClusters,
    check: (config) =>
      twice(
        config,
        ({ jwks, issuer }) => jwks?.keys.flatMap((key) => publicKeyPem(key) ?? []) ?? [issuer],
        ['jwks'],
        'a key or the issuer',
        'accounts of the one would be those of the other: copy the keys of each from its own API server',
      ),
  },
  {
    code: 'PCL-ISSUER',
    severity: 'error',
    title: 'An issuer that Vault asks for keys is the one of that cluster',
    appliesWhen: anyClusters,
    check: each(({ jwks, issuer }) =>
      jwks === undefined && ofEachCluster.test(issuer)
        ? one(
            ['jwks'],
            `${issuer} leads Vault to the API server of its own cluster, whose accounts would be let in`,
            'copy the keys from kubectl get --raw /openid/v1/jwks',
          )
        : [],
    ),
  },
  {
    code: 'PCL-ADDRESSES',
    severity: 'error',
    title: 'Vault is shown to one network, not to everybody',
    appliesWhen: anyClusters,
    check: each(({ name, addresses }) =>
      addresses.flatMap((range, index) =>
        prefixOf(range) < widest(range)
          ? one(
              ['addresses', index],
              `${range} lets strangers try logins at Vault by the host of ${name}`,
              'name the addresses by which its pods leave its network, such as 203.0.113.7/32',
            )
          : [],
      ),
    ),
  },
  {
    code: 'PCL-VAULT-WAY',
    severity: 'error',
    title: 'A further cluster has a way to Vault',
    appliesWhen: ({ gateway }) => gateway.controller === 'existing',
    check: each((cluster, config) =>
      comesByGateway(config, cluster)
        ? one(
            ['vaultAddress'],
            `no way leads from ${cluster.name} to Vault: a gateway that is there already is not told to hold its addresses`,
            'write vaultAddress, a private way of yours, or leave gateway.controller out',
          )
        : [],
    ),
  },
  {
    code: 'PCL-VAULT-LOGIN',
    severity: 'warning',
    title: 'The management API finds its login at an address of yours',
    appliesWhen: anyClusters,
    check: each((cluster, config) =>
      !comesByGateway(config, cluster) && participantsIn(config, cluster).length > 0
        ? one(
            ['vaultAddress'],
            `the management API of PM4ML logs in at ${managementLogin} and nowhere else, and accounts of ${cluster.name} are known at auth/${clusterAuthPath(config, cluster)}`,
            `let what stands at that address lead the one to /v1/auth/${clusterAuthPath(config, cluster)}/login for this cluster, as a host of the gateway does`,
          )
        : [],
    ),
  },
];
