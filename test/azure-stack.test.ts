import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeClusterAccess } from '../cli/cloud/cluster-access';
import { nameOf } from '../config/model/names';
import { nodePools } from '../config/model/node-pools';
import type { ProblemError } from '../config/problems';
import { agentPool } from '../constructs/azure-stack/settings';
import { applyWithMocks, writeOutputs } from './azure-mocked';
import { realProviders, validated } from './real-providers';
import { modelWith, resourcesOf, type SynthesisedStack, stateDir, synthesised, type Tree } from './synthesised';

const account = { account: '00000000-0000-0000-0000-000000000001', directory: '00000000-0000-0000-0000-00000000000d' };
const building = {
  customLocation: '/subscriptions/0/resourceGroups/building/providers/Microsoft.ExtendedLocation/customLocations/building',
  virtualSwitch: 'ConvergedSwitch(compute_management)',
  addressPrefix: '10.10.0.0/22',
  gateway: '10.10.0.1',
  dnsServers: ['10.10.0.2', '10.10.0.3'],
  nodeAddresses: { start: '10.10.0.50', end: '10.10.0.99' },
  serviceAddresses: { start: '10.10.0.100', end: '10.10.0.109' },
  controlPlaneAddress: '10.10.0.20',
  sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPublicKeyOfAnExampleThatNobodyCanUse00000000 operators',
  kubernetesPatch: '1.31.5',
  kubernetesRuntime: '00000000-0000-0000-0000-0000000000bb',
};
const local: Tree = {
  profile: 'production',
  platform: { provider: 'azure-stack', context: undefined, region: 'southafricanorth', ...account, azureStack: building },
  residency: { country: 'ZA', allowedRegions: ['southafricanorth'] },
  state: { backend: 'local' },
  cluster: { kubernetesVersion: '1.31', zones: 1, administrators: ['00000000-0000-0000-0000-0000000000aa'] },
  costCentre: 'hub 7',
};
const stamp: Tree = {
  profile: 'production',
  platform: {
    provider: 'azure-stack',
    context: 'stamp',
    region: 'local',
    ...account,
    azureStack: { flavour: 'hub', armEndpoint: 'https://management.local.azurestack.external' },
  },
  state: { backend: 'local' },
  cluster: { zones: 1 },
};

const model = modelWith(local);
const ofLocal = synthesised(model);
const ofStamp = synthesised(modelWith(stamp));
const stackOf = (made: typeof ofLocal, id: string): SynthesisedStack => {
  const found = made.stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`no stack ${id} among ${made.stacks.map((stack) => stack.id)}`);
  return found;
};
const one = (stack: SynthesisedStack, address: string): Tree => {
  const found = resourcesOf(stack).find((resource) => resource.address === address);
  if (!found) throw new Error(`${stack.id} has no ${address}`);
  return found.attributes;
};
const deployment = (name: string) => one(stackOf(ofLocal, 'cluster'), `azurerm_resource_group_template_deployment.${name}`);
const templateOf = (name: string) => JSON.parse(String(deployment(name).template_content)) as Tree;
const parametersOf = (name: string) => {
  const given = JSON.parse(String(deployment(name).parameters_content)) as Readonly<Record<string, { readonly value: unknown }>>;
  return Object.fromEntries(Object.entries(given).map(([key, { value }]) => [key, value]));
};
const clusterDeployment = 'cluster-deployment';
const arcCluster = 'azurerm_arc_kubernetes_provisioned_cluster.cluster-arc';

describe('Azure Local', () => {
  test('makes a network and a cluster, and no managed store: everything else stays in the building', () => {
    expect(ofLocal.stacks.map(({ id }) => id)).toEqual([
      'foundation',
      'cluster',
      'platform',
      'secrets',
      'stores',
      'edge',
      'hub',
      'observability',
      'participants-1',
    ]);
    const types = ['foundation', 'cluster'].flatMap((id) => resourcesOf(stackOf(ofLocal, id)).map(({ type }) => type));
    expect([...new Set(types)].sort()).toEqual([
      'azurerm_arc_kubernetes_cluster_extension',
      'azurerm_arc_kubernetes_provisioned_cluster',
      'azurerm_resource_group',
      'azurerm_resource_group_template_deployment',
      'azurerm_stack_hci_logical_network',
    ]);
  });

  test('the logical network stands on the switch, with its range, its way out and the addresses of nodes', () => {
    expect(one(stackOf(ofLocal, 'foundation'), 'azurerm_stack_hci_logical_network.network-logical')).toMatchObject({
      custom_location_id: building.customLocation,
      virtual_switch_name: building.virtualSwitch,
      dns_servers: building.dnsServers,
      subnet: {
        ip_allocation_method: 'Static',
        address_prefix: building.addressPrefix,
        ip_pool: [building.nodeAddresses],
        route: { address_prefix: '0.0.0.0/0', next_hop_ip_address: building.gateway },
      },
    });
  });

  test('every parameter of a template is declared, given a value, and used', () => {
    for (const name of [
      clusterDeployment,
      'cluster-load-balancer',
      ...nodePools(model.config, model.services)
        .slice(1)
        .map(({ role }) => `node-pools-${role}`),
    ]) {
      const template = templateOf(name);
      const declared = Object.keys(template.parameters as Tree).sort();
      expect(Object.keys(parametersOf(name)).sort()).toEqual(declared);
      const text = JSON.stringify([template.resources, template.outputs]);
      expect(declared.filter((parameter) => !text.includes(`parameters('${parameter}')`))).toEqual([]);
      const used = [...text.matchAll(/parameters\('(\w+)'\)/g)].map(([, parameter]) => parameter);
      expect(used.filter((parameter) => !declared.includes(parameter ?? ''))).toEqual([]);
    }
  });

  test('the cluster is what its settings say: version, three machines for its API, its address, its pools, its people', () => {
    expect(parametersOf(clusterDeployment)).toMatchObject({
      kubernetesVersion: '1.31.5',
      controlPlaneCount: 3,
      controlPlaneAddress: building.controlPlaneAddress,
      sshPublicKey: building.sshPublicKey,
      podRange: model.config.network.podRange,
      logicalNetwork: '${data.terraform_remote_state.foundation.outputs.network.id}',
    });
    expect(deployment(clusterDeployment).deployment_mode).toBe('Incremental');
    expect(one(stackOf(ofLocal, 'cluster'), arcCluster)).toMatchObject({
      azure_active_directory: {
        azure_rbac_enabled: true,
        admin_group_object_ids: ['00000000-0000-0000-0000-0000000000aa'],
        tenant_id: account.directory,
      },
    });
    const [instance] = templateOf(clusterDeployment).resources as Tree[];
    expect(instance).toMatchObject({ properties: { networkProfile: { networkPolicy: 'calico', loadBalancerProfile: { count: 0 } } } });
  });

  test('every pool of the plan is there once, with its numbers, label and taint', () => {
    const plan = nodePools(model.config, model.services);
    const first = (parametersOf(clusterDeployment).pools as Tree[])[0];
    const others = plan.slice(1).map(({ role }) => ({ name: role, ...(parametersOf(`node-pools-${role}`).pool as Tree) }));
    const made = [first, ...others] as {
      readonly name: string;
      readonly vmSize: string;
      readonly minCount: number;
      readonly maxCount: number;
    }[];
    expect(made.map(({ name, vmSize, minCount, maxCount }) => `${name} ${vmSize} ${minCount}-${maxCount}`)).toEqual(
      plan.map(({ role, machine, min, max }) => `${role} ${machine} ${min}-${max}`),
    );
    expect(first).toMatchObject({ osType: 'Linux', nodeLabels: plan[0]?.labels });
  });

  test('a pool of a fixed number has no bounds', () => {
    const [pool] = nodePools(model.config, model.services);
    if (!pool) throw new Error('there is no pool');
    expect(agentPool({ ...pool, min: 3, max: 4 })).toMatchObject({ count: 3, enableAutoScaling: true, minCount: 3, maxCount: 4 });
    const fixed = agentPool({ ...pool, min: 3, max: 3 });
    expect(fixed).toMatchObject({ count: 3, enableAutoScaling: false });
    expect(Object.keys(fixed).filter((key) => /^(min|max)Count$/.test(key))).toEqual([]);
  });

  test('balancers give out the addresses of the operator, which are not those of nodes', () => {
    expect(parametersOf('cluster-load-balancer')).toMatchObject({ addresses: '10.10.0.100-10.10.0.109' });
    const extension = 'azurerm_arc_kubernetes_cluster_extension.cluster-load-balancer-extension';
    // The service in Azure that sets MetalLB up has its rights in the cluster by this id alone.
    expect(one(stackOf(ofLocal, 'cluster'), extension)).toMatchObject({
      configuration_settings: { k8sRuntimeFpaObjectId: building.kubernetesRuntime },
      depends_on: [`azurerm_resource_group_template_deployment.${clusterDeployment}`],
    });
    expect(deployment('cluster-load-balancer').depends_on).toEqual([extension]);
  });

  test('what lies in the cluster is made after it and removed before it, and the cluster before what Arc knows of it', () => {
    expect(parametersOf(clusterDeployment).name).toBe(`\${${arcCluster}.name}`);
    const after = `\${azurerm_resource_group_template_deployment.${clusterDeployment}.name}`;
    const pools = nodePools(model.config, model.services).slice(1);
    expect(pools.length).toBeGreaterThan(1);
    for (const { role } of pools) expect([role, parametersOf(`node-pools-${role}`).cluster]).toEqual([role, after]);
  });

  test('Vault opens itself without a service of Azure, and no pod has an identity there', () => {
    const platform = stackOf(ofLocal, 'platform');
    expect(platform.text).not.toContain('azurekeyvault');
    expect(Object.keys(platform.json.provider)).toEqual(['helm', 'kubernetes']);
    expect(platform.json.data).toBeUndefined();
  });
});

describe('Azure Stack Hub', () => {
  test('gets a network and a DNS zone by its own provider, and uses a cluster that exists', () => {
    expect(ofStamp.stacks.map(({ id }) => id)).toEqual([
      'foundation',
      'platform',
      'secrets',
      'stores',
      'edge',
      'hub',
      'observability',
      'participants-1',
    ]);
    const foundation = stackOf(ofStamp, 'foundation');
    expect(
      resourcesOf(foundation)
        .map(({ address }) => address)
        .sort(),
    ).toEqual([
      'azurestack_dns_zone.dns-zones-public',
      'azurestack_network_security_group.network-guard',
      'azurestack_resource_group.place-group',
      'azurestack_virtual_network.network-network',
    ]);
    expect(foundation.json.provider.azurestack).toMatchObject([{ metadata_host: 'management.local.azurestack.external' }]);
    expect(foundation.text).not.toMatch(/client_secret|client_id/);
    expect(stackOf(ofStamp, 'platform').json.provider.kubernetes).toMatchObject([{ config_context: 'stamp' }]);
  });
});

describe('the kubeconfig of Azure Local (with a script in place of az)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aksarc-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const azThat = (does: string) => {
    writeFileSync(join(folder, 'az'), `#!/bin/sh\necho "$@" >>"${folder}/asked"\n${does}\n`, { mode: 0o755 });
    return { PATH: `${folder}:/usr/bin:/bin` };
  };
  const place = join(folder, 'state/kubeconfig');
  const output = { name: 'switch-live', endpoint: 'https://10.10.0.20:6443', certificateAuthority: '' };
  // `--file <place>` are the seventh and eighth words.
  const writes = 'echo "contexts: []" >"$8"';

  test('is written by its own command, for its owner alone; until there is a cluster it leads nowhere', async () => {
    const { config } = model;
    const states = join(folder, 'state');
    await writeClusterAccess(model, states, undefined, azThat('exit 1'));
    expect(readFileSync(place, 'utf8')).toContain('the-cluster-is-not-deployed-yet.invalid');
    await writeClusterAccess(model, states, output, azThat(writes));
    expect(readFileSync(place, 'utf8')).toBe('contexts: []\n');
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain(
      `aksarc get-credentials --name switch-live --resource-group ${nameOf(config, 'resourceGroup', 'cluster')} --file `,
    );
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain(`--context ${config.environment} --overwrite-existing`);
    expect(readdirSync(states)).toEqual(['kubeconfig']);
  });

  test('a command that fails, writes nothing or is not there is a problem with the way out, and the old file stays', async () => {
    const states = join(folder, 'state');
    const told = async (env: NodeJS.ProcessEnv) => {
      const error = await writeClusterAccess(model, states, output, env).catch((thrown: unknown) => thrown);
      return (error as ProblemError).problems.map(({ code, message }) => `${code}: ${message}`);
    };
    await writeClusterAccess(model, states, output, azThat(writes));
    expect(await told(azThat('echo "ERROR: Please run az login" >&2; exit 1'))).toEqual([
      'RUN-KUBECONFIG-FETCH: az aksarc get-credentials gave no kubeconfig: ERROR: Please run az login',
    ]);
    expect(await told(azThat('exit 0'))).toEqual(['RUN-KUBECONFIG-FETCH: az aksarc get-credentials gave no kubeconfig: it wrote no file']);
    expect(await told({ PATH: '/nowhere' })).toEqual([expect.stringContaining('RUN-LOGIN-PROGRAM: az is not on PATH')]);
    expect(readFileSync(place, 'utf8')).toBe('contexts: []\n');
  });
});

describe('Terraform', () => {
  const { work, here, proof } = realProviders('azure-stack', ['azurerm', 'azurestack'], () =>
    [ofLocal, ofStamp].map((stacks) => stackOf(stacks, 'foundation').json),
  );
  // azurestack 1.0.0 warns of an argument whether it is given or not.
  const problems = (name: string, json: unknown) =>
    validated(here, join(work, name), json).filter((problem) => problem.startsWith('error '));

  proof(`foundation and cluster are valid for the real providers, and what they do not know is refused`, () => {
    const stacks = [stackOf(ofLocal, 'foundation'), stackOf(ofLocal, 'cluster'), stackOf(ofStamp, 'foundation')];
    stacks.forEach((stack, at) => {
      expect([stack.id, problems(`valid-${at}`, stack.json)]).toEqual([stack.id, []]);
    });
    const broken = JSON.parse(stackOf(ofLocal, 'foundation').text.replace('"virtual_switch_name"', '"virtual_switch"')) as unknown;
    expect(problems('broken', broken).join('\n')).toContain('virtual_switch');
  });

  proof(`Azure Local: the foundation is made, and the cluster of what it hands on, with a mock in place of Azure`, () => {
    const first = applyWithMocks(here, join(work, 'apply-foundation'), stackOf(ofLocal, 'foundation'));
    expect(first).toMatchObject({ ok: true, output: '' });
    const states = join(work, 'states');
    mkdirSync(states);
    writeOutputs(join(states, 'foundation.tfstate'), first.outputs);
    const next = stackOf(ofLocal, 'cluster');
    const text = next.text.replaceAll(`${stateDir}/`, `${states}/`);
    const second = applyWithMocks(here, join(work, 'apply-cluster'), { ...next, text, json: JSON.parse(text) });
    expect(second).toMatchObject({ ok: true, output: '' });
    expect(second.outputs.cluster?.value).toMatchObject({
      endpoint: 'https://10.10.0.20:6443',
      certificateAuthority: '',
      name: nameOf(model.config, 'cluster'),
    });
  });
});
