import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { issuerOf } from '../config/model/identity';
import { keycloakObjects } from '../constructs/identity/keycloak';
import { keycloakReader } from '../constructs/identity/reader';
import { realmObjects } from '../constructs/identity/realm-job';
import { type RealmDocument, realmDocuments, realmSecrets } from '../constructs/identity/realms';
import { identityRoutes } from '../constructs/identity/routes';
import { type KeycloakServer, keycloakMissing, keycloakVersion, startKeycloak, startLimit } from './identity/keycloak-server';
import { crew, dismiss } from './lab/crew';
import { freePorts, isListening } from './lab/ports';
import { ledgerPart } from './ledger/programs';
import { libraries, startMariadb } from './ledger/rig';
import { projectFolder, type Tree } from './synthesised';
import { configWith, over } from './workbench-fixtures';

// A run of the program asks a Java server dozens of times.
jest.setTimeout(300_000);

const firstbank = { id: 'firstbank', currency: 'USD', msisdnPrefix: '1' };
const farBank = { id: 'far-bank', currency: 'USD', msisdnPrefix: '2', external: true, domain: 'far-bank.example.org' };
const ada = { username: 'ada', email: 'ada@example.org' };
const base = { participants: [firstbank, farBank], identity: { operators: [ada] } };
const modelOf = (patch: Tree = {}): EnvironmentModel => resolveEnvironment(configWith(over(base, patch)));
const elsewhere = { identity: { provider: 'external', issuer: 'https://id.example.org/hub' } };
const model = modelOf();

describe('the realms', () => {
  const summary = (documents: readonly RealmDocument[]) =>
    documents.flatMap(({ realm, common, clients, users }) => [
      `${realm.realm}: ${common.serviceAccountsEnabled ? 'client credentials' : 'logins'}, ${realm.accessTokenLifespan} s`,
      ...clients.map(({ clientId, secret, claims = {}, redirectUris = [] }) =>
        [`  ${clientId} <- ${secret}`, ...Object.entries(claims).map(([name, value]) => `${name}=${value}`), ...redirectUris].join(' '),
      ),
      ...users.map(({ username, password }) => `  ${username} <- ${password}`),
    ]);

  test('one client a participant with its own claim, one a portal that runs here, and the people who run the hub', () => {
    expect(summary(realmDocuments(model))).toEqual([
      'dfsps: client credentials, 300 s',
      '  firstbank <- firstbank-oauth-client fspId=firstbank',
      '  far-bank <- far-bank-oauth-client fspId=far-bank',
      'pm4mls: logins, 300 s',
      '  firstbank-portal <- firstbank-portal-client fspId=firstbank https://experience-api.firstbank.dev.labs.example.org/auth https://portal.firstbank.dev.labs.example.org/*',
      'hub-operators: logins, 300 s',
      '  connection-manager <- connection-manager-client https://mcm.dev.labs.example.org/oauth2/callback',
      '  grafana <- grafana-client https://grafana.dev.labs.example.org/login/generic_oauth',
      '  ada <- operator-ada',
    ]);
  });

  test('who has left has no client; the life of a token is that of the file; without a connection manager it has none', () => {
    const changed = modelOf({
      participants: [{ ...firstbank, retired: true }, farBank],
      identity: { tokenMinutes: 2, operators: [] },
      connectionManager: { enabled: false },
    });
    expect(summary(realmDocuments(changed))).toEqual([
      'dfsps: client credentials, 120 s',
      '  far-bank <- far-bank-oauth-client fspId=far-bank',
      'pm4mls: logins, 120 s',
      'hub-operators: logins, 120 s',
      '  grafana <- grafana-client https://grafana.dev.labs.example.org/login/generic_oauth',
    ]);
  });

  test('every secret that they name is delivered to Keycloak under that name, and no other but its own two', () => {
    const delivered = model.secrets.flatMap(({ deliveries }) =>
      deliveries.filter(({ namespace }) => namespace === 'identity').map(({ secretName }) => secretName),
    );
    expect(delivered.sort()).toEqual([...realmSecrets(realmDocuments(model)), 'keycloak-admin', 'mysql-keycloak'].sort());
  });

  test('the realms of 4000 participants fit into a ConfigMap', () => {
    const many = Array.from({ length: 4000 }, (_, at) => ({ ...firstbank, id: `participant-${at}`, msisdnPrefix: String(10_000 + at) }));
    const data = realmObjects(modelOf({ participants: many })).objects[0]?.data as Record<string, string>;
    expect(Object.values(data).join('').length).toBeLessThan(2 ** 20 * 2);
    expect(data['dfsps.json']?.length).toBeLessThan(2 ** 20);
  });
});

describe('an issuer', () => {
  const host = 'dev.labs.example.org';
  test('of Keycloak is one address, wherever tokens are fetched and keys are read', () => {
    expect(issuerOf(model.config, 'participants')).toEqual({
      issuer: `https://keycloak.${host}/realms/dfsps`,
      tokenEndpoint: `https://token.${host}/realms/dfsps/protocol/openid-connect/token`,
      gatewayTokenEndpoint: 'http://keycloak.identity.svc.cluster.local:8080/realms/dfsps/protocol/openid-connect/token',
      authorizationEndpoint: `https://keycloak.${host}/realms/dfsps/protocol/openid-connect/auth`,
      endSessionEndpoint: `https://keycloak.${host}/realms/dfsps/protocol/openid-connect/logout`,
      jwksUri: 'http://keycloak.identity.svc.cluster.local:8080/realms/dfsps/protocol/openid-connect/certs',
      discovery: `https://keycloak.${host}/realms/dfsps/.well-known/openid-configuration`,
    });
    expect(issuerOf(model.config, 'operators').tokenEndpoint).toBe(
      `https://keycloak.${host}/realms/hub-operators/protocol/openid-connect/token`,
    );
  });

  test('elsewhere is what the file says, and then nothing of Keycloak is made', () => {
    const external = modelOf(
      over(elsewhere, { identity: { tokenEndpoint: 'https://id.example.org/token', portalIssuer: 'https://p.example.org/' } }),
    );
    expect(issuerOf(external.config, 'participants')).toMatchObject({
      issuer: 'https://id.example.org/hub',
      tokenEndpoint: 'https://id.example.org/token',
      jwksUri: 'https://id.example.org/hub/protocol/openid-connect/certs',
    });
    // The token endpoint that is named is that of the issuer of participants alone.
    expect(issuerOf(external.config, 'portals').tokenEndpoint).toBe('https://p.example.org/protocol/openid-connect/token');
    expect(issuerOf(external.config, 'operators').issuer).toBe('https://id.example.org/hub');
    expect(identityRoutes(external)).toEqual([]);
    expect(external.namespaces.map(({ name }) => name)).not.toContain('identity');
    expect(external.databases.map(({ name }) => name)).not.toContain('keycloak-db');
    expect(external.secrets.flatMap(({ deliveries }) => deliveries).filter(({ namespace }) => namespace === 'identity')).toEqual([]);
    // Clients have secrets all the same: whoever runs the issuer gets them from Vault.
    expect(external.secrets.map(({ id }) => id)).toContain('firstbank-oauth-client');
  });
});

describe('Keycloak in the cluster', () => {
  const { objects } = keycloakObjects(model);
  const job = realmObjects(model);
  const podOf = (object: Tree = {}) => ((object.spec as Tree).template as Tree).spec as Tree & { containers: Tree[] };

  test('no secret stands in a ConfigMap, a variable or an argument: they are files and references', () => {
    // What stands in the place of a secret is its id, under which it is mounted.
    const data = job.objects[0]?.data as Record<string, string>;
    const ids = Object.entries(data).flatMap(([name, text]) =>
      name.endsWith('.json') ? [...text.matchAll(/"(?:secret|password)":"([^"]*)"/g)].map(([, id]) => id) : [],
    );
    expect(ids.filter((id) => !model.secrets.some((entry) => entry.id === id))).toEqual([]);
    expect(ids).toHaveLength(6);
    const env = [...podOf(objects[0]).containers, ...podOf(job.objects[1]).containers].flatMap(({ env: list }) => (list ?? []) as Tree[]);
    const secret = env.filter(({ name }) => /PASSWORD$/.test(String(name)));
    expect(secret.map(({ name, value, valueFrom }) => [name, value, Object.keys(valueFrom as Tree)])).toEqual([
      ['KC_BOOTSTRAP_ADMIN_PASSWORD', undefined, ['secretKeyRef']],
      ['KC_DB_PASSWORD', undefined, ['secretKeyRef']],
    ]);
  });

  test('another realm is another Job, and the same realm the same', () => {
    const name = (patch: Tree) => realmObjects(modelOf(patch)).objects[1]?.metadata.name;
    expect(name({})).toBe(name({ hub: { bulk: true } }));
    expect(name({})).not.toBe(name({ identity: { tokenMinutes: 6 } }));
  });

  test('is more than one pod in production, and speaks verified TLS to the MySQL of a cloud', () => {
    const production = modelOf({ profile: 'production', platform: { provider: 'aws', region: 'eu-west-1', context: undefined } });
    const [deployment, , budget] = keycloakObjects(production).objects;
    expect([deployment?.spec, budget?.kind]).toMatchObject([{ replicas: 2 }, 'PodDisruptionBudget']);
    const env = podOf(deployment).containers[0]?.env as Tree[];
    const value = (wanted: string) => env.find(({ name }) => name === wanted)?.value;
    expect(value('KC_DB_URL')).toBe('jdbc:mysql://keycloak-db.stores.svc.cluster.local:3306/keycloak?sslMode=VERIFY_CA');
    expect(value('KC_TRUSTSTORE_PATHS')).toBe('/mysql-ca/ca.pem');
    expect(value('KC_CACHE')).toBe('ispn');
  });

  test('its own realm and its console are for operators; tokens and logins are named realm by realm', () => {
    const rows = identityRoutes(model).flatMap(({ host, audience, rules }) =>
      rules.map(({ pathPrefix }) => `${audience} ${host}${pathPrefix}`),
    );
    expect(rows.filter((row) => /\/admin|master/.test(row)).every((row) => row.startsWith('operator '))).toBe(true);
    expect(rows.filter((row) => row.startsWith('participant '))).toEqual([
      'participant token.dev.labs.example.org/realms/dfsps/protocol/openid-connect',
      'participant token.dev.labs.example.org/realms/dfsps/.well-known',
      'participant keycloak.dev.labs.example.org/realms/dfsps',
      'participant keycloak.dev.labs.example.org/realms/pm4mls',
      'participant keycloak.dev.labs.example.org/realms/hub-operators',
      'participant keycloak.dev.labs.example.org/resources',
    ]);
  });

  test('its reader reads the clients of every participant by one pattern a kind, and nothing else of theirs', () => {
    expect(keycloakReader(model.config, 'secret-reader', model.secrets).rules.map(({ path }) => path)).toEqual([
      'hub/data/generated/mysql/keycloak',
      'hub/data/generated/identity/admin',
      'hub/data/generated/identity/operators/ada',
      'hub/data/generated/identity/connection-manager-client',
      'hub/data/generated/identity/grafana-client',
      'hub/data/generated/participants/+/oauth-client',
      'hub/data/generated/participants/+/portal-client',
    ]);
  });
});

const mariadb = ledgerPart('mariadb', (line) => process.stderr.write(`MariaDB: ${line}\n`));
if ('reason' in mariadb) test.skip(`SKIPPED the schema of Keycloak on a real MariaDB: ${mariadb.reason}`, () => {});

('reason' in mariadb ? describe.skip : describe)(
  'the schema of Keycloak, by the step before its pod, on a real MariaDB that makes schemas in utf8mb4',
  () => {
    const work = mkdtempSync(join(tmpdir(), 'identity-mariadb-'));
    const team = crew(work);
    const root = 'folder' in mariadb ? mariadb.folder : '';
    const client = { LD_LIBRARY_PATH: libraries(root), PATH: `${work}/bin:${process.env.PATH}`, MYSQL_PWD: 'of-keycloak' };
    let port = 0;
    beforeAll(async () => {
      ({ port } = await freePorts(['port']));
      mkdirSync(join(work, 'bin'));
      symlinkSync(join(root, 'usr/bin/mariadb'), join(work, 'bin/mysql'));
      const schema = { schema: 'keycloak', user: 'keycloak', password: 'of-keycloak' };
      startMariadb(team, work, root, port, schema, ['--character-set-server=utf8mb4', '--collation-server=utf8mb4_unicode_ci']);
      await team.until('MariaDB', () => isListening(port), 120);
    }, 180_000);
    afterAll(async () => {
      team.close();
      await dismiss([team.members()], 5_000);
      rmSync(work, { recursive: true, force: true });
    });

    const ask = (text: string) =>
      execFileSync(
        'mysql',
        ['--host=127.0.0.1', `--port=${port}`, '--user=keycloak', '--skip-column-names', `--execute=${text}`, 'keycloak'],
        {
          env: client,
          encoding: 'utf8',
          stdio: 'pipe',
        },
      ).trim();
    const characters = () => ask('select @@character_set_database');
    const step = () => {
      const { spec } = keycloakObjects(model).objects[0] as unknown as { spec: { template: { spec: { initContainers: Tree[] } } } };
      const found = spec.template.spec.initContainers.find(({ name }) => name === 'character-set');
      const [shell = '', ...args] = (found?.command ?? []) as string[];
      const here = args.map((text) => text.replace('keycloak-db.stores.svc.cluster.local', '127.0.0.1').replace('3306', String(port)));
      execFileSync(shell, here, { env: client, stdio: 'pipe' });
    };
    // Three columns of the table REALM of Keycloak 26.5.6, and those of 255 and fewer characters beside them, as it makes them.
    const realm = () =>
      ask(
        `create table realm (${['certificate varchar(4000)', 'private_key varchar(4096)', 'public_key varchar(4096)', ...Array.from({ length: 24 }, (_, at) => `c${at} varchar(255)`)].join(', ')})`,
      );

    test('a row of its realms does not fit, and does when the step has run; a second run, with tables there, changes nothing', () => {
      expect(characters()).toBe('utf8mb4');
      expect(realm).toThrow(/Row size too large/);
      step();
      expect(characters()).toBe('utf8mb3');
      realm();
      ask('alter database keycloak character set latin1');
      step();
      expect(characters()).toBe('latin1');
    });
  },
);

const missing = keycloakMissing();
if (missing) test.skip(`SKIPPED a real Keycloak: ${missing}`, () => {});

(missing ? describe.skip : describe)(`Keycloak ${keycloakVersion} itself, with a database in memory`, () => {
  const work = mkdtempSync(join(tmpdir(), 'identity-'));
  const hostname = `https://${model.hosts.keycloak}`;
  let server: KeycloakServer | undefined;
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    server = await startKeycloak({ hostname, password: 'the-administrator' });
  }, startLimit + 30_000);
  afterAll(() => {
    server?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  /** Runs the program of the Job as the Job does; its last line says what it did. */
  const write = (wanted: EnvironmentModel) => {
    const documents = realmDocuments(wanted);
    const folder = mkdtempSync(join(work, 'run-'));
    for (const part of ['realms', 'secrets']) mkdirSync(join(folder, part));
    for (const document of documents) writeFileSync(join(folder, 'realms', `${document.realm.realm}.json`), JSON.stringify(document));
    for (const id of realmSecrets(documents)) writeFileSync(join(folder, 'secrets', id), secrets.get(id) ?? `secret-of-${id}`);
    writeFileSync(join(folder, 'password'), 'the-administrator');
    const env = {
      PATH: process.env.PATH,
      KEYCLOAK: server?.address ?? '',
      ADMINISTRATOR: 'admin',
      LOGIN_FILE: join(folder, 'password'),
      REALMS: join(folder, 'realms'),
      FILES: join(folder, 'secrets'),
      WAIT_SECONDS: '120',
    };
    const run = spawnSync(process.execPath, [join(projectFolder, 'constructs/identity/write-realms.mjs')], { env, encoding: 'utf8' });
    const lines = `${run.stdout}${run.stderr}`.trim().split('\n');
    if (run.status !== 0) throw new Error(lines.join('\n'));
    expect(lines.join('\n')).not.toMatch(/secret-of|the-administrator/);
    return lines;
  };
  const post = (path: string, form: Record<string, string>) =>
    fetch(`${server?.address}/realms/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const tokenOf = async (client: string, secret = `secret-of-${client}-oauth-client`, realm = 'dfsps') =>
    post(`${realm}/protocol/openid-connect/token`, { grant_type: 'client_credentials', client_id: client, client_secret: secret });
  const claimsOf = async (answer: Response) => {
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const [head = '', body = '', signature = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    const { keys } = (await (await fetch(`${server?.address}/realms/dfsps/protocol/openid-connect/certs`)).json()) as {
      keys: (JsonWebKey & { kid: string })[];
    };
    const jwk = keys.find((key) => key.kid === kid);
    const good =
      jwk &&
      verify('sha256', Buffer.from(`${head}.${body}`), createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
    expect(good).toBe(true);
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown> & { exp: number; iat: number };
  };
  const admin = async (path: string, method = 'GET', body?: Tree) => {
    const login = await post('master/protocol/openid-connect/token', {
      grant_type: 'password',
      client_id: 'admin-cli',
      username: 'admin',
      password: 'the-administrator',
    });
    const { access_token: token } = (await login.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server?.address}/admin/realms/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return text ? (JSON.parse(text) as Tree[]) : [];
  };

  test('the realms are made once, and a second run changes nothing', () => {
    expect(write(model).at(-1)).toBe('10 changes');
    expect(write(model)).toEqual(['nothing to change']);
  });

  test.each(['firstbank', 'far-bank'])('%s gets a token that says who it is, for five minutes, by the one issuer', async (id) => {
    const { exp, iat, ...claims } = await claimsOf(await tokenOf(id));
    expect(claims).toMatchObject({ azp: id, client_id: id, fspId: id, iss: `${hostname}/realms/dfsps` });
    expect(exp - iat).toBe(300);
    // No role of anything, and nothing that it could give on.
    expect([claims.realm_access, claims.resource_access]).toEqual([undefined, undefined]);
  });

  test('nobody gets a token with the secret of another, without one, or in the place of a person', async () => {
    const token = 'dfsps/protocol/openid-connect/token';
    const tries = [
      tokenOf('firstbank', 'secret-of-far-bank-oauth-client'),
      tokenOf('firstbank', ''),
      tokenOf('firstbank-portal', 'secret-of-firstbank-portal-client', 'pm4mls'),
      post(token, {
        grant_type: 'password',
        client_id: 'firstbank',
        client_secret: 'secret-of-firstbank-oauth-client',
        username: 'x',
        password: 'x',
      }),
    ];
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([401, 401, 401, 400]);
  });

  test('a portal is sent back to its own address only', async () => {
    const ask = async (address: string) => {
      const query = new URLSearchParams({ client_id: 'firstbank-portal', response_type: 'code', scope: 'openid', redirect_uri: address });
      return (await fetch(`${server?.address}/realms/pm4mls/protocol/openid-connect/auth?${query}`)).status;
    };
    const host = 'firstbank.dev.labs.example.org';
    expect([await ask(`https://experience-api.${host}/auth`), await ask('https://evil.example.org/auth')]).toEqual([200, 400]);
  });

  test('an operator gets a first password that must be changed, and a second factor to set up', async () => {
    const [user] = await admin('hub-operators/users?username=ada&exact=true');
    expect(user).toMatchObject({ email: 'ada@example.org', enabled: true });
    expect([...((user?.requiredActions ?? []) as string[])].sort()).toEqual(['CONFIGURE_TOTP', 'UPDATE_PASSWORD']);
    expect(await admin(`hub-operators/users/${user?.id}/groups`)).toMatchObject([{ name: 'operators' }]);
  });

  test('a person logs in with a password, and is asked for it again only after a sign-out, which ends at the address of the gateway', async () => {
    const [user] = await admin('hub-operators/users?username=ada&exact=true');
    const set = { ...user, requiredActions: [], firstName: 'Ada', lastName: 'L' };
    await admin(`hub-operators/users/${user?.id}`, 'PUT', set);
    await admin(`hub-operators/users/${user?.id}/reset-password`, 'PUT', {
      type: 'password',
      value: 'a-password-of-hers',
      temporary: false,
    });
    const jar = new Map<string, string>();
    const go = async (address: string, form?: Record<string, string>) => {
      const answer = await fetch(address.replace(hostname, server?.address ?? ''), {
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), 'x-forwarded-proto': 'https' },
        ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
      });
      for (const [name = '', value = ''] of answer.headers.getSetCookie().map((line) => (line.split(';')[0] ?? '').split(/=(.*)/s)))
        jar.set(name, value);
      return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() };
    };
    const openid = `${hostname}/realms/hub-operators/protocol/openid-connect`;
    const callback = 'https://mcm.dev.labs.example.org/oauth2/callback';
    const client = { client_id: 'connection-manager', redirect_uri: callback };
    const login = `${openid}/auth?${new URLSearchParams({ ...client, response_type: 'code', scope: 'openid' })}`;
    const form = await go(login);
    const action = /action="([^"]+)"/.exec(form.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const wrong = await go(action, { username: 'ada', password: 'not-her-password' });
    expect([form.status, wrong.status, wrong.location]).toEqual([200, 200, '']);
    const again = /action="([^"]+)"/.exec(wrong.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const { location } = await go(again, { username: 'ada', password: 'a-password-of-hers' });
    expect(location).toMatch(/^https:\/\/mcm\.dev\.labs\.example\.org\/oauth2\/callback\?/);
    const code = new URL(location).searchParams.get('code') ?? '';
    const secret = 'secret-of-connection-manager-client';
    const tokens = (await (
      await post('hub-operators/protocol/openid-connect/token', {
        grant_type: 'authorization_code',
        code,
        client_secret: secret,
        ...client,
      })
    ).json()) as { id_token: string };
    // The session is known: no form.
    expect((await go(login)).status).toBe(302);
    const end = (address: string) =>
      go(`${openid}/logout?${new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: address })}`);
    expect((await end('https://evil.example.org/')).status).toBe(400);
    expect(await end('https://mcm.dev.labs.example.org/')).toMatchObject({ status: 302, location: 'https://mcm.dev.labs.example.org/' });
    expect((await go(login)).status).toBe(200);
  });

  test('a change is a change of that alone: life of tokens, a new secret, who has left; what people made by hand stays', async () => {
    await admin('dfsps/clients', 'POST', { clientId: 'made-by-hand', secret: 'x', publicClient: false, serviceAccountsEnabled: true });
    secrets.set('far-bank-oauth-client', 'a-new-one');
    const changed = modelOf({ participants: [{ ...firstbank, retired: true }, farBank], identity: { tokenMinutes: 2, operators: [] } });
    expect(write(changed)).toEqual([
      'realm dfsps: changed',
      'dfsps/far-bank: changed',
      'dfsps/firstbank: disabled, it is no longer in the file',
      'realm hub-operators: changed',
      'hub-operators/ada: shut out, no longer in the file',
      'realm pm4mls: changed',
      'pm4mls/firstbank-portal: disabled, it is no longer in the file',
      '7 changes',
    ]);
    expect(write(changed)).toEqual(['nothing to change']);
    expect((await tokenOf('firstbank')).status).toBe(401);
    expect((await tokenOf('far-bank')).status).toBe(401);
    const { exp, iat, fspId } = await claimsOf(await tokenOf('far-bank', 'a-new-one'));
    expect([exp - iat, fspId]).toEqual([120, 'far-bank']);
    expect((await tokenOf('made-by-hand', 'x')).status).toBe(200);
  });

  test('who comes back is let in again', async () => {
    secrets.clear();
    expect(write(model)).toContain('hub-operators/ada: let in again');
    expect(write(model)).toEqual(['nothing to change']);
    expect((await tokenOf('firstbank')).status).toBe(200);
  });

  test('the account of the portal reads who is there and nothing else, and its password is always that of Vault', async () => {
    const withPortal = modelOf({ portal: { enabled: true } });
    expect(write(withPortal)).toEqual(
      expect.arrayContaining(['hub-operators/portal: made', 'hub-operators/portal-directory: rights are view-users']),
    );
    expect(write(withPortal)).toEqual(['nothing to change']);
    const login = (password: string) =>
      post('hub-operators/protocol/openid-connect/token', {
        grant_type: 'password',
        client_id: 'admin-cli',
        username: 'portal-directory',
        password,
      });
    const { access_token: token } = (await (await login('secret-of-portal-directory')).json()) as { access_token: string };
    const ask = (path: string) =>
      fetch(`${server?.address}/admin/realms/hub-operators/${path}`, { headers: { authorization: `Bearer ${token}` } });
    const found = await ask('users?exact=true&username=ada');
    expect([found.status, ((await found.json()) as Tree[]).map(({ username }) => username)]).toEqual([200, ['ada']]);
    expect([(await ask('clients')).status, (await ask('events')).status]).toEqual([403, 403]);
    // What a rotation does: the password is another in Vault, and the Job runs again.
    secrets.set('portal-directory', 'another-password-of-it');
    expect(write(withPortal)).toEqual(['hub-operators/portal-directory: has a new password', '1 changes']);
    expect(write(withPortal)).toEqual(['nothing to change']);
    expect([(await login('another-password-of-it')).status, (await login('secret-of-portal-directory')).status]).toEqual([200, 401]);
  });
});
