import { duration, plainLine } from './event-lines';
import type { Emit, Progress, Screen } from './events';
import { liveProgress } from './live-progress';

export type ProgressMode = 'live' | 'plain' | 'quiet' | 'json';

export interface ModeInput {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly isTty: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** Live lines only for a person at a capable terminal; append-only lines for everything that keeps what it is told. */
export function chooseMode({ json, quiet, isTty, env }: ModeInput): ProgressMode {
  if (json) return 'json';
  if (quiet) return 'quiet';
  const plain = !isTty || (env.CI !== undefined && env.CI !== '' && env.CI !== 'false') || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return plain ? 'plain' : 'live';
}

function plainProgress(screen: Screen, now: () => number): Progress {
  const began = now();
  const emit: Emit = (event) => {
    const line = plainLine(event);
    if (line !== undefined) screen.write(`${`[${duration(Math.round((now() - began) / 1000))}]`.padEnd(8)} ${line}\n`);
  };
  return { emit, stop: () => undefined };
}

/** Only what needs a person: problems, and what was mended on the way. */
function quietProgress(screen: Screen): Progress {
  const emit: Emit = (event) => {
    if (event.event === 'problem' || event.event === 'note') screen.write(`${plainLine(event)}\n`);
  };
  return { emit, stop: () => undefined };
}

function jsonProgress(screen: Screen, now: () => number): Progress {
  return { emit: (event) => screen.write(`${JSON.stringify({ at: new Date(now()).toISOString(), ...event })}\n`), stop: () => undefined };
}

const makers: Record<ProgressMode, (screen: Screen, now: () => number) => Progress> = {
  live: liveProgress,
  plain: plainProgress,
  quiet: quietProgress,
  json: jsonProgress,
};

export function createProgress(mode: ProgressMode, screen: Screen, now: () => number = Date.now): Progress {
  return makers[mode](screen, now);
}

/** The screen behind a Node stream. A reader that went away (`| head`) is no reason to fail a deployment. */
export function screenOf(stream: NodeJS.WriteStream): Screen {
  let open = true;
  stream.on('error', () => {
    open = false;
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
  };
}
