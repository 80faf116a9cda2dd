import { sizes } from './dot';
import { type Graph, type GraphEdge, type GraphNode, nodeKinds } from './graph';
import { type Curve, type Layout, layouts, type Point, type Rectangle } from './layout';
import type { LinkOf } from './links';
import { dark, font, light } from './palette';
import { escapeXml } from './text';

const margin = 16;
/** Room between the heading, which Graphviz places, and the first box. */
const underHeading = 10;

const at = (value: number) => String(Math.round(value * 10) / 10);
const xy = ({ x, y }: Point) => `${at(x)},${at(y)}`;

/** Colours of one shade as rules of a style sheet. Every rule begins with the class of the picture: inside a page it touches nothing else. */
function shade({ background, text, muted, arrow, box, boxLine, kinds }: typeof light | typeof dark): string {
  const rule = (selector: string, value: string) => `.wbg ${selector}{${value}}`;
  return [
    rule('.paper', `fill:${background}`),
    rule('text', `fill:${text}`),
    rule('.detail', `fill:${muted}`),
    rule('.label', `fill:${muted};stroke:${background}`),
    rule('.line', `stroke:${arrow}`),
    rule('.tip', `fill:${arrow}`),
    rule('.box', `fill:${box};stroke:${boxLine}`),
    ...nodeKinds.map((kind) => rule(`.${kind}`, `fill:${kinds[kind].fill};stroke:${kinds[kind].line}`)),
  ].join('');
}

const style = `.wbg{font-family:${font.replaceAll('"', "'")}}.wbg text{text-anchor:middle}.wbg .title{font-size:${sizes.title}px;font-weight:600}.wbg .detail{font-size:${sizes.detail}px}.wbg .left{text-anchor:start}.wbg .heading{font-size:18px;font-weight:600}.wbg .label{font-size:${sizes.label}px;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}.wbg .line{fill:none;stroke-width:1.3px}${shade(light)}@media screen and (prefers-color-scheme:dark){${shade(dark)}}`;

const linkStyle = '.wbg a:hover .title,.wbg a:focus-visible .title{text-decoration:underline}.wbg a:focus-visible rect{stroke-width:3px}';

/**
 * A graph as one SVG picture, laid out by Graphviz. It loads nothing, follows the reader's light or dark setting,
 * and tells the reason of every arrow where the pointer rests. The same graph gives the same bytes.
 */
export async function svg(graph: Graph): Promise<string> {
  const [place] = await layouts([graph]);
  return drawn(graph, place!);
}

/**
 * The same, of a graph that is laid out already.
 * @param linkOf inside a page: where a click on a node leads
 */
export function drawn(graph: Graph, place: Layout, linkOf?: LinkOf): string {
  const [width, height] = [Math.ceil(place.width) + 2 * margin, Math.ceil(place.height) + 2 * margin + underHeading];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="wbg" role="${linkOf ? 'group' : 'img'}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(graph.title)}</title>`,
    `<desc>${escapeXml(description(graph))}</desc>`,
    `<style>${style}${linkOf ? linkStyle : ''}</style>`,
    `<rect class="paper" width="${width}" height="${height}" rx="10"/>`,
    `<text class="heading left" x="${margin}" y="${margin + 16}">${escapeXml(graph.title)}</text>`,
    `<g transform="translate(${margin} ${margin + underHeading})">`,
    ...boxes(graph, place),
    ...graph.edges.flatMap((edge, index) => arrow(edge, graph, place.edges.get(index))),
    ...graph.nodes.flatMap((node) => linked(linkOf?.(node), card(node, place.nodes.get(node.id)))),
    ...graph.edges.flatMap((edge, index) => label(edge, place.edges.get(index))),
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

const subjects = { topology: 'Who talks to whom', watching: 'Who watches whom', stacks: 'What is deployed before what' } as const;

function description({ view, nodes, edges }: Graph): string {
  return `${subjects[view]}: ${nodes.map(({ title }) => title).join(', ')}; ${edges.length} arrows.`;
}

function boxes({ groups }: Graph, place: Layout): string[] {
  return groups.flatMap(({ id, title }) => {
    const box = place.groups.get(id);
    if (!box) return [];
    return [
      `<rect class="box" x="${at(box.x)}" y="${at(box.y)}" width="${at(box.width)}" height="${at(box.height)}" rx="8"/>`,
      `<text class="detail left" x="${at(box.x + 12)}" y="${at(box.y + 18)}">${escapeXml(title)}</text>`,
    ];
  });
}

const linked = (address: string | undefined, shapes: string[]): string[] =>
  address === undefined || shapes.length === 0 ? shapes : [`<a href="${escapeXml(address)}">`, ...shapes, '</a>'];

function card({ kind, title, details, count }: GraphNode, box: Rectangle | undefined): string[] {
  if (!box) return [];
  const middle = at(box.x + box.width / 2);
  const first = box.y + (box.height - sizes.line * (1 + details.length)) / 2 + sizes.title;
  const shape = (offset: number) =>
    `<rect class="${kind}" x="${at(box.x + offset)}" y="${at(box.y + offset)}" width="${at(box.width)}" height="${at(box.height)}" rx="7"/>`;
  return [
    // A node that stands for many lies on a second one, as a pile does.
    ...(count === undefined ? [] : [shape(4)]),
    shape(0),
    `<text class="title" x="${middle}" y="${at(first)}">${escapeXml(title)}</text>`,
    ...details.map(
      (detail, index) => `<text class="detail" x="${middle}" y="${at(first + sizes.line * (index + 1))}">${escapeXml(detail)}</text>`,
    ),
  ];
}

function arrow({ from, to, why }: GraphEdge, { nodes, groups }: Graph, curve: Curve | undefined): string[] {
  if (!curve) return [];
  const [start, ...rest] = curve.points;
  if (!start) return [];
  const titleOf = (id: string) => nodes.find((node) => node.id === id)?.title ?? groups.find((group) => group.id === id)?.title ?? id;
  const tips = [
    ...(curve.endTip ? [tip(curve.points.at(-1) ?? start, curve.endTip)] : []),
    ...(curve.startTip ? [tip(start, curve.startTip)] : []),
  ];
  return [
    `<g><title>${escapeXml(`${titleOf(from)} → ${titleOf(to)}: ${why}`)}</title><path class="line" d="M${xy(start)}C${rest.map(xy).join(' ')}"/>${tips.join('')}</g>`,
  ];
}

function tip(base: Point, end: Point): string {
  const [dx, dy] = [end.x - base.x, end.y - base.y];
  const long = Math.hypot(dx, dy) || 1;
  const side = (sign: number) => ({ x: base.x + (sign * 3.2 * -dy) / long, y: base.y + (sign * 3.2 * dx) / long });
  return `<path class="tip" d="M${xy(end)}L${xy(side(1))} ${xy(side(-1))}Z"/>`;
}

function label({ label: text }: GraphEdge, curve: Curve | undefined): string[] {
  return text && curve?.label
    ? [`<text class="label" x="${at(curve.label.x)}" y="${at(curve.label.y + 4)}">${escapeXml(text)}</text>`]
    : [];
}
