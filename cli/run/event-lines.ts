import { formatProblem } from '../../config/problems';
import { changeLine } from './changes';
import type { RunEvent } from './events';

/** `41s`, `3m7s`, `1h2m`. */
export function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return minutes > 0 ? `${hours}h${minutes}m` : `${hours}h`;
  return minutes > 0 ? `${minutes}m${seconds % 60 > 0 ? `${seconds % 60}s` : ''}` : `${seconds}s`;
}

const verbs: Readonly<Record<string, readonly [doing: string, done: string]>> = {
  create: ['creating', 'created'],
  update: ['changing', 'changed'],
  delete: ['removing', 'removed'],
  replace: ['replacing', 'replaced'],
  read: ['reading', 'read'],
  import: ['importing', 'imported'],
};
export const doing = (action: string): string => verbs[action]?.[0] ?? action;
const done = (action: string): string => verbs[action]?.[1] ?? action;

/** A long resource says that it still lives this often, in seconds, so that a CI job is not taken for dead. */
const stillEvery = 60;

/** The text of an event for a reader of lines; undefined when it is too small to tell. */
export function plainLine(event: RunEvent): string | undefined {
  switch (event.event) {
    case 'run':
      return `${event.action} ${event.environment}: ${event.stacks.length} ${event.stacks.length === 1 ? 'stack' : 'stacks'} with ${event.tool}`;
    case 'stack': {
      if (event.phase === 'waiting') return undefined;
      const why =
        event.because?.kind === 'failed' ? ` because ${event.because.stack} failed` : event.because ? ' because the run was stopped' : '';
      return `${event.stack}: ${event.phase.replace('-', ' ')}${why}${event.note ? ` (${event.note})` : ''}`;
    }
    case 'plan':
      return `${event.stack}: plan ${changeLine(event.changes)}`;
    case 'resource': {
      const { stack, address, action, state, seconds } = event;
      const count = `${event.done} of ${event.total}`;
      if (state === 'complete') return `${stack}: ${address} ${done(action)} in ${duration(seconds)} (${count})`;
      if (state === 'failed') return `${stack}: ${address} failed after ${duration(seconds)} (${count})`;
      return state === 'progress' && seconds > 0 && seconds % stillEvery === 0
        ? `${stack}: ${address} still ${doing(action)}, ${duration(seconds)}`
        : undefined;
    }
    case 'note':
      return event.stack ? `${event.stack}: ${event.text}` : event.text;
    case 'problem':
      return formatProblem(event.problem);
    case 'end':
      return `${event.exitCode === 0 || event.exitCode === 2 ? 'done' : 'ended'} in ${duration(Math.round(event.seconds))} (exit ${event.exitCode})`;
  }
}
