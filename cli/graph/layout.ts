import { dot } from './dot';
import { type Graph, safeNames } from './graph';
import { type PlacedGraph, placedByGraphviz } from './graphviz';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** A curve as Graphviz gives it: one point, then three for each bend; with the tips of its arrows. */
export interface Curve {
  readonly points: readonly Point[];
  readonly startTip?: Point;
  readonly endTip?: Point;
  readonly label?: Point;
}

/** Where everything lies, in pixels from the upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Rectangle>;
  readonly groups: ReadonlyMap<string, Rectangle>;
  /** By the position of the arrow in the graph; an arrow with an end that is not there has no curve. */
  readonly edges: ReadonlyMap<number, Curve>;
}

const numbers = (text = '') => text.split(/[ ,]/).map(Number);

/** Lays graphs out with Graphviz. That begins with the call, on another thread: who has more to do does it before waiting. */
export async function layouts(graphs: readonly Graph[]): Promise<Layout[]> {
  const placed = await placedByGraphviz(graphs.map(dot));
  return graphs.map((graph, index) => read(graph, placed[index] ?? {}));
}

/** What Graphviz says of a graph, in our terms. */
function read(graph: Graph, placed: PlacedGraph): Layout {
  const [, , width = 0, height = 0] = numbers(placed.bb);
  const flip = (y: number) => height - y;
  const point = (text: string): Point => {
    const [x = 0, y = 0] = numbers(text);
    return { x, y: flip(y) };
  };
  const objects = new Map((placed.objects ?? []).map((object) => [object.name, object]));
  const names = safeNames(graph);
  const nodes = graph.nodes.flatMap(({ id }): [string, Rectangle][] => {
    const object = objects.get(names.get(id));
    if (!object?.pos) return [];
    const [x = 0, y = 0] = numbers(object.pos);
    const [w, h] = [Number(object.width) * 72, Number(object.height) * 72];
    return [[id, { x: x - w / 2, y: flip(y) - h / 2, width: w, height: h }]];
  });
  const groups = graph.groups.flatMap(({ id }): [string, Rectangle][] => {
    const [left = 0, bottom = 0, right = 0, top = 0] = numbers(objects.get(`cluster_${names.get(id)}`)?.bb);
    return right > left ? [[id, { x: left, y: flip(top), width: right - left, height: top - bottom }]] : [];
  });
  const edges = (placed.edges ?? []).flatMap(({ id, pos, lp }): [number, Curve][] => {
    const index = /^edge-(\d+)$/.exec(id ?? '')?.[1];
    if (index === undefined || !pos) return [];
    const parts = pos.split(' ');
    const tip = (mark: string) => parts.find((part) => part.startsWith(`${mark},`))?.slice(2);
    const [start, end] = [tip('s'), tip('e')];
    const curve: Curve = {
      points: parts.filter((part) => /^[-\d]/.test(part)).map(point),
      ...(start ? { startTip: point(start) } : {}),
      ...(end ? { endTip: point(end) } : {}),
      ...(lp ? { label: point(lp) } : {}),
    };
    return [[Number(index), curve]];
  });
  return { width, height, nodes: inOrder(graph, new Map(nodes)), groups: new Map(groups), edges: new Map(edges) };
}

/** Arrows of a box hold for all its members, so those may lie in any order: they get the order of the file, from top to bottom. */
function inOrder(graph: Graph, placed: ReadonlyMap<string, Rectangle>): ReadonlyMap<string, Rectangle> {
  const ends = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const sorted = new Map(placed);
  for (const { id } of graph.groups) {
    const members = graph.nodes.filter((node) => node.group === id && placed.has(node.id));
    const places = members.flatMap((node) => placed.get(node.id) ?? []).sort((a, b) => a.y - b.y || a.x - b.x);
    const alike = places.every(({ width, height }) => width === places[0]?.width && height === places[0]?.height);
    if (!alike || members.some((node) => ends.has(node.id))) continue;
    for (const [index, node] of members.entries()) sorted.set(node.id, places[index]!);
  }
  return sorted;
}
