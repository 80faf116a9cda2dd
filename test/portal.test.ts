import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import type { EnvironmentModel } from '../config/environment';
import { environmentDemand } from '../config/model/demand';
import { issuerOf } from '../config/model/identity';
import { portalDemand, portalPodsDemand } from '../config/model/portal/demand';
import { eventsRequest, messageEvents } from '../config/model/portal/events';
import { portalFlows } from '../config/model/portal/flows';
import { portalLayout } from '../config/model/portal/layouts';
import { claimsMapper, loginProviders } from '../config/model/portal/login-providers';
import { clash, exclusions, peopleRights, permissionsOf, roleRights } from '../config/model/portal/people';
import { accessRules, apiPermissions } from '../config/model/portal/permissions';
import { partsOf, portalParts, portalService, runsPortal } from '../config/model/portal/portal';
import { deliveredSecrets } from '../config/model/secret-map';
import { indexOf } from '../config/releases/index-files';
import { checkValues } from '../config/releases/value-paths';
import type { ReleaseSpec } from '../constructs/in-cluster/release-spec';
import { hubRelease } from '../constructs/mojaloop/hub-release';
import { accessRuleObjects } from '../constructs/portal/access-rules';
import { assignmentObjects } from '../constructs/portal/assignment-job';
import { bofRelease } from '../constructs/portal/bof-release';
import { financePortalRelease } from '../constructs/portal/finance-portal';
import { ketoRelease } from '../constructs/portal/keto';
import { kratosRelease } from '../constructs/portal/kratos';
import { limitObjects } from '../constructs/portal/limits';
import { loginPageRelease } from '../constructs/portal/login-page';
import { oathkeeperRelease } from '../constructs/portal/oathkeeper';
import { roleObjects } from '../constructs/portal/roles';
import { portalRouteObjects, portalRoutes } from '../constructs/portal/routes';
import { findHelm } from './chart-packages';
import { exampleModel, examples, leavesOf, modelWith, type Tree } from './synthesised';

const operators = ['ada', 'grace'].map((username) => ({ username, email: `${username}@example.org` }));
const [ada, grace] = operators.map((person) => ({ ...person, roles: ['operator'] }));
const modelOf = (portal: Tree = {}, more: Tree = {}): EnvironmentModel =>
  modelWith({ identity: { operators }, ...more, portal: { enabled: true, users: [ada], ...portal } });
const external = { identity: { provider: 'external', issuer: 'https://id.example.org', operatorIssuer: 'https://staff.example.org' } };

const releases = (model: EnvironmentModel): ReleaseSpec[] => {
  const beside = portalLayout(model.config).chart === 'bof' ? [] : [financePortalRelease];
  return [kratosRelease, ketoRelease, oathkeeperRelease, loginPageRelease, bofRelease, ...beside].map((release) => release(model));
};

const withPortal = examples.filter((name) => runsPortal(exampleModel(name).config));
/** What examples do not have. */
const variants: Readonly<Record<string, () => EnvironmentModel>> = {
  'people elsewhere, a mail server, a second factor': () =>
    modelOf({ users: [{ ...ada, subject: '77' }], mail: 'portal/smtp', secondFactor: { claim: 'amr', values: ['otp', 'hwk'] } }, external),
  'images from a mirror, three pods each': () => modelOf({ replicas: 3 }, { charts: { images: 'registry.example.org/mirror' } }),
  'databases elsewhere with TLS': () =>
    modelOf({}, { stores: { mysql: { external: { host: 'db.example.org', port: 3307, credentials: 'hub/given/mysql', tls: true } } } }),
  'release 16.0.4': () => modelOf({}, { hub: { release: '16.0.4' } }),
  'release 15.2.0, three pods each': () => modelOf({ replicas: 3 }, { hub: { release: '15.2.0' } }),
  'release 14.1.0 with images from a mirror': () =>
    modelOf({}, { hub: { release: '14.1.0' }, charts: { images: 'registry.example.org/mirror' } }),
};
const made = new Map<string, EnvironmentModel>();
const once = (name: string, make: () => EnvironmentModel): EnvironmentModel => {
  const known = made.get(name) ?? make();
  made.set(name, known);
  return known;
};
const environments = [...withPortal.map((name) => [name, () => exampleModel(name)] as const), ...Object.entries(variants)].map(
  ([name, make]) => [name, () => once(name, make)] as const,
);
const model = modelOf();
const leaf = (tree: unknown, path: string): unknown => path.split('.').reduce<unknown>((at, key) => (at as Tree | undefined)?.[key], tree);

describe('what the charts are given', () => {
  test('every platform has an example with a portal, and people with roles', () => {
    const platforms = withPortal.map((name) => exampleModel(name).config.platform.provider);
    expect(new Set(platforms)).toEqual(new Set(['kubernetes', 'aws', 'azure', 'azure-stack']));
    for (const name of withPortal)
      expect([name, exampleModel(name).config.portal.users.some(({ roles }) => roles.length > 0)]).toEqual([name, true]);
  });

  test.each(environments)('%s: the charts know every value', (_, environment) => {
    for (const { chart, version, values } of releases(environment())) {
      const index = indexOf(chart, version);
      expect([chart, index ? checkValues(index, values) : 'no index']).toEqual([chart, []]);
    }
  });

  test.each(environments)(
    '%s: every Secret that a chart reads is delivered with its keys, and no password is a value',
    (_, environment) => {
      const it = environment();
      const { namespace, mail } = it.config.portal;
      const delivered = new Map(
        deliveredSecrets(it.secrets)
          .filter((secret) => secret.namespace === namespace)
          .map(({ secretName, keys }) => [secretName, keys.map(({ key }) => key).sort()]),
      );
      expect(delivered.get('kratos-secret')).toEqual(
        ['dsn', 'secretsCSRFCookie', 'secretsCipher', 'secretsCookie', 'secretsDefault', ...(mail ? ['smtpConnectionURI'] : [])].sort(),
      );
      expect(delivered.get('keto-secret')).toEqual(['dsn']);
      expect(delivered.get('kratos-oidc-providers')).toEqual(['value']);
      expect(delivered.get('mysql-reporting')).toEqual(['mysql-password']);
      expect(delivered.get('mongodb-reporting-events')).toEqual(['mongodb-passwords']);
      const named = releases(it)
        .flatMap(({ values }) => leavesOf(values))
        .filter(({ path }) => /secret\.name$|secretKeyRef\.name$/.test(path.join('.')));
      expect(named.length).toBeGreaterThanOrEqual(3);
      for (const { value } of named) expect([...delivered.keys(), 'mysql-ca']).toContain(value);
      for (const { secretValues } of releases(it)) expect(secretValues).toEqual([]);
    },
  );

  test('the address of a database carries its password only inside the Secret, and the cipher has 32 characters whatever the password is', () => {
    const keys = deliveredSecrets(model.secrets).flatMap(({ secretName, keys: all }) => all.map((each) => ({ secretName, ...each })));
    const of = (secret: string, key: string) => keys.find((each) => each.secretName === secret && each.key === key);
    expect(of('kratos-secret', 'dsn')?.template).toBe(
      'mysql://kratos:{}@tcp(kratos-db.stores.svc.cluster.local:3306)/kratos?max_conns=20&max_idle_conns=4',
    );
    expect(of('kratos-secret', 'secretsCipher')?.through).toBe('sha256sum | trunc 32');
    const far = deliveredSecrets(variants['databases elsewhere with TLS']!().secrets).flatMap(({ keys: all }) => all);
    expect(far.find(({ template }) => template?.includes('keto-db'))?.template).toContain(
      ':3307)/keto?max_conns=20&max_idle_conns=4&tls=skip-verify',
    );
  });

  test('a part that must not run twice runs once, the others as often as the file says', () => {
    const { values } = financePortalRelease(modelOf({ replicas: 3 }));
    const counts = partsOf(model.config).map((part) => [part, leaf(values, `${part}.replicaCount`)]);
    expect(counts).toEqual(partsOf(model.config).map((part) => [part, portalParts[part].single ? 1 : 3]));
  });

  test('what shows and gives roles logs in once when it starts, and knows one origin, the pages of the portal: otherwise it ends at once', () => {
    expect(leaf(financePortalRelease(model).values, 'role-assignment-service.command')).toEqual(['npm', 'run', 'start:api']);
    const file = leaf(financePortalRelease(model).values, 'role-assignment-service.configFiles') as Readonly<Record<string, Tree>>;
    expect(file['default.json']?.CORS_WHITELIST).toEqual([`https://${model.hosts.portal}`]);
  });

  test('messages of transfers: a program beside each service that tells of them, on the topic that it writes to, and no payment waits for it', () => {
    const mirror = { charts: { images: 'registry.example.org/m' } };
    const on = modelOf({ events: true }, { ...mirror, hub: { size: 'small' } });
    const off = modelOf({}, { ...mirror, hub: { size: 'small' } });
    const said = (model: EnvironmentModel, ...end: string[]) =>
      leavesOf(hubRelease(model).values).flatMap(({ path, value }) =>
        path.join('/').endsWith(`/${end.join('/')}`) ? [[path.at(-1 - end.length), value] as const] : [],
      );
    const beside = said(on, 'sidecar', 'enabled').flatMap(([name, enabled]) => (enabled ? [name] : []));
    expect(beside.sort()).toEqual([...messageEvents.services].sort());
    // The charts' own setting waits for audits: a message fails then while the program beside its service is away.
    expect(said(on, 'config', 'event_async_override').sort()).toEqual(beside.map((name) => [name, 'log,trace,audit']));
    expect(said(on, 'sidecar', 'image', 'repository').sort()).toEqual(
      beside.map((name) => [name, 'registry.example.org/m/mojaloop/event-sidecar']),
    );
    expect(said(off, 'sidecar', 'enabled').filter(([, enabled]) => enabled)).toEqual([]);
    const topics = (model: EnvironmentModel) =>
      leavesOf(financePortalRelease(model).values).flatMap(({ value }) => (/^topic-event/.test(String(value)) ? [value] : []));
    expect([...new Set(topics(on))]).toEqual(['topic-event']);
    expect([...new Set(topics(off))]).toEqual(['topic-event-audit']);
    // Kubernetes scales a service by what all its containers ask for; the charts have no place for it.
    expect(eventsRequest(on.config, on.config.hub.namespace)).toEqual({ cpu: 25, memory: 192 });
    expect([eventsRequest(off.config, off.config.hub.namespace), eventsRequest(on.config, on.config.stores.namespace)]).toEqual([
      undefined,
      undefined,
    ]);
    const pods = on.services.filter(({ name }) => beside.includes(name)).reduce((sum, { replicas }) => sum + replicas, 0);
    const demand = (model: EnvironmentModel) => environmentDemand(model.config, model.services);
    expect(demand(on).memory - demand(off).memory).toBe(pods * 192);
    expect(pods).toBeGreaterThan(10);
  });

  test('people of a provider elsewhere are in no directory of ours: the portal has no page of roles, and nobody is asked for their names', () => {
    const { values } = financePortalRelease(modelOf({ users: [{ ...ada, subject: '77' }] }, external));
    expect([leaf(values, 'role-assignment-service.enabled'), leaf(values, 'reporting-hub-bop-role-ui.enabled')]).toEqual([false, false]);
    expect([leaf(values, 'global.keycloak'), leaf(values, 'reporting-hub-bop-shell.config.env.REMOTE_1_URL')]).toEqual([undefined, '']);
  });
});

test.each([
  ['14.1.0', '0.19.6', { check: '/check', write: '/relation-tuples', subject: 'subject' }, 'topic-event'],
  ['15.2.0', '0.19.6', { check: '/check', write: '/relation-tuples', subject: 'subject' }, 'topic-event'],
  ['16.0.4', '0.39.0', { check: '/relation-tuples/check', write: '/admin/relation-tuples', subject: 'subject_id' }, 'topic-event-audit'],
] as const)('%s: Keto %s is asked as it wants to be, by Oathkeeper and by the program that gives roles', (release, version, api, topic) => {
  const it = modelOf({}, { hub: { release } });
  expect([ketoRelease(it).version, portalLayout(it.config).keto]).toEqual([version, api]);
  const rule = leaf(accessRuleObjects(it)[0], 'spec.authorizer.config') as Tree;
  expect(rule.remote).toBe(`http://keto-read${api.check}`);
  expect(Object.keys(JSON.parse(rule.payload as string) as Tree)).toContain(api.subject);
  const env = JSON.stringify(assignmentObjects(it).objects);
  for (const value of [api.write, api.subject]) expect(env).toContain(`"value":"${value}"`);
  expect(JSON.stringify(releases(it).map(({ values }) => values))).toContain(`"topic":"${topic}"`);
});

test.each(environments)('%s: Kratos has the address of a mail server, without which it does not start', (_, environment) => {
  const it = environment();
  const { values } = kratosRelease(it);
  const variables = leaf(values, 'deployment.extraEnv') as readonly { readonly name: string; readonly value?: string }[];
  const given = variables.filter(({ name }) => name === 'COURIER_SMTP_CONNECTION_URI').map(({ value }) => value);
  // With one in the values its chart takes the address from the Secret.
  const fromSecret = leaf(values, 'kratos.config.courier.smtp.connection_uri');
  expect([given, fromSecret]).toEqual(
    it.config.portal.mail ? [[], 'from-secret'] : [[expect.stringMatching(/^smtps?:\/\/127\.0\.0\.1:/)], undefined],
  );
});

describe('how people log in', () => {
  const providers = (it: EnvironmentModel) => JSON.parse(loginProviders(it.config)) as Tree[];

  test('at the issuer of operators, with a secret that stands only in Vault, and back to the portal', () => {
    const [provider, ...others] = providers(model);
    expect(others).toEqual([]);
    expect(provider).toMatchObject({
      id: 'operators',
      client_id: 'portal',
      client_secret: '{}',
      issuer_url: issuerOf(model.config, 'operators').issuer,
    });
    const realm = kratosRelease(model).values;
    expect(leaf(realm, 'kratos.config.selfservice.methods.password.enabled')).toBe(false);
    expect(providers(variants['people elsewhere, a mail server, a second factor']!())[0]?.issuer_url).toBe('https://staff.example.org');
  });

  test('the frame of the pages sends people straight to the one issuer that Kratos knows, by its name there', () => {
    const { values } = financePortalRelease(model);
    expect(providers(model).map(({ id }) => id)).toEqual([leaf(values, 'reporting-hub-bop-shell.config.env.LOGIN_PROVIDER')]);
  });

  test('a second factor that the issuer tells of is asked for, and a first login without it makes no session', () => {
    const it = variants['people elsewhere, a mail server, a second factor']!();
    expect(providers(it)[0]?.requested_claims).toEqual({ id_token: { amr: { essential: true, values: ['otp', 'hwk'] } } });
    expect(claimsMapper(it.config)).toContain("else error 'this login had no second factor'");
    expect(claimsMapper(model.config)).not.toContain('error');
  });
});

describe('what a request needs', () => {
  const pattern = (path: string) =>
    new RegExp(
      `^${path
        .split(/<([^>]*)>/)
        .map((part, at) => (at % 2 ? `(?:${part})` : part.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')))
        .join('')}$`,
    );
  const asked = (method: string, path: string) =>
    accessRules
      .filter((rule) => (rule.methods as readonly string[]).includes(method) && pattern(rule.path).test(path))
      .map(({ permission }) => permission);

  test.each([
    ['GET', '/api/central-admin/participants', 'participantView'],
    ['GET', '/api/central-admin/participants/bank/positions', 'participantView'],
    ['POST', '/api/central-admin/participants/bank/accounts/7', 'positionFundsInOut'],
    ['PUT', '/api/central-admin/participants/bank/accounts/7', 'participantDisableEnable'],
    ['PUT', '/api/central-admin/participants/bank/limits', 'positionNDCEdit'],
    ['GET', '/api/central-admin/settlementModels', 'settlementView'],
    ['GET', '/api/central-settlements/settlementWindows/3', 'settlementView'],
    ['POST', '/api/central-settlements/settlementWindows/3', 'settlementCloseWindow'],
    ['POST', '/api/central-settlements/settlements', 'settlementInitiateFinalise'],
    ['PUT', '/api/central-settlements/settlements/4', 'settlementInitiateFinalise'],
    ['GET', '/api/iam/users', 'iamView'],
    ['PATCH', '/api/iam/users/1/roles', 'iamEdit'],
    ['GET', '/api/reports/settlement', 'reportingApi'],
    ['POST', '/api/transfers', 'transferApi'],
    ['POST', '/api/transfers/graphql', 'transferApi'],
  ])('%s %s: %s and nothing else', (method, path, permission) => {
    expect(asked(method, path)).toEqual([permission]);
  });

  test.each([
    ['DELETE', '/api/central-admin/participants/bank'],
    ['POST', '/api/central-admin/participants'],
    ['PUT', '/api/central-admin/participants/bank/accounts'.replace('accounts', 'other')],
    ['DELETE', '/api/central-settlements/settlements/4'],
    ['POST', '/api/reports/settlement'],
    ['GET', '/api/central-admin/health'],
    ['GET', '/api/transfersx'],
  ])('%s %s fits no rule, so it is refused', (method, path) => {
    expect(asked(method, path)).toEqual([]);
  });

  test('no request fits two rules: Oathkeeper would answer it with an error', () => {
    const piece = fc.constantFrom(
      'participants',
      'accounts',
      'limits',
      'settlements',
      'settlementWindows',
      'settlementModels',
      'users',
      'x',
      '7',
    );
    const base = fc.constantFrom('/api/central-admin', '/api/central-settlements', '/api/iam', '/api/reports', '/api/transfers');
    const path = fc.tuple(base, fc.array(piece, { maxLength: 5 })).map(([first, rest]) => [first, ...rest].join('/'));
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE');
    fc.assert(
      fc.property(method, path, (verb, where) => asked(verb, where).length <= 1),
      { numRuns: 2000 },
    );
  });

  test('every API permission opens something', () => {
    expect(new Set(accessRules.map(({ permission }) => permission))).toEqual(new Set(Object.keys(apiPermissions)));
  });
});

describe('the ways in', () => {
  const objects = portalRouteObjects(model);
  const specOf = (kind: string, name: string) => objects.find((object) => object.kind === kind && object.metadata.name === name)?.spec;

  test('an API is behind Oathkeeper and the addresses of operators, and closed while Oathkeeper is away', () => {
    expect(specOf('SecurityPolicy', 'portal-api')).toMatchObject({
      targetRefs: [{ kind: 'HTTPRoute', name: 'portal-api' }],
      authorization: { defaultAction: 'Deny' },
      extAuth: { failOpen: false, http: { path: '/decisions', backendRefs: [{ name: 'oathkeeper-api', port: 4456 }] } },
    });
    expect(specOf('SecurityPolicy', 'portal')).toMatchObject({ authorization: { defaultAction: 'Deny' } });
  });

  test('every path of an API is on the route that is judged, and none on the other', () => {
    const [pages, apis] = portalRoutes(model);
    expect(apis?.rules.map(({ pathPrefix }) => pathPrefix)).toEqual([
      '/api/iam',
      '/api/transfers',
      '/api/reports',
      '/api/central-admin',
      '/api/central-settlements',
    ]);
    // Past the part that writes down who did it, nobody changes a limit or a position.
    const [admin] = apis?.rules.filter(({ pathPrefix }) => pathPrefix === '/api/central-admin') ?? [];
    expect(admin).toEqual({
      pathPrefix: '/api/central-admin',
      rewritePrefix: '/central-admin',
      service: 'portal-reporting-hub-bop-experience-api-svc',
      port: 80,
    });
    expect(pages?.rules.filter(({ pathPrefix }) => pathPrefix.startsWith('/api'))).toEqual([]);
    expect(new Set(portalRoutes(model).map(({ host }) => host))).toEqual(new Set([model.hosts.portal]));
  });

  test('routes reach one service of the hub and no other', () => {
    expect(specOf('ReferenceGrant', 'portal')).toEqual({
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'portal' }],
      to: [{ group: '', kind: 'Service', name: 'moja-centralsettlement-service' }],
    });
  });
});

describe('roles', () => {
  test('the standard roles hold together: every permission is known, no exclusion is broken, every role is some use', () => {
    const known = new Set(permissionsOf(model.config));
    for (const { name, permissions } of roleRights(model.config)) {
      expect([name, permissions.filter((permission) => !known.has(permission))]).toEqual([name, []]);
      expect([name, clash(permissions, exclusions(model.config))]).toEqual([name, undefined]);
    }
    const bare = modelOf({ standardReports: false });
    expect(
      roleRights(bare.config)
        .flatMap(({ permissions }) => permissions)
        .filter((each) => each.startsWith('report-')),
    ).toEqual([]);
  });

  test('transfers.* is every field, and objects have names that Kubernetes takes', () => {
    const it = modelOf({
      roles: [{ name: 'Read_Only', permissions: ['transferSummary.*'] }],
      users: [{ ...ada, roles: ['Read_Only'] }],
      exclusions: [],
    });
    const fields = ['count', 'group', 'sum'];
    expect(roleObjects(it)).toEqual([
      {
        apiVersion: 'mojaloop.io/v1',
        kind: 'MojaloopRole',
        metadata: { name: 'read-only', namespace: 'portal' },
        spec: { role: 'Read_Only', permissions: fields.map((field) => `transferSummary.${field}`) },
      },
    ]);
  });

  test('two permissions clash exactly when one stands on each side of an exclusion', () => {
    const permission = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const some = fc.uniqueArray(permission, { maxLength: 4 });
    const rule = fc.record({ name: fc.constant('x'), permissions: some, excludes: some });
    fc.assert(
      fc.property(some, fc.array(rule, { maxLength: 3 }), (has, rules) => {
        const broken = rules.some(({ permissions, excludes }) =>
          permissions.some((one) => has.includes(one) && excludes.some((other) => other !== one && has.includes(other))),
        );
        expect(clash(has, rules) !== undefined).toBe(broken);
      }),
    );
  });

  test('what people may do is what all their roles allow together', () => {
    const it = modelOf({
      users: [
        { ...ada, roles: ['operator', 'dfspReconciliationReports'] },
        { ...grace, roles: [] },
      ],
    });
    const [first, second] = peopleRights(it.config);
    expect(first?.permissions).toEqual(expect.arrayContaining(['settlementCloseWindow', 'report-dfsp-settlement']));
    expect(second?.permissions).toEqual([]);
  });

  test('a change of a role, of a person or of the program makes a new Job; anything else does not', () => {
    const name = (it: EnvironmentModel) => assignmentObjects(it).waitFor[0]?.names[0];
    expect(name(modelOf({ replicas: 2 }))).toBe(name(model));
    const others = [
      modelOf({ users: [{ ...ada, roles: ['audit'] }] }),
      modelOf({ exclusions: [] }),
      modelOf({ users: [ada, { ...grace, roles: [] }] }),
    ];
    expect(new Set([model, ...others].map(name)).size).toBe(4);
  });
});

test('mail goes out of the pods that send it and of no other, and they are asked for room', () => {
  const mail = modelOf({ mail: 'portal/smtp' });
  const sends = (it: EnvironmentModel) => portalFlows(it.config).filter(({ ports }) => ports.includes(465) || ports.includes(587));
  expect([sends(model), sends(mail)]).toEqual([[], [expect.objectContaining({ from: { namespace: 'portal', app: 'kratos-courier' } })]]);
  const [without, demand] = [model, mail].map(({ config }) => portalPodsDemand(config));
  expect(demand).toEqual({ cpu: without!.cpu + portalDemand.ory.cpu, memory: without!.memory + portalDemand.ory.memory });
});

const helm = findHelm();
const charts = process.env.LAB_CHARTS;
/** One release of each chart of the portal. */
const rendered = ['14.1.0', '15.2.0', '17.1.0'].map(
  (release) => [release, () => modelOf({ mail: 'portal/smtp' }, { hub: { release } })] as const,
);
const published =
  charts !== undefined &&
  helm !== undefined &&
  rendered.every(([, make]) => releases(make()).every(({ chart, version }) => existsSync(join(charts, `${chart}-${version}.tgz`))));
const rendering = published ? test : test.skip;

/** Every name of a Secret, with the key, that a pod takes a variable from. */
const readSecrets = (tree: unknown): string[] => {
  if (typeof tree !== 'object' || tree === null) return [];
  const { secretKeyRef: ref, ...rest } = tree as Tree;
  const { name, key } = (ref ?? {}) as Tree;
  return [...(ref ? [`${name} ${key}`] : []), ...Object.values(rest).flatMap(readSecrets)];
};

describe('the charts themselves', () => {
  rendering.each(rendered)(
    published
      ? '%s: they render, every Service that a route leads to, every pod that a policy names and every Secret that a pod reads is there, and whoever asks for nothing is given something'
      : '%s: they render (skipped: wants helm and the published packages of the portal in LAB_CHARTS)',
    (_, make) => {
      const it = make();
      const work = mkdtempSync(join(tmpdir(), 'portal-charts-'));
      try {
        const objects = releases(it).flatMap(({ name, namespace, chart, version, values }) => {
          const file = join(work, `${name}.yaml`);
          writeFileSync(file, stringify(values, { aliasDuplicateObjects: false }));
          const { stdout, stderr, status } = spawnSync(
            helm!,
            ['template', name, join(charts!, `${chart}-${version}.tgz`), '--namespace', namespace, '--values', file],
            {
              encoding: 'utf8',
              maxBuffer: 2 ** 26,
            },
          );
          expect([name, status === 0 ? '' : stderr]).toEqual([name, '']);
          return parseAllDocuments(stdout).flatMap((document): Tree[] => {
            const read = document.toJS() as Tree | null;
            return read ? [read] : [];
          });
        });
        const services = new Set(objects.filter(({ kind }) => kind === 'Service').map((object) => leaf(object, 'metadata.name')));
        for (const { rules } of portalRoutes(it))
          for (const { service, namespace } of rules) if (!namespace) expect([...services]).toContain(service);
        const labels = objects.map((object) => leaf(object, 'spec.template.metadata.labels') as Tree | undefined);
        const pods = new Set(labels.map((label) => label?.['app.kubernetes.io/name']));
        const named = portalFlows(it.config).flatMap(({ from, to }) =>
          [from, to].flatMap((end) => ('app' in end && end.app ? [end.app] : [])),
        );
        expect([...new Set(named)].filter((name) => !pods.has(name))).toEqual([]);
        const delivered = deliveredSecrets(it.secrets).flatMap(({ secretName, keys }) => keys.map(({ key }) => `${secretName} ${key}`));
        expect(new Set(readSecrets(objects).filter((read) => !delivered.includes(read)))).toEqual(new Set());
        const deployments = objects.filter(({ kind }) => kind === 'Deployment');
        expect(deployments).toHaveLength(partsOf(it.config).length + 6);
        const askNothing = deployments.filter((deployment) =>
          (leaf(deployment, 'spec.template.spec.containers') as Tree[]).some((container) => !leaf(container, 'resources.requests.memory')),
        );
        // The charts of Mojaloop have the setting and use it nowhere: these pods get what the namespace gives.
        const names = [`bof-security-role-perm-operator-svc`, ...partsOf(it.config).map((part) => portalService(it.config, part))];
        expect(askNothing.map((deployment) => leaf(deployment, 'metadata.name')).sort()).toEqual(names.sort());
        expect(leaf(limitObjects(it)[0], 'spec.limits')).toMatchObject([{ defaultRequest: { memory: '128Mi' } }]);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  );
});
