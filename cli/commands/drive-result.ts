import { explainOnboarding } from '../onboard/text';
import { changeLine } from '../run/changes';
import { duration } from '../run/event-lines';
import type { RunResult, StackReport } from '../run/request';
import { explainVerify } from '../verify/text';

const pad = (text: string, width: number) => text.padEnd(width);

function detail(stack: StackReport): string {
  if (stack.because) return `because of ${stack.because}`;
  if (stack.changes) return changeLine(stack.changes);
  const { status } = stack;
  if (status)
    return [status.resources === undefined ? '' : `${status.resources} resources`, status.at ? `since ${status.at}` : '']
      .filter(Boolean)
      .join(', ');
  return '';
}

function outputLines(stack: StackReport): string[] {
  const entries = Object.entries(stack.outputs ?? {});
  if (entries.length === 0 && stack.problems.length === 0) return ['  (none yet)'];
  return entries.map(
    ([name, { sensitive, value }]) => `  ${name} = ${sensitive ? '(secret)' : typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

/** The table at the end of a run: one line a stack, then what to do next. */
export function explainResult(result: RunResult): string {
  const width = Math.max(...result.stacks.map(({ id }) => id.length), 5);
  if (result.action === 'outputs')
    return result.stacks
      .flatMap((stack) => [stack.id, ...outputLines(stack), ...stack.notes.map((note) => `  (${note})`)])
      .join('\n')
      .concat('\n');
  const rows = result.stacks.map((stack) =>
    `${pad(stack.id, width)}  ${pad(stack.status?.state ?? stack.outcome, 12)}  ${detail(stack)}`.trimEnd(),
  );
  const notes = result.stacks.flatMap((stack) => stack.notes.map((note) => `note  ${stack.id}: ${note}`));
  const onboarded = result.onboarding ? explainOnboarding(result.onboarding, false).trimEnd() : '';
  const verified = result.verification ? explainVerify(result.verification, []).trimEnd() : '';
  return [...rows, ...notes, onboarded, verified, nextStep(result)].filter(Boolean).join('\n').concat('\n');
}

function nextStep({ action, exitCode, environment, seconds }: RunResult): string {
  const took = `in ${duration(Math.round(seconds))}`;
  if (action === 'status') return '';
  if (exitCode === 0)
    return action === 'plan'
      ? `${environment}: nothing to change`
      : `${environment}: ${action === 'destroy' ? 'removed' : 'deployed'} ${took}`;
  // The place of states is driven under a name of its own, which no environment can have (cli/commands/state.ts).
  const maker = environment.endsWith('.state') ? 'state init' : 'deploy';
  if (exitCode === 2) return `${environment}: there are changes; workbench ${maker} makes them`;
  if (exitCode === 130) return `${environment}: stopped; run the same command to go on where it stopped`;
  return `${environment}: not finished; mend the problem above, then run the same command to go on`;
}
