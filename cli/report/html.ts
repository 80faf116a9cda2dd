import { escapeXml } from '../graph/text';

/** Text that is HTML already. Only `html` and `trusted` make it; everything else is escaped on its way into a page. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = string | number | Markup | undefined | readonly Content[];

const write = (content: Content): string => {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(write).join('');
  return escapeXml(String(content));
};

/** A template of HTML whose values are escaped, unless they are markup themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => `${part}${write(values[index])}`).join(''));
}

/** Text of our own making that is HTML, such as a picture whose printer has escaped what it was given. */
export const trusted = (text: string): Markup => new Markup(text);

/** A name of a machine. It breaks where its parts meet rather than anywhere, and copying it copies nothing else. */
export const code = (text: string): Markup =>
  html`<code>${text.split(/(?<=[./:@_])(?=[^./:@_])/).map((part, at) => (at === 0 ? part : html`<wbr/>${part}`))}</code>`;

/** Items one under the other. */
export const stacked = (items: readonly Content[]): Markup => html`${items.map((item) => html`<div>${item}</div>`)}`;

/** A word that says how something stands; the word itself carries the meaning, the colour only repeats it. */
export const badge = (tone: 'good' | 'bad' | 'warn' | 'plain', word: string): Markup => html`<span class="badge ${tone}">${word}</span>`;

/** Many names as the first few and the number of the others. */
export function fewOf(names: readonly string[], most = 6): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Content;
  /** Numbers stand at the right. */
  readonly number?: boolean;
  /** Short words that stay on one line where there is room for columns. */
  readonly short?: boolean;
}

/** More rows than that are folded away behind a line with their number, unless the table says otherwise. Paper has all of them. */
const mostOpen = 12;

/** A table and the rule that names its cells where the screen is too narrow for columns. */
export interface Table {
  readonly markup: Markup;
  readonly narrowStyle: string;
}

/**
 * A table with a caption, whose first column heads its rows. On a phone each row becomes a card: the roles keep it a table for screen readers.
 * A long table is folded, and opens by a click, a key, or a search of the page. An empty list becomes a sentence instead of an empty table.
 */
export function table<Row>(
  id: string,
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none = 'None.',
  { open = rows.length <= mostOpen }: { readonly open?: boolean } = {},
): Table {
  if (rows.length === 0) return { markup: html`<p><strong>${caption}:</strong> ${none}</p>`, narrowStyle: '' };
  const [first, ...rest] = columns;
  const classOf = ({ number, short }: Column<Row>) => (number ? html` class="n"` : short ? html` class="k"` : '');
  const whole = html`<div class="wide"><table role="table" id="${id}"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col"${classOf(column)}>${column.title}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (row) =>
      html`<tr role="row"><th role="rowheader" scope="row"${first && classOf(first)}>${first?.cell(row)}</th>${rest.map((column) => html`<td role="cell"${classOf(column)}>${column.cell(row)}</td>`)}</tr>
`,
  )}</tbody></table></div>
`;
  const markup = open
    ? whole
    : html`<details class="fold"><summary>${caption} <span class="count">${rows.length} rows</span></summary>
${whole}</details>
`;
  const narrowStyle = rest
    .map(({ title }, index) => `#${id} td:nth-of-type(${index + 1})::before{content:${JSON.stringify(title)}}`)
    .join('');
  return { markup, narrowStyle };
}
