import { type Graph, type GraphNode, nodeKinds, safeNames } from './graph';
import { light } from './palette';
import { plain } from './text';

/** Mermaid writes entities with `#`; so written, no text can end a label, begin a tag or become Markdown. */
const escapes = { '#': '#35;', '&': '#amp;', '<': '#lt;', '>': '#gt;', '"': '#quot;', '`': '#96;', '\\': '#92;' } as const;

export function escapeMermaid(text: string): string {
  return plain(text).replace(/[#&<>"`\\]/g, (character) => escapes[character as keyof typeof escapes]);
}

/** A graph as a Mermaid flowchart, for pages that draw it themselves (GitHub and GitLab do). */
export function mermaid(graph: Graph): string {
  const names = safeNames(graph);
  const name = (id: string) => names.get(id) ?? '';
  const node = ({ id, kind, title, details }: GraphNode) =>
    `${name(id)}["${[title, ...details].map(escapeMermaid).join('<br/>')}"]:::${kind}`;
  const group = (parent: string | undefined, indent: string): string[] =>
    graph.groups
      .filter((g) => g.parent === parent)
      .flatMap(({ id, title }) => [
        `${indent}subgraph ${name(id)}["${escapeMermaid(title)}"]`,
        ...graph.nodes.filter((n) => n.group === id).map((n) => `${indent}  ${node(n)}`),
        ...group(id, `${indent}  `),
        `${indent}end`,
      ]);
  const loose = graph.nodes.filter((n) => n.group === undefined || !graph.groups.some(({ id }) => id === n.group));
  const known = graph.edges.filter(({ from, to }) => names.has(from) && names.has(to));
  const used = nodeKinds.filter((kind) => graph.nodes.some((n) => n.kind === kind));
  return `${[
    '---',
    `title: ${JSON.stringify(plain(graph.title))}`,
    '---',
    'flowchart LR',
    ...group(undefined, '  '),
    ...loose.map((n) => `  ${node(n)}`),
    ...known.map(({ from, to, label }) => `  ${name(from)} -->${label ? `|"${escapeMermaid(label)}"|` : ''} ${name(to)}`),
    ...used.map((kind) => `  classDef ${kind} fill:${light.kinds[kind].fill},stroke:${light.kinds[kind].line},color:${light.text}`),
  ].join('\n')}\n`;
}
