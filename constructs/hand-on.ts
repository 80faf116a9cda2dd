import { Fn, ref, TerraformOutput, type TerraformStack, Token } from 'cdktf';
import type { ApiGateway, Cluster, Foundation, KafkaCluster, ManagedStore, NodePools, WorkloadIdentity } from './contracts';

/** Everything that goes from one stack to another, by the name of its output. */
export interface HandedOn extends Foundation {
  readonly cluster: Cluster;
  readonly nodePools: NodePools;
  readonly workloadIdentity: WorkloadIdentity;
  readonly mysql: ManagedStore;
  readonly documentStore: ManagedStore;
  readonly cache: ManagedStore;
  readonly kafka: KafkaCluster;
  readonly apiGateway: ApiGateway;
}
export type ContractName = keyof HandedOn;

/** What the foundation makes in its place, in the order in which each may use those before it. */
export const foundationParts = [
  'network',
  'keys',
  'logWorkspace',
  'objectStore',
  'secretStore',
  'dnsZones',
  'containerRegistry',
] as const satisfies readonly (keyof Foundation)[];

type Kind<Value> = Value extends string ? 'text' : Value extends readonly string[] ? 'list' : 'map';
type Shape<Contract> = { readonly [Key in keyof Contract]: Kind<Contract[Key]> };

const store = { host: 'text', port: 'text', adminSecret: 'text' } as const;

/** What a reader expects of each output: the compiler holds it against the contract. */
const shapes: { readonly [Name in ContractName]: Shape<HandedOn[Name]> } = {
  place: { group: 'text', region: 'text' },
  network: {
    id: 'text',
    clusterSubnets: 'list',
    dataSubnets: 'list',
    publicSubnets: 'list',
    endpointSubnets: 'list',
    egressAddresses: 'list',
    ingressAddresses: 'text',
    purposes: 'map',
  },
  keys: { data: 'text', cluster: 'text', vault: 'text' },
  logWorkspace: { id: 'text', insights: 'text', metrics: 'text', grafana: 'text' },
  objectStore: { backups: 'text', reports: 'text', logs: 'text', account: 'text', audit: 'text', auditAccount: 'text' },
  secretStore: { id: 'text' },
  dnsZones: { publicZone: 'text', privateZone: 'text', nameServers: 'list', certificate: 'text' },
  containerRegistry: { host: 'text', id: 'text' },
  cluster: { name: 'text', endpoint: 'text', certificateAuthority: 'text', identityIssuer: 'text', nodes: 'text' },
  nodePools: { names: 'map' },
  workloadIdentity: { identities: 'map' },
  mysql: store,
  documentStore: store,
  cache: store,
  kafka: { brokers: 'list', mechanism: 'text', loginSecret: 'text' },
  apiGateway: { hosts: 'list', addresses: 'list', sources: 'list', clients: 'map' },
};

/** The contract of something that the platform does not have: every value is empty. */
export function nothing<Name extends ContractName>(name: Name): HandedOn[Name] {
  const empty = { text: '', list: [], map: {} };
  return Object.fromEntries(
    Object.entries(shapes[name]).map(([key, kind]) => [key, empty[kind as keyof typeof empty]]),
  ) as unknown as HandedOn[Name];
}

/** Hands a contract on, as the output of its name. Never a secret: an output is in the state. */
export function publish<Name extends ContractName>(stack: TerraformStack, name: Name, value: HandedOn[Name]): void {
  new TerraformOutput(stack, `output-${name}`, { value }).overrideLogicalId(name);
}

/** A map that is known only when Terraform runs: each key becomes a look-up, empty when the other stack has no such key. */
const remoteMap = (expression: string, stack: TerraformStack): Readonly<Record<string, string>> =>
  new Proxy({} as Record<string, string>, {
    get: (_, key) => (typeof key === 'string' ? Token.asString(Fn.lookup(ref(expression, stack), key, '')) : undefined),
  });

/** Reads a contract of another stack from its state, by the data source `data.terraform_remote_state.<from>` that the stack has. */
export function readContract<Name extends ContractName>(stack: TerraformStack, from: string, name: Name): HandedOn[Name] {
  const at = (key: string) => `data.terraform_remote_state.${from}.outputs.${name}.${key}`;
  const readers = {
    text: (key: string) => Token.asString(ref(at(key), stack)),
    list: (key: string) => Token.asList(ref(at(key), stack)),
    map: (key: string) => remoteMap(at(key), stack),
  };
  const read = Object.entries(shapes[name]).map(([key, kind]) => [key, readers[kind as keyof typeof readers](key)]);
  return Object.fromEntries(read) as unknown as HandedOn[Name];
}
