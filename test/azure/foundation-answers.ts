import type { Answer, Asked, Azure, Json } from './stand-in';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
export const parentZone: Json = {
  id: `${subscription}/resourceGroups/dns/providers/Microsoft.Network/dnsZones/example.org`,
  name: 'example.org',
  type: 'Microsoft.Network/dnsZones',
  location: 'global',
  properties: { nameServers: ['ns1.example.net.'], numberOfRecordSets: 2, maxNumberOfRecordSets: 10000 },
};

const version = '0123456789abcdef0123456789abcdef';

/** Keys of Key Vault: one version each. */
function keys(azure: Azure, { method, host, path, body }: Asked): Answer | undefined {
  if (!host.includes('.vault.')) return undefined;
  const [, kind, name = '', part] = path.split('/');
  if (kind === 'certificates') return { status: 404, body: { error: { code: 'ContactsNotFound', message: 'nobody' } } };
  if (kind === undefined || kind === '') return { status: 200, body: {} };
  if (kind === 'deletedkeys') return { status: 404, body: { error: { code: 'KeyNotFound', message: name } } };
  if (kind !== 'keys') return undefined;
  const id = `${host}/${name}`;
  if (part === 'rotationpolicy') {
    if (method === 'PUT') azure.resources.set(`${id}/rotation`, body);
    return { status: 200, body: azure.resources.get(`${id}/rotation`) ?? { lifetimeActions: [], attributes: {} } };
  }
  if (method === 'POST') {
    const key = {
      key: { kid: `https://${host}/keys/${name}/${version}`, kty: 'RSA', key_ops: body.key_ops, n: 'A'.repeat(512), e: 'AQAB' },
      attributes: { enabled: true },
      tags: body.tags,
    };
    azure.resources.set(id, key);
    return { status: 200, body: key };
  }
  const found = azure.resources.get(id);
  return found ? { status: 200, body: found } : { status: 404, body: { error: { code: 'KeyNotFound', message: name } } };
}

const someone = '00000000-0000-0000-0000-0000000000dd';

/** What Azure makes up of its own for a resource of metrics, by its path. */
const madeUp: readonly (readonly [RegExp, Json])[] = [
  [
    /\/Microsoft\.Insights\/dataCollectionEndpoints\/[^/]+$/i,
    { metricsIngestion: { endpoint: 'https://labs.southafricanorth-1.metrics.ingest.monitor.azure.com' } },
  ],
  [/\/Microsoft\.Insights\/dataCollectionRules\/[^/]+$/i, { immutableId: 'dcr-0123456789abcdef0123456789abcdef' }],
  [/\/Microsoft\.Dashboard\/grafana\/[^/]+$/i, { endpoint: 'https://labs-0123456789abcdef.southafricanorth.grafana.azure.com' }],
];

/** Puts a vault with one key there, as a foundation that was made before left it. */
export function putKey(azure: Azure, vault: string, name: string): void {
  const id = `${subscription}/resourceGroups/labs-dev-foundation/providers/Microsoft.KeyVault/vaults/${vault}`;
  const properties = {
    vaultUri: `https://${vault}.vault.azure.net/`,
    tenantId: '00000000-0000-0000-0000-00000000000d',
    sku: { name: 'standard', family: 'A' },
    accessPolicies: [],
  };
  azure.resources.set(id.toLowerCase(), { id, name: vault, type: 'Microsoft.KeyVault/vaults', location: 'southafricanorth', properties });
  const kid = `https://${vault}.vault.azure.net/keys/${name}/${version}`;
  azure.resources.set(`${vault}.vault.azure.net/${name}`, {
    key: { kid, kty: 'RSA', key_ops: [], n: 'A'.repeat(512), e: 'AQAB' },
    attributes: { enabled: true },
  });
}

export const answersOfFoundation =
  (azure: Azure) =>
  (asked: Asked): Answer | undefined => {
    const key = keys(azure, asked);
    if (key) return key;
    if (/^\/subscriptions\/[^/]+\/providers\/Microsoft\.Network\/dnsZones$/i.test(asked.path))
      return { status: 200, body: { value: [parentZone] } };
    if (/checkNameAvailability$/i.test(asked.path)) return { status: 200, body: { nameAvailable: true } };
    if (asked.method === 'GET' && /\/SOA\/@$/i.test(asked.path)) {
      const soa = {
        email: 'a.example.net',
        host: 'ns1.example.net',
        expireTime: 2419200,
        minimumTTL: 300,
        refreshTime: 3600,
        retryTime: 300,
        serialNumber: 1,
      };
      return {
        status: 200,
        body: { id: asked.path, name: '@', properties: { TTL: 3600, ttl: 3600, SOARecord: soa, soaRecord: soa, fqdn: 'x.' } },
      };
    }
    const account = /\/storageAccounts\/([^/]+)$/i.exec(asked.path)?.[1];
    const kept = azure.resources.get(asked.path.toLowerCase());
    if (asked.method === 'GET' && account && kept) {
      const primaryEndpoints = { blob: `https://${account}.blob.core.windows.net/` };
      return {
        status: 200,
        body: { ...kept, properties: { ...(kept.properties as Json), primaryEndpoints, primaryLocation: kept.location } },
      };
    }
    if (asked.method === 'GET' && /\/Microsoft\.OperationalInsights\/workspaces\/[^/]+$/i.test(asked.path) && kept)
      return {
        status: 200,
        body: { ...kept, properties: { ...(kept.properties as Json), customerId: '00000000-0000-0000-0000-0000000000cc' } },
      };
    const invented = asked.method === 'GET' && kept ? madeUp.find(([path]) => path.test(asked.path))?.[1] : undefined;
    if (invented && kept)
      return {
        status: 200,
        body: {
          ...kept,
          properties: { ...(kept.properties as Json), ...invented },
          ...(kept.identity ? { identity: { ...(kept.identity as Json), principalId: someone, tenantId: someone } } : {}),
        },
      };
    if (asked.method === 'GET' && /\/(file|blob)Services\/default$/i.test(asked.path) && !kept)
      return { status: 200, body: { id: asked.path, name: 'default', properties: {} } };
    // AKS turns a minor version into its newest patch, and lists patches.
    if (/\/availableAgentPoolVersions$/i.test(asked.path))
      return {
        status: 200,
        body: { id: asked.path, properties: { agentPoolVersions: [{ kubernetesVersion: '1.35.1' }, { kubernetesVersion: '1.34.4' }] } },
      };
    if (/\/listClusterUserCredential$/i.test(asked.path)) {
      const kubeconfig = `apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {server: "https://a", certificate-authority-data: cHVibGlj}\nusers:\n- name: u\n  user: {exec: {command: kubelogin, apiVersion: client.authentication.k8s.io/v1beta1}}\ncontexts: []\n`;
      return { status: 200, body: { kubeconfigs: [{ name: 'clusterUser', value: Buffer.from(kubeconfig).toString('base64') }] } };
    }
    // Azure makes it with each Application Insights, a moment later.
    if (asked.method === 'GET' && /smartDetectorAlertRules/i.test(asked.path) && !azure.resources.has(asked.path.toLowerCase()))
      return {
        status: 200,
        body: {
          id: asked.path,
          name: asked.path.split('/').at(-1),
          location: 'global',
          properties: {
            state: 'Enabled',
            severity: 'Sev3',
            frequency: 'PT1M',
            detector: { id: 'FailureAnomaliesDetector' },
            scope: [],
            actionGroups: { groupIds: [] },
          },
        },
      };
    return undefined;
  };
