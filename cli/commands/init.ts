import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { checkConfig } from '../../config/check';
import { readWorkbench } from '../../config/load';
import { hasErrors, ProblemError, problem } from '../../config/problems';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { countText } from '../findings';
import { askAll } from '../init/ask';
import { fileText } from '../init/file';
import { type Answers, faultOf, type Key, keys, questions } from '../init/questions';
import { writeFileWhole } from '../write-files';

interface Options extends CommonOptions, Answers {
  readonly yes?: boolean;
}

const placeOf = (io: Io, out: string | undefined, environment: string) => resolve(io.cwd, out ?? join('workbench', `${environment}.yaml`));

/** A file that is there is never replaced. */
function taken(io: Io, out: string | undefined, environment: string): string | undefined {
  const place = placeOf(io, out, environment);
  return existsSync(place) ? `${relative(io.cwd, place)} is there already` : undefined;
}

/**
 * `workbench init`: at most eight questions, or flags, become a commented workbench file that passes `check`. Written last, whole, and never over another:
 * stopped before, nothing is there.
 */
export const init: Command<Options> = async (io, _args, { yes = false, out, json, quiet, ...options }) => {
  const given: Answers = Object.fromEntries(keys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])));
  const faults = keys.flatMap((key) => {
    const fault = given[key] === undefined ? undefined : faultOf(key, given[key]);
    return fault === undefined ? [] : [problem('INIT-ANSWERS', `--${key} ${given[key]}: ${fault}`, questions[key].explains(given))];
  });
  if (faults.length > 0) throw new ProblemError(faults);
  const known = (key: Key, text: string) => (key === 'environment' ? taken(io, out, text) : undefined);
  const answers = yes ? given : await askAll(io, given, known);
  const text = fileText(answers);
  const environment = answers.environment ?? questions.environment.proposes({});
  const place = placeOf(io, out, environment);
  const shown = relative(io.cwd, place);
  const { config, problems: ofText } = readWorkbench(text, shown);
  const problems = config ? [...ofText, ...checkConfig(config)] : ofText;
  if (hasErrors(problems)) throw new ProblemError(problems);
  const there = taken(io, out, environment);
  if (there) throw new ProblemError([problem('INIT-EXISTS', there, 'choose another --environment or --out, or remove it')]);
  writeFileWhole(place, text);
  if (json) printJson(io, { ok: true, out: shown, environment, problems });
  else if (!quiet) {
    const replace = text.includes('REPLACE') ? '; lines with REPLACE want what only you know' : '';
    io.stdout.write(`${shown}: ${problems.length === 0 ? 'no problems' : countText(problems)}${replace}\n`);
    io.stdout.write(`next: workbench check ${out === undefined ? environment : shown}, then workbench report and workbench deploy\n`);
  }
  return 0;
};
