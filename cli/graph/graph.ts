/** What a node stands for; printers colour by it. */
export const nodeKinds = [
  'person',
  'participant',
  'gateway',
  'component',
  'store',
  'vault',
  'operator',
  'stack',
  'elsewhere',
  'cloud',
] as const;
export type NodeKind = (typeof nodeKinds)[number];

export interface GraphNode {
  /** Unique among nodes and groups. */
  readonly id: string;
  readonly kind: NodeKind;
  /** One short line. */
  readonly title: string;
  /** Further short lines. */
  readonly details: readonly string[];
  /** Innermost group it lies in. */
  readonly group?: string;
  /** Kubernetes namespace, where it is one. */
  readonly namespace?: string;
  /** How many things it stands for, when it is more than one. */
  readonly count?: number;
  /** Reading order from left to right, beginning with 0. */
  readonly column: number;
}

export interface GraphEdge {
  /** A node or a group: an arrow of a group holds for each of its members. */
  readonly from: string;
  readonly to: string;
  /** Protocol and port; empty in the view of the stacks. */
  readonly label: string;
  readonly why: string;
}

export interface GraphGroup {
  readonly id: string;
  readonly title: string;
  readonly parent?: string;
}

/** A picture as plain data: nodes, arrows, boxes around nodes. Every printer draws exactly this. */
export interface Graph {
  readonly view: 'topology' | 'watching' | 'stacks';
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly groups: readonly GraphGroup[];
}

/** Longest list that is drawn one by one; a longer one becomes a single node with its number. */
export const mostNodes = 15;

/** `1 member`, `3 members`: numbers with their noun. */
export const counted = (n: number, noun: string, plural = `${noun}s`): string => `${n.toLocaleString('en-GB')} ${n === 1 ? noun : plural}`;

/** Nodes that stand for an edge's end: the node itself, or every node in the group and the groups inside it. */
export function membersOf(graph: Graph, end: string): readonly GraphNode[] {
  const groups = new Set([end]);
  for (const { id, parent } of graph.groups) if (parent !== undefined && groups.has(parent)) groups.add(id);
  return graph.nodes.filter((node) => node.id === end || (node.group !== undefined && groups.has(node.group)));
}

/** Names of letters, digits and underscores for every node and group, one each, whatever their ids are. */
export function safeNames({ nodes, groups }: Graph): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const name = (id: string): string => {
    const base = `n_${id.replace(/[^A-Za-z0-9]/g, '_')}`;
    let free = base;
    for (let n = 2; taken.has(free); n++) free = `${base}_${n}`;
    taken.add(free);
    return free;
  };
  return new Map([...groups, ...nodes].map(({ id }) => [id, name(id)]));
}
