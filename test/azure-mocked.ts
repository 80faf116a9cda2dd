import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, runTerraform, stackFolder, type TerraformHere } from './real-providers';
import type { SynthesisedStack, Tree } from './synthesised';
import { resourcesOf } from './synthesised';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';

/** Where Azure puts each type below a resource group. The real provider judges ids of these forms when they go into other resources. */
const places: Readonly<Record<string, string>> = {
  azurerm_arc_kubernetes_provisioned_cluster: 'Microsoft.Kubernetes/connectedClusters',
  azurerm_api_management: 'Microsoft.ApiManagement/service',
  azurerm_api_management_product: 'Microsoft.ApiManagement/service/labs/products',
  azurerm_application_insights: 'Microsoft.Insights/components',
  azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
  azurerm_dashboard_grafana: 'Microsoft.Dashboard/grafana',
  azurerm_disk_encryption_set: 'Microsoft.Compute/diskEncryptionSets',
  azurerm_dns_zone: 'Microsoft.Network/dnsZones',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
  azurerm_kubernetes_cluster: 'Microsoft.ContainerService/managedClusters',
  azurerm_log_analytics_workspace: 'Microsoft.OperationalInsights/workspaces',
  azurerm_monitor_data_collection_endpoint: 'Microsoft.Insights/dataCollectionEndpoints',
  azurerm_monitor_data_collection_rule: 'Microsoft.Insights/dataCollectionRules',
  azurerm_monitor_workspace: 'Microsoft.Monitor/accounts',
  azurerm_nat_gateway: 'Microsoft.Network/natGateways',
  azurerm_network_security_group: 'Microsoft.Network/networkSecurityGroups',
  azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
  azurerm_public_ip: 'Microsoft.Network/publicIPAddresses',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts',
  azurerm_storage_container: 'Microsoft.Storage/storageAccounts/labs/blobServices/default/containers',
  azurerm_subnet: 'Microsoft.Network/virtualNetworks/labs/subnets',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
};

/** A GUID that belongs to an address alone. */
const guidOf = (address: string) => `00000000-0000-0000-0000-${Buffer.from(address).toString('hex').slice(-12).padStart(12, '0')}`;

const keyAnswer = (vault: string, name: string) => {
  const versionless = `https://${vault}.vault.azure.net/keys/${name}`;
  return { id: `${versionless}/0123456789abcdef0123456789abcdef`, versionless_id: versionless };
};

/** What Azure would make up for each resource of a stack, in the forms that it uses. */
function answers(stack: SynthesisedStack): { readonly target: string; readonly values: Tree }[] {
  const group = `${subscription}/resourceGroups/labs-dev-${stack.id}`;
  const vault = String(stack.json.resource.azurerm_key_vault?.['keys-store']?.name ?? 'keys');
  return resourcesOf(stack).flatMap(({ type, address, attributes }) => {
    const name = String(attributes.name ?? address);
    const place = places[type];
    const more: Readonly<Record<string, Tree>> = {
      azurerm_resource_group: { id: group },
      azurerm_api_management: {
        private_ip_addresses: ['10.64.232.4'],
        identity: { principal_id: guidOf(`principal ${address}`), tenant_id: guidOf('tenant') },
      },
      azurerm_dashboard_grafana: {
        endpoint: `https://${name}-0123456789abcdef.southafricanorth.grafana.azure.com`,
        identity: { principal_id: guidOf(`principal ${address}`), tenant_id: guidOf('tenant') },
      },
      azurerm_monitor_data_collection_endpoint: {
        metrics_ingestion_endpoint: `https://${name}.southafricanorth-1.metrics.ingest.monitor.azure.com`,
      },
      azurerm_monitor_data_collection_rule: { immutable_id: 'dcr-0123456789abcdef0123456789abcdef' },
      azurerm_key_vault_certificate: { versionless_secret_id: `https://front.vault.azure.net/secrets/${name}` },
      azurerm_key_vault_key: keyAnswer(vault, name),
      azurerm_user_assigned_identity: { client_id: guidOf(`client ${address}`), principal_id: guidOf(`principal ${address}`) },
      azurerm_dns_zone: { name_servers: ['ns1.example.net.', 'ns2.example.net.'] },
      azurerm_log_analytics_workspace: { workspace_id: guidOf(address) },
      azurerm_public_ip: { ip_address: `203.0.113.${address.length}` },
      azurerm_kubernetes_cluster: {
        oidc_issuer_url: 'https://issuer.example.net/1/',
        private_fqdn: 'labs-dev.private.example.net',
        fqdn: 'labs-dev.public.example.net',
        kube_config: [{ cluster_ca_certificate: 'cHVibGlj' }],
      },
    };
    const id = place ? { id: `${group}/providers/${place}/${name}` } : {};
    const values = { ...id, ...more[type] };
    return Object.keys(values).length > 0 ? [{ target: address, values }] : [];
  });
}

const data = {
  azurerm_client_config: { tenant_id: guidOf('tenant'), object_id: guidOf('deployer') },
  azurerm_key_vault_key: keyAnswer('keys', 'cluster'),
};

export interface Applied extends Answer {
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly type: unknown }>>;
  /** What came of each resource, by address. */
  readonly made: Readonly<Record<string, Tree>>;
}

interface TestState {
  readonly outputs?: Applied['outputs'];
  readonly root_module?: { readonly resources?: readonly { readonly address: string; readonly values: Tree }[] };
}

/**
 * Makes a stack by `terraform test` with the real provider's schemas and a mock in place of Azure: every expression is worked out in the order of the graph,
 * and every value that comes of it is judged by the real provider. The backend goes; what other stacks hand on is read for real.
 */
export function applyWithMocks(here: TerraformHere, folder: string, stack: SynthesisedStack): Applied {
  const { backend: _, ...terraform } = stack.json.terraform;
  stackFolder(here, folder, { ...stack.json, terraform });
  const mocks = Object.fromEntries(Object.entries(data).map(([type, defaults]) => [type, { defaults }]));
  const test = {
    mock_provider: { azurerm: { mock_data: mocks } },
    override_resource: answers(stack),
    run: { apply: { command: 'apply' } },
  };
  writeFileSync(join(folder, 'apply.tftest.json'), JSON.stringify(test));
  const answer = runTerraform(here, folder, 'test', '-json', '-verbose');
  const errors = answer.output
    .split('\n')
    .filter((line) => line.includes('"@level":"error"'))
    .map((line) => (JSON.parse(line) as { diagnostic?: { summary: string; detail: string; address?: string } }).diagnostic)
    .map((found) => `${found?.address}: ${found?.summary} ${found?.detail}`);
  const said = answer.output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { test_state?: TestState });
  const state = said.find(({ test_state }) => test_state)?.test_state;
  const made = Object.fromEntries((state?.root_module?.resources ?? []).map(({ address, values }) => [address, values]));
  return { ok: answer.ok, output: errors.join('\n'), outputs: state?.outputs ?? {}, made };
}

/** A state file with nothing but outputs, as another stack reads it. */
export function writeOutputs(file: string, outputs: Applied['outputs']): void {
  const state = { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'workbench-test', outputs, resources: [] };
  writeFileSync(file, JSON.stringify(state));
}
