import type { StackEntry } from '../../stacks/catalogue';
import type { JournalOperation } from '../run/journal-records';
import type { StackStatus } from '../run/request';
import { statusOf } from '../run/status';

/** A stack of the environment, and how it stands by the journal of this machine: no state is read, and nobody is asked. */
export interface StackRow extends Pick<StackEntry, 'id' | 'description' | 'needs'>, Pick<StackStatus, 'state' | 'at'> {}

/** @param alive whether a run is at work on this machine. Pure but for that */
export const stackRows = (
  entries: readonly StackEntry[],
  operations: readonly JournalOperation[],
  alive: (run: string) => boolean,
): StackRow[] =>
  entries.map(({ id, description, needs }) => {
    const { state, at } = statusOf(id, operations, undefined, alive);
    return { id, description, needs, state, ...(at === undefined ? {} : { at }) };
  });
