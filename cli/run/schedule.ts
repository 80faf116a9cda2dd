import { type Problem, problem } from '../../config/problems';

/** One stack of the run and the stacks whose results it uses. */
export interface StackNode {
  readonly id: string;
  readonly needs: readonly string[];
}

/** How a stack ended: its work said so (`done`, `failed`), or it never began. */
export type Outcome =
  | { readonly state: 'done' }
  | { readonly state: 'failed' }
  | { readonly state: 'not-started'; readonly because: NotStarted };

export type NotStarted = { readonly kind: 'failed'; readonly stack: string } | { readonly kind: 'stopped' };

export interface ScheduleOptions {
  /** How many stacks may run at one time; at least 1. */
  readonly parallel: number;
  /** `needs-first` to build, `dependents-first` to take down, `any` where order is of no consequence (plan). */
  readonly order: 'needs-first' | 'dependents-first' | 'any';
  /** Once true nothing new is started; what runs may finish. */
  readonly stopped?: () => boolean;
  /** Called at once for each stack that will not be started, so that it can be shown. */
  readonly onNotStarted?: (id: string, because: NotStarted) => void;
}

/** The stacks that must be done before each stack, for the order of travel; needs outside the set are somebody else's business. */
export function prerequisites(nodes: readonly StackNode[], order: ScheduleOptions['order']): ReadonlyMap<string, readonly string[]> {
  const ids = new Set(nodes.map((node) => node.id));
  const before = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  if (order === 'any') return before;
  for (const node of nodes) {
    for (const need of new Set(node.needs)) {
      if (!ids.has(need)) continue;
      if (order === 'needs-first') before.get(node.id)!.push(need);
      else before.get(need)!.push(node.id);
    }
  }
  return before;
}

/** Every fault of the graph in one go: two stacks with one id, a need that nobody is, a circle. */
export function checkGraph(nodes: readonly StackNode[]): readonly Problem[] {
  const problems: Problem[] = [];
  const ids = new Set<string>();
  for (const { id } of nodes) {
    if (ids.has(id)) problems.push(problem('RUN-GRAPH', `two stacks are called ${id}`, 'give each stack its own id'));
    ids.add(id);
  }
  for (const node of nodes) {
    for (const need of node.needs) {
      if (!ids.has(need)) problems.push(problem('RUN-GRAPH', `stack ${node.id} needs ${need}, which does not exist`, 'synthesise again'));
    }
  }
  const circle = findCircle(nodes);
  if (circle)
    problems.push(problem('RUN-GRAPH', `stacks need each other in a circle: ${circle.join(' -> ')}`, 'take one of these needs away'));
  return problems;
}

function findCircle(nodes: readonly StackNode[]): readonly string[] | undefined {
  const needs = new Map(nodes.map((node) => [node.id, node.needs]));
  const settled = new Set<string>();
  const visit = (id: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (settled.has(id)) return undefined;
    for (const need of needs.get(id) ?? []) {
      const circle = visit(need, [...path, id]);
      if (circle) return circle;
    }
    settled.add(id);
    return undefined;
  };
  for (const { id } of nodes) {
    const circle = visit(id, []);
    if (circle) return circle;
  }
  return undefined;
}

/**
 * Runs each stack once, as soon as what it waits for is done, at most `parallel` at one time, in the given order among equals.
 * A stack that fails never stops one that runs; what waits for it, directly or not, is not started and told why (the failed stack at the root).
 * @param work resolves to true when the stack is done; false or a rejection counts as failed
 */
export async function runSchedule(
  nodes: readonly StackNode[],
  work: (id: string) => Promise<boolean>,
  options: ScheduleOptions,
): Promise<ReadonlyMap<string, Outcome>> {
  const before = prerequisites(nodes, options.order);
  const outcomes = new Map<string, Outcome>();
  const running = new Map<string, Promise<void>>();
  const skip = (id: string, because: NotStarted) => {
    outcomes.set(id, { state: 'not-started', because });
    options.onNotStarted?.(id, because);
  };
  const open = () => nodes.filter(({ id }) => !outcomes.has(id) && !running.has(id));

  for (;;) {
    for (let changed = true; changed; ) {
      changed = false;
      for (const { id } of open()) {
        const root = before
          .get(id)!
          .map((need) => rootFailure(need, outcomes.get(need)))
          .find((found) => found !== undefined);
        if (root === undefined) continue;
        skip(id, root);
        changed = true;
      }
    }
    const ready = options.stopped?.()
      ? []
      : open().filter(({ id }) => before.get(id)!.every((need) => outcomes.get(need)?.state === 'done'));
    const places = Math.max(0, Math.max(1, options.parallel) - running.size);
    for (const { id } of ready.slice(0, places)) {
      const job = Promise.resolve()
        .then(() => work(id))
        .catch(() => false)
        .then((done) => {
          outcomes.set(id, { state: done ? 'done' : 'failed' });
          running.delete(id);
        });
      running.set(id, job);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  for (const { id } of open()) skip(id, { kind: 'stopped' });
  return outcomes;
}

/** Why whoever waits for this stack can't start: the stack that really failed, not the ones that fell with it. */
function rootFailure(id: string, outcome: Outcome | undefined): NotStarted | undefined {
  if (outcome?.state === 'failed') return { kind: 'failed', stack: id };
  return outcome?.state === 'not-started' ? outcome.because : undefined;
}
