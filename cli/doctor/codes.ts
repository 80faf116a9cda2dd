/** What keeps `doctor` and `kit` from beginning. What they find out is no problem of theirs: it is in the list. */
export const doctorCodes = {
  'DOC-FILE': 'A file that `doctor` was given cannot be read, or is not what it should be',
  'DOC-PARTICIPANT': 'The workbench file has no such participant, or it has retired',
  'DOC-OPTION': 'Options of `doctor` that do not go together, or one that is missing',
  'DOC-PORTAL': '`doctor --portal` of an environment that has none',
  'KIT-FILLED': 'A folder of a kit has files that were added or changed since: they are not replaced',
} as const satisfies Readonly<Record<string, string>>;
