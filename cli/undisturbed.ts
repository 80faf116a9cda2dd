/** Ctrl-C or SIGTERM came while something was being made; `main` turns it into exit status 130. */
export class Interrupted extends Error {}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs synchronous work that a signal must not cut in two: it is heard when the work is done and before anything comes of it.
 * @param discard takes back what the work left behind; without it the work stays done
 * @throws Interrupted
 */
export async function undisturbed<T>(work: () => T, discard?: (made: T) => void): Promise<T> {
  let heard = false;
  const hear = () => {
    heard = true;
  };
  for (const signal of signals) process.on(signal, hear);
  try {
    const made = work();
    // A signal that came meanwhile is delivered by the next whole turn of the event loop, and this one may have begun already.
    for (const _ of ['this turn', 'the next']) await new Promise((resolve) => setImmediate(resolve));
    if (!heard) return made;
    discard?.(made);
    throw new Interrupted();
  } finally {
    for (const signal of signals) process.off(signal, hear);
  }
}
