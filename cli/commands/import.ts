import { existsSync, readFileSync } from 'node:fs';
import { importLegacy } from '../../config/legacy/import';
import { formatOutcomes } from '../../config/legacy/outcome-table';
import { ProblemError, problem } from '../../config/problems';
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
  const text = onFile(file, () => readFileSync(file, 'utf8'));
  const platform = context ? { provider: 'kubernetes' as const, context, ...(kubeconfig ? { kubeconfig } : {}) } : undefined;
  const {
    file: made,
    yaml,
    fields,
    problems,
  } = importLegacy(text, file, { domain, profile: profile as 'sandbox' | 'production' | undefined, environment, platform });
  if (made && options.out) writeFileWhole(options.out, yaml);
  if (options.json) printJson(io, { ok: made !== undefined, out: options.out ?? null, fields, problems });
  else {
    printProblems(io, problems);
    // Without --out the file itself goes to standard output, so that it can be redirected, and the table beside it.
    if (made && !options.out) io.stdout.write(yaml);
    (options.out ? io.stdout : io.stderr).write(`${formatOutcomes(fields)}\n`);
  }
  return made ? 0 : 1;
};
