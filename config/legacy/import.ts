import { hasErrors, type Problem } from '../problems';
import type { WorkbenchFile } from '../schema/workbench';
import { splitPath, valueAt } from '../validate/path';
import { type Built, build } from './build';
import { factsOf, type ImportOptions } from './facts';
import { legacyFields } from './fields';
import { implied, madeUp, missing } from './implied';
import { optionProblems, readRoot, refusedSetting, shape } from './input';
import { kubernetesPath, settleKubernetes } from './kubernetes';
import type { FieldOutcome } from './outcome';
import { readSection } from './rule';
import { workbenchYaml } from './yaml';

/** What became of an older file. */
export interface LegacyImport {
  /** Absent when something is wrong that nobody but a person can mend. */
  readonly file: WorkbenchFile | undefined;
  /** The same as text, with comments; empty without a file. */
  readonly yaml: string;
  /** Every field of the older file with its one outcome, in the order of that file. */
  readonly fields: readonly FieldOutcome[];
  readonly problems: readonly Problem[];
}

const mostProblems = 100;

/**
 * Turns an older workbench-config.json (versions 12 to 15) into a workbench file, and tells of each of its fields what became of it.
 * Pure, and never throws: what cannot be read is a problem. No secret of the older file is in the result, not even in the outcomes.
 * @param fileName as it is shown to people
 */
export function importLegacy(text: string, fileName: string, options: ImportOptions = {}): LegacyImport {
  const stop = (problems: readonly Problem[], fields: readonly FieldOutcome[] = []): LegacyImport => ({
    file: undefined,
    yaml: '',
    fields,
    problems: mostImportant(problems.map((one) => ({ ...one, file: one.file ?? fileName }))),
  });
  const wrongOptions = optionProblems(options);
  if (wrongOptions.length > 0) return stop(wrongOptions);
  const root = readRoot(text);
  if (!('kind' in root)) return stop([root]);

  const facts = factsOf(root, options);
  const part = readSection(root, legacyFields, facts);
  const problems = [...part.problems, ...missing(facts, part), ...madeUp(facts), ...shape(root)];
  if (hasErrors(problems)) return stop(problems, part.fields);
  const sets = [...implied(facts), ...part.sets];
  const first = build(sets, facts.profile);
  if (!('config' in first)) return stop([...problems, ...first.map((issue) => refusedSetting(sets, issue))], part.fields);

  const kubernetes = settleKubernetes(first.config, facts);
  const settled = kubernetes ? [...sets, kubernetes.set] : sets;
  const built = kubernetes ? build(settled, facts.profile) : first;
  if (!('config' in built)) return stop([...problems, ...built.map((issue) => refusedSetting(settled, issue))], part.fields);
  const { file } = built;
  const fields = kubernetes
    ? part.fields.map((field) => (field.to === kubernetesPath ? { ...field, ...kubernetes.outcome } : field))
    : part.fields;
  return {
    file,
    yaml: workbenchYaml(file, settled, fileName),
    fields: fields.map((field) =>
      isLeftOut(field, built) ? { ...field, why: `${field.why} (the default, so it is not written)` } : field,
    ),
    problems: mostImportant([...problems, ...(kubernetes ? [kubernetes.problem] : [])].map((one) => ({ ...one, file: fileName }))),
  };
}

/** Defaults are left out of the file: whoever looks for the setting should know why it is not there. */
function isLeftOut({ to, outcome }: FieldOutcome, { file, config }: Built): boolean {
  const path = to === undefined || outcome === 'no-effect' ? undefined : splitPath(to);
  return path !== undefined && valueAt(file, path) === undefined && typeof valueAt(config, path) !== 'object';
}

/** In the order of the file; errors come before warnings when there are too many. */
function mostImportant(problems: readonly Problem[]): readonly Problem[] {
  const inOrder = (list: readonly Problem[]) => list.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  if (problems.length <= mostProblems) return inOrder(problems);
  const rank = (one: Problem) => (one.severity === 'error' ? 0 : 1);
  const listed = problems.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostProblems - 1);
  const rest = problems.length - listed.length;
  return [
    ...inOrder(listed),
    {
      code: 'IMP-MANY',
      severity: 'warning',
      file: problems[0]?.file,
      message: `there are ${rest} problems more`,
      hint: 'mend these first',
    },
  ];
}
