/** Pieces of the generated reference pages. */
export const code = (text: string): string => `\`${text}\``;
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** Marks a page that nobody edits. */
export const generatedFrom = (source: string): string => `<!-- Generated from ${source} by \`npm run generate\`. Do not edit. -->`;
