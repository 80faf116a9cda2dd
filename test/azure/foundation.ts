import type { Json } from './stand-in';

export const subscription = '00000000-0000-0000-0000-000000000001';
const group = (name: string) => `/subscriptions/${subscription}/resourceGroups/${name}`;
/** Id of something that the foundation made. */
export const inFoundation = (rest: string) => `${group('labs-dev-foundation')}/providers/${rest}`;
const subnet = (name: string) => inFoundation(`Microsoft.Network/virtualNetworks/labs-dev/subnets/${name}`);
const zone = (name: string) => inFoundation(`Microsoft.Network/privateDnsZones/${name}`);
const vault = inFoundation('Microsoft.KeyVault/vaults/labs-dev-secrets');

/** What the foundation of the environment `labs-dev` hands on, in the spelling of Azure's ids; as much of it as managed stores read. */
export const foundation = {
  place: { group: 'labs-dev-foundation', region: 'southafricanorth' },
  network: {
    id: inFoundation('Microsoft.Network/virtualNetworks/labs-dev'),
    dataSubnets: [subnet('data')],
    endpointSubnets: [subnet('endpoints')],
    purposes: {
      'dns-mysql': zone('labs-dev.private.mysql.database.azure.com'),
      'dns-kafka': zone('privatelink.servicebus.windows.net'),
    },
  },
  keys: { data: 'https://labs-dev-keys.vault.azure.net/keys/labs-dev-data' },
  logWorkspace: { id: inFoundation('Microsoft.OperationalInsights/workspaces/labs-dev') },
  secretStore: { id: vault },
} as const;

const nobody = '00000000-0000-0000-0000-00000000000d';

/** What stands at Azure already when managed stores are made: the vault of the foundation, and the proxy's identity of the cluster. */
export const standing: readonly Json[] = [
  {
    id: vault,
    name: 'labs-dev-secrets',
    type: 'Microsoft.KeyVault/vaults',
    location: 'southafricanorth',
    properties: {
      vaultUri: 'https://labs-dev-secrets.vault.azure.net/',
      tenantId: nobody,
      sku: { name: 'standard', family: 'A' },
      accessPolicies: [],
    },
  },
  {
    id: `${group('labs-dev-cluster')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/labs-dev-kafka-proxy`,
    name: 'labs-dev-kafka-proxy',
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    location: 'southafricanorth',
    properties: { principalId: '00000000-0000-0000-0000-0000000000aa', clientId: '00000000-0000-0000-0000-0000000000ab', tenantId: nobody },
  },
];

type Typed = string | readonly ['tuple', readonly Typed[]] | readonly ['object', Readonly<Record<string, Typed>>];
const typeOf = (value: unknown): Typed => {
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return ['tuple', value.map(typeOf)];
  return ['object', Object.fromEntries(Object.entries(value as Json).map(([key, child]) => [key, typeOf(child)]))];
};

/** A state of Terraform that has outputs and nothing else. */
export const stateWith = (outputs: Json): string =>
  JSON.stringify({
    version: 4,
    terraform_version: '1.11.0',
    serial: 1,
    lineage: 'of a test',
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, type: typeOf(value) }])),
    resources: [],
  });
