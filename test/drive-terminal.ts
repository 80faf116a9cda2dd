const escapeSign = String.fromCharCode(27);
const pieces = new RegExp(`${escapeSign}\\[([0-9;?]*)([A-Za-z])|[\\s\\S]`, 'gu');

/** What a terminal of `columns` columns shows after everything that was written to it: its lines, and those that it had to wrap. */
export function replay(text: string, columns: number): { readonly lines: readonly string[]; readonly wrapped: readonly string[] } {
  const lines: string[][] = [[]];
  const wrapped = new Set<string[]>();
  let [row, column] = [0, 0];
  const lineAt = (index: number) => {
    while (lines.length <= index) lines.push([]);
    return lines[index]!;
  };
  for (const [part, count = '', letter] of text.matchAll(pieces)) {
    if (letter) {
      if (letter === 'A') row = Math.max(0, row - Number(count || 1));
      else if (letter === 'J') {
        lineAt(row).length = column;
        lines.length = row + 1;
      } else if (!'mhlKGCD'.includes(letter)) throw new Error(`unknown to this terminal: ${JSON.stringify(part)}`);
    } else if (part === '\r') column = 0;
    else if (part === '\n') row++;
    else {
      if (column >= columns) {
        wrapped.add(lineAt(row));
        row++;
        column = 0;
      }
      const line = lineAt(row);
      while (line.length < column) line.push(' ');
      line[column++] = part;
    }
    lineAt(row);
  }
  return { lines: lines.map((line) => line.join('').trimEnd()), wrapped: [...wrapped].map((line) => line.join('')) };
}
