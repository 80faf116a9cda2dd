import { createColors } from 'picocolors';
import { changeLine } from './changes';
import { doing, duration, plainLine } from './event-lines';
import type { Progress, RunEvent, Screen, StackPhase } from './events';

/** One stack as it is shown; times in milliseconds. */
export interface StackLine {
  readonly stack: string;
  readonly phase: StackPhase;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly done: number;
  readonly total: number;
  /** What is being worked on, oldest first. */
  readonly current: readonly { readonly address: string; readonly action: string; readonly startedAt: number }[];
  readonly note?: string;
}

type Paint = 'dim' | 'cyan' | 'green' | 'yellow' | 'red' | 'plain';
const looks: Record<StackPhase, readonly [symbol: string, paint: Paint]> = {
  waiting: ['·', 'dim'],
  init: ['▸', 'cyan'],
  checking: ['▸', 'cyan'],
  planning: ['▸', 'cyan'],
  applying: ['▸', 'cyan'],
  destroying: ['▸', 'cyan'],
  changes: ['✔', 'yellow'],
  'no-change': ['✔', 'green'],
  applied: ['✔', 'green'],
  destroyed: ['✔', 'green'],
  blocked: ['-', 'yellow'],
  failed: ['✖', 'red'],
  'not-started': ['-', 'dim'],
  interrupted: ['✖', 'yellow'],
};
const isActive = ({ phase }: StackLine) => ['init', 'checking', 'planning', 'applying', 'destroying'].includes(phase);
const seconds = (from: number, to: number) => Math.max(0, Math.floor((to - from) / 1000));

/** The state of a stack's line after an event. Pure. */
export function advance(line: StackLine, event: RunEvent, now: number): StackLine {
  if (!('stack' in event) || event.stack !== line.stack) return line;
  if (event.event === 'stack') {
    const moved = { ...line, phase: event.phase, startedAt: line.startedAt ?? now, note: event.note };
    const ended = isActive(moved) || event.phase === 'waiting' ? {} : { endedAt: now, current: [] };
    const because = event.because?.kind === 'failed' ? { note: `${event.because.stack} failed` } : {};
    return { ...moved, ...ended, ...because };
  }
  if (event.event === 'plan') return { ...line, note: changeLine(event.changes) };
  if (event.event !== 'resource') return line;
  const others = line.current.filter(({ address }) => address !== event.address);
  const known = line.current.find(({ address }) => address === event.address);
  const working = event.state === 'start' || event.state === 'progress';
  const entry = known ?? { address: event.address, action: event.action, startedAt: now - event.seconds * 1000 };
  return { ...line, done: event.done, total: event.total, current: working ? (known ? line.current : [...others, entry]) : others };
}

/** The visible text of a stack's line, cut to `width` columns so that the terminal never wraps it. Pure. */
export function lineText(line: StackLine, now: number, nameWidth: number, width: number): string {
  const { stack, phase, startedAt, endedAt, done, total, current, note } = line;
  const counted = (phase === 'applying' || phase === 'destroying') && total > 0 ? `${phase} ${done} of ${total}` : phase.replace('-', ' ');
  const elapsed =
    startedAt === undefined || phase === 'waiting' || phase === 'not-started' ? '' : duration(seconds(startedAt, endedAt ?? now));
  const [first, ...more] = current;
  const work = first
    ? `${first.address} ${doing(first.action)} ${duration(seconds(first.startedAt, now))}${more.length > 0 ? ` (and ${more.length} more)` : ''}`
    : (note ?? '');
  const text = [looks[phase][0], cut(stack, nameWidth).padEnd(nameWidth), counted.padEnd(12), elapsed.padStart(5), work]
    .join(' ')
    .trimEnd();
  return cut(text, Math.max(1, width - 1));
}

const cut = (text: string, room: number) => ([...text].length > room ? `${[...text].slice(0, Math.max(0, room - 1)).join('')}…` : text);

/** Names side by side, but never so wide that a narrow terminal has no room for what happens. */
const nameWidthOf = (lines: readonly StackLine[], columns: number) =>
  Math.min(Math.max(0, ...lines.map(({ stack }) => stack.length)), Math.max(8, Math.floor(columns * 0.4)));

/** The lines that fit on the screen: all, or the active and failed ones first with the rest as a count. Pure. */
export function visible(lines: readonly StackLine[], rows: number): { readonly shown: readonly StackLine[]; readonly hidden: number } {
  const room = Math.max(1, rows - 2);
  if (lines.length <= room) return { shown: lines, hidden: 0 };
  const rank = (line: StackLine) =>
    isActive(line) ? 0 : line.phase === 'failed' || line.phase === 'interrupted' ? 1 : line.phase === 'waiting' ? 2 : 3;
  const chosen = new Set([...lines].sort((a, b) => rank(a) - rank(b)).slice(0, room - 1));
  return { shown: lines.filter((line) => chosen.has(line)), hidden: lines.length - chosen.size };
}

/** Repaints one line a stack; notes and problems scroll away above them. */
export function liveProgress(screen: Screen, now: () => number): Progress {
  const colors = createColors(true);
  const paints: Record<Paint, (text: string) => string> = { ...colors, plain: (text) => text };
  let lines: readonly StackLine[] = [];
  let painted: readonly number[] = [];
  let stopped = false;
  // A terminal that became narrower has wrapped what stands there; and the `^C` that it writes itself has moved the cursor from the first column.
  const erase = () => {
    const rows = painted.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / screen.columns())), 0);
    return rows > 0 ? `\r\x1b[${rows}A\x1b[0J` : '';
  };
  const block = () => {
    const { shown, hidden } = visible(lines, screen.rows());
    const nameWidth = nameWidthOf(lines, screen.columns());
    const painting = shown.map((line) => ({
      text: lineText(line, now(), nameWidth, screen.columns()),
      paint: paints[looks[line.phase][1]],
    }));
    if (hidden > 0) painting.push({ text: `  and ${hidden} more`.slice(0, Math.max(1, screen.columns() - 1)), paint: colors.dim });
    return painting;
  };
  const paint = (above = '') => {
    const painting = block();
    screen.write(`${erase()}${above}${painting.map(({ text, paint }) => `${paint(text)}\n`).join('')}`);
    painted = painting.map(({ text }) => [...text].length);
  };
  const timer = setInterval(() => paint(), 250);
  timer.unref();
  const emit = (event: RunEvent) => {
    if (stopped) return;
    if (event.event === 'run') lines = event.stacks.map((stack) => ({ stack, phase: 'waiting', done: 0, total: 0, current: [] }));
    lines = lines.map((line) => advance(line, event, now()));
    const said = event.event === 'run' || event.event === 'note' || event.event === 'problem' || event.event === 'end';
    paint(said ? `${plainLine(event)}\n` : '');
  };
  return {
    emit,
    stop: () => {
      clearInterval(timer);
      if (!stopped) paint();
      stopped = true;
    },
  };
}
