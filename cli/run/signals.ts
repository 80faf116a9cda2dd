import { sendSignal } from './processes';

/** A running Terraform as far as stopping it is concerned; its process number is also that of its process group. */
export interface Stoppable {
  readonly pid: number;
}

export interface StopSwitch {
  /** After the first signal: nothing new is started. */
  readonly stopped: () => boolean;
  /** After the second: running ones were ended by force. */
  readonly hard: () => boolean;
  /** Puts a process under the switch for as long as it runs. @returns take it out again */
  readonly watch: (child: Stoppable) => () => void;
  /** Runs `action` at the first signal, at once if it has come already. */
  readonly onStop: (action: () => void) => () => void;
  readonly dispose: () => void;
}

export interface StopHooks {
  /** Told after each signal, with the number of Terraform processes that are being waited for. */
  readonly onSignal?: (kind: 'polite' | 'hard', running: number) => void;
  /** How long a Terraform that got its second signal may take before its whole group is ended, in milliseconds. */
  readonly patience?: number;
}

/** SIGHUP too: a closed terminal must not leave locks behind either. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for Ctrl-C and friends. Each Terraform runs in a process group of its own, so the terminal's Ctrl-C doesn't reach it: exactly one SIGINT
 * is forwarded (on one it ends what it is doing, writes its state and gives the lock back; on two it drops everything). The second Ctrl-C ends the groups.
 */
export function listenForStop(hooks: StopHooks = {}): StopSwitch {
  const running = new Set<Stoppable>();
  const waiting = new Set<() => void>();
  let received = 0;
  const force = () => {
    for (const { pid } of running) sendSignal(-pid, 'SIGKILL');
  };
  const onSignal = () => {
    received++;
    if (received > 2) return force();
    hooks.onSignal?.(received === 1 ? 'polite' : 'hard', running.size);
    for (const { pid } of running) sendSignal(pid, 'SIGINT');
    if (received === 2) setTimeout(force, hooks.patience ?? 1_500).unref();
    if (received === 1) for (const action of waiting) action();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stopped: () => received > 0,
    hard: () => received > 1,
    watch: (child) => {
      running.add(child);
      if (received > 0) sendSignal(child.pid, 'SIGINT');
      return () => running.delete(child);
    },
    onStop: (action) => {
      waiting.add(action);
      if (received > 0) action();
      return () => waiting.delete(action);
    },
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
