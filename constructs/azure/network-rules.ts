import type { NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import type { EnvironmentModel } from '../../config/environment';
import { hasFront } from '../../config/model/front';
import { hasInnerBalancer } from '../../config/model/inner-balancer';
import { type NetworkPlan, networkPlan } from '../../config/model/network-plan';
import { publishesRevocation, revocationPort } from '../../config/model/revocation';

/** An allowed connection of a subnet; everything else is refused by the last rule of its direction. */
interface Allowed {
  readonly why: string;
  readonly direction: 'Inbound' | 'Outbound';
  readonly protocol?: 'Tcp' | 'Udp';
  /** Ranges or one service tag of Azure. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Left out: every port. */
  readonly ports?: readonly number[] | readonly string[];
}

/** Subnets by what is in them. */
export type SubnetPurpose = 'cluster' | 'api-server' | 'data' | 'endpoints' | 'gateway';

const anywhere = ['*'];

/** Ports of managed services behind private endpoints: TLS services, Event Hubs (Kafka), Redis, and both MongoDB flavours of Cosmos DB. */
const endpointPorts = [443, 3306, 6380, 9093, 10255, 10260, 27017];

/** TCP ports outside of the cluster that pods may reach, by the same table that their network policies are made from. Nodes lie within it. */
const portsOutside = ({ flows }: Pick<EnvironmentModel, 'flows'>, nodes: readonly string[]): number[] =>
  [...new Set([443, ...flows.flatMap(({ to, ports }) => ('cidr' in to && !nodes.includes(to.cidr) ? ports : []))])].sort((a, b) => a - b);

/** What API Management in a network needs (learn.microsoft.com, virtual network configuration reference), and its ways to the hub. */
function apiManagementRules(plan: NetworkPlan, reach: 'external' | 'internal'): readonly Allowed[] {
  const own = [plan.gateway];
  const to = (why: string, target: string, ports: readonly number[]): Allowed => ({
    why,
    direction: 'Outbound',
    protocol: 'Tcp',
    from: own,
    to: [target],
    ports,
  });
  return [
    {
      why: 'clients',
      direction: 'Inbound',
      protocol: 'Tcp',
      from: [reach === 'external' ? 'Internet' : 'VirtualNetwork'],
      to: own,
      ports: [443],
    },
    { why: 'Azure manages the service', direction: 'Inbound', protocol: 'Tcp', from: ['ApiManagement'], to: own, ports: [3443] },
    { why: 'health probes of its balancer', direction: 'Inbound', protocol: 'Tcp', from: ['AzureLoadBalancer'], to: own, ports: [6390] },
    { why: 'its units among themselves', direction: 'Inbound', from: own, to: own },
    { why: 'its units among themselves', direction: 'Outbound', from: own, to: own },
    to('the gateway in the cluster', plan.cluster[0] ?? '', [443]),
    to('certificates in the vault', plan.endpoints[0] ?? '', [443]),
    to('what the service keeps', 'Storage', [443]),
    to('what the service keeps, as tables', 'Sql', [1433]),
    to('certificates in the vault, by its public name', 'AzureKeyVault', [443]),
    to('its identity', 'AzureActiveDirectory', [443]),
    to('logs and numbers', 'AzureMonitor', [443, 1886]),
    to('keys of tokens, and whether certificates still count', 'Internet', [80, 443]),
  ];
}

/** What each subnet lets in and out. Sources: learn.microsoft.com, AKS required network rules; API Server VNet Integration; MySQL private access. */
const allowed = (model: EnvironmentModel): Readonly<Record<SubnetPurpose, readonly Allowed[]>> => {
  const { config } = model;
  const plan = networkPlan(config);
  const nodesAndPods = [...plan.cluster, config.network.podRange];
  const api = [plan.apiServer];
  const [data = ''] = plan.data;
  const [endpoints = ''] = plan.endpoints;
  const outside = portsOutside(model, plan.cluster);
  const fronted = hasFront(config);
  const front = [plan.gateway];
  const revocation: readonly Allowed[] = publishesRevocation(config)
    ? [
        {
          why: 'lists of revoked certificates',
          direction: 'Inbound',
          protocol: 'Tcp',
          from: ['Internet'],
          to: anywhere,
          ports: [revocationPort],
        },
      ]
    : [];
  /** Only where something stands before the gateway: nobody else comes from its subnet. */
  const ofFront = (...rows: readonly Allowed[]) => (fronted ? rows : []);
  return {
    cluster: [
      // Overlay traffic is not encapsulated, so this group judges it by the addresses of pods.
      { why: 'nodes and pods among themselves', direction: 'Inbound', from: nodesAndPods, to: nodesAndPods },
      { why: 'the API server reaches kubelets and webhooks', direction: 'Inbound', protocol: 'Tcp', from: api, to: nodesAndPods },
      { why: 'health probes of the balancer', direction: 'Inbound', from: ['AzureLoadBalancer'], to: anywhere },
      // The balancer keeps the sender's address and its own as destination (floating IP).
      { why: 'the way in', direction: 'Inbound', protocol: 'Tcp', from: ['Internet'], to: anywhere, ports: [443] },
      ...(hasInnerBalancer(config)
        ? [
            {
              why: 'operators by a line or a VPN',
              direction: 'Inbound',
              protocol: 'Tcp',
              // The network itself, those it is peered with, and what is behind its VPN.
              from: ['VirtualNetwork'],
              to: anywhere,
              ports: [443],
            } as const,
          ]
        : []),
      ...ofFront({ why: 'what stands before the gateway', direction: 'Inbound', protocol: 'Tcp', from: front, to: anywhere, ports: [443] }),
      ...revocation,
      { why: 'nodes and pods among themselves', direction: 'Outbound', from: nodesAndPods, to: nodesAndPods },
      { why: 'the API server', direction: 'Outbound', protocol: 'Tcp', from: nodesAndPods, to: api, ports: [443, 4443] },
      { why: 'the managed MySQL', direction: 'Outbound', protocol: 'Tcp', from: nodesAndPods, to: [data], ports: [3306] },
      { why: 'private endpoints', direction: 'Outbound', protocol: 'Tcp', from: nodesAndPods, to: [endpoints], ports: endpointPorts },
      {
        why: 'what AKS and the hub need',
        direction: 'Outbound',
        protocol: 'Tcp',
        from: anywhere,
        to: anywhere,
        ports: outside,
      },
      // cert-manager asks the name servers of the zone themselves whether its record is there.
      {
        why: 'time, and names where certificates are proven by them',
        direction: 'Outbound',
        protocol: 'Udp',
        from: anywhere,
        to: ['Internet'],
        ports: outside.includes(53) ? [53, 123] : [123],
      },
    ],
    'api-server': [
      { why: 'nodes and pods call the API', direction: 'Inbound', protocol: 'Tcp', from: nodesAndPods, to: api, ports: [443, 4443] },
      { why: 'health probes of its balancer', direction: 'Inbound', protocol: 'Tcp', from: ['AzureLoadBalancer'], to: api, ports: [9988] },
      { why: 'deployers inside or by a VPN', direction: 'Inbound', protocol: 'Tcp', from: ['VirtualNetwork'], to: api, ports: [443] },
      { why: 'kubelets and webhooks', direction: 'Outbound', protocol: 'Tcp', from: api, to: nodesAndPods },
      { why: 'the key that encrypts Secrets', direction: 'Outbound', protocol: 'Tcp', from: api, to: [endpoints], ports: [443] },
    ],
    data: [
      { why: 'the hub uses MySQL', direction: 'Inbound', protocol: 'Tcp', from: nodesAndPods, to: [data], ports: [3306] },
      { why: 'standby and primary', direction: 'Inbound', from: [data], to: [data] },
      { why: 'standby and primary', direction: 'Outbound', from: [data], to: [data] },
      { why: 'backups and logs of the server', direction: 'Outbound', protocol: 'Tcp', from: [data], to: ['Storage'], ports: [443] },
      { why: 'keys of the server', direction: 'Outbound', protocol: 'Tcp', from: [data], to: ['AzureKeyVault'], ports: [443] },
      // In this network the name of the vault leads to its private endpoint.
      { why: 'keys of the server, privately', direction: 'Outbound', protocol: 'Tcp', from: [data], to: [endpoints], ports: [443] },
      { why: 'logins by Entra ID', direction: 'Outbound', protocol: 'Tcp', from: [data], to: ['AzureActiveDirectory'], ports: [443] },
    ],
    endpoints: [
      {
        why: 'the hub uses services of Azure',
        direction: 'Inbound',
        protocol: 'Tcp',
        from: nodesAndPods,
        to: [endpoints],
        ports: endpointPorts,
      },
      { why: 'the API server fetches its key', direction: 'Inbound', protocol: 'Tcp', from: api, to: [endpoints], ports: [443] },
      { why: 'MySQL fetches its key', direction: 'Inbound', protocol: 'Tcp', from: [data], to: [endpoints], ports: [443] },
      ...ofFront({ why: 'certificates of the front', direction: 'Inbound', protocol: 'Tcp', from: front, to: [endpoints], ports: [443] }),
      {
        why: 'deployers inside or by a VPN',
        direction: 'Inbound',
        protocol: 'Tcp',
        from: ['VirtualNetwork'],
        to: [endpoints],
        ports: [443],
      },
    ],
    gateway: fronted ? apiManagementRules(plan, config.gateway.apiManagement.reach) : [],
  };
};

const some = <Key extends string>(one: Key, many: `${Key}s` | `${Key}es`, values: readonly string[]) =>
  values.length === 1 ? { [one]: values[0] } : { [many]: [...values] };

const base = {
  protocol: '*',
  sourcePortRange: '*',
} as const;

const rule = ({ why, direction, protocol, from, to, ports }: Allowed, at: number): NetworkSecurityGroupSecurityRule => ({
  ...base,
  // 10 apart, so that a person can put a rule between two of them in an emergency.
  priority: 100 + at * 10,
  name: `${direction.toLowerCase()}-${at}-${why.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 80).replace(/-+$/, ''),
  description: why,
  direction,
  access: 'Allow',
  ...(protocol ? { protocol } : {}),
  ...some('sourceAddressPrefix', 'sourceAddressPrefixes', from),
  ...some('destinationAddressPrefix', 'destinationAddressPrefixes', to),
  ...some('destinationPortRange', 'destinationPortRanges', (ports ?? anywhere).map(String)),
});

const refusal = (direction: Allowed['direction']): NetworkSecurityGroupSecurityRule => ({
  ...base,
  // The lowest that a group may have: it stands before the rules of Azure that open the whole virtual network and the way out.
  priority: 4096,
  name: `${direction.toLowerCase()}-refuse-the-rest`,
  description: 'everything else is refused',
  direction,
  access: 'Deny',
  sourceAddressPrefix: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
});

/** Rules of the network security group of a subnet, with the refusal of the rest in both directions. */
export const subnetRules = (model: EnvironmentModel, purpose: SubnetPurpose): NetworkSecurityGroupSecurityRule[] => {
  const count = { Inbound: 0, Outbound: 0 };
  return [...allowed(model)[purpose].map((row) => rule(row, count[row.direction]++)), refusal('Inbound'), refusal('Outbound')];
};
