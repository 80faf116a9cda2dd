import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';
import { type Graph, nodeKinds } from './graph';

const node = z.strictObject({
  id: z.string().describe('Unique among nodes and groups'),
  kind: z.enum(nodeKinds),
  title: z.string(),
  details: z.array(z.string()).describe('Further short lines'),
  group: z.string().optional().describe('Id of the innermost group it lies in'),
  namespace: z.string().optional().describe('Kubernetes namespace, where it is in one'),
  count: z.int().optional().describe('How many things it stands for, when it is more than one'),
  column: z.int().describe('Reading order from left to right, beginning with 0'),
});

const edge = z.strictObject({
  from: z.string().describe('Id of a node or a group; an arrow of a group holds for each of its members'),
  to: z.string().describe('The same'),
  label: z.string().describe('Protocol and port; empty in the view of the stacks'),
  why: z.string(),
});

const group = z.strictObject({
  id: z.string(),
  title: z.string(),
  parent: z.string().optional().describe('Id of the group it lies in'),
});

/** Keys of a graph, for `graph --json` and within `report --json`. */
export const graphKeys = {
  view: z.enum(['topology', 'watching', 'stacks']),
  title: z.string(),
  nodes: z.array(node),
  edges: z.array(edge),
  groups: z.array(group),
} satisfies Record<keyof Graph, z.ZodType>;

/** What `workbench graph --json` prints. */
export const graphShape = z.strictObject({
  ok: z.literal(true),
  environment: z.string(),
  out: z.string().nullable().describe('The picture that was written; without `--out` none is drawn'),
  ...graphKeys,
  problems: problemsShape,
});

export const graphExample = {
  ok: true,
  environment: 'dev',
  out: null,
  view: 'topology',
  title: 'labs dev: Mojaloop 17.1.0, sandbox',
  nodes: [
    {
      id: 'hub-quotes',
      kind: 'component',
      title: 'Quotes',
      details: ['2 services, 2 pods'],
      group: 'hub',
      namespace: 'mojaloop',
      column: 2,
    },
    { id: 'mysql', kind: 'store', title: 'MySQL', details: ['1 member · 3 databases'], group: 'stores', namespace: 'stores', column: 3 },
  ],
  edges: [{ from: 'hub-quotes', to: 'mysql', label: 'MySQL 3306', why: 'central_ledger as quoting' }],
  groups: [
    { id: 'cluster', title: 'Kubernetes cluster: lab' },
    { id: 'hub', title: 'Hub, namespace mojaloop', parent: 'cluster' },
    { id: 'stores', title: 'Stores, namespace stores', parent: 'cluster' },
  ],
  problems: [],
} satisfies z.infer<typeof graphShape>;
