import { createHash } from 'node:crypto';
import type { Answer, Asked, Azure, Json } from './stand-in';

const isTree = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One tree over another, as PATCH means it. */
function over(base: Json, patch: Json): Json {
  return {
    ...base,
    ...Object.fromEntries(
      Object.entries(patch).map(([key, value]) => {
        const old = base[key];
        return [key, isTree(value) && isTree(old) ? over(old, value) : value];
      }),
    ),
  };
}

/** What Azure adds by itself, by the type of the resource. */
const ownProperties: Readonly<Record<string, (name: string, given: Json, path: string) => Json>> = {
  'microsoft.authorization/roleassignments': (_name, _given, path) => ({ scope: path.split('/providers/Microsoft.Authorization/')[0] }),
  'microsoft.dbformysql/flexibleservers': (name, given) => ({
    fullyQualifiedDomainName: `${name}.mysql.database.azure.com`,
    state: 'Ready',
    replicaCapacity: 10,
    availabilityZone: '1',
    // Never given back.
    administratorLoginPassword: undefined,
    ...(given.maintenanceWindow ? {} : { maintenanceWindow: { customWindow: 'Disabled', dayOfWeek: 0, startHour: 0, startMinute: 0 } }),
  }),
  'microsoft.keyvault/vaults': (name) => ({ vaultUri: `https://${name}.vault.azure.net/` }),
  'microsoft.eventhub/namespaces': (name) => ({
    maximumThroughputUnits: 0,
    serviceBusEndpoint: `https://${name}.servicebus.windows.net:443/`,
    status: 'Active',
  }),
  'microsoft.managedidentity/userassignedidentities': () => ({
    principalId: '00000000-0000-0000-0000-00000000000a',
    clientId: '00000000-0000-0000-0000-00000000000b',
    tenantId: '00000000-0000-0000-0000-00000000000d',
  }),
};

/** Type of the resource at a path: `microsoft.eventhub/namespaces/eventhubs`. */
const typeOf = (path: string): string => {
  const [, after = ''] = path.toLowerCase().split(/\/providers\/(?!.*\/providers\/)/);
  const [namespace = '', ...rest] = after.split('/');
  return [namespace, ...rest.filter((_, at) => at % 2 === 0)].join('/');
};

function whole(path: string, body: Json): Json {
  const name = path.split('/').at(-1) ?? '';
  const given = isTree(body.properties) ? body.properties : {};
  const own = ownProperties[typeOf(path)]?.(name, given, path) ?? {};
  const { identity, ...rest } = body;
  const somebody = isTree(identity) && identity.type !== 'None';
  const properties = { ...given, provisioningState: 'Succeeded', ...own };
  return { ...rest, ...(somebody ? { identity } : {}), id: path, name, type: typeOf(path), properties };
}

const keys = {
  primaryKey: 'of nobody',
  secondaryKey: 'of nobody',
  primaryConnectionString: 'of nobody',
  secondaryConnectionString: 'of nobody',
};

const operation = '/subscriptions/any/providers/stand-in/operations/any';

/** Built-in roles, each with an id of its own. */
const roleDefinition = (subscription: string, roleName: string): Json => {
  const name = createHash('sha256')
    .update(roleName)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const id = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
  return {
    id,
    name,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: { roleName, type: 'BuiltInRole', permissions: [], assignableScopes: ['/'] },
  };
};

/** Lists and actions; everything else is a resource at its path. */
const others: readonly (readonly [RegExp, (azure: Azure, asked: Asked) => Answer])[] = [
  [/^\/subscriptions\/[^/]+\/providers$/i, () => ({ status: 200, body: { value: [] } })],
  [
    /^\/subscriptions\/[^/]+\/providers\/[^/]+$/i,
    (_, { path }) => ({
      status: 200,
      body: { id: path, namespace: path.split('/').at(-1), registrationState: 'Registered', resourceTypes: [] },
    }),
  ],
  [/\/register$/i, (_, { path }) => ({ status: 200, body: { namespace: path.split('/').at(-2), registrationState: 'Registered' } })],
  [
    /^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?\/resources$/i,
    (azure, { path, query }) => {
      const type = /resourceType eq '([^']+)'/i.exec(query.get('$filter') ?? '')?.[1]?.toLowerCase();
      const prefix = path.toLowerCase().replace(/\/resources$/, '/');
      const inside = [...azure.resources.values()].filter(
        ({ id }) => String(id).toLowerCase().startsWith(prefix) && String(id).includes('/providers/'),
      );
      return { status: 200, body: { value: inside.filter(({ id }) => type === undefined || typeOf(String(id)) === type) } };
    },
  ],
  [
    /^\/subscriptions\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults$/i,
    ({ resources }) => ({
      status: 200,
      body: { value: [...resources.values()].filter(({ id }) => typeOf(String(id)) === 'microsoft.keyvault/vaults') },
    }),
  ],
  [
    /\/roleDefinitions$/i,
    (azure, { path, query }) => {
      const roleName = /roleName eq '([^']+)'/i.exec(query.get('$filter') ?? '')?.[1] ?? '';
      const subscription = path.split('/').slice(0, 3).join('/');
      const found = roleDefinition(subscription, roleName);
      azure.resources.set(String(found.id).toLowerCase(), found);
      return { status: 200, body: { value: [found] } };
    },
  ],
  [/^\/subscriptions\/any\/providers\/stand-in\//, () => ({ status: 200, body: { status: 'Succeeded' } })],
  [/\/listkeys$/i, () => ({ status: 200, body: keys })],
];

/** What lies directly below a path that ends in a type, such as the zones of a private endpoint; undefined for the path of one resource. */
function listed({ resources }: Azure, path: string): readonly Json[] | undefined {
  const [, after = ''] = path.split(/\/providers\/(?!.*\/providers\/)/i);
  if (after === '' || after.split('/').length % 2 === 1) return undefined;
  const below = `${path.toLowerCase()}/`;
  return [...resources.values()].filter(({ id }) => {
    const key = String(id).toLowerCase();
    return key.startsWith(below) && !key.slice(below.length).includes('/');
  });
}

/** The resource manager: keeps what is put at a path, and gives it back. */
export function answerResourceManager(azure: Azure, asked: Asked): Answer {
  const { method, path, body } = asked;
  const other = others.find(([pattern]) => pattern.test(path));
  if (other) return other[1](azure, asked);
  const key = path.toLowerCase();
  const found = azure.resources.get(key);
  // Long operations are done when they are asked after; without the header the provider would wait ten seconds for each.
  const headers = { 'azure-asyncoperation': `https://management.azure.com${operation}` };
  const keep = (resource: Json): Answer => {
    azure.resources.set(key, resource);
    return { status: 200, body: resource, headers };
  };
  const list = method === 'GET' ? listed(azure, path) : undefined;
  if (list) return { status: 200, body: { value: list } };
  if (method === 'PUT') return keep(whole(path, body));
  // A server has all its parameters from the beginning.
  if (method === 'PATCH' && !found && /\/configurations\/[^/]+$/.test(key)) return keep(whole(path, body));
  if (!found) return { status: 404, body: { error: { code: 'ResourceNotFound', message: `${path} was not found` } } };
  if (method === 'PATCH') return keep(whole(path, over(found, body)));
  if (method === 'DELETE') {
    for (const id of [...azure.resources.keys()]) if (id === key || id.startsWith(`${key}/`)) azure.resources.delete(id);
    return { status: 200, headers };
  }
  return method === 'HEAD' ? { status: 204 } : { status: 200, body: found };
}
