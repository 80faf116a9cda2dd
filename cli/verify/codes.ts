/** Codes of `verify`, and what each says. */
export const verifyCodes = {
  'VERIFY-FAILED': 'Test cases failed',
  'VERIFY-NOTHING': 'There is no run that could be made',
  'VERIFY-RUN': 'There is no run of that name, or the hub can not pass it',
  'VERIFY-TIMEOUT-OPTION': 'The time limit is no number of minutes',
  'VERIFY-NO-HUB': 'The namespace of the hub is not there',
  'VERIFY-REFUSED': 'The cluster refuses a Job of the runs',
  'VERIFY-BUSY': 'Other runs are going on in the hub',
  'VERIFY-POD': 'The pod of a run can not start, or ended before its time',
  'VERIFY-TIME': 'A run, or all of them together, took longer than they may',
  'VERIFY-LOG': 'The log with the report of a run can not be read',
  'VERIFY-REPORT': 'The report of a run is missing, cut or damaged, or is none of the testing toolkit',
  'VERIFY-EMPTY': 'A run had no test case, so it shows nothing',
  'VERIFY-TOOLKIT': "The testing toolkit's command came to no result",
} as const satisfies Readonly<Record<string, string>>;

export type VerifyCode = keyof typeof verifyCodes;
