/** Codes of `decommission`, and what each says. */
export const decommissionCodes = {
  'DEC-CONFIRM': 'An environment is removed for ever only when its name and its tenant are both given',
  'DEC-KEPT': 'Something that is to be kept was not said to be kept',
  'DEC-CLOUD': "The cloud's own program can't tell what is left",
  'DEC-CLUSTER': 'The API server can not tell what is left',
  'DEC-LEFT': 'Something is left that may cost',
} as const satisfies Readonly<Record<string, string>>;
