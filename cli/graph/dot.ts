import { type Graph, type GraphNode, membersOf, safeNames } from './graph';
import { light } from './palette';
import { plain, widthOf } from './text';

/** Sizes in pixels; Graphviz counts 72 to an inch, and so do we. */
export const sizes = { title: 14, detail: 12, label: 11, line: 17, padding: 10 } as const;

/**
 * A quoted string of DOT. In labels Graphviz reads entities and backslashes, so both are written out.
 * An empty text becomes a space: on empty labels this build of Graphviz (viz 3.31) runs out of its memory now and then.
 */
const quoted = (text: string) => `"${(plain(text) || ' ').replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;')}"`;
const lines = (texts: readonly string[]) => `"${texts.map((text) => quoted(text).slice(1, -1)).join('\\n')}"`;
const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

const widthOfNode = ({ title, details }: GraphNode): number =>
  Math.ceil(Math.max(widthOf(title, sizes.title) * 1.04, ...details.map((detail) => widthOf(detail, sizes.detail)))) + 2 * sizes.padding;

/** Size of a node: as high as its lines ask, as wide as the widest in its box. */
export function sizeOf(node: GraphNode, { nodes }: Graph): { width: number; height: number } {
  const beside = node.group === undefined ? [node] : nodes.filter(({ group, kind }) => group === node.group && kind === node.kind);
  return { width: Math.max(...beside.map(widthOfNode)), height: sizes.line * (1 + node.details.length) + sizes.padding };
}

/**
 * A graph in the language of Graphviz, drawn from left to right. Every node states its size, so that the layout does not depend on a font.
 * Arrows that lead back are turned round with `dir=back`: they would push columns apart otherwise.
 */
export function dot(graph: Graph): string {
  const names = safeNames(graph);
  const name = (id: string) => names.get(id) ?? '';
  const node = (n: GraphNode) => {
    const { width, height } = sizeOf(n, graph);
    const { fill, line } = light.kinds[n.kind];
    return `${name(n.id)} [${attributes({
      label: lines([n.title, ...n.details]),
      width: (width / 72).toFixed(2),
      height: (height / 72).toFixed(2),
      fillcolor: `"${fill}"`,
      color: `"${line}"`,
    })}];`;
  };
  const group = (parent: string | undefined, indent: string): string[] =>
    graph.groups
      .filter((g) => g.parent === parent)
      .flatMap(({ id, title }) => [
        `${indent}subgraph cluster_${name(id)} {`,
        `${indent}  label=${quoted(title)};`,
        ...graph.nodes.filter((n) => n.group === id).map((n) => `${indent}  ${node(n)}`),
        ...group(id, `${indent}  `),
        `${indent}}`,
      ]);
  return `${[
    'digraph workbench {',
    `  label=${quoted(graph.title)};`,
    '  rankdir=LR; compound=true; nodesep=0.2; ranksep=0.5; labelloc=t; fontname="Helvetica"; fontsize=16;',
    `  graph [labeljust=l, style="rounded,filled", fillcolor="${light.box}", color="${light.boxLine}", margin=14];`,
    `  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=${sizes.detail}, fontcolor="${light.text}"];`,
    `  edge [fontname="Helvetica", fontsize=${sizes.label}, color="${light.arrow}", fontcolor="${light.muted}", arrowsize=0.7];`,
    ...group(undefined, '  '),
    ...graph.nodes.filter((n) => n.group === undefined || !graph.groups.some(({ id }) => id === n.group)).map((n) => `  ${node(n)}`),
    ...arrows(graph, name),
    '}',
  ].join('\n')}\n`;
}

const middle = <T>(items: readonly T[]): T | undefined => items[Math.floor((items.length - 1) / 2)];

function arrows(graph: Graph, name: (id: string) => string): string[] {
  const touched = new Set<string>();
  const isGroup = (id: string) => graph.groups.some((group) => group.id === id);
  const drawn = graph.edges.flatMap(({ from, to, label, why }, index) => {
    // An arrow of a box is laid out from its middle member, and cut at the edge of the box.
    const [tail, head] = [middle(membersOf(graph, from)), middle(membersOf(graph, to))];
    if (!tail || !head) return [];
    touched.add(tail.id).add(head.id);
    const back = tail.column > head.column;
    const ends = [
      { node: tail, id: from },
      { node: head, id: to },
    ];
    const [left, right] = back ? ends.reverse() : ends;
    const values = {
      id: `"edge-${index}"`,
      ...(label ? { label: quoted(label) } : {}),
      tooltip: quoted(why),
      ...(back ? { dir: 'back' } : {}),
      ...(left && isGroup(left.id) ? { ltail: `cluster_${name(left.id)}` } : {}),
      ...(right && isGroup(right.id) ? { lhead: `cluster_${name(right.id)}` } : {}),
    };
    return [`  ${name(left!.node.id)} -> ${name(right!.node.id)} [${attributes(values)}];`];
  });
  return [...drawn, ...anchors(graph, touched).map(([from, to]) => `  ${name(from)} -> ${name(to)} [style=invis];`)];
}

/** Nodes without an arrow would float to the first column: an unseen one keeps each in its own. */
function anchors({ nodes }: Graph, touched: ReadonlySet<string>): [from: string, to: string][] {
  return nodes.flatMap((node): [string, string][] => {
    const anchor = nodes.find((other) => other.column === node.column - 1);
    return touched.has(node.id) || !anchor ? [] : [[anchor.id, node.id]];
  });
}
