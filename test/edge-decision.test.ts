import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { participantGates, refusals } from '../config/model/edge';
import { addressAllowed, decide } from '../config/model/edge-decision';
import { participantHosts } from '../config/model/hosts';
import { type PublishedApi, publishedApis } from '../config/model/published-apis';
import { everyObject } from './edge/environment';
import { edgeCases, edgeSettings, owners, requestOf, wrongParts } from './edge-cases';
import { modelOf } from './lab/environments';
import { configWith } from './workbench-fixtures';

const gates = participantGates(configWith(edgeSettings));
const told = (expected: string, request: Parameters<typeof decide>[1]) => {
  const decision = decide(gates, request);
  return { expected, got: decision.allowed ? 'allowed' : decision.factor };
};

describe('what a gateway has to decide', () => {
  test('every combination of own, other, missing and forged parts: only four of one participant pass, and the first that fails is told', () => {
    const wrong = edgeCases.filter(({ expected, request }) => told(expected, request).got !== expected);
    expect(wrong.map(({ name, expected, request }) => `${name}: ${expected}, not ${told(expected, request).got}`)).toEqual([]);
  });
  test('the cases hold each factor wrong alone and in pairs, and exactly one right request for each participant and sender', () => {
    expect(edgeCases.length).toBe(960);
    const count = (parts: number) => edgeCases.filter((one) => wrongParts(one) === parts).length;
    // Alone: 4 + 5 + 3 + 3 a sender; in pairs: 4·5 + 4·3 + 4·3 + 5·3 + 5·3 + 3·3.
    expect([count(0), count(1), count(2)]).toEqual([2, 30, 166]);
    // Each sender's own, and the other's seen from it.
    expect(edgeCases.filter(({ expected }) => expected === 'allowed').map(({ presents }) => new Set(Object.values(presents)).size)).toEqual(
      [1, 1, 1, 1],
    );
  });
  test('every refusal is told at least once', () => {
    const factors = new Set(edgeCases.map(({ expected }) => expected));
    expect([...factors].sort()).toEqual(['allowed', ...Object.keys(refusals)].sort());
  });
  test('FSPIOP-Source is held letter by letter', () => {
    const right = { certificate: 'alphabank', token: 'alphabank', source: 'alphabank', address: 'alphabank' } as const;
    const request = requestOf('alphabank', right);
    for (const source of ['Alphabank', 'alphabank ', 'alphabank,betabank', ''])
      expect(told('source', { ...request, source })).toEqual({ expected: 'source', got: 'source' });
  });
  test('a participant that has left is nobody, and one without addresses comes in from nowhere', () => {
    const [alpha, beta] = edgeSettings.participants;
    const changed = participantGates(
      configWith({
        participants: [
          { ...alpha, retired: true },
          { ...beta, allowedAddresses: [] },
        ],
      }),
    );
    const decisions = owners.map((one) => decide(changed, requestOf(one, { certificate: one, token: one, source: one, address: one })));
    expect(decisions.map((decision) => (decision.allowed ? 'allowed' : decision.factor))).toEqual(['certificate', 'address']);
  });
});

test.each([
  ['127.0.1.0/28', '127.0.1.15', true],
  ['127.0.1.0/28', '127.0.1.16', false],
  ['127.0.1.5/28', '127.0.1.1', true],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['2001:db8:a::/48', '2001:db8:a:ffff::1', true],
  ['2001:db8:a::/48', '2001:db8:b::1', false],
  ['2001:db8:b:0:8000::/65', '2001:db8:b:0:7fff::1', false],
  ['2001:db8:b:0:8000::/65', '2001:db8:b:0:8000::1', true],
  ['::/0', '2001:db8::1', true],
  ['127.0.1.0/28', '::ffff:127.0.1.3', true],
  ['127.0.1.0/28', '::ffff:127.0.1.99', false],
  ['127.0.1.0/28', 'localhost', false],
])('%s holds %s: %s', (range, address, expected) => {
  expect(addressAllowed([range], address)).toBe(expected);
});

interface Guarded {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly { readonly sectionName?: string }[];
    readonly targetSelectors?: readonly { readonly matchLabels: Readonly<Record<string, string>> }[];
    readonly targetRefs?: readonly { readonly name: string }[];
  };
}

describe('every route of the examples has its guard', () => {
  const examples = ['sandbox', 'full-lab', 'air-gapped', 'production', 'production-aws', 'production-azure', 'production-azure-stack'];
  test.each(examples)('%s: routes of the interoperability API pass the gate, those of operators a list of addresses or a login', (name) => {
    const model = modelOf(readFileSync(join(__dirname, `../workbench/${name}.yaml`), 'utf8'));
    const objects = everyObject(model) as unknown as readonly Guarded[];
    const audience = ({ metadata }: Guarded) => metadata.labels?.['workbench.mojaloop.io/audience'];
    const guards = (route: Guarded) =>
      objects.filter(({ kind, metadata, spec }) => {
        if (!kind.endsWith('Policy') || metadata.namespace !== route.metadata.namespace) return false;
        const byLabel = spec.targetSelectors?.some(({ matchLabels }) =>
          Object.entries(matchLabels).every(([key, value]) => route.metadata.labels?.[key] === value),
        );
        return byLabel || spec.targetRefs?.some((target) => target.name === route.metadata.name);
      });
    const routes = objects.filter(({ kind }) => kind === 'HTTPRoute');
    const unguarded = routes.filter((route) => {
      const kinds = new Set(guards(route).map(({ kind }) => kind));
      if (audience(route) === 'operator') return !kinds.has('SecurityPolicy');
      if (!route.spec.hostnames?.includes(model.hosts.interopSwitch)) return false;
      return !kinds.has('EnvoyExtensionPolicy') || !kinds.has('BackendTrafficPolicy') || kinds.has('SecurityPolicy');
    });
    expect(unguarded.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([]);
    const sections: Readonly<Record<string, string>> = { [model.hosts.interopSwitch]: 'participants', [model.hosts.pki]: 'revocation' };
    for (const { spec } of routes)
      expect(spec.parentRefs?.map(({ sectionName }) => sectionName)).toEqual([sections[spec.hostnames?.[0] ?? ''] ?? 'https']);
    expect(routes.filter((route) => audience(route) === 'operator').length).toBeGreaterThan(0);
    // The table of published APIs is whole: each of its hosts has a route, and no other host has one but those of payment managers.
    const apis: readonly PublishedApi[] = Object.values(publishedApis);
    const listed = apis.filter(({ when }) => when?.(model) ?? true).flatMap(({ host }) => (host ? [host(model.hosts)] : []));
    const managers = model.config.participants.map((participant) => participantHosts(model.config, participant).base);
    const routed = routes.flatMap(({ spec }) => spec.hostnames ?? []).filter((host) => !managers.some((base) => host.endsWith(`.${base}`)));
    expect(new Set(routed)).toEqual(new Set(listed));
  });
});
