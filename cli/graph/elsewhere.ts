import type { EnvironmentModel } from '../../config/environment';
import { counted, type GraphEdge, type GraphNode } from './graph';
import { shortened } from './text';
import { componentId } from './topology-parts';

/** Longest list of allowed addresses that is drawn one by one. */
const mostAddresses = 4;

const egressId = (to: string) => `egress-${to}`;

/** Things outside that the hub itself asks: oracles of others, and what `network.egress` allows. */
export function elsewhereNodes({ config }: EnvironmentModel): GraphNode[] {
  const common = { kind: 'elsewhere', column: 3 } as const;
  const { external } = config.hub.oracles;
  const addresses = [...new Set(config.network.egress.map(({ to }) => to))];
  const oracles: GraphNode = {
    ...common,
    id: 'oracles-elsewhere',
    title: external.length === 1 ? 'Oracle elsewhere' : 'Oracles elsewhere',
    details: [shortened(external.map(({ type }) => type).join(', '), 34)],
    ...(external.length > 1 ? { count: external.length } : {}),
  };
  const egress: GraphNode[] =
    addresses.length > mostAddresses
      ? [
          {
            ...common,
            id: egressId('all'),
            title: counted(addresses.length, 'allowed address range'),
            details: ['network.egress'],
            count: addresses.length,
          },
        ]
      : addresses.map((to) => ({ ...common, id: egressId(to), title: to, details: ['network.egress'] }));
  return [...(external.length > 0 ? [oracles] : []), ...egress];
}

/** @param owner id of the node or box that draws what a namespace does */
export function elsewhereEdges({ config }: EnvironmentModel, owner: (namespace: string) => string | undefined): GraphEdge[] {
  const { egress } = config.network;
  const collapsed = new Set(egress.map(({ to }) => to)).size > mostAddresses;
  const ports = (from: string, to: string) =>
    [...new Set(egress.filter((row) => owner(row.namespace) === from && (collapsed || row.to === to)).map(({ port }) => port))].sort(
      (a, b) => a - b,
    );
  const edges = new Map<string, GraphEdge>();
  for (const row of egress) {
    const from = owner(row.namespace);
    const to = egressId(collapsed ? 'all' : row.to);
    if (from === undefined || edges.has(`${from} ${to}`)) continue;
    edges.set(`${from} ${to}`, { from, to, label: `TCP ${ports(from, row.to).join(', ')}`, why: row.why });
  }
  const { external } = config.hub.oracles;
  const oraclePorts = [...new Set(external.map(({ endpoint }) => portOf(endpoint)))];
  return [
    ...(external.length > 0
      ? [
          {
            from: componentId('lookup'),
            to: 'oracles-elsewhere',
            label: oraclePorts.join(', '),
            why: 'account lookup asks oracles that run elsewhere',
          },
        ]
      : []),
    ...edges.values(),
  ];
}

const usual = { 'http:': '80', 'https:': '443' } as const;

/** `HTTPS 443` of an address. */
export function portOf(address: string): string {
  const { protocol, port } = new URL(address);
  return `${protocol.replace(':', '').toUpperCase()} ${port || usual[protocol as keyof typeof usual] || ''}`.trim();
}
