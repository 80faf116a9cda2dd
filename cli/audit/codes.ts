/** Codes of `audit`, and what each says. */
export const auditCodes = {
  'AUDIT-NONE': 'The environment brings no audit logs outside of its cluster',
  'AUDIT-STORE': "The cloud's own program can't read the store of the audit logs",
  'AUDIT-UNLOCKED': 'The store locks audit logs not at all, or less than the file says',
  'AUDIT-SHORT': 'An audit log can be removed before its time',
  'AUDIT-REMOVED': 'An audit log is gone, or hidden by a marker of deletion',
  'AUDIT-CHANGED': 'An audit log was written a second time, or is not the one that was recorded',
  'AUDIT-SILENT': 'Nothing came from a source for longer than it is ever silent',
  'AUDIT-RECORD': 'What is given as a record of audit logs is none, was changed, or is of another environment',
} as const satisfies Readonly<Record<string, string>>;
