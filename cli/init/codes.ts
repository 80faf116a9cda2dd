/** Codes of `init`, and what each says. */
export const initCodes = {
  'INIT-EXISTS': 'The workbench file that `init` would write is there already',
  'INIT-ANSWERS': 'A question of `init` was not answered, or not so that it is understood',
} as const satisfies Readonly<Record<string, string>>;
