import { existsSync, readFileSync, statSync } from 'node:fs';
import { importLegacy } from '../../config/legacy/import';
import { formatOutcomes } from '../../config/legacy/outcome-table';
import { didYouMean, type Problem, ProblemError, problem } from '../../config/problems';
import { type Profile, profiles } from '../../config/schema/kinds';
import type { Command, CommonOptions } from '../command';
import { printJson } from '../command';
import { printProblems } from '../findings';
import { onFile } from '../run/write-errors';
import { writeFileWhole } from '../write-files';

interface ImportOptions extends CommonOptions {
  readonly domain?: string;
  readonly profile?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly environment?: string;
  readonly force?: boolean;
}

/** `workbench import`: an older workbench-config.json becomes a workbench file, and each of its fields is told what became of it. */
export const importFile: Command<ImportOptions> = async (io, [file = ''], options) => {
  const { domain, profile, context, kubeconfig, environment } = options;
  if (options.out && existsSync(options.out) && !options.force) {
    throw new ProblemError([
      problem('IMP-OUT-EXISTS', `${options.out} is there already`, 'choose another --out, or --force to replace it'),
    ]);
  }
  refuseOptions(options);
  const text = readOlderFile(file);
  const platform = context ? { provider: 'kubernetes' as const, context, ...(kubeconfig ? { kubeconfig } : {}) } : undefined;
  const {
    file: made,
    yaml,
    fields,
    problems,
  } = importLegacy(text, file, { domain, profile: profile as Profile | undefined, environment, platform });
  if (made && options.out) writeFileWhole(options.out, yaml);
  // Without --out the file goes to standard output: with --json as text inside the JSON.
  if (options.json)
    printJson(io, { ok: made !== undefined, file, out: options.out ?? null, yaml: made && !options.out ? yaml : null, fields, problems });
  else {
    printProblems(io, problems);
    // Without --out the file itself goes to standard output, so that it can be redirected, and the table beside it.
    if (made && !options.out) io.stdout.write(yaml);
    if (fields.length > 0) (options.out ? io.stdout : io.stderr).write(`${formatOutcomes(fields)}\n`);
  }
  return made ? 0 : 1;
};

/** @throws ProblemError when there is no such file, or it cannot be read */
function readOlderFile(file: string): string {
  const sorry = (message: string, hint: string) => new ProblemError([problem('IMP-FILE', message, hint, { file })]);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw sorry('there is no such file', 'name the older workbench-config.json');
  if (!stat.isFile()) throw sorry('is no file', 'name the workbench-config.json in it');
  return onFile(file, () => readFileSync(file, 'utf8'));
}

/** Options that the import itself does not see. @throws ProblemError */
function refuseOptions({ profile, context, kubeconfig }: ImportOptions): void {
  const wrong: Problem[] = [];
  if (profile !== undefined && !(profiles as readonly string[]).includes(profile))
    wrong.push(problem('IMP-OPTION', `--profile must be one of ${profiles.join(', ')}`, didYouMean(profile, profiles)));
  if (kubeconfig !== undefined && context === undefined)
    wrong.push(problem('IMP-OPTION', '--kubeconfig needs --context', 'kubectl config get-contexts lists those of the file'));
  if (wrong.length > 0) throw new ProblemError(wrong);
}
