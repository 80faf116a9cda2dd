import type { CommanderError } from 'commander';
import { type Problem, problem } from '../config/problems';

/** What commander finds wrong with a command line, as a problem with a code and a way out. */
const usages: Readonly<Record<string, readonly [code: string, hint: string]>> = {
  'commander.unknownCommand': ['CLI-COMMAND', 'workbench --help lists the commands'],
  'commander.unknownOption': ['CLI-OPTION', 'workbench help <command> lists its options'],
  'commander.missingArgument': ['CLI-ARGUMENT', 'workbench help <command> tells what it needs'],
  'commander.excessArguments': ['CLI-ARGUMENT', 'workbench help <command> tells what it takes'],
  'commander.optionMissingArgument': ['CLI-OPTION', 'give it a value'],
};

/** The problem behind a refused command line; undefined where help or the version was asked for. */
export function usageProblem({ code, message }: CommanderError): Problem | undefined {
  const usage = usages[code];
  if (!usage) return undefined;
  const [what, suggestion] = message.replace(/^error: /, '').split('\n');
  const meant = suggestion?.match(/^\((Did .*)\)$/)?.[1]?.replace('Did', 'did');
  return problem(usage[0], what?.replace(/\.$/, '') ?? message, meant ?? usage[1]);
}
