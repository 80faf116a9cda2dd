import { stringify } from 'yaml';

/** Data as YAML 1.2: no anchors, no folded lines, so that a line of a script is a line of the file. */
export const yamlText = (data: object): string => stringify(data, { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: false });
