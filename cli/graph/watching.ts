import type { EnvironmentModel } from '../../config/environment';
import { type Graph, membersOf } from './graph';
import { topology } from './topology';
import { watching as edgesOf } from './topology-edges';

/** Who asks whom for numbers, and who sends logs and traces where: the same parts as in the picture of payments, as far as they are watched. */
export function watching(model: EnvironmentModel): Graph {
  const whole = topology(model);
  const edges = edgesOf(model);
  const watched = new Set(edges.flatMap(({ from, to }) => [from, to].flatMap((end) => membersOf(whole, end))));
  const nodes = whole.nodes.filter((node) => watched.has(node));
  const groups = whole.groups.filter(({ id }) => membersOf({ ...whole, nodes }, id).length > 0);
  return { ...whole, view: 'watching', edges, nodes, groups };
}
