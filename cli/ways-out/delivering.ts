import type { costCodes } from '../cost/codes';
import type { mirrorCodes } from '../mirror/codes';
import type { packageCodes } from '../package/codes';
import type { pipelineCodes } from '../pipeline/codes';
import type { roleCodes } from '../roles/codes';
import type { sbomCodes } from '../sbom/codes';
import type { upgradeCodes } from '../upgrade/codes';
import type { verifyCodes } from '../verify/codes';

export const costWays = {
  'COST-TABLE-FILE': '`workbench cost <env> --template <file>` writes a table to fill.',
  'COST-TABLE-EXTENDS': 'Name a table that the workbench has, as the hint lists, or leave `extends` out.',
  'COST-CURRENCY': 'Leave `extends` out, and fill every price in one currency.',
  'COST-PLATFORM': 'Write the platform of the environment into the table, or take another table.',
  'COST-UNIT': 'Write the unit that the message tells, and the price for it.',
  'COST-KEY': 'Mend the key if it is a slip; it does no harm where the table serves other environments, too.',
  'COST-REGION': 'Fill a table for the region: `--template` writes it, `--prices` reads it.',
  'COST-TYPE': 'Look it up in the calculator of the cloud, and add it to what is told here.',
  'COST-TEMPLATE': 'Choose another file, or remove it.',
  'SIZE-MISSING': 'Say `--tps` and `--participants`, or name an environment.',
  'SIZE-NUMBER': 'Write a number within the bounds that the message tells.',
  'SIZE-CHOICE': 'Write one of those that the message lists.',
  'SIZE-FILE': 'Name an environment to write into; leave out what its file says already.',
  'SIZE-BEYOND': 'Measure first, in the order of the hint, then raise what is short: `hub.services`, `stores.kafka.partitions`.',
  'SIZE-KEPT': 'Nothing has to be done: volumes and partitions can be made larger, never smaller.',
  'SIZE-EDIT': 'Write the setting by hand: an anchor or another kind of value is in the way.',
} as const satisfies Readonly<Record<keyof typeof costCodes, string>>;

export const roleWays = {
  'ROLES-OFF': 'Write `portal.enabled: true` ([the portal](../portal.md)).',
} as const satisfies Readonly<Record<keyof typeof roleCodes, string>>;

export const packageWays = {
  'PKG-KIND': 'Write `workbench package azure-marketplace`.',
  'PKG-OFFER':
    'Name the file with what only the publisher knows by `--offer <file>`, and fill what the message names ([marketplace](../marketplace.md)).',
} as const satisfies Readonly<Record<keyof typeof packageCodes, string>>;

export const verifyWays = {
  'VERIFY-FAILED': '`workbench verify <env> --out <folder>` writes each failed case with its request and response.',
  'VERIFY-NOTHING': '`workbench verify <env> --list` tells of each run why it can not be made.',
  'VERIFY-RUN': '`workbench verify <env> --list` shows the runs that this hub can pass.',
  'VERIFY-TIMEOUT-OPTION': 'Write whole minutes from 1 to 1440, such as `--timeout 45`.',
  'VERIFY-NO-HUB': 'Deploy the hub first: `workbench deploy <env>`.',
  'VERIFY-REFUSED': 'Admit the Jobs of the runs in the namespace of the hub: its quotas and policies decide.',
  'VERIFY-BUSY': 'Wait until they end; two runs would disturb each other.',
  'VERIFY-POD': 'Mend what the message says of the pod (its image, its room, its rights), then run the same command.',
  'VERIFY-TIME': 'See whether the hub answers; raise `tests.timeoutMinutes` for a slow one.',
  'VERIFY-LOG': 'Let the API server reach the nodes (port 10250), and this context read logs.',
  'VERIFY-REPORT': 'Run it again; if it stays so, the log of the pod is longer than its node keeps, or of another program.',
  'VERIFY-EMPTY': 'See that the collections of the release can be had from inside the cluster (`tests.collections`).',
  'VERIFY-TOOLKIT': 'The message has the last words of the toolkit: mostly a service of the hub that does not answer.',
} as const satisfies Readonly<Record<keyof typeof verifyCodes, string>>;

export const pipelineWays = {
  'PIP-TARGET': 'Write `gitlab`, `github` or `summary`, with what the hint shows.',
  'PIP-NONE': 'Write `pipeline: {}` into the workbench files that are to be in it ([pipelines](../pipelines.md)).',
  'PIP-NAME': 'Name the file with letters, digits, dots and dashes.',
  'PIP-STALE': 'Run `workbench pipeline gitlab` (or `github`) again, and commit what it writes.',
  'PIP-MARKS': 'Put the two lines of the hint around what is your own, each once.',
  'PIP-OWN': 'Mend the lines between the marks, then run the same command.',
  'PIP-GITHUB-STATE': 'Write `state.backend: s3`, `azurerm` or `kubernetes`, or use `workbench pipeline gitlab`.',
  'PIP-PLAN': 'Write the plan first: `workbench plan <env> --json --quiet > plan.json`.',
} as const satisfies Readonly<Record<keyof typeof pipelineCodes, string>>;

export const upgradeWays = {
  'UPGRADE-TARGET': 'Name a release of the catalogue in `--to`; the hint lists them.',
  'UPGRADE-SAME': 'Name another release in `--to`.',
  'UPGRADE-DOWN': 'An older release does not start on newer tables: restore the databases from before the upgrade, as the hint says.',
  'UPGRADE-JUMP': 'Go by the releases of the hint, one deploy and one test each.',
  'UPGRADE-OVERRIDE': 'Move the value to where the hint says, or take it out of `overrides`.',
  'UPGRADE-PINNED': 'Take the chart out of `charts.versions`, unless that is meant.',
  'UPGRADE-EDIT': 'Write the change by hand: an anchor or another kind of value is in the way.',
} as const satisfies Readonly<Record<keyof typeof upgradeCodes, string>>;

export const mirrorWays = {
  'MIRROR-TO': 'Name a folder, or a registry with its path: `--to registry.example.org/mojaloop`.',
  'MIRROR-HELM': 'Install Helm 3.17 or newer, or name it in `WORKBENCH_HELM`.',
  'MIRROR-RENDER': '`workbench check` and `workbench charts verify` tell more of the values and of the package.',
  'MIRROR-CHART': 'Fetch the packages where there is a way out, and name their folder by `--charts`.',
  'MIRROR-REGISTRY': 'See the way and the login to the registry, then run the same command: what is there already is not copied again.',
  'MIRROR-DIGEST': 'Do not use it: something changed it on its way. Run the same command again, by another way if it stays so.',
  'MIRROR-COSIGN': 'Install cosign 2.2 or newer, or name it in `WORKBENCH_COSIGN`.',
  'MIRROR-SIGNATURE':
    'Let nothing in that somebody else has made: ask its makers what they sign with, then mend the row of `charts.signatures`.',
  'MIRROR-SIGNER-UNUSED': 'Write the beginning of the name as `images.txt` has it, or take the row out.',
  'MIRROR-PROVIDERS': 'Run it where `registry.terraform.io` is reached, or leave them out by `--without providers`.',
  'MIRROR-DOWNLOAD': 'Run it where there is a way out, or leave it out by `--without collections`.',
  'AIR-CHARTS': 'Name a folder or a registry inside in `charts.mirror`; `workbench mirror` fills both.',
  'AIR-IMAGE':
    'Name the registry inside in `charts.images`; what a chart has fixed needs `overrides.values`, or a mirror in the settings of the nodes.',
  'AIR-ADDRESS': 'Name a service inside, or leave out what needs it.',
} as const satisfies Readonly<Record<keyof typeof mirrorCodes, string>>;

export const sbomWays = {
  'SBOM-DIGESTS': 'Name the `images.txt` that `workbench mirror` wrote.',
  'SBOM-UNSEEN': 'Bring every chart by `workbench mirror <env> --to <folder>`, and name that folder by `--charts`.',
  'SBOM-FOLDER': 'Name the folder with the chart packages.',
} as const satisfies Readonly<Record<keyof typeof sbomCodes, string>>;
