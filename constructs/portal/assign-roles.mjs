/**
 * Gives people exactly the roles and participants that the file names, and takes back everything else. Roles go through the role operator, which refuses
 * what an exclusion forbids; participants go to Keto itself. A second run changes nothing.
 */
import { readFileSync } from 'node:fs';

const { PEOPLE, OPERATOR, KETO_READ, KETO_WRITE, KETO_WRITE_PATH, KETO_SUBJECT, WAIT_SECONDS = '600' } = process.env;
const { KEYCLOAK, REALM, ACCOUNT, LOGIN_FILE } = process.env;
const deadline = Date.now() + Number(WAIT_SECONDS) * 1000;
const people = JSON.parse(readFileSync(PEOPLE, 'utf8'));
let changes = 0;

const told = (text) => {
  changes += 1;
  console.log(text);
};

async function ask(method, address, body) {
  const answer = await fetch(address, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address.split('?')[0]} answered ${answer.status} ${text.slice(0, 300)}`);
  return text ? JSON.parse(text) : {};
}

/** Every relation of a namespace of Keto. */
async function relations(namespace, relation) {
  const found = [];
  for (let token = ''; ; ) {
    const query = new URLSearchParams({ namespace, relation, page_size: '500', ...(token ? { page_token: token } : {}) });
    const page = await ask('GET', `${KETO_READ}/relation-tuples?${query}`);
    found.push(...(page.relation_tuples ?? []));
    token = page.next_page_token ?? '';
    if (!token) return found;
  }
}

/** The person of a relation. The first API of Keto wrote sets into the same field, as `namespace:object#relation`. */
const personOf = ({ [KETO_SUBJECT]: subject }) => (subject?.includes('#') ? undefined : subject);
/** The role of a relation that is one of all its members. */
const roleOf = ({ subject_set: set, subject = '' }) => set?.object ?? /^role:(.*)#/.exec(subject)?.[1];

/** Objects that each person is a member of. */
async function members(namespace) {
  const of = new Map();
  for (const tuple of await relations(namespace, 'member')) {
    const [subject, { object }] = [personOf(tuple), tuple];
    if (subject) of.set(subject, new Set([...(of.get(subject) ?? []), object]));
  }
  return of;
}

/** Subjects of people: the claim `sub` of their tokens, which at Keycloak is the id of the user. */
async function subjects() {
  const unknown = people.filter(({ subject }) => !subject);
  const found = new Map(people.filter(({ subject }) => subject).map(({ username, subject }) => [username, subject]));
  if (unknown.length === 0) return found;
  const form = { grant_type: 'password', client_id: 'admin-cli', username: ACCOUNT, password: readFileSync(LOGIN_FILE, 'utf8').trim() };
  const login = await fetch(`${KEYCLOAK}/realms/${REALM}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  if (!login.ok) throw new Error(`the login of ${ACCOUNT} was refused with ${login.status}`);
  const headers = { authorization: `Bearer ${(await login.json()).access_token}` };
  const missing = [];
  for (const { username } of unknown) {
    const answer = await fetch(`${KEYCLOAK}/admin/realms/${REALM}/users?exact=true&username=${encodeURIComponent(username)}`, { headers });
    if (!answer.ok) throw new Error(`looking for ${username} was answered with ${answer.status}`);
    const [user] = await answer.json();
    if (user) found.set(username, user.id);
    else missing.push(username);
  }
  if (missing.length > 0) throw new Error(`nobody at the identity provider is called ${missing.join(', ')}`);
  return found;
}

/** Exclusions hold only for roles that the operator has written: it must be done before anybody gets one. */
async function rolesWritten() {
  const granted = new Set((await relations('permission', 'granted')).map(roleOf));
  const missing = [...new Set(people.flatMap(({ roles }) => roles))].filter((role) => !granted.has(role));
  if (missing.length > 0) throw new Error(`the role operator has not written ${missing.join(', ')} yet`);
}

async function until(what) {
  for (;;) {
    try {
      return await what();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      console.log(`not yet: ${error.message}`);
      await new Promise((wait) => setTimeout(wait, Math.min(3000, Number(WAIT_SECONDS) * 100)));
    }
  }
}

const differ = (has, wants) => has.size !== wants.size || [...wants].some((each) => !has.has(each));
const without = (has, wants) => [...has].filter((each) => !wants.has(each));

const who = await until(subjects);
await until(rolesWritten);
const nameOf = new Map([...who].map(([username, subject]) => [subject, username]));
const called = (subject) => nameOf.get(subject) ?? `${subject} (not in the file)`;
const wanted = (key) => new Map(people.map((person) => [who.get(person.username), new Set(person[key])]));

const [hasRoles, wantsRoles] = [await members('role'), wanted('roles')];
const everybody = [...new Set([...hasRoles.keys(), ...wantsRoles.keys()])].map((subject) => ({
  subject,
  has: hasRoles.get(subject) ?? new Set(),
  wants: wantsRoles.get(subject) ?? new Set(),
}));
// Whoever loses something comes first.
everybody.sort((a, b) => without(b.has, b.wants).length - without(a.has, a.wants).length);
for (const { subject, has, wants } of everybody) {
  if (!differ(has, wants)) continue;
  await ask('POST', `${OPERATOR}/assignment/user-role`, { username: subject, roles: [...wants] });
  told(`${called(subject)}: roles ${[...wants].join(', ') || 'none'}`);
}

const [hasFsps, wantsFsps] = [await members('participant'), wanted('participants')];
const delta = [...new Set([...hasFsps.keys(), ...wantsFsps.keys()])].flatMap((subject) => {
  const [has, wants] = [hasFsps.get(subject) ?? new Set(), wantsFsps.get(subject) ?? new Set()];
  const change = (action) => (object) => ({
    action,
    relation_tuple: { namespace: 'participant', object, relation: 'member', [KETO_SUBJECT]: subject },
  });
  if (differ(has, wants)) told(`${called(subject)}: participants ${[...wants].join(', ') || 'none'}`);
  return [...without(has, wants).map(change('delete')), ...without(wants, has).map(change('insert'))];
});
if (delta.length > 0) await ask('PATCH', `${KETO_WRITE}${KETO_WRITE_PATH}`, delta);
console.log(changes === 0 ? 'nothing to change' : `${changes} changes`);
