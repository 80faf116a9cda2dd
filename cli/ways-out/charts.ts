import type { importCodes } from '../../config/legacy/codes';
import type { chartCodes } from '../charts/chart-problem';
import type { initCodes } from '../init/codes';
import type { stackCodes } from '../stack-codes';

export const initWays = {
  'INIT-EXISTS': 'Choose another `--environment` or `--out`; `init` replaces nothing.',
  'INIT-ANSWERS': 'Answer by the flag that the hint names, or take what is proposed for everything by `--yes`.',
} as const satisfies Readonly<Record<keyof typeof initCodes, string>>;

/** The way out of what an older file can be refused for, or has to be looked at for. */
export const importWays = {
  'IMP-JSON': 'Mend the line and column that are named, or name the right file.',
  'IMP-SIZE': 'Look whether it is the right file, and for brackets that were never closed.',
  'IMP-SHAPE': 'Name a `workbench-config.json` of the older platform; a workbench file needs no import.',
  'IMP-OPTION': 'Write the option as the message asks; `--kubeconfig` goes with `--context`.',
  'IMP-KEY-TWICE': 'Keep one of the two in the older file, and import again.',
  'IMP-UNKNOWN': 'Mend the name if it is a slip; otherwise nothing read the field, and it may go.',
  'IMP-MISSING': 'Add the field to the older file, or the setting to the new one.',
  'IMP-TYPE': 'Write text, a list or a section, as the message asks.',
  'IMP-VALUE': 'Mend the field, or set in the new file what is meant by it.',
  'IMP-NAME': 'Nothing has to be done where the new name will do; whoever asks for the old one must learn it.',
  'IMP-TOGGLE': 'Write `"yes"` or `"no"` into the older file, or true or false into the new one, as it is meant to be.',
  'IMP-TWICE': 'Remove or rename one of the two.',
  'IMP-CONTRADICTION': 'Decide which of the fields is meant, and remove the other.',
  'IMP-DOMAIN': 'Import again with `--domain <domain>`, or write the real one into the new file.',
  'IMP-RELEASE': 'Read the release notes between the two releases before anything is deployed.',
  'IMP-KUBERNETES': 'Choose a release that goes with the cluster, or upgrade the cluster.',
  'IMP-SECRET': 'Whoever has read the older file knows it: make a new one, and put it into Vault.',
  'IMP-EXTERNAL': 'Put user name and password into Vault at the path that is told, before the first deploy.',
  'IMP-OPEN': 'Name the addresses that need it.',
  'IMP-RESULT': 'Mend or remove the field of the older file that it came from.',
  'IMP-MANY': 'Mend the problems that are listed, then import again.',
} as const satisfies Readonly<Record<keyof typeof importCodes, string>>;

/** The way out of what is wrong with stacks, charts and their values. */
export const stackWays = {
  'SYN-OUT-NOT-OURS': 'Choose another `--out`, or remove what is there if nobody needs it.',
  'SYN-MIRROR-MISSING': 'Put the chart packages into that folder (`workbench mirror` does), or mend `charts.mirror`.',
  'SYN-CHART-MISSING': 'Bring the package into the mirror: `workbench mirror <env> --to <folder>`, or the `helm pull` of the hint.',
  'SYN-NO-INDEX': '`workbench charts lock <folder with the package>` makes the index; until then Helm ignores wrong values silently.',
  'SYN-OVERRIDE-ADDRESS': 'Mend the address: the hint names the nearest one, `workbench plan` prints all.',
  'SYN-PM4ML-LAYOUT': 'Choose a version 8, 9 or 10 of the chart in `charts.versions`, or leave it out.',
  'VAL-PATH': 'Mend the path in `overrides.values`: the hint names the nearest that the chart knows.',
  'VAL-TYPE': 'Write the kind of value that the message asks for into `overrides.values`.',
  'LOCK-MISSING': '`workbench charts lock <folder with the package>` pins it.',
  'LOCK-MISSING-PACKAGE': 'Fetch it with the `helm pull` of the hint.',
  'LOCK-DIGEST': 'Do not deploy it: fetch it again from its own repository. `--replace` is for a package that its maker published anew.',
  'LOCK-DAMAGED': 'Take `charts.lock.json` from version control again.',
  'LOCK-REPOSITORY': 'Say where the chart comes from: `--repository <address>`.',
} as const satisfies Readonly<Record<keyof typeof stackCodes, string>>;

export const chartWays = {
  'CHART-FOLDER': 'Name the folder that holds the chart packages (`.tgz`).',
  'CHART-READ': 'Take out of the folder what is no chart package, or make it readable.',
  'CHART-SIZE': 'Fetch it again; a chart that large is refused by Helm, too.',
  'CHART-TRUNCATED': 'Fetch it again with `helm pull`.',
  'CHART-ARCHIVE': 'Fetch it again with `helm pull`; only chart packages belong into the folder.',
  'CHART-PATH': 'Do not use the package: no tool for charts makes one like that.',
  'CHART-NONE': 'Take it out of the folder: only packages as `helm package` makes them belong there.',
  'CHART-NAME': 'Name the file by its chart and version, as the hint shows.',
  'CHART-VALUES': 'Fetch it again; if it stays so, the chart itself is broken: report it to its maker.',
} as const satisfies Readonly<Record<keyof typeof chartCodes, string>>;
