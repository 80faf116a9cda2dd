import type { SizedSettings } from '../../config/model/sizing-settings';
import type { SizingStep } from '../../config/model/sizing-steps';

/** Folds a text at blanks. */
function folded(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width - indent.length) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}

const indent = ' '.repeat(16);

/** The arithmetic for a person, at most 80 columns wide; where its numbers come from stands below it, once each. */
export function stepsText(steps: readonly SizingStep[]): string[] {
  const sources = [...new Set(steps.map(({ source }) => source))];
  return [
    ...steps.flatMap(({ part, result, arithmetic, source }) => [
      `${part.padEnd(15)} ${result}`,
      ...folded(`${arithmetic} [${sources.indexOf(source) + 1}]`, 80, indent),
    ]),
    '',
    ...sources.flatMap((source, at) => folded(`[${at + 1}] ${source}`, 80, '')),
  ];
}

const shown = (path: readonly string[]) => path.join('.');

export function settingsText({ write }: SizedSettings, verb: string): string[] {
  return write.map(({ path, value, now }) => `${verb} ${shown(path)}: ${value}${now === undefined ? '' : ` (was ${now})`}`);
}
