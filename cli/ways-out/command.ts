import type { readCodes } from '../../config/validate/codes';
import type { commandCodes } from '../command-codes';

/** The way out of what the command line and the file of an answer can be refused for. */
export const commandWays = {
  'CLI-COMMAND': '`workbench --help` lists the commands; the hint names the nearest one.',
  'CLI-OPTION': '`workbench help <command>` lists its options; an option that wants a value must have one.',
  'CLI-ARGUMENT': '`workbench help <command>` tells what it takes, and in which order.',
  'CLI-ACTION': 'The hint lists what the command can do; `workbench help <command>` shows each with an example.',
  'CLI-FOLDER-MISSING': 'Name the folder with the chart packages: `workbench charts verify <folder>`.',
  'CLI-OUT-MISSING': 'Name the folder to write into by `--out <folder>`.',
  'CLI-UNEXPECTED': 'Run it once more with `WORKBENCH_DEBUG=1`, which shows where it happened, and report it with that.',
  'OUT-NOT-OURS': 'Choose another `--out`, or remove what is there if nobody needs it.',
  'IMP-FILE': 'Name the older `workbench-config.json` itself, not the folder it is in.',
  'IMP-OUT-EXISTS': 'Choose another `--out`, or add `--force` to replace the file.',
  'EXP-ADDRESS': 'Addresses are what `workbench plan` prints, such as `hub/helm_release.hub`; the hint names the nearest one.',
  'EXP-CHOICE': 'Write the stack before the address, as the hint shows.',
  'EXP-CODE': 'The hint names the nearest codes; all of them are on the pages of problems and of policies.',
  'GRA-VIEW': 'Write `--view topology` or `--view stacks`.',
  'GRA-FORMAT': 'Write `--format svg`, `mermaid` or `dot`.',
  'GRA-ENDING': 'End the file with `.svg`, `.mmd` or `.dot`, or say `--format`.',
  'REP-DATE': 'Write the day as `2026-01-31`, or leave `--date` out.',
  'REP-SINCE': 'Name a page that `workbench report` wrote for the same environment, or leave `--since` out.',
} as const satisfies Readonly<Record<keyof typeof commandCodes, string>>;

/** The way out of what can be wrong with a workbench file by itself. */
export const fileWays = {
  'CFG-FILE-NONE': '`workbench init` writes a first one; `workbench import` turns an older `workbench-config.json` into one.',
  'CFG-FILE-CHOICE': 'Name the environment, or the file itself: `workbench check workbench/dev.yaml`.',
  'CFG-FILE-MISSING': 'Mend the name: the hint shows the nearest file that is there.',
  'CFG-FILE-KIND': 'Name a file, not the folder that it is in.',
  'CFG-FILE-READ': 'Look at the owner and the permissions of the file and of the folders above it.',
  'CFG-FILE-SIZE': 'Look whether it is the right file: no environment needs that much.',
  'CFG-FILE-TEXT': 'Save the file as UTF-8; look whether it is the right file.',
  'CFG-EMPTY': '`workbench init` writes a file that passes; [every setting](workbench.md) begins with the smallest one.',
  'CFG-OLD-FORMAT': '`workbench import <file>` turns it into a workbench file and tells of each field what became of it.',
  'CFG-YAML': 'Mend the line: keys of one section begin in one column, brackets are closed, text that begins with `*` or `&` is quoted.',
  'CFG-YAML-DOCUMENTS': 'Put what follows `---` into a file of its own: one file, one environment.',
  'CFG-YAML-TAB': 'Indent with two spaces.',
  'CFG-YAML-VERSION': 'Remove the `%YAML` line: YAML 1.2 is read.',
  'CFG-YAML-TAG': 'Leave the tag (`!something`) out.',
  'CFG-YAML-KEY': 'Put the key into quotes, or choose another name.',
  'CFG-YAML-ALIAS': 'Write the settings out instead of `*name`, or put `&name` before the section that is meant.',
  'CFG-YAML-DEPTH': 'Look for brackets or dashes that were never closed: no setting needs that depth.',
  'CFG-DUPLICATE-KEY': 'Keep one of the two.',
  'CFG-UNKNOWN-KEY':
    'Mend the spelling or the section it stands in: the hint names the nearest key, [every setting](workbench.md) lists all.',
  'CFG-MISSING': 'Add the key; the hint tells what belongs there.',
  'CFG-TYPE': 'Write the kind of value that the message asks for: `true` instead of `yes`, a list in brackets, a number without quotes.',
  'CFG-ENUM': 'Write one of the values that the message lists.',
  'CFG-RANGE': 'Write a value between the bounds that the message tells.',
  'CFG-PATTERN': 'Write the value in the form that the message tells.',
  'CFG-VALUE': 'The message says what the value must be.',
  'CFG-NO-SETTING': 'Paths are keys with dots between them, such as `hub.size`; entries of lists are named by position or id.',
  'CFG-MANY': 'Mend the problems that are listed, then run it again.',
} as const satisfies Readonly<Record<keyof typeof readCodes, string>>;
