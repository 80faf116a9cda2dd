import type { GraphNode, NodeKind } from './graph';

/** Where a click on a node leads in the page around the picture; undefined: nowhere. */
export type LinkOf = (node: GraphNode) => string | undefined;

/** Tables of the report by what a node stands for. Each is in every report. */
const tables = {
  person: 'flows',
  participant: 'participants',
  gateway: 'flows',
  component: 'services',
  store: 'databases',
  vault: 'secrets',
  operator: 'charts',
  stack: 'stacks',
  elsewhere: 'logical',
  cloud: 'platform',
} as const satisfies Readonly<Record<NodeKind, string>>;

export const linkToTable: LinkOf = ({ kind }) => `#${tables[kind]}`;
