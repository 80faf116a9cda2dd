import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { causeRows } from '../cli/explain/causes';
import { count } from '../cost/count';
import { gather } from '../policy/gather';
import { applyWithMocks, writeOutputs } from './azure-mocked';
import { emulatorTools } from './emulator/reason';
import { type Emulator, emulatorLogin, startEmulator } from './emulator/server';
import { askedOf, realProviders, stackFolder, validated } from './real-providers';
import {
  allOf,
  asTerraformReads,
  carriedObjects,
  modelWith,
  resourcesOf,
  type StackJson,
  type Synthesised,
  type SynthesisedStack,
  stateDir,
  synthesised,
  type Tree,
} from './synthesised';

/** What a cloud puts before the gateway: what is made, by which rules, and what the real providers say of it. The policies have test/api-gateway.test.ts. */

const participants = [
  { id: 'firstbank', currency: 'USD', msisdnPrefix: '200', allowedAddresses: ['192.0.2.1/32'] },
  { id: 'secondbank', currency: 'USD', msisdnPrefix: '201', allowedAddresses: ['192.0.2.2/32'] },
];
const shared: Tree = { state: { backend: 'local' }, participants };
const azure = (profile: string, apiManagement: Tree, gateway: Tree = {}): Tree => ({
  ...shared,
  profile,
  platform: { provider: 'azure', context: undefined, region: 'southafricanorth', account: '00000000-0000-0000-0000-000000000001' },
  cluster: { kubernetesVersion: '1.35', api: { allowedAddresses: ['198.51.100.7/32'] } },
  gateway: { front: 'api-management', apiManagement: { publisherEmail: 'ops@example.org', ...apiManagement }, ...gateway },
});
const aws = (profile: string, gateway: Tree, platform: Tree = {}): Tree => ({
  ...shared,
  profile,
  platform: { provider: 'aws', context: undefined, region: 'eu-west-1', account: '123456789012', ...platform },
  cluster: { kubernetesVersion: '1.35', administrators: ['arn:aws:iam::123456789012:role/operators'] },
  gateway: { front: 'waf', operatorAddresses: ['198.51.100.0/28', '2001:db8:7::/48'], ...gateway },
});

const environments = {
  'azure sandbox': azure('sandbox', {}),
  'azure production': azure('production', { certificate: 'interop', subscriptions: true }),
  'azure inside': azure('sandbox', { reach: 'internal', tier: 'Premium', units: 2 }, { operatorAddresses: ['198.51.100.0/28'] }),
  'aws sandbox': aws('sandbox', { operatorAddresses: [] }),
  'aws production': aws('production', {}),
  'aws inside': aws('sandbox', { waf: { reach: 'internal', requestsPerAddress: 500 } }),
} as const satisfies Record<string, Tree>;
type Name = keyof typeof environments;
const names = Object.keys(environments) as Name[];
const onAzure = names.filter((name) => name.startsWith('azure'));
const onAws = names.filter((name) => name.startsWith('aws'));

const all = Object.fromEntries(names.map((name) => [name, synthesised(modelWith(environments[name]))])) as Record<Name, Synthesised>;
const stackOf = (name: Name, id = 'front'): SynthesisedStack => {
  const found = all[name].stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`${name} has no stack ${id}`);
  return found;
};
const one = (name: Name, address: string, stack = 'front'): Tree => {
  const found = resourcesOf(stackOf(name, stack)).find((resource) => resource.address === address);
  if (!found) throw new Error(`${name} has no ${address}`);
  return found.attributes as Tree;
};
const addressesOf = (name: Name) => resourcesOf(stackOf(name)).map(({ address }) => address);
const carried = (name: Name): readonly Tree[] => {
  const [text] = one(name, 'helm_release.front').values as string[];
  return (parse(asTerraformReads(text ?? '')) as { objects: Tree[] }).objects;
};

const waf = ['aws.alb 1', 'aws.alb.capacity by use', 'aws.waf.acl 1', 'aws.waf.rule 4', 'aws.waf.requests by use'];
const bills: Readonly<Record<Name, readonly string[]>> = {
  'azure sandbox': ['azure.api-management.developer 1'],
  'azure production': ['azure.api-management.premium 3'],
  'azure inside': ['azure.api-management.premium 2'],
  'aws sandbox': waf,
  'aws production': waf,
  'aws inside': waf,
};

describe('a front is chosen, never given', () => {
  test('by default there is no such stack on any platform', () => {
    for (const platform of [environments['aws production'], environments['azure production']]) {
      const { gateway: _, ...without } = platform as Tree;
      expect(synthesised(modelWith(without)).stacks.map(({ id }) => id)).not.toContain('front');
    }
  });

  test('it comes after Vault, whose authority it trusts, and before the gateway, which trusts it', () => {
    for (const name of names) {
      expect(stackOf(name).needs).toEqual(['secrets']);
      expect(stackOf(name, 'edge').needs).toContain('front');
    }
  });

  test('what it hands on is said in the same words on both clouds', () => {
    for (const name of names)
      expect(Object.keys((stackOf(name).json.output?.apiGateway?.value ?? {}) as Tree).sort()).toEqual([
        'addresses',
        'clients',
        'hosts',
        'sources',
      ]);
  });
});

describe('the gateway in the cluster knows what stands before it', () => {
  type Carried = Tree & { readonly kind: string; readonly metadata: { readonly name: string; readonly annotations?: Tree } };
  const objects = (name: Name) => carriedObjects(all[name]) as readonly unknown[] as readonly Carried[];
  const annotated = (name: Name) =>
    objects(name)
      .filter(
        ({ kind, metadata }) => kind === 'HTTPRoute' && metadata.annotations?.['external-dns.alpha.kubernetes.io/controller'] === 'front',
      )
      .map(({ metadata }) => metadata.name);

  test('it trusts the certificate of API Management, by the name that its script knows, and from its subnet alone', () => {
    const authority = objects('azure production').find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'front-ca');
    expect(JSON.stringify(authority)).toContain('api-management.dev.labs.example.org');
    // What Helm gets when the other stack has handed on a certificate, which has many lines.
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const texts = allOf(all['azure production'], 'helm_release').map(({ attributes }) =>
      String((attributes.values as string[] | undefined)?.[0]),
    );
    const text = texts.find((values) => values.includes('front-ca')) ?? '';
    const applied = text
      .replaceAll(/\$\{jsonencode\([^}]*clients[^}]*\)\}/g, JSON.stringify(certificate))
      .replaceAll(/\$\{[^}]*clients[^}]*\}/g, certificate);
    const { objects: given } = parse(applied) as { readonly objects: readonly (Carried & { readonly data?: Tree })[] };
    expect(given.find(({ metadata }) => metadata.name === 'front-ca')?.data).toEqual({ 'ca.crt': certificate });
    const script = JSON.stringify(objects('azure production').filter(({ kind }) => kind === 'EnvoyExtensionPolicy'));
    expect(script).toContain('front_name = \\"api-management.dev.labs.example.org\\"');
    expect(script).toContain('front_ranges = \\"10.64.232.0/22\\"');
    expect(objects('aws production').some(({ metadata }) => metadata.name === 'front-ca')).toBe(false);
  });

  test('a name that leads elsewhere gets no record from the cluster, every other one does', () => {
    expect(annotated('azure production')).toEqual(expect.arrayContaining(['fspiop', 'administration']));
    expect(annotated('azure production')).not.toContain('testing-toolkit');
    expect(annotated('aws production')).toEqual(expect.arrayContaining(['testing-toolkit', 'testing-toolkit-api']));
    expect(annotated('aws production')).not.toContain('fspiop');
  });
});

describe('what else the workbench knows of a front', () => {
  test('every address is explained by settings of the file', () => {
    for (const name of names)
      expect(addressesOf(name).filter((address) => !causeRows.some((row) => row.address.test(address)))).toEqual([]);
  });

  test('every type costs something that is counted, or nothing for a reason', () => {
    for (const name of names) {
      const { config } = all[name].model;
      const counted = count({ config, parts: gather(config, [stackOf(name)]).resources });
      expect(counted.unknownTypes).toEqual([]);
      const lines = counted.items.filter(({ address }) => /api-gateway-(service|balancer|web-acl)$/.test(address));
      expect(lines.map(({ key, count: many }) => `${key} ${many?.most ?? 'by use'}`)).toEqual(bills[name]);
    }
  });

  test('the controller of balancers may put pods into the group of the portals, and only where there is one', () => {
    const may = (settings: Tree) => synthesised(modelWith(settings)).stacks.find(({ id }) => id === 'cluster')?.text ?? '';
    expect(stackOf('aws production', 'cluster').text).toContain('targetgroup/labs-dev-gateway/*');
    const { gateway: _, ...without } = environments['aws production'] as Tree;
    expect(may(without)).not.toContain('FillPortals');
  });
});

describe('API Management', () => {
  const service = (name: Name) => one(name, 'azurerm_api_management.api-gateway-service');

  test('tier, units and zones by the profile', () => {
    expect(onAzure.map((name) => [service(name).sku_name, service(name).zones, service(name).virtual_network_type])).toEqual([
      ['Developer_1', undefined, 'External'],
      ['Premium_3', ['1', '2', '3'], 'External'],
      ['Premium_2', undefined, 'Internal'],
    ]);
  });

  test('it speaks nothing older than TLS 1.2, and no cipher without forward secrecy', () => {
    const security = service('azure production').security as Tree;
    expect(Object.keys(security)).toHaveLength(17);
    expect(new Set(Object.values(security))).toEqual(new Set([false]));
  });

  test('clients are asked for their certificate before anything else, at a name with a certificate from Key Vault', () => {
    const [gateway] = one('azure production', 'azurerm_api_management_custom_domain.api-gateway-domain').gateway as Tree[];
    expect(gateway).toMatchObject({
      host_name: 'interop-switch.dev.labs.example.org',
      negotiate_client_certificate: true,
      default_ssl_binding: true,
    });
    expect(String(gateway?.key_vault_certificate_id)).toMatch(/^https:\/\/\$\{.*}\.vault\.azure\.net\/secrets\/interop$/);
    expect(addressesOf('azure production')).not.toContain('azurerm_key_vault_certificate.api-gateway-host');
    expect(addressesOf('azure sandbox')).toContain('azurerm_key_vault_certificate.api-gateway-host');
  });

  test('every published API has its policy before it is offered, goes to the gateway by mutual TLS, and needs a subscription only where that was chosen', () => {
    for (const name of onAzure) {
      const apis = addressesOf(name).filter((address) => address.startsWith('azurerm_api_management_api.'));
      expect(apis.length).toBeGreaterThan(9);
      for (const address of apis) {
        const id = address.replace('azurerm_api_management_api.api-gateway-api-', '');
        const offered = one(name, `azurerm_api_management_product_api.api-gateway-offered-${id}`);
        expect(offered.depends_on).toEqual([`azurerm_api_management_api_policy.api-gateway-policy-${id}`]);
        const backend = one(name, `azurerm_api_management_backend.api-gateway-backend-${id}`);
        expect(backend.url).toBe(`https://interop-switch.dev.labs.example.org/${id}`);
        expect(backend.tls).toEqual({ validate_certificate_chain: true, validate_certificate_name: true });
        expect(backend.credentials).toEqual({
          certificate: [`\${azurerm_api_management_certificate.api-gateway-client-certificate.thumbprint}`],
        });
        const operators = id === 'admin' || id === 'settlements';
        expect(one(name, address).subscription_required).toBe(name === 'azure production' && !operators);
        expect(String(offered.product_id)).toContain(operators ? 'product-operators' : 'product-participants');
      }
    }
  });

  test('one named value a participant, and a subscription where it was chosen', () => {
    const named = (name: Name, type: string) => addressesOf(name).filter((address) => address.startsWith(`${type}.`));
    for (const name of onAzure)
      expect(named(name, 'azurerm_api_management_named_value')).toEqual([
        'azurerm_api_management_named_value.api-gateway-participant-firstbank',
        'azurerm_api_management_named_value.api-gateway-participant-secondbank',
        'azurerm_api_management_named_value.api-gateway-revoked',
      ]);
    expect(onAzure.map((name) => named(name, 'azurerm_api_management_subscription').length)).toEqual([0, 2, 0]);
  });

  test('inside the network its name leads to the gateway in the cluster, at an address that no node gets', () => {
    expect(one('azure sandbox', 'azurerm_private_dns_a_record.api-gateway-inner-name').records).toEqual(['10.64.63.254']);
    expect(one('azure sandbox', 'azurerm_private_dns_zone.api-gateway-inner-zone').name).toBe('interop-switch.dev.labs.example.org');
    const [service] = carried('azure sandbox');
    expect(service).toMatchObject({
      kind: 'Service',
      metadata: {
        annotations: {
          'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
          'service.beta.kubernetes.io/azure-load-balancer-ipv4': '10.64.63.254',
        },
      },
      spec: { type: 'LoadBalancer', ports: [{ port: 443, targetPort: 10443 }] },
    });
  });

  test('its subnet lets in what it needs and nothing more, and is closed where there is none', () => {
    type Rule = {
      readonly access: string;
      readonly direction: string;
      readonly destination_port_range?: string;
      readonly source_address_prefix?: string;
    };
    const rules = (name: Name) =>
      (one(name, 'azurerm_network_security_group.network-gateway-rules', 'foundation').security_rule as Rule[])
        .filter(({ access, direction }) => access === 'Allow' && direction === 'Inbound')
        .map(({ source_address_prefix: from, destination_port_range: port }) => `${from} ${port}`);
    expect(rules('azure production')).toEqual(['Internet 443', 'ApiManagement 3443', 'AzureLoadBalancer 6390', '10.64.232.0/22 *']);
    expect(rules('azure inside')[0]).toBe('VirtualNetwork 443');
    const { gateway: _, ...without } = environments['azure sandbox'] as Tree;
    const bare = synthesised(modelWith(without)).stacks.find(({ id }) => id === 'foundation');
    const group = bare?.json.resource.azurerm_network_security_group?.['network-gateway-rules'] as Tree;
    expect((group.security_rule as Rule[]).every(({ access }) => access === 'Deny')).toBe(true);
  });

  test('no key and no password is in what Terraform gets', () => {
    for (const name of onAzure) {
      expect(stackOf(name).text).not.toMatch(/PRIVATE KEY|"password"|primary_key/);
      expect(one(name, 'azurerm_key_vault_certificate.api-gateway-client').certificate).toBeUndefined();
    }
  });
});

describe('WAF before the pages of operators and portals', () => {
  type Statement = { readonly [key: string]: Tree };
  const rules = (name: Name) => one(name, 'aws_wafv2_web_acl.api-gateway-web-acl').rule as { name: string; statement: Statement }[];

  test('pages of operators answer their addresses alone; then the rate; then what AWS knows as attacks', () => {
    const usual = ['too-many-of-one-address', 'AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'];
    expect(rules('aws production').map(({ name }) => name)).toEqual(['operator-pages-from-elsewhere', ...usual]);
    expect(rules('aws sandbox').map(({ name }) => name)).toEqual(['operator-pages-from-elsewhere', ...usual]);
    expect(one('aws sandbox', 'aws_wafv2_ip_set.api-gateway-operators-ipv4').addresses).toContain('10.0.0.0/8');
    const text = JSON.stringify(rules('aws production')[0]?.statement);
    for (const host of ['ttk.dev.labs.example.org', 'ttk-api.dev.labs.example.org']) expect(text).toContain(`"${host}"`);
    expect(text).not.toContain('keycloak');
    expect(one('aws production', 'aws_wafv2_ip_set.api-gateway-operators-ipv4').addresses).toEqual(['198.51.100.0/28']);
    expect(one('aws production', 'aws_wafv2_ip_set.api-gateway-operators-ipv6').addresses).toEqual(['2001:db8:7::/48']);
    expect(JSON.stringify(rules('aws inside'))).toContain('"limit":500');
  });

  test('in production without an address of operators nobody sees their pages', () => {
    const none = synthesised(modelWith(aws('production', { operatorAddresses: [] }))).stacks.find(({ id }) => id === 'front');
    const set = none?.json.resource.aws_wafv2_ip_set?.['api-gateway-operators-ipv4'];
    expect(set?.addresses).toEqual([]);
  });

  test('its log keeps no logins', () => {
    const { redacted_fields: fields } = one('aws production', 'aws_wafv2_web_acl_logging_configuration.api-gateway-logging');
    expect(fields).toEqual([{ single_header: { name: 'authorization' } }, { single_header: { name: 'cookie' } }]);
    expect(String(one('aws production', 'aws_cloudwatch_log_group.api-gateway-log').name)).toMatch(/^aws-waf-logs-/);
  });

  test('the API of participants does not come this way: its certificates would be lost', () => {
    for (const name of onAws) {
      const { hosts, clients } = (stackOf(name).json.output?.apiGateway?.value ?? {}) as { hosts?: string[]; clients?: Tree };
      expect(hosts).not.toContain('interop-switch.dev.labs.example.org');
      expect(hosts).toEqual(
        expect.arrayContaining(['ttk.dev.labs.example.org', 'keycloak.dev.labs.example.org', 'mcm.dev.labs.example.org']),
      );
      expect(clients).toEqual({});
    }
  });

  test('the balancer leads to the pods of the gateway by TLS, and they let it in', () => {
    const [service, binding] = carried('aws production');
    expect(service).toMatchObject({ kind: 'Service', spec: { type: 'ClusterIP' } });
    expect(binding).toMatchObject({
      kind: 'TargetGroupBinding',
      spec: {
        targetType: 'ip',
        serviceRef: { name: 'portals', port: 443 },
        targetGroupARN: `\${aws_lb_target_group.api-gateway-gateway.arn}`,
      },
    });
    expect(one('aws production', 'aws_lb_target_group.api-gateway-gateway')).toMatchObject({
      protocol: 'HTTPS',
      target_type: 'ip',
      port: 10443,
    });
    expect(one('aws production', 'aws_lb.api-gateway-balancer')).toMatchObject({
      internal: false,
      drop_invalid_header_fields: true,
      enable_deletion_protection: true,
      enable_waf_fail_open: false,
    });
    expect(one('aws inside', 'aws_lb.api-gateway-balancer').internal).toBe(true);
    expect(one('aws inside', 'aws_vpc_security_group_ingress_rule.api-gateway-guard-in').cidr_ipv4).toBe('10.64.0.0/16');
  });
});

/** The half of a stack that a cloud has: without what the cluster and Vault answer for, whose one word it uses is written out. */
function cloudHalf(stack: SynthesisedStack, text = stack.text): SynthesisedStack {
  const authority = /\$\{base64encode\([^}]*vault_pki_secret_backend_issuer[^}]*\)}/g;
  const written = text.replaceAll(authority, Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64'));
  const { ephemeral: _, ...json } = JSON.parse(written) as StackJson;
  const { helm_release: __, ...resource } = json.resource;
  const { vault_pki_secret_backend_issuer: ___, ...data } = json.data ?? {};
  const ofClouds = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => name === 'azurerm' || name === 'aws'));
  const { terraform, provider } = json;
  const required_providers = ofClouds(terraform.required_providers);
  return {
    ...stack,
    text: written,
    json: { ...json, resource, data, provider: ofClouds(provider), terraform: { ...terraform, required_providers } },
  };
}

describe('Terraform', () => {
  const { work, here, missing, proof } = realProviders('front', ['azurerm', 'aws', 'helm', 'kubernetes', 'vault'], () =>
    names.map((name) => stackOf(name).json),
  );
  const folder = (...parts: readonly string[]) => join(work, parts.join('-').replaceAll(' ', '-'));

  for (const name of names)
    proof(`${name}: the front is valid for the real providers`, () => {
      expect(validated(here, folder(name), stackOf(name).json)).toEqual([]);
    });

  proof('what the real provider does not know is refused', () => {
    const json = JSON.parse(stackOf('azure production').text.replace('"negotiate_client_certificate"', '"ask_certificate"')) as unknown;
    expect(validated(here, folder('broken'), json).join('\n')).toContain('ask_certificate');
  });

  for (const name of onAzure)
    proof(`${name}: API Management is made of what the foundation hands on, with a mock in place of Azure`, () => {
      const states = folder('states', name);
      mkdirSync(states);
      const handedOn = applyWithMocks(here, folder('foundation', name), stackOf(name, 'foundation'));
      expect(handedOn).toMatchObject({ ok: true, output: '' });
      writeOutputs(join(states, 'foundation.tfstate'), handedOn.outputs);
      const text = stackOf(name).text.replaceAll(`${stateDir}/`, `${states}/`);
      const made = applyWithMocks(here, folder('apply', name), cloudHalf({ ...stackOf(name), text }));
      expect(made).toMatchObject({ ok: true, output: '' });
      const inFoundation = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/labs-dev-foundation';
      const service = made.made['azurerm_api_management.api-gateway-service'];
      const [network] = (service?.virtual_network_configuration ?? []) as Tree[];
      expect(network?.subnet_id).toBe(`${inFoundation}/providers/Microsoft.Network/virtualNetworks/labs/subnets/labs-dev-gateway`);
      const [domain] = (made.made['azurerm_api_management_custom_domain.api-gateway-domain']?.gateway ?? []) as Tree[];
      if (name === 'azure production')
        expect(domain?.key_vault_certificate_id).toMatch(/^https:\/\/labs-dev-[a-z0-9-]+\.vault\.azure\.net\/secrets\/interop$/);
      const { clients } = (made.outputs.apiGateway?.value ?? { clients: {} }) as { clients: Record<string, string> };
      expect(Object.keys(clients)).toEqual(['api-management.dev.labs.example.org']);
      expect(Object.values(clients)[0]).toMatch(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/);
    });

  const tools = missing ? { reason: missing } : emulatorTools(['aws'], (line) => process.stderr.write(`front: ${line}\n`));
  const reason = 'reason' in tools ? tools.reason : undefined;
  afterAll(() => {
    if (!('reason' in tools)) rmSync(tools.folder, { recursive: true, force: true });
  });

  (reason ? test.skip : test)(
    `the balancer and WAF are made at AWS as moto plays it, and a second plan changes nothing${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      if ('reason' in tools) return;
      const emulator = await startEmulator(tools.python);
      try {
        const states = folder('states', 'moto');
        mkdirSync(states);
        writeOutputs(join(states, 'foundation.tfstate'), await groundAt(emulator));
        const model = modelWith(aws('production', {}, { endpoint: emulator.endpoint }));
        const stack = synthesised(model).stacks.find(({ id }) => id === 'front') as SynthesisedStack;
        const { json } = cloudHalf(stack, stack.text.replaceAll(`${stateDir}/`, `${states}/`));
        const { backend: _, ...terraform } = json.terraform;
        const at = stackFolder(here, folder('moto'), { ...json, terraform });
        const asked = { ...here, env: { ...here.env, ...emulatorLogin } };
        const applied = await askedOf(asked, at, 'apply', '-auto-approve', '-input=false', '-no-color');
        expect([applied.ok, applied.ok ? '' : applied.output.slice(-3000)]).toEqual([true, '']);
        const planned = await askedOf(asked, at, 'plan', '-detailed-exitcode', '-input=false', '-no-color');
        expect(planned.ok ? '' : planned.output.slice(-3000)).toBe('');
        const scope = { Scope: 'REGIONAL' };
        const { WebACLs: acls } = await emulator.ask<{ WebACLs: { Name: string; Id: string }[] }>('wafv2', 'list_web_acls', scope);
        expect(acls.map(({ Name }) => Name)).toEqual(['labs-dev-portals']);
        const { LoadBalancers: balancers } = await emulator.ask<{ LoadBalancers: Tree[] }>('elbv2', 'describe_load_balancers');
        expect(balancers.map(({ LoadBalancerName, Type }) => `${LoadBalancerName} ${Type}`)).toEqual(['labs-dev-portals application']);
      } finally {
        await emulator.stop();
      }
    },
    // The provider looks every ten seconds or so whether a balancer is there, and moto takes its time.
    420_000,
  );
});

/** What a foundation would have handed on, made by hand at the emulator. */
async function groundAt(emulator: Emulator) {
  const ask = <Answer>(service: string, operation: string, parameters: object) => emulator.ask<Answer>(service, operation, parameters);
  const { Vpc } = await ask<{ Vpc: { VpcId: string } }>('ec2', 'create_vpc', { CidrBlock: '10.64.0.0/16' });
  const subnet = async (at: number, zone: string) => {
    const { Subnet } = await ask<{ Subnet: { SubnetId: string } }>('ec2', 'create_subnet', {
      VpcId: Vpc.VpcId,
      CidrBlock: `10.64.${at}.0/24`,
      AvailabilityZone: `eu-west-1${zone}`,
    });
    return Subnet.SubnetId;
  };
  const publicSubnets = [await subnet(1, 'a'), await subnet(2, 'b')];
  const { HostedZone } = await ask<{ HostedZone: { Id: string } }>('route53', 'create_hosted_zone', {
    Name: 'dev.labs.example.org',
    CallerReference: 'front',
  });
  const { CertificateArn } = await ask<{ CertificateArn: string }>('acm', 'request_certificate', { DomainName: 'dev.labs.example.org' });
  const { KeyMetadata } = await ask<{ KeyMetadata: { Arn: string } }>('kms', 'create_key', {});
  const values: Readonly<Record<string, Tree>> = {
    place: { group: '', region: 'eu-west-1' },
    network: { id: Vpc.VpcId, clusterSubnets: publicSubnets, publicSubnets },
    keys: { data: KeyMetadata.Arn },
    dnsZones: { publicZone: HostedZone.Id.replace('/hostedzone/', ''), certificate: CertificateArn },
  };
  const typeOf = (value: unknown) => (Array.isArray(value) ? ['tuple', value.map(() => 'string')] : 'string');
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, type: ['object', Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeOf(one)]))] },
    ]),
  );
}
