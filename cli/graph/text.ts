/**
 * Text of a file on one line, without control characters and without the marks that turn the direction of writing:
 * a name may hold them, and none of them may reach a picture.
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim();
}

/** The beginning of a text that is longer than a picture has room for. */
export function shortened(text: string, most = 28): string {
  const letters = [...plain(text)];
  return letters.length <= most
    ? letters.join('')
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const;

/** Text for XML and HTML, in an element or in a quoted attribute. */
export function escapeXml(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => entities[character as keyof typeof entities]);
}

const widths: readonly (readonly [RegExp, number])[] = [
  [/[iljtfr.,:;'|!()[\]· ]/, 0.36],
  [/[mwMW@%—…]/, 0.96],
  [/[A-Z0-9#&_]/, 0.7],
  [/[\u3000-\u{10ffff}]/u, 1.05],
];

/** Width of a line in pixels, for the widest of the usual sans-serif fonts, so that no reader's font runs over an edge. */
export function widthOf(text: string, fontSize: number): number {
  const units = [...text].reduce((sum, character) => sum + (widths.find(([set]) => set.test(character))?.[1] ?? 0.61), 0);
  return units * fontSize;
}

/** A text in lines of about so many characters, broken at spaces. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of plain(text).split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
