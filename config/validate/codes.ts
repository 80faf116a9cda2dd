/**
 * Codes of everything that can be wrong with a workbench file by itself, before its settings are compared with each other
 * (that is done by the rules). Codes are stable: scripts and documentation may refer to them. All of them are errors.
 */
export const readCodes = {
  'CFG-FILE-NONE': 'There is no workbench file to choose',
  'CFG-FILE-CHOICE': 'More than one workbench file could be meant',
  'CFG-FILE-MISSING': 'The workbench file does not exist',
  'CFG-FILE-KIND': 'The path is a directory or no regular file',
  'CFG-FILE-READ': 'The workbench file cannot be read',
  'CFG-FILE-SIZE': 'The workbench file is larger than 5 MB',
  'CFG-FILE-TEXT': 'The file is not UTF-8 text',
  'CFG-EMPTY': 'The workbench file has no settings in it',
  'CFG-OLD-FORMAT': 'The file is an older workbench-config.json',
  'CFG-YAML': 'The file is not valid YAML',
  'CFG-YAML-DOCUMENTS': 'The file holds several YAML documents',
  'CFG-YAML-TAB': 'Tabs indent the YAML',
  'CFG-YAML-VERSION': 'The file asks for another YAML than 1.2',
  'CFG-YAML-TAG': 'A YAML tag is not understood',
  'CFG-YAML-KEY': 'A key is not text',
  'CFG-YAML-ALIAS': 'An alias has no anchor, contains itself, or copies too much',
  'CFG-YAML-DEPTH': 'The file is nested too deeply',
  'CFG-DUPLICATE-KEY': 'A key is given twice',
  'CFG-UNKNOWN-KEY': 'A key that the schema does not know',
  'CFG-MISSING': 'A required key is missing',
  'CFG-TYPE': 'A value of the wrong type',
  'CFG-ENUM': 'A value that is not among those allowed',
  'CFG-RANGE': 'A value that is too small, too large, too short or too long',
  'CFG-PATTERN': 'A value that is not written as it must be',
  'CFG-VALUE': 'A value that is refused for another reason',
  'CFG-NO-SETTING': 'A setting that is to be explained does not exist',
  'CFG-MANY': 'More problems than are worth listing',
} as const satisfies Readonly<Record<string, string>>;

export type ReadCode = keyof typeof readCodes;
