import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
/** The public key of RFC 7517, appendix A.1. */
const key = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
};
const issuer = 'https://issuer.example.org/south';
const south = (more: Json = {}) => ({ context: 'south', issuer, addresses: ['203.0.113.7/32'], ...more });
const clusters = (participantClusters: Json) => ({ participantClusters });
const bank = (more: Json) => ({ participants: [{ id: 'bank', currency: 'USD', ...more }] });
const placed = (cluster: Json, more: Json = {}) => ({ ...bank({ cluster, ...more }), ...clusters({ south: south() }) });
const foreign = { gateway: { controller: 'existing' } };
const keysOf = (...keys: Json[]) => ({ jwks: { keys } });

/** Rules of clusters that carry payment managers and nothing else of the hub. */
export const clusterRuleRows: readonly RuleRow[] = [
  {
    code: 'PAR-CLUSTER',
    settings: bank({ cluster: { kubeconfig: '~/.kube/a', context: 'a' } }),
    finds: [
      'participants.0.cluster: the cluster of bank gets its payment manager only: it must have vault-config-operator, cert-manager with the issuer, a gateway and a login at Vault already (describe it in participantClusters and write cluster: { name: … }: it gets all of that)',
    ],
    silent: placed({ name: 'south' }),
  },
  {
    code: 'PAR-CLUSTER-WAY',
    settings: {
      participants: [
        { id: 'bank', currency: 'USD', cluster: { name: 'south', context: 'south' } },
        { id: 'wallet', currency: 'USD', cluster: { context: 'south' } },
      ],
      ...clusters({ south: south() }),
    },
    finds: [
      'participants.0.cluster: the cluster of bank is told twice: by its name south, and by its kubeconfig (keep the name: kubeconfig and context stand in participantClusters)',
      'participants.1.cluster: nobody can tell which cluster that of wallet is (write cluster: { name: … } of one in participantClusters, or both kubeconfig and context)',
    ],
    silent: placed({ name: 'south' }),
  },
  {
    code: 'PAR-CLUSTER-NAME',
    settings: placed({ name: 'sooth' }),
    finds: ['participants.0.cluster.name: bank is to run in sooth, which is not in participantClusters (did you mean south?)'],
    silent: placed({ name: 'south' }),
  },
  {
    code: 'PAR-CLUSTER-SAME',
    settings: bank({ cluster: { kubeconfig: '~/.kube/config', context: 'lab' } }),
    finds: ['participants.0.cluster: the cluster of bank is that of the hub (leave cluster out)'],
    silent: bank({ cluster: { kubeconfig: '~/.kube/config', context: 'other' } }),
  },
  {
    code: 'PAR-CLUSTER-BULK',
    settings: placed({ name: 'south' }, { sdkBulk: true }),
    finds: [
      'participants.0.sdkBulk: the bulk handlers of bank would run in cluster south, and Kafka of the hub is not reached from there (write sdkBulk: false, or leave cluster out)',
    ],
    silent: bank({ sdkBulk: true }),
  },
  {
    code: 'PAR-CLUSTER-CALLBACK',
    settings: placed({ name: 'south' }, { callback: { port: 9443 } }),
    finds: [
      'participants.0.callback.port: callback.port has no effect on bank: the gateway of cluster south takes callbacks at port 8443 (remove it)',
    ],
    silent: placed({ name: 'south' }),
  },
  {
    code: 'PCL-NAME',
    settings: clusters({ cluster1: south() }),
    finds: [
      'participantClusters.cluster1: cluster1 names stacks of clusters that are prepared by other means (choose another name, such as south)',
    ],
    silent: clusters({ south: south() }),
  },
  {
    code: 'PCL-HUB',
    settings: clusters({ south: south({ context: 'lab' }) }),
    finds: [
      'participantClusters.south.context: lab is the cluster of the hub: two stacks would make the same namespaces (name another context, or leave the cluster of its participants out)',
    ],
    silent: clusters({ south: south() }),
  },
  {
    code: 'PCL-TWICE',
    settings: clusters({ south: south(), north: south({ issuer: 'https://issuer.example.org/north' }) }),
    finds: [
      'participantClusters.north.context: north has the context of south (keep one of the two, and name it at all of its participants)',
    ],
    silent: clusters({ south: south(), north: south({ context: 'north' }) }),
  },
  {
    code: 'PCL-KEYS',
    settings: clusters({ south: south(keysOf(key, { ...key, d: 'AAAA' }, { kty: 'EC', crv: 'P-256' })) }),
    finds: [
      'participantClusters.south.jwks.keys.1: this is a private key: whoever has it is every account of that cluster (remove it, and make that cluster another one; kubectl get --raw /openid/v1/jwks prints the public ones)',
      'participantClusters.south.jwks.keys.2: this is no public key that can be read (copy it whole from kubectl get --raw /openid/v1/jwks)',
    ],
    silent: clusters({ south: south(keysOf(key)) }),
  },
  {
    code: 'PCL-KEYS-SHARED',
    settings: clusters({
      south: south(keysOf(key)),
      north: south({ context: 'north', ...keysOf({ ...key, kid: 'of north' }) }),
      east: south({ context: 'east' }),
      west: south({ context: 'west' }),
    }),
    finds: [
      'participantClusters.north.jwks: north has a key or the issuer of south (accounts of the one would be those of the other: copy the keys of each from its own API server)',
      'participantClusters.west.jwks: west has a key or the issuer of east (accounts of the one would be those of the other: copy the keys of each from its own API server)',
    ],
    silent: clusters({ south: south(keysOf(key)), north: south({ context: 'north' }) }),
  },
  {
    code: 'PCL-ISSUER',
    settings: clusters({ south: south({ issuer: 'https://kubernetes.default.svc.cluster.local' }) }),
    finds: [
      'participantClusters.south.jwks: https://kubernetes.default.svc.cluster.local leads Vault to the API server of its own cluster, whose accounts would be let in (copy the keys from kubectl get --raw /openid/v1/jwks)',
    ],
    silent: clusters({ south: south({ issuer: 'https://kubernetes.default.svc.cluster.local', ...keysOf(key) }) }),
  },
  {
    code: 'PCL-ADDRESSES',
    settings: clusters({ south: south({ addresses: ['203.0.113.7/32', '0.0.0.0/0'] }) }),
    finds: [
      'participantClusters.south.addresses.1: 0.0.0.0/0 lets strangers try logins at Vault by the host of south (name the addresses by which its pods leave its network, such as 203.0.113.7/32)',
    ],
    silent: clusters({ south: south({ addresses: ['10.0.0.0/8', '2001:db8::/32'] }) }),
  },
  {
    code: 'PCL-VAULT-WAY',
    settings: { ...foreign, ...clusters({ south: south() }) },
    finds: [
      'participantClusters.south.vaultAddress: no way leads from south to Vault: a gateway that is there already is not told to hold its addresses (write vaultAddress, a private way of yours, or leave gateway.controller out)',
    ],
    silent: { ...foreign, ...clusters({ south: south({ vaultAddress: 'https://vault.internal.example.org:8200' }) }) },
  },
  {
    code: 'PCL-VAULT-LOGIN',
    settings: { ...placed({ name: 'south' }), secrets: { vault: { address: 'https://vault.example.org:8200' } } },
    finds: [
      'participantClusters.south.vaultAddress: the management API of PM4ML logs in at /v1/auth/kubernetes/login and nowhere else, and accounts of south are known at auth/dev-cluster-south (let what stands at that address lead the one to /v1/auth/dev-cluster-south/login for this cluster, as a host of the gateway does)',
    ],
    silent: placed({ name: 'south' }),
  },
];
