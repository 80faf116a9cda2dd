import { importCodes } from '../config/legacy/codes';
import { readCodes } from '../config/validate/codes';
import { backupCodes } from './backup/codes';
import { chartCodes } from './charts/chart-problem';
import { costCodes } from './cost/codes';
import { decommissionCodes } from './decommission/codes';
import { doctorCodes } from './doctor/codes';
import { initCodes } from './init/codes';
import { mirrorCodes } from './mirror/codes';
import { onboardCodes } from './onboard/codes';
import { packageCodes } from './package/codes';
import { pipelineCodes } from './pipeline/codes';
import { restCodes } from './rest/codes';
import { roleCodes } from './roles/codes';
import { rotateCodes } from './rotate/codes';
import { runCodes } from './run-codes';
import { sbomCodes } from './sbom/codes';
import { upgradeCodes } from './upgrade/codes';
import { verifyCodes } from './verify/codes';

/** Codes of the command itself, and of what it makes. A test holds that every code in the sources has its row in one of these tables. */
const commandCodes = {
  'CLI-COMMAND': 'There is no such command',
  'CLI-OPTION': 'A command has no such option, or the option lacks its value',
  'CLI-ARGUMENT': 'An argument is missing, or there is one too many',
  'CLI-ACTION': '`backup`, `charts`, `rotate`, `state` or `upgrade` can do no such thing',
  'CLI-FOLDER-MISSING': '`charts` was given no folder',
  'CLI-OUT-MISSING': '`render` was given no folder',
  'CLI-UNEXPECTED': 'A fault of the workbench',
  'OUT-NOT-OURS': 'What is at `--out` was not written by this command, so it is not replaced',
  'IMP-FILE': 'The older file is not there, or is no file',
  'IMP-OUT-EXISTS': 'The workbench file that `import` would write is there already',
  'EXP-ADDRESS': '`explain` was given an address that nothing has',
  'EXP-CHOICE': '`explain` was given an address that several stacks have',
  'GRA-VIEW': '`graph` has no such view',
  'GRA-FORMAT': '`graph` has no such format',
  'GRA-ENDING': 'The ending of the file of `graph` names no format',
  'REP-DATE': 'The day of `report` is none',
  'REP-SINCE': 'What `report --since` names is no earlier page of the environment',
} as const satisfies Readonly<Record<string, string>>;

const stackCodes = {
  'SYN-OUT-NOT-OURS': 'What is at `--out` was not written by `synth`, so it is not replaced',
  'SYN-MIRROR-MISSING': '`charts.mirror` names no folder',
  'SYN-CHART-MISSING': 'The mirror lacks a chart',
  'SYN-NO-INDEX': 'No value index: the values of a chart go unchecked (a warning)',
  'SYN-OVERRIDE-ADDRESS': '`overrides.resources` names a resource that is not made',
  'SYN-PM4ML-LAYOUT': 'The chart of the payment manager has values that are not known here',
  'VAL-PATH': 'A value that the chart does not know: Helm would ignore it silently',
  'VAL-TYPE': 'A value of another type than the chart wants',
  'LOCK-MISSING': 'A chart version is not pinned',
  'LOCK-MISSING-PACKAGE': 'The folder lacks a package that is pinned',
  'LOCK-DIGEST': 'A package is not the one that was pinned',
  'LOCK-DAMAGED': 'charts.lock.json cannot be read',
  'LOCK-REPOSITORY': 'Nothing says where a chart comes from',
} as const satisfies Readonly<Record<string, string>>;

/** Every code but those of the rules, which carry their own titles. */
export const problemCodes: readonly { readonly title: string; readonly codes: Readonly<Record<string, string>> }[] = [
  { title: 'The command line and what it writes', codes: commandCodes },
  { title: 'A workbench file by itself', codes: readCodes },
  { title: 'A new workbench file', codes: initCodes },
  { title: 'An older workbench-config.json', codes: importCodes },
  { title: 'Stacks, charts and values', codes: stackCodes },
  { title: 'Chart packages', codes: chartCodes },
  { title: 'Sizes and cost', codes: costCodes },
  { title: 'Roles', codes: roleCodes },
  { title: 'Plan, deploy and destroy', codes: runCodes },
  { title: 'The hub in its ledger', codes: onboardCodes },
  { title: 'What is wrong, and the hand-over kit', codes: doctorCodes },
  { title: 'Rest and wake', codes: restCodes },
  { title: 'The end of an environment', codes: decommissionCodes },
  { title: 'Rotation', codes: rotateCodes },
  { title: 'Backups', codes: backupCodes },
  { title: 'Packages for marketplaces', codes: packageCodes },
  { title: 'The golden path', codes: verifyCodes },
  { title: 'Pipelines', codes: pipelineCodes },
  { title: 'Upgrades', codes: upgradeCodes },
  { title: 'Without a way out', codes: mirrorCodes },
  { title: 'Bills of materials', codes: sbomCodes },
];
