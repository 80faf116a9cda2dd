import type { EnvironmentModel } from '../../config/environment';
import { participantGroups } from '../../config/model/participants';
import { stacksOf } from '../../stacks/catalogue';
import { counted, type Graph, type GraphNode, mostNodes } from './graph';
import { heading } from './heading';
import { wrapped } from './text';

/** The stacks of an environment and which must be there before which. Many stacks of participants become one node with their number. */
export function stackGraph(model: EnvironmentModel): Graph {
  const entries = stacksOf(model);
  const groups = participantGroups(model.config);
  const many = groups.length > mostNodes ? new Set(groups.map(({ stack }) => stack)) : new Set<string>();
  const columns = new Map<string, number>();
  for (const { id, needs } of entries) columns.set(id, Math.max(0, ...needs.map((need) => (columns.get(need) ?? 0) + 1)));

  const shown = entries.filter(({ id }) => !many.has(id));
  const rest = entries.filter(({ id }) => many.has(id));
  const nodes = shown.map(
    ({ id, description }): GraphNode => ({
      id,
      kind: 'stack',
      title: id,
      details: wrapped(description, 30),
      column: columns.get(id) ?? 0,
    }),
  );
  const edges = shown.flatMap(({ id, needs }) => needs.map((need) => ({ from: need, to: id, label: '', why: `${id} needs ${need}` })));
  const [first, last] = [rest[0], rest.at(-1)];
  if (!first || !last) return { view: 'stacks', title: heading(model), nodes, edges, groups: [] };
  const people = counted(model.config.participants.length, 'participant');
  const counter: GraphNode = {
    id: 'participants-all',
    kind: 'stack',
    title: counted(rest.length, 'stack'),
    details: [`${first.id} … ${last.id}`, people],
    count: rest.length,
    column: columns.get(first.id) ?? 0,
  };
  const needs = [...new Set(rest.flatMap((entry) => entry.needs))];
  return {
    view: 'stacks',
    title: heading(model),
    nodes: [...nodes, counter],
    edges: [...edges, ...needs.map((need) => ({ from: need, to: counter.id, label: '', why: `each of them needs ${need}` }))],
    groups: [],
  };
}
