import type { Checked, Mender } from './check';

const marks = { right: '✓', wrong: '✗', unknown: '–' } as const;
const people: { readonly [Who in Mender]: string } = {
  participant: 'the participant',
  'hub operator': "the hub's operator",
  network: 'whoever runs the network',
};

/** What came from outside must not write to a terminal. */
const safe = (line: string) => line.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

const narrowest = 40;

/** Breaks a line between words, and indents what follows; a word that is longer than the terminal stays whole. */
function wrapped(line: string, width: number): string {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines.join('\n');
}

/**
 * The list for people: one line a row, and under each cross who mends it and how. `width` is that of the terminal, if it is one: findings are broken
 * between words there, ways out never, since they have commands that people copy.
 */
export function checklist(checks: readonly Checked[], seconds: number, width?: number): string {
  const fit = (line: string) => (width === undefined || width < narrowest ? line : wrapped(line, width));
  const lines = checks.flatMap((check) => {
    const line = fit(safe(`${marks[check.state]} ${check.what}: ${check.found}`));
    return check.state === 'wrong' ? [line, safe(`    ${people[check.mend]}: ${check.wayOut}`)] : [line];
  });
  const count = (state: Checked['state']) => checks.filter((check) => check.state === state).length;
  return `${lines.join('\n')}\n\n${count('right')} right, ${count('wrong')} wrong, ${count('unknown')} not looked at, ${seconds.toFixed(1)} s\n`;
}
