/** Codes of `cost` and `size`. */
export const costCodes = {
  'COST-TABLE-FILE': 'The price table is not there, or cannot be read',
  'COST-TABLE-EXTENDS': 'A price table goes over one that the workbench does not have',
  'COST-CURRENCY': 'Two price tables are in different currencies',
  'COST-PLATFORM': 'A price table is of another platform than the environment',
  'COST-UNIT': 'A price is for another unit than the one that is counted',
  'COST-KEY': 'A price table names something that the environment does not have (a warning)',
  'COST-REGION': 'Prices are of another region than the environment (a warning)',
  'COST-TYPE': 'Nobody here knows whether a type of resource costs anything (a warning)',
  'COST-TEMPLATE': 'The file that a price table would be written to is there already',
  'SIZE-MISSING': '`size` was not told how many transfers or participants',
  'SIZE-NUMBER': 'A number that `size` was given is none, or out of its bounds',
  'SIZE-CHOICE': '`size` knows no such platform or profile',
  'SIZE-FILE': '`size` has no file to write into, or the file says already what a flag says',
  'SIZE-BEYOND': 'More transfers than the largest size is made for (a warning)',
  'SIZE-KEPT': 'The file has more than the load takes; nothing is made smaller (a warning)',
  'SIZE-EDIT': 'The workbench file is written so that a program can not change it',
} as const satisfies Readonly<Record<string, string>>;
