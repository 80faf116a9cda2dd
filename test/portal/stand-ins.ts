import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KetoApi } from '../../config/model/portal/layouts';

/** A relation as Keto keeps it. */
export interface Relation {
  readonly namespace: string;
  readonly object: string;
  readonly relation: string;
  readonly subject_id?: string;
  readonly subject_set?: { readonly namespace: string; readonly object: string; readonly relation: string };
}

export const member = (namespace: string, object: string, subject: string): Relation => ({
  namespace,
  object,
  relation: 'member',
  subject_id: subject,
});
export const granted = (permission: string, role: string): Relation => ({
  namespace: 'permission',
  object: permission,
  relation: 'granted',
  subject_set: { namespace: 'role', object: role, relation: 'member' },
});

/** A relation as one of Keto's two APIs writes it: the first had one text for a person and for all members of a role. */
export function written({ subject }: KetoApi, relation: Relation) {
  if (subject === 'subject_id') return relation;
  const { subject_id: id, subject_set: set, ...rest } = relation;
  return { ...rest, subject: id ?? `${set?.namespace}:${set?.object}#${set?.relation}` };
}

/** What {@link written} makes, read again. */
export function readAgain(tuple: Relation & { readonly subject?: string }): Relation {
  const { subject, ...rest } = tuple;
  const [, namespace, object, relation] = /^(.*):(.*)#(.*)$/.exec(subject ?? '') ?? [];
  if (namespace && object && relation) return { ...rest, subject_set: { namespace, object, relation } };
  return subject === undefined ? rest : { ...rest, subject_id: subject };
}

/** One request, judged: a status with what goes back. */
type Answer = readonly [status: number, body?: unknown];

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function serve(
  judge: (method: string, url: URL, body: string) => Answer | Promise<Answer>,
): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://stand-in');
      const [status, body] = await judge(request.method ?? 'GET', url, await textOf(request));
      response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
    })();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Plays the part of one of Keto's APIs that is used: reading by pages, and changing. */
export async function playedKeto(api: KetoApi, first: readonly Relation[]) {
  const keyOf = (each: Relation) => JSON.stringify([each.namespace, each.object, each.relation, each.subject_id ?? each.subject_set]);
  const kept = new Map(first.map((each) => [keyOf(each), each]));
  const pageSize = 3;
  const { server, address } = await serve((method, url, body) => {
    if (method === 'GET' && url.pathname === '/relation-tuples') {
      const wanted = (key: 'namespace' | 'relation') => url.searchParams.get(key);
      const all = [...kept.values()].filter((each) => each.namespace === wanted('namespace') && each.relation === wanted('relation'));
      const from = Number(url.searchParams.get('page_token') ?? 0);
      const next = from + pageSize < all.length ? String(from + pageSize) : '';
      return [200, { relation_tuples: all.slice(from, from + pageSize).map((each) => written(api, each)), next_page_token: next }];
    }
    if (method === 'PATCH' && url.pathname === api.write) {
      for (const { action, relation_tuple: tuple } of JSON.parse(body) as { action: string; relation_tuple: Relation }[]) {
        // Neither takes the field of the other.
        if (!(api.subject in tuple) && !('subject_set' in tuple)) return [400];
        const each = readAgain(tuple);
        if (action === 'insert') kept.set(keyOf(each), each);
        else kept.delete(keyOf(each));
      }
      return [204];
    }
    return [404];
  });
  return { server, address, relations: () => [...kept.values()] };
}

/** Plays the role operator: gives a person exactly the roles that are named, and refuses two that are kept apart. */
export async function playedOperator(api: KetoApi, ketoRead: string, ketoWrite: string, apart: readonly [string, string]) {
  const asked: string[] = [];
  const { server, address } = await serve(async (method, url, body) => {
    if (method !== 'POST' || url.pathname !== '/assignment/user-role') return [404];
    const { username, roles } = JSON.parse(body) as { username: string; roles: string[] };
    if (apart.every((role) => roles.includes(role))) return [406, { isCreated: false, errors: [`${apart.join(' and ')} are kept apart`] }];
    asked.push(`${username}: ${roles.join(', ')}`);
    const has: string[] = [];
    for (let token = ''; ; ) {
      const page = (await (await fetch(`${ketoRead}/relation-tuples?namespace=role&relation=member&page_token=${token}`)).json()) as {
        relation_tuples: Relation[];
        next_page_token: string;
      };
      has.push(
        ...page.relation_tuples
          .map(readAgain)
          .filter(({ subject_id }) => subject_id === username)
          .map(({ object }) => object),
      );
      token = page.next_page_token;
      if (!token) break;
    }
    const change = (action: string) => (role: string) => ({ action, relation_tuple: written(api, member('role', role, username)) });
    const delta = [
      ...roles.filter((role) => !has.includes(role)).map(change('insert')),
      ...has.filter((role) => !roles.includes(role)).map(change('delete')),
    ];
    await fetch(`${ketoWrite}${api.write}`, { method: 'PATCH', body: JSON.stringify(delta) });
    return [200, {}];
  });
  return { server, address, asked };
}

/** Plays the two requests that are made of Keycloak: a login by password, and who has a name. */
export async function playedDirectory(people: Readonly<Record<string, string>>, password: string) {
  return serve((method, url, body) => {
    if (method === 'POST' && url.pathname.endsWith('/token'))
      return new URLSearchParams(body).get('password') === password ? [200, { access_token: 'token' }] : [401];
    const id = people[url.searchParams.get('username') ?? ''];
    return [200, id ? [{ id }] : []];
  });
}
