import type { NodeKind } from './graph';

/** Colours of one kind of node. Text on fill has a contrast of at least 7:1, in light and dark. */
export interface Colours {
  readonly fill: string;
  readonly line: string;
}

interface Shade {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly arrow: string;
  readonly box: string;
  readonly boxLine: string;
  readonly kinds: Readonly<Record<NodeKind, Colours>>;
}

const font = 'Helvetica, Arial, "Liberation Sans", sans-serif';

export const light = {
  background: '#ffffff',
  text: '#16202c',
  muted: '#3b4856',
  arrow: '#5b6b7c',
  box: '#f6f8fa',
  boxLine: '#c9d2dc',
  kinds: {
    person: { fill: '#eef1f4', line: '#7a8794' },
    participant: { fill: '#e6f4ea', line: '#3f8f5b' },
    gateway: { fill: '#fff1d6', line: '#b7791f' },
    component: { fill: '#e3eefc', line: '#3b73b9' },
    store: { fill: '#efe8fb', line: '#7a55b5' },
    vault: { fill: '#fde8e8', line: '#b94a48' },
    operator: { fill: '#e2f3f4', line: '#2f8389' },
    stack: { fill: '#e3eefc', line: '#3b73b9' },
    elsewhere: { fill: '#eef1f4', line: '#7a8794' },
    cloud: { fill: '#eef4d9', line: '#7d8f2b' },
  },
} as const satisfies Shade;

export const dark = {
  background: '#12181f',
  text: '#eef2f6',
  muted: '#b9c4cf',
  arrow: '#93a1b0',
  box: '#19212a',
  boxLine: '#3a4652',
  kinds: {
    person: { fill: '#2a323b', line: '#8b98a5' },
    participant: { fill: '#16351f', line: '#5fb37c' },
    gateway: { fill: '#3d2e0e', line: '#d9a441' },
    component: { fill: '#152c47', line: '#6aa2e6' },
    store: { fill: '#2c2145', line: '#a787de' },
    vault: { fill: '#431d1d', line: '#dd7f7d' },
    operator: { fill: '#10363a', line: '#55b3ba' },
    stack: { fill: '#152c47', line: '#6aa2e6' },
    elsewhere: { fill: '#2a323b', line: '#8b98a5' },
    cloud: { fill: '#2b3310', line: '#b4c75a' },
  },
} as const satisfies Shade;

export { font };
