import type { RestResult, RestStepResult } from './result';

const signs: Readonly<Record<RestStepResult['outcome'], string>> = {
  'to-do': '~',
  done: '✓',
  nothing: ' ',
  failed: '✗',
  'not-started': ' ',
};
const few = 4;

const what = ({ outcome, changed }: RestStepResult): string => {
  if (outcome === 'not-started') return 'not started';
  if (outcome === 'failed') return 'failed';
  if (outcome === 'nothing') return 'nothing to do';
  const rest = changed.length > few ? ` and ${changed.length - few} more` : '';
  return `${changed.slice(0, few).join(', ')}${rest}`;
};

const endOf = ({ action, environment, problems, steps }: RestResult, planOnly: boolean): string => {
  const open = steps.filter(({ outcome }) => outcome === 'to-do').length;
  if (problems.length > 0) return `${environment}: not finished; mend the problem above, then run workbench ${action} ${environment} again`;
  if (planOnly) return open === 0 ? `${environment}: nothing to do` : `${environment}: ${open} steps to do; nobody can pay while it rests`;
  return action === 'hibernate' ? `${environment} rests; workbench wake ${environment} brings it back` : `${environment} is awake`;
};

/** The outcome in words, for people. */
export function explainRest(result: RestResult, planOnly: boolean): string {
  const lines = result.steps.flatMap((step) => [
    `${signs[step.outcome]} ${step.title}: ${what(step)}`,
    ...(step.note !== undefined && (step.outcome === 'to-do' || step.outcome === 'done') ? [`    ${step.note}`] : []),
  ]);
  const stays = result.action === 'hibernate' ? result.stays.map(({ title, why }) => `  goes on costing: ${title} (${why})`) : [];
  return `${[...lines, ...stays, `${endOf(result, planOnly)} (${result.seconds.toFixed(1)} s)`].join('\n')}\n`;
}
