import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Offer, offerSchema } from '../../config/model/marketplace/offer-schema';
import { hasErrors, ProblemError, problem } from '../../config/problems';
import { issueProblems } from '../../config/validate/issues';
import { noPositions } from '../../config/validate/positions';
import { parseText } from '../../config/validate/yaml';
import { fileProblem } from '../run/write-errors';

const hint = 'docs/marketplace.md has one to fill';

function textOf(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ProblemError([
      problem('PKG-OFFER', fileProblem(error, shown)?.message ?? `${basename(shown)} cannot be read`, hint, { file: shown }),
    ]);
  }
}

/** Reads what only the publisher knows of an offer. @throws ProblemError with every problem the file has, each with its place */
export function readOffer(cwd: string, file: string | undefined): Offer {
  if (file === undefined)
    throw new ProblemError([problem('PKG-OFFER', 'package needs to know whose offer it is', `--offer <file>; ${hint}`)]);
  const { value, problems, positions = noPositions(file) } = parseText(textOf(resolve(cwd, file), file), file);
  if (hasErrors(problems)) throw new ProblemError(problems);
  const parsed = offerSchema.safeParse(value ?? {});
  if (!parsed.success) throw new ProblemError(issueProblems(offerSchema, value ?? {}, parsed.error.issues, positions));
  return parsed.data;
}
