/** Codes of `hibernate` and `wake`, and what each says. */
export const restCodes = {
  'REST-CONFIRM': 'An environment of production is stopped only when its name is given with `--confirm`',
  'REST-OPTION': 'An option of `hibernate` or `wake` is none',
  'REST-REFUSED': 'The API server refuses a change of an object that is to rest or to wake up',
  'REST-SLOW': 'Something has not stopped, or not come back, in its time',
  'REST-CLOUD': "The cloud's own program could not stop or start a service",
  'REST-STOPPED': 'The command was stopped before it was done',
} as const satisfies Readonly<Record<string, string>>;
