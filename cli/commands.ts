import { deliveringCommands } from './command-rows/delivering';
import { deployingCommands } from './command-rows/deploying';
import { fileCommands } from './command-rows/files';
import { hubCommands } from './command-rows/hub';
import { operatingCommands } from './command-rows/operating';
import type { CommandRow } from './command-rows/row';
import { tellingCommands } from './command-rows/telling';

/** Every command, in the order in which help and the reference show them: one file each in cli/commands, one row in the table of its subject. */
export const commands: readonly CommandRow[] = [
  ...fileCommands,
  ...deployingCommands,
  ...hubCommands,
  ...operatingCommands,
  ...tellingCommands,
  ...deliveringCommands,
];
