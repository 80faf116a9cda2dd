/** Codes of everything an import can find in an older workbench-config.json. Stable: scripts and documentation may refer to them. */
export const importCodes = {
  'IMP-JSON': 'The file is not JSON',
  'IMP-SIZE': 'The file is larger than 5 MB or nested deeper than any real one',
  'IMP-SHAPE': 'The file is no older workbench-config.json',
  'IMP-OPTION': 'An option of the import is not written as it must be',
  'IMP-KEY-TWICE': 'A field is given twice; the last one counts',
  'IMP-UNKNOWN': 'A field that no older version knows',
  'IMP-MISSING': 'A field is missing that the workbench file needs',
  'IMP-TYPE': 'A list or a section stands where text belongs, or the other way round',
  'IMP-VALUE': 'A value that the workbench file cannot hold',
  'IMP-NAME': 'A name was changed into one that Kubernetes accepts',
  'IMP-TOGGLE': 'A yes or no that the older platform read otherwise than it looks',
  'IMP-TWICE': 'Two participants, or two stores, have one name',
  'IMP-CONTRADICTION': 'Fields contradict each other',
  'IMP-DOMAIN': 'The domain is made up, as the older file names none',
  'IMP-RELEASE': 'The Mojaloop release is not in the catalogue',
  'IMP-KUBERNETES': 'The Kubernetes version does not go with the release',
  'IMP-SECRET': 'A secret stands in the older file; it is not taken over',
  'IMP-EXTERNAL': 'The login of an existing store must be put into Vault',
  'IMP-OPEN': 'Addresses let the whole world in',
  'IMP-RESULT': 'The import made a setting that the workbench file refuses',
  'IMP-MANY': 'More problems than are worth listing',
} as const satisfies Readonly<Record<string, string>>;

export type ImportCode = keyof typeof importCodes;
