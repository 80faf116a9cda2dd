import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError, problem } from '../../config/problems';

export interface Patience {
  /** Milliseconds that one step may take. */
  readonly limit: number;
  /** Somebody has pressed Ctrl-C. */
  readonly stopped: () => boolean;
}

/** @throws ProblemError ROTATE-STOPPED */
export function orStop(stopped: () => boolean): void {
  if (stopped())
    throw new ProblemError([problem('ROTATE-STOPPED', 'stopped before it was done', 'run the command again: it goes on where it was')]);
}

/**
 * Waits until something is so.
 * @param what ends the sentence "waited in vain for …"
 * @throws ProblemError ROTATE-STOPPED, ROTATE-SLOW
 */
export async function until(ready: () => Promise<boolean>, what: string, wayOut: string, { limit, stopped }: Patience): Promise<void> {
  const end = Date.now() + limit;
  for (let pause = 100; !(await ready()); pause = Math.min(500, pause * 2)) {
    orStop(stopped);
    if (Date.now() > end)
      throw new ProblemError([
        problem(
          'ROTATE-SLOW',
          `waited ${Math.max(1, Math.round(limit / 60_000))} min in vain for ${what}`,
          `${wayOut}; then run the command again: it goes on where it was`,
        ),
      ]);
    await sleep(pause);
  }
}
