/**
 * Writes the realms of the hub into Keycloak by its admin API: makes what is missing, changes what differs, and touches nothing else. What has left the
 * file is disabled, never deleted. A second run changes nothing. Secrets come as files, one an id; none is printed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { KEYCLOAK, ADMINISTRATOR, LOGIN_FILE, REALMS, FILES, WAIT_SECONDS = '600' } = process.env;
const mark = 'workbench';
const page = 500;
let changes = 0;

const told = (text) => {
  changes += 1;
  console.log(text);
};
const secretOf = (id) => readFileSync(join(FILES, id), 'utf8').trim();

const tokenFor = (realm, username, password) =>
  fetch(`${KEYCLOAK}/realms/${realm}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password }),
  });

let token = { text: '', until: 0 };
async function login() {
  if (Date.now() < token.until) return token.text;
  const answer = await tokenFor('master', ADMINISTRATOR, readFileSync(LOGIN_FILE, 'utf8').trim());
  if (!answer.ok) throw new Error(`the login of ${ADMINISTRATOR} was refused with ${answer.status}`);
  const { access_token, expires_in } = await answer.json();
  token = { text: access_token, until: Date.now() + (expires_in - 15) * 1000 };
  return token.text;
}

/** One request of the admin API; undefined for what is not there. */
async function ask(method, path, body) {
  const headers = { authorization: `Bearer ${await login()}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  const answer = await fetch(`${KEYCLOAK}/admin/realms${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  if (answer.status === 404 && method === 'GET') return undefined;
  // Never the body that was sent: there may be a secret in it.
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${text.slice(0, 300)}`);
  return text ? JSON.parse(text) : {};
}

async function all(path) {
  const found = [];
  for (let first = 0; ; first += page) {
    const some = await ask('GET', `${path}${path.includes('?') ? '&' : '?'}first=${first}&max=${page}`);
    found.push(...some);
    if (some.length < page) return found;
  }
}

const sorted = (list) => [...list].map((each) => JSON.stringify(each)).sort();
/** Whether something holds all that is wanted; lists of texts in any order. */
function holds(has, wanted) {
  if (Array.isArray(wanted)) return Array.isArray(has) && has.length === wanted.length && String(sorted(has)) === String(sorted(wanted));
  if (wanted !== null && typeof wanted === 'object') return Object.entries(wanted).every(([key, value]) => holds(has?.[key], value));
  return has === wanted;
}

const claimMapper = ([name, value]) => ({
  name: `claim ${name}`,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-hardcoded-claim-mapper',
  config: {
    'claim.name': name,
    'claim.value': value,
    'jsonType.label': 'String',
    'access.token.claim': 'true',
    'id.token.claim': 'false',
    'userinfo.token.claim': 'false',
  },
});
const groupMapper = {
  name: 'groups',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-group-membership-mapper',
  config: {
    'claim.name': 'groups',
    'full.path': 'false',
    'access.token.claim': 'true',
    'id.token.claim': 'true',
    'userinfo.token.claim': 'true',
  },
};

async function writeMappers(at, who, has = [], wanted) {
  for (const mapper of wanted) {
    const there = has.find(({ name }) => name === mapper.name);
    if (holds(there, mapper)) continue;
    if (there)
      await ask('PUT', `${at}/protocol-mappers/models/${there.id}`, { ...there, ...mapper, config: { ...there.config, ...mapper.config } });
    else await ask('POST', `${at}/protocol-mappers/models`, mapper);
    told(`${who}: ${mapper.name} ${there ? 'changed' : 'made'}`);
  }
}

async function writeClients(realm, { common, clients, group }) {
  const there = new Map((await all(`/${realm}/clients`)).map((client) => [client.clientId, client]));
  for (const { secret, claims = {}, redirectUris = [], webOrigins = [], attributes = {}, ...own } of clients) {
    const wanted = { ...common, ...own, redirectUris, webOrigins, secret: secretOf(secret), attributes: { ...attributes, [mark]: 'true' } };
    const mappers = [...Object.entries(claims).map(claimMapper), ...(group ? [groupMapper] : [])];
    const client = there.get(own.clientId);
    const who = `${realm}/${own.clientId}`;
    if (!client) {
      await ask('POST', `/${realm}/clients`, { ...wanted, protocolMappers: mappers });
      told(`${who}: made`);
      continue;
    }
    if (!holds(client, wanted)) {
      const { protocolMappers: _, ...rest } = client;
      await ask('PUT', `/${realm}/clients/${client.id}`, {
        ...rest,
        ...wanted,
        attributes: { ...client.attributes, ...wanted.attributes },
      });
      told(`${who}: changed`);
    }
    await writeMappers(`/${realm}/clients/${client.id}`, who, client.protocolMappers, mappers);
  }
  const named = new Set(clients.map(({ clientId }) => clientId));
  for (const client of there.values()) {
    if (client.attributes?.[mark] !== 'true' || named.has(client.clientId) || !client.enabled) continue;
    await ask('PUT', `/${realm}/clients/${client.id}`, { ...client, enabled: false });
    told(`${realm}/${client.clientId}: disabled, it is no longer in the file`);
  }
}

async function writeUsers(realm, { group, users }) {
  if (!group) return;
  const find = async () => (await all(`/${realm}/groups?search=${group}&exact=true`)).find(({ name }) => name === group);
  if (!(await find())) {
    await ask('POST', `/${realm}/groups`, { name: group });
    told(`${realm}: group ${group} made`);
  }
  const { id } = await find();
  const members = new Map((await all(`/${realm}/groups/${id}/members`)).map((user) => [user.username, user]));
  for (const { username, email, password } of users) {
    const member = members.get(username);
    if (member?.enabled) continue;
    const [user] = member ? [member] : await ask('GET', `/${realm}/users?username=${encodeURIComponent(username)}&exact=true`);
    if (user) {
      await ask('PUT', `/${realm}/users/${user.id}/groups/${id}`);
      await ask('PUT', `/${realm}/users/${user.id}`, { ...user, enabled: true });
    } else
      await ask('POST', `/${realm}/users`, {
        username,
        email,
        enabled: true,
        emailVerified: true,
        groups: [group],
        requiredActions: ['UPDATE_PASSWORD', 'CONFIGURE_TOTP'],
        credentials: [{ type: 'password', value: secretOf(password), temporary: true }],
      });
    told(`${realm}/${username}: ${user ? 'let in again' : 'made'}`);
  }
  const named = new Set(users.map(({ username }) => username));
  for (const user of members.values()) {
    if (named.has(user.username) || !user.enabled) continue;
    await ask('PUT', `/${realm}/users/${user.id}`, { ...user, enabled: false });
    await ask('POST', `/${realm}/users/${user.id}/logout`);
    told(`${realm}/${user.username}: shut out, no longer in the file`);
  }
}

/** Accounts of programs: their password is that of the file, and their rights are exactly those that are named. */
async function writeMachines(realm, { machines = [] }) {
  if (machines.length === 0) return;
  const [management] = await ask('GET', `/${realm}/clients?clientId=realm-management`);
  for (const { username, password, rights } of machines) {
    const find = async () => (await ask('GET', `/${realm}/users?username=${encodeURIComponent(username)}&exact=true`))[0];
    const there = await find();
    // Keycloak asks every person for a whole profile before they get in.
    const profile = { username, email: `${username}@localhost.localdomain`, firstName: 'Program', lastName: username, emailVerified: true };
    const credential = { type: 'password', value: secretOf(password), temporary: false };
    if (!there) {
      await ask('POST', `/${realm}/users`, { ...profile, enabled: true, credentials: [credential] });
      told(`${realm}/${username}: made`);
    } else if (!there.enabled) {
      await ask('PUT', `/${realm}/users/${there.id}`, { ...there, enabled: true });
      told(`${realm}/${username}: let in again`);
    }
    // Keycloak tells nobody a password: whether it is that of the file, only a login shows.
    if (there && (await tokenFor(realm, username, credential.value)).status === 401) {
      await ask('PUT', `/${realm}/users/${there.id}/reset-password`, credential);
      told(`${realm}/${username}: has a new password`);
    }
    const { id } = there ?? (await find());
    const at = `/${realm}/users/${id}/role-mappings/clients/${management.id}`;
    const has = await ask('GET', at);
    const roles = await ask('GET', `/${realm}/clients/${management.id}/roles`);
    const wanted = roles.filter(({ name }) => rights.includes(name));
    const missing = wanted.filter(({ name }) => !has.some((role) => role.name === name));
    const tooMuch = has.filter(({ name }) => !rights.includes(name));
    if (missing.length > 0) await ask('POST', at, missing);
    if (tooMuch.length > 0) await ask('DELETE', at, tooMuch);
    if (missing.length + tooMuch.length > 0) told(`${realm}/${username}: rights are ${rights.join(', ')}`);
  }
}

async function writeRealm(document) {
  const { realm: wanted } = document;
  const realm = wanted.realm;
  const there = await ask('GET', `/${realm}`);
  if (!there) await ask('POST', '', wanted);
  else if (!holds(there, wanted)) await ask('PUT', `/${realm}`, wanted);
  if (!there || !holds(there, wanted)) told(`realm ${realm}: ${there ? 'changed' : 'made'}`);
  await writeClients(realm, document);
  await writeUsers(realm, document);
  await writeMachines(realm, document);
}

const deadline = Date.now() + Number(WAIT_SECONDS) * 1000;
for (;;) {
  try {
    await login();
    break;
  } catch (error) {
    if (Date.now() > deadline) throw error;
    console.log(`Keycloak is not ready yet: ${error.message}`);
    await new Promise((wait) => setTimeout(wait, 3000));
  }
}
for (const file of readdirSync(REALMS)
  .filter((name) => name.endsWith('.json'))
  .sort())
  await writeRealm(JSON.parse(readFileSync(join(REALMS, file), 'utf8')));
console.log(changes === 0 ? 'nothing to change' : `${changes} changes`);
