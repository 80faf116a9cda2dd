/** Codes of `decommission`, and what each says. */
export const decommissionCodes = {
  'DEC-CONFIRM': 'An environment is removed for ever only when its name and its tenant are both given',
  'DEC-KEPT': 'Something that is to be kept can not be kept by the command, and nobody has said that it is kept or given up',
  'DEC-STOPPED': 'The command was stopped before anything was removed',
  'DEC-PROTECTED': 'Something would keep the stacks from being removed, such as a database that its cloud protects',
  'DEC-OUT': 'The folder for what is kept holds something else',
  'DEC-RESTS': 'What is to be backed up for the last time rests',
  'DEC-BACKUP': 'The last backup of an environment is not whole',
  'DEC-COPY': 'A backup could not be brought out of a bucket that goes with the environment, or arrived as something else',
  'DEC-KEYS': 'Public keys or certificates that are to be kept can not be had',
  'DEC-CLOUD': "The cloud's own program can't tell what is left, or where a key is",
  'DEC-CLUSTER': 'The API server can not tell what is left',
  'DEC-LEFT': 'Something is left that may cost',
} as const satisfies Readonly<Record<string, string>>;
