import { setTimeout as sleep } from 'node:timers/promises';
import type { RunContext } from './context';
import { type JournalRecord, operationsOf } from './journal-records';
import { processesOfRun, stopProcesses } from './processes';

/** The runs of this host that never said that they ended. */
export function unendedRuns(records: readonly JournalRecord[], host: string, except: string): readonly string[] {
  const ended = new Set(records.flatMap((record) => (record.type === 'run-end' ? [record.run] : [])));
  return records.flatMap((record) =>
    record.type === 'run' && record.host === host && !ended.has(record.run) && record.run !== except ? [record.run] : [],
  );
}

/**
 * Deals with what killed runs left at work, before anything else is touched. A Terraform that outlived its workbench is waited for: it writes its state
 * and gives its lock back by itself. A provider that outlived its Terraform is stopped: nobody can write down any more what it does.
 * Then every operation without an end is marked as killed.
 * @returns false when the run was stopped while it waited
 */
export async function settleLeftovers(context: RunContext, interval = 200): Promise<boolean> {
  const { journal, self, emit, terraform } = context;
  const records = journal.records();
  for (const run of unendedRuns(records, self.host, terraform.run)) {
    let told = false;
    for (;;) {
      const left = processesOfRun(run);
      const working = left.filter(({ kind }) => kind === 'terraform');
      if (working.length === 0) {
        if (left.length > 0) {
          emit({
            event: 'note',
            text: `stopping ${left.length} process(es) that the killed run ${run} left: ${left.map(({ command, pid }) => `${command} ${pid}`).join(', ')}`,
          });
          await stopProcesses(left.map(({ pid }) => pid));
        }
        break;
      }
      if (terraform.stop.stopped()) return false;
      if (!told) {
        emit({
          event: 'note',
          text: `waiting for ${working.map(({ command, pid }) => `${command} ${pid}`).join(', ')} of the killed run ${run} to finish its work (Ctrl-C leaves it at work)`,
        });
        told = true;
      }
      await sleep(interval);
    }
    for (const { stack, operation, outcome, run: owner } of operationsOf(records)) {
      if (owner === run && outcome === undefined)
        journal.append({ type: 'end', run, at: new Date().toISOString(), stack, operation, outcome: 'killed' });
    }
    journal.append({ type: 'run-end', run, at: new Date().toISOString(), exitCode: -1 });
  }
  return true;
}
