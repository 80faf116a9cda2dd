import { factorOrder, participantGates, refusals } from '../config/model/edge';
import { addressAllowed, decide } from '../config/model/edge-decision';
import { gateLine, longestLine, paddedAddress, rangesText } from '../config/model/front-lines';
import { xml, xmlText } from '../constructs/azure/xml';
import { type Arriving, evaluate, type Outcome, type PolicySet, RateLimits, readXml } from './apim/evaluate';
import { workOut } from './apim/expression';
import { type EdgeCase, edgeCases, edgeSettings, wrongParts } from './edge-cases';
import { modelWith, resourcesOf, type SynthesisedStack, synthesised, type Tree } from './synthesised';

const azurePlatform = { provider: 'azure', context: undefined, region: 'southafricanorth' };
const deployer = '198.51.100.7/32';
const onAzure = (more: Tree = {}, apiManagement: Tree = {}): Tree => ({
  platform: azurePlatform,
  state: { backend: 'local' },
  cluster: { kubernetesVersion: '1.35', api: { allowedAddresses: [deployer] } },
  ...more,
  gateway: {
    front: 'api-management',
    apiManagement: { publisherEmail: 'ops@example.org', ...apiManagement },
    ...(more.gateway as Tree | undefined),
  },
});

const stackOf = (settings: Tree, id: string): SynthesisedStack => {
  const found = synthesised(modelWith(settings)).stacks.find((stack) => stack.id === id);
  if (!found) throw new Error(`no stack ${id}`);
  return found;
};
const one = (stack: SynthesisedStack, address: string): Tree => {
  const found = resourcesOf(stack).find((resource) => resource.address === address);
  if (!found) throw new Error(`no ${address}`);
  return found.attributes as Tree;
};
const ofType = (stack: SynthesisedStack, type: string) => resourcesOf(stack).filter((resource) => resource.type === type);

/** What the service gets, read from the stack as Terraform gets it. */
function policiesOf(stack: SynthesisedStack, api = 'transfers'): PolicySet {
  const named = (type: string, key: string, value: string) =>
    Object.fromEntries(ofType(stack, type).map(({ attributes }) => [String(attributes[key]), String(attributes[value])]));
  return {
    service: String(one(stack, 'azurerm_api_management_policy.api-gateway-policy').xml_content),
    fragments: named('azurerm_api_management_policy_fragment', 'name', 'value'),
    api: String(one(stack, `azurerm_api_management_api_policy.api-gateway-policy-${api}`).xml_content),
    namedValues: named('azurerm_api_management_named_value', 'display_name', 'value'),
  };
}

const settings = onAzure({ ...edgeSettings, gateway: { operatorAddresses: ['127.0.3.0/24'] } });
const model = modelWith(settings);
const front = stackOf(settings, 'front');
const policies = policiesOf(front);
const issuer = `https://${model.hosts.keycloak}/realms/dfsps`;

/** A case as it would arrive: a transfer with everything that the case says. */
function arriving({ request }: Pick<EdgeCase, 'request'>, more: Partial<Arriving> = {}): Arriving {
  const { certificate, token, source, address } = request;
  return {
    method: 'POST',
    headers: {
      'content-length': '200',
      ...(token ? { authorization: 'Bearer x.y.z' } : {}),
      ...(source === undefined ? {} : { 'fspiop-source': source }),
    },
    address,
    ...(certificate ? { certificate: { ...certificate, serial: '0A1B', inTime: true } } : {}),
    ...(token ? { token: { issuer, valid: token.valid, claims: token.client === undefined ? {} : { azp: token.client } } } : {}),
    ...more,
  };
}
const statusOf = (outcome: Outcome) => ('answered' in outcome ? outcome.answered.status : 'forwarded');
const right = (id: string) => {
  const found = edgeCases.find((one) => one.sender === id && wrongParts(one) === 0);
  if (!found) throw new Error(`no right request of ${id}`);
  return found;
};

/** All parts of one participant, whoever of the two it is. */
const allowed = edgeCases.filter(({ expected }) => expected === 'allowed');

/** Cases that the policies judge otherwise than the table. */
const disagreements = (set: PolicySet) =>
  edgeCases.filter((one) => {
    const outcome = evaluate(set, arriving(one));
    const decision = decide(participantGates(model.config), one.request);
    if (decision.allowed) return !('forwarded' in outcome);
    if ('forwarded' in outcome) return true;
    const { status, body } = outcome.answered;
    const { errorCode, errorDescription } = decision.refusal;
    return status !== decision.refusal.status || body !== JSON.stringify({ errorInformation: { errorCode, errorDescription } });
  });

describe('API Management decides as the table does', () => {
  test('every case of two participants, each factor wrong alone, in pairs and all: the same answer, word for word', () => {
    expect(edgeCases.length).toBeGreaterThan(900);
    expect(disagreements(policies).map(({ name }) => name)).toEqual([]);
    const through = edgeCases.filter((one) => 'forwarded' in evaluate(policies, arriving(one)));
    expect(through.map(({ name }) => name)).toEqual(allowed.map(({ name }) => name));
    expect(through).toHaveLength(4);
  });

  // Each of these is one word of the policies. Who takes it away lets somebody in, and the cases must see it.
  const breaks: readonly (readonly [string, string, string])[] = [
    ['the certificate needs no trust', 'validate-trust="true"', 'validate-trust="false"'],
    ['a failed certificate is let through', 'ignore-error="false"', 'ignore-error="true"'],
    ['the token may be of anybody', "!= ((string)context.Variables[&quot;participant&quot;]).Split('|')[1]", '== &quot;&quot;'],
    ['FSPIOP-Source may be anything', "!= ((string)context.Variables[&quot;participant&quot;]).Split('|')[2]", '== &quot;&quot;'],
    ['addresses are those of another column', "Split('|')[3]", "Split('|')[2]"],
    ['the end of a range is not looked at', "range.Split('-')[1]) &lt;= 0", "range.Split('-')[1]) &lt;= 1"],
    ['a token that names nobody is another participant’s', '((string)context.Variables[&quot;client&quot;]) == &quot;&quot;', 'false'],
  ];
  test.each(breaks)('broken on purpose, it is seen: %s', (_, word, instead) => {
    const gate = policies.fragments.participants ?? '';
    expect(gate).toContain(word);
    const fragments = { ...policies.fragments, participants: gate.replaceAll(word, instead) };
    expect(disagreements({ ...policies, fragments }).length).toBeGreaterThan(0);
  });

  test('without its gate an API lets everybody in, and the cases see that too', () => {
    const api = policies.api.replace('<include-fragment fragment-id="participants" />', '');
    expect(disagreements({ ...policies, api })).toHaveLength(edgeCases.length - allowed.length);
  });

  test('factors are looked at in the order of the table', () => {
    const gate = policies.fragments.participants ?? '';
    const places = factorOrder.map((factor) => gate.indexOf(refusals[factor].errorDescription));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });
});

describe('what else a request must hold to', () => {
  const alpha = right('alphabank');

  test('an expired certificate, one on the list of revoked ones, and a token of another realm are refused', () => {
    const certificate = { name: 'alpha.example.org', serial: '0A1B', trusted: true, inTime: true };
    expect(statusOf(evaluate(policies, arriving(alpha, { certificate: { ...certificate, inTime: false } })))).toBe(401);
    const namedValues = { ...policies.namedValues, 'revoked-certificates': 'FF,0A1B' };
    expect(statusOf(evaluate({ ...policies, namedValues }, arriving(alpha)))).toBe(401);
    expect(statusOf(evaluate({ ...policies, namedValues }, arriving(alpha, { certificate: { ...certificate, serial: 'A1' } })))).toBe(
      'forwarded',
    );
    const token = { issuer: issuer.replace('dfsps', 'pm4mls'), valid: true, claims: { azp: 'alphabank' } };
    expect(statusOf(evaluate(policies, arriving(alpha, { token })))).toBe(401);
  });

  test('a client id stands in for azp', () => {
    const token = { issuer, valid: true, claims: { client_id: 'alphabank' } };
    expect(statusOf(evaluate(policies, arriving(alpha, { token })))).toBe('forwarded');
  });

  test('a name that only looks like a line of the table is nobody', () => {
    for (const name of ['alpha.example.org|alphabank', 'ALPHA.example.org', 'alpha.example.org;', '', ' alpha.example.org']) {
      const outcome = evaluate(policies, arriving(alpha, { certificate: { name, serial: '1', trusted: true, inTime: true } }));
      expect([name, statusOf(outcome)]).toEqual([name, 401]);
    }
  });

  test('what is no IPv4 address comes from nowhere', () => {
    for (const address of ['2001:db8:a::1', '', '127.0.1', '127.0.1.1.1'])
      expect([address, statusOf(evaluate(policies, arriving(alpha, { address })))]).toEqual([address, 403]);
  });

  test('headers that only a gateway may set do not come through, and others do', () => {
    const { headers } = arriving(alpha);
    const forged = {
      'x-forwarded-client-cert': 'Hash=1',
      'x-amzn-mtls-clientcert': 'x',
      'x-user': 'root',
      'fspiop-signature': 's',
      date: 'd',
    };
    const outcome = evaluate(policies, arriving(alpha, { headers: { ...headers, ...forged, 'ocp-apim-subscription-key': 'k' } }));
    expect(outcome).toEqual({
      forwarded: {
        backend: 'transfers',
        headers: { ...headers, 'fspiop-signature': 's', date: 'd', 'x-forwarded-for': alpha.request.address },
      },
    });
  });

  test('a request that is too large, or does not say how large it is, is refused', () => {
    const { headers } = arriving(alpha);
    const withLength = (length: string | undefined) =>
      statusOf(evaluate(policies, arriving(alpha, { headers: { ...headers, 'content-length': length as string } })));
    const most = model.config.gateway.payloadKiB * 1024;
    expect([withLength(String(most)), withLength(String(most + 1)), withLength(''), withLength('-1'), withLength('1,1')]).toEqual([
      'forwarded',
      413,
      411,
      500,
      500,
    ]);
    const { 'content-length': _, ...without } = headers;
    expect(statusOf(evaluate(policies, arriving(alpha, { method: 'GET', headers: without })))).toBe('forwarded');
  });

  test('a participant that asks too often is refused, another is not, and in the next second it may again', () => {
    let now = 0;
    const limits = new RateLimits(() => now);
    const most = model.config.gateway.requestsPerSecond;
    const statuses = Array.from({ length: most + 1 }, () => statusOf(evaluate(policies, arriving(alpha), limits)));
    expect(statuses.slice(0, most).every((status) => status === 'forwarded')).toBe(true);
    expect(statuses[most]).toBe(429);
    expect(statusOf(evaluate(policies, arriving(right('betabank')), limits))).toBe('forwarded');
    now = 1.5;
    expect(statusOf(evaluate(policies, arriving(alpha), limits))).toBe('forwarded');
  });
});

describe('APIs of operators', () => {
  const admin = policiesOf(front, 'admin');
  const operator = (address: string, realm: string): Arriving => ({
    method: 'GET',
    headers: { authorization: 'Bearer x' },
    address,
    token: { issuer: `https://${model.hosts.keycloak}/realms/${realm}`, valid: true, claims: {} },
  });

  test('they answer operators at their addresses, and no participant', () => {
    expect(statusOf(evaluate(admin, operator('127.0.3.5', 'hub-operators')))).toBe('forwarded');
    expect(statusOf(evaluate(admin, operator('127.0.4.5', 'hub-operators')))).toBe(403);
    expect(statusOf(evaluate(admin, operator('127.0.3.5', 'dfsps')))).toBe(401);
    expect(statusOf(evaluate(admin, arriving(right('alphabank'))))).toBe(403);
  });

  test('in production nobody is an operator before an address is named', () => {
    const none = policiesOf(stackOf(onAzure({ ...edgeSettings, profile: 'production' }, { certificate: 'interop' }), 'front'), 'admin');
    expect(statusOf(evaluate(none, operator('127.0.3.5', 'hub-operators')))).toBe(403);
  });
});

describe('the policies as texts', () => {
  const texts = (set: PolicySet) => [set.service, set.api, ...Object.values(set.fragments)];
  /** As the service keeps it: with the named values in their places. */
  const filled = (set: PolicySet) => set.service.replace(/\{\{([^}]+)\}\}/g, (_, name: string) => set.namedValues[name] ?? '');
  const limit = 256 * 1024;

  test('500 participants fit into a policy, and each into its named value', () => {
    const participants = Array.from({ length: 500 }, (_, at) => ({
      id: `participant-${String(at).padStart(18, '0')}`,
      currency: 'USD',
      msisdnPrefix: String(1000 + at),
      external: true,
      domain: `systems.participant-${at}.example.org`,
      allowedAddresses: [`203.0.${at % 250}.0/24`, `198.18.${at % 250}.7/32`],
    }));
    const many = policiesOf(stackOf(onAzure({ participants }), 'front'));
    expect(Object.keys(many.namedValues)).toHaveLength(501);
    for (const text of texts(many)) expect(Buffer.byteLength(text)).toBeLessThan(limit);
    expect(Buffer.byteLength(filled(many))).toBeLessThan(limit);
    expect(Math.max(...Object.values(many.namedValues).map(({ length }) => length))).toBeLessThan(longestLine);
    const id = participants[499]?.id ?? '';
    const request = { certificate: { name: 'systems.participant-499.example.org', trusted: true }, source: id, address: '198.18.249.7' };
    const token = { issuer, valid: true, claims: { azp: id } };
    expect(statusOf(evaluate(many, arriving({ request: { ...request, token: { client: id, valid: true } } }, { token })))).toBe(
      'forwarded',
    );
  });

  test('all of them are well-formed, and a parser that is maintained says so', () => {
    for (const text of texts(policies)) expect(readXml(text).tagName).toMatch(/^(policies|fragment)$/);
    expect(() => readXml('<policies><inbound></policies>')).toThrow();
  });

  test('what is written is what is read, whatever stands in it', () => {
    const strange = 'a < b && c > "d" \' \n\t é {"x":"}}"}';
    const read = readXml(xmlText(xml('a', { x: strange }, xml('b', {}, strange))));
    expect(read.getAttribute('x')).toBe(strange);
    expect(read.getElementsByTagName('b')[0]?.textContent).toBe(strange);
  });

  test('ranges in the form of the policies hold the same addresses as ranges do', () => {
    const lists = [['10.0.0.0/8'], ['0.0.0.0/0'], ['192.0.2.1/32', '198.51.100.0/29'], ['203.0.113.128/25'], [], ['2001:db8::/32']];
    const asked = [
      '10.255.255.255',
      '9.255.255.255',
      '11.0.0.0',
      '192.0.2.1',
      '192.0.2.10',
      '198.51.100.7',
      '198.51.100.8',
      '203.0.113.127',
      '203.0.113.128',
      '0.0.0.0',
      '255.255.255.255',
    ];
    for (const ranges of lists)
      for (const address of asked) {
        const sender = paddedAddress(address);
        const inside = rangesText(ranges)
          .split(',')
          .map((range) => range.split('-'))
          .some(([from = '', to = '']) => from <= sender && sender <= to);
        expect([ranges, address, inside]).toEqual([ranges, address, addressAllowed(ranges, address)]);
      }
  });

  test('a line has what the table has', () => {
    const [alpha] = participantGates(model.config);
    expect(alpha && gateLine(alpha)).toBe('alpha.example.org|alphabank|alphabank|127.000.001.000-127.000.001.015|200|5242880');
  });

  test('expressions that the service would fail at fail here too', () => {
    const context = { type: 'Context', members: {} };
    for (const wrong of [
      '@("a" == )',
      '@(context.Unknown)',
      '@("a".Trim())',
      '@("a".Split(\',\')[1])',
      '@(int.Parse("x"))',
      '@(1 && true)',
      'a',
      '@((string)1)',
    ])
      expect(() => workOut(wrong, { context })).toThrow();
    expect(workOut('@("a,b".Split(\',\').Any(x => x == "b") && !("c" == "d") ? "yes" : "no")', { context })).toBe('yes');
  });
});
