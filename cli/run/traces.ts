import { readLines } from './follow-file';
import type { JournalOperation } from './journal-records';
import { type ResourceAction, readEvent } from './terraform-events';

/** What an unsettled run of ours did to one resource, read from Terraform's own event log. */
export interface Trace {
  readonly run: string;
  readonly host: string;
  readonly address: string;
  readonly action: ResourceAction;
  /** In milliseconds. */
  readonly startedAt: number;
  /** Absent: it was cut off in the middle. */
  readonly end?: 'complete' | 'errored';
  readonly endedAt?: number;
  /** It failed because of somebody else: the thing was there already, or is being worked on. */
  readonly foreign: boolean;
}

/** How providers say that what they were to make or change is in other hands. */
const otherHands =
  /another operation \(.*\) is in progress|already exists|already in use|cannot re-use a name|AlreadyExists|EntityAlreadyExists|is already (in use|enabled|mounted)|invalid ownership metadata/i;

/** Reads the apply and destroy logs of the given operations, oldest first; a resource that was touched twice has two traces. */
export function tracesOf(operations: readonly JournalOperation[]): readonly Trace[] {
  return operations
    .filter(({ operation }) => operation === 'apply' || operation === 'destroy')
    .flatMap((one) => traceLog(one, readLines(one.log)));
}

export function traceLog({ run, host }: Pick<JournalOperation, 'run' | 'host'>, lines: readonly string[]): readonly Trace[] {
  const traces: Trace[] = [];
  const update = (address: string, change: Partial<Trace>) => {
    const index = traces.findLastIndex((trace) => trace.address === address);
    if (index >= 0) traces[index] = { ...traces[index]!, ...change };
  };
  for (const line of lines) {
    const event = readEvent(line);
    if (event?.type === 'apply-start') {
      traces.push({ run, host, address: event.address, action: event.action, startedAt: Date.parse(event.at), foreign: false });
    } else if (event?.type === 'apply-complete') {
      update(event.address, { end: 'complete', endedAt: Date.parse(event.at) });
    } else if (event?.type === 'apply-errored') {
      update(event.address, { end: 'errored', endedAt: Date.parse(event.at) });
    } else if (event?.type === 'diagnostic' && event.diagnostic.address !== undefined) {
      const { address, summary, detail } = event.diagnostic;
      if (otherHands.test(`${summary} ${detail}`)) update(address, { foreign: true });
    }
  }
  return traces;
}

/** The newest trace of each address: what happened before it is settled by it. */
export function newestTraces(traces: readonly Trace[]): ReadonlyMap<string, Trace> {
  return new Map(traces.map((trace) => [trace.address, trace]));
}
