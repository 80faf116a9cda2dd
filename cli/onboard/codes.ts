/** Codes of `onboard`, and what each says. */
export const onboardCodes = {
  'ONB-UNREACHABLE': 'The ledger, account lookup or the connection manager does not answer',
  'ONB-ADDRESS': 'An address of the ledger, of account lookup or of the connection manager is none',
  'ONB-CONFLICT': 'What is in the hub and what the workbench file says cannot both be',
  'ONB-REFUSED': 'The ledger, account lookup or the connection manager refuses a step',
  'ONB-UNFINISHED': 'Steps are still open after everything was done',
} as const satisfies Readonly<Record<string, string>>;
