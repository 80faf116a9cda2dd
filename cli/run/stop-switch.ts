import { listenForStop } from './signals';

/** One switch for Ctrl-C: what waits for a Job ends waiting. Turn it back with `dispose`. */
export function stopSwitch(): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const controller = new AbortController();
  const stop = listenForStop();
  stop.onStop(() => controller.abort());
  return { signal: controller.signal, dispose: stop.dispose };
}
