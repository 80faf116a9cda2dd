/**
 * Runs synchronous code in which `Error.captureStackTrace` records nothing. cdktf keeps the whole stack trace of every value it wraps, and none of
 * ours is ever shown: a fifth of the time of a synth, and with many participants most of its memory. Errors themselves keep their stack.
 */
export function withoutStackTraces<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (target) => {
    (target as { stack?: string }).stack = '';
  };
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
