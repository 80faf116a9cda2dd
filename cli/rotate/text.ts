import type { RotateResult, RotateStepResult, RotationList, RotationRow } from './result';

const signs: Readonly<Record<RotateStepResult['outcome'], string>> = {
  'to-do': '~',
  done: '✓',
  nothing: ' ',
  failed: '✗',
  'not-started': ' ',
};
const few = 4;

const whatOf = ({ outcome, changed }: RotateStepResult): string => {
  if (outcome === 'not-started') return 'not started';
  if (outcome === 'failed') return 'failed';
  if (outcome === 'nothing') return 'nothing to do';
  return `${changed.slice(0, few).join(', ')}${changed.length > few ? ` and ${changed.length - few} more` : ''}`;
};

function endOf({ id, what, environment, problems, steps, next, proof }: RotateResult, planOnly: boolean): string {
  if (problems.length > 0)
    return `${id}: not finished; mend the problem above, then run workbench rotate ${what} ${id} ${environment} again`;
  if (next.length > 0) return `${id}: first, one after the other:\n${next.map((line, at) => `  ${at + 1}. ${line}`).join('\n')}`;
  if (planOnly) return `${id}: ${steps.filter(({ outcome }) => outcome === 'to-do').length} steps to do`;
  return `${id} has its next version: ${proof}`;
}

/** The outcome in words, for people. */
export function explainRotation(result: RotateResult, planOnly: boolean): string {
  const { kind, resumed, interruption, wayBack, steps, notes, seconds } = result;
  const head = planOnly
    ? [`${result.id}, ${kind}`, `  stops meanwhile: ${interruption ?? 'nothing'}`, `  way back: ${wayBack}`]
    : resumed
      ? [`${result.id}: gone on with what was begun`]
      : [];
  const lines = steps.map((step) => `${signs[step.outcome]} ${step.title}: ${whatOf(step)}`);
  return `${[...head, ...lines, ...notes.map((note) => `  ${note}`), `${endOf(result, planOnly)} (${seconds.toFixed(1)} s)`].join('\n')}\n`;
}

const dueOf = ({ due, everyDays, by, state }: RotationRow): string => {
  if (due !== undefined) return `${by === 'cert-manager' ? 'ends' : 'due'} ${due}`;
  if (by === 'cert-manager') return 'by itself';
  return everyDays === undefined || state === 'under way' ? '' : `every ${everyDays} days`;
};

const marks: Readonly<Record<RotationRow['state'], string>> = {
  'in time': ' ',
  'due soon': '~',
  overdue: '✗',
  unknown: ' ',
  'under way': '…',
};

/** A line a row: what is overdue first tells itself by its sign. */
export function explainList({ environment, rows }: RotationList): string {
  const cells = rows.map((row) => [
    `${marks[row.state]} ${row.what} ${row.id}`,
    row.ageDays === undefined ? 'age unknown' : `${row.ageDays} days`,
    dueOf(row),
    row.state === 'under way'
      ? 'under way: run its command again'
      : row.by === 'by hand'
        ? 'by hand'
        : row.interruption === undefined
          ? 'nothing stops'
          : 'something stops',
  ]);
  const width = [0, 1, 2].map((at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, at) => (at < 3 ? cell.padEnd(width[at] ?? 0) : cell))
      .join('  ')
      .trimEnd(),
  );
  const count = (state: RotationRow['state']) => rows.filter((row) => row.state === state).length;
  return `${[...lines, `${environment}: ${rows.length} to rotate, ${count('overdue')} overdue, ${count('due soon')} due soon`].join('\n')}\n`;
}
