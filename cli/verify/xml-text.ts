const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const;

/**
 * Text for XML 1.0 and HTML that keeps its lines and indents. Characters that XML can't hold, even as a number, become the mark for what can't be shown,
 * and the marks that turn the direction of writing are left out: what a server answered must not dress up as another text.
 */
export function xmlText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\ufffe\uffff\p{Cs}]/gu, '\ufffd')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[&<>"']/g, (character) => entities[character as keyof typeof entities]);
}

/** The same for an attribute, where XML makes a space of every line end. */
export const xmlAttribute = (text: string): string => xmlText(text.replace(/\s+/g, ' ').trim());
