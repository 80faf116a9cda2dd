import type { OnboardResult } from './result';
import type { StepAction } from './step';

const signs = { create: '+', change: '~', conflict: '!', nothing: ' ' } as const satisfies Record<StepAction, string>;
const endpoint = /^endpoint (\S+) /;

/** Lines of the plan: endpoints of one participant are many and alike, so they are told as one. */
export function planLines(steps: OnboardResult['steps']): string[] {
  const lines: string[] = [];
  const together = new Map<string, number>();
  for (const { id, action, why } of steps) {
    const [, participant] = endpoint.exec(id) ?? [];
    if (participant && action !== 'conflict')
      together.set(`${signs[action]} endpoints ${participant}`, (together.get(`${signs[action]} endpoints ${participant}`) ?? 0) + 1);
    else lines.push(`${signs[action]} ${id}: ${why}`);
  }
  return [...lines, ...[...together].map(([name, count]) => `${name}: ${count} callback and mail addresses`)];
}

/** The outcome in words, for people. */
export function explainOnboarding(result: OnboardResult, planOnly: boolean): string {
  const { environment, planned, done, strangers: others, requests, seconds, steps, problems } = result;
  const open = planned.create + planned.change;
  const lines = planOnly ? planLines(steps) : [];
  if (others.length > 0)
    lines.push(
      `left alone, because the file does not name them: ${others.slice(0, 10).join(', ')}${others.length > 10 ? ` and ${others.length - 10} more` : ''}`,
    );
  const took = `${requests} requests in ${seconds.toFixed(1)} s`;
  if (planOnly)
    lines.push(
      open === 0 && planned.conflict === 0
        ? `${environment}: the hub is set up, nothing to do (${took})`
        : `${environment}: ${planned.create} to create, ${planned.change} to change, ${planned.conflict} in conflict (${took})`,
    );
  else if (problems.length > 0)
    lines.push(
      `${environment}: ${done} steps done, not finished; mend the problem above, then run workbench onboard ${environment} (${took})`,
    );
  else
    lines.push(
      done === 0
        ? `${environment}: the hub is set up, nothing to do (${took})`
        : `${environment}: the hub is set up, ${done} steps done (${took})`,
    );
  return `${lines.join('\n')}\n`;
}
