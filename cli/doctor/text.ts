import type { Checked, Mender } from './check';

const marks = { right: '✓', wrong: '✗', unknown: '–' } as const;
const people: { readonly [Who in Mender]: string } = {
  participant: 'the participant',
  'hub operator': "the hub's operator",
  network: 'whoever runs the network',
};

/** The list for people: one line a row, and under each cross who mends it and how. */
export function checklist(checks: readonly Checked[], seconds: number): string {
  const lines = checks.flatMap((check) => {
    const line = `${marks[check.state]} ${check.what}: ${check.found}`;
    return check.state === 'wrong' ? [line, `    ${people[check.mend]}: ${check.wayOut}`] : [line];
  });
  const count = (state: Checked['state']) => checks.filter((check) => check.state === state).length;
  // What came from outside must not write to a terminal.
  const safe = lines.map((line) => line.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '));
  return `${safe.join('\n')}\n\n${count('right')} right, ${count('wrong')} wrong, ${count('unknown')} not looked at, ${seconds.toFixed(1)} s\n`;
}
