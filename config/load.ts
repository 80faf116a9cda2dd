import { deepFreeze } from './environment';
import { readEnvironmentFile } from './load-file';
import { hasErrors, type Problem, problem } from './problems';
import type { WorkbenchConfig } from './schema/workbench';
import { issueProblems, mostProblems } from './validate/issues';
import { noPositions, type Positions } from './validate/positions';
import { platformOf, profileOf, schemaOf } from './validate/schema';
import { parseText } from './validate/yaml';

/** A workbench file that has been read. */
export interface LoadedWorkbench {
  /** As it is shown to people. */
  readonly file: string;
  /** Every default filled in, deeply frozen; absent when there is an error. */
  readonly config?: WorkbenchConfig;
  readonly problems: readonly Problem[];
  readonly positions: Positions;
}

/**
 * Reads the text of a workbench file (YAML 1.2 or JSON) and finds every problem it has by itself, each with its place.
 * Never throws: what cannot be read is a problem. Whether the settings fit each other is for `checkConfig` to say.
 */
export function readWorkbench(text: string, fileName: string): LoadedWorkbench {
  const { value, problems, positions = noPositions(fileName) } = parseText(text, fileName);
  const refused = (more: readonly Problem[]): LoadedWorkbench => ({ file: fileName, problems: inOrder([...problems, ...more]), positions });
  if (value === undefined) return refused([]);
  if (value === null)
    return refused([
      problem('CFG-EMPTY', 'the file has no settings in it', 'see docs/reference/workbench.md for the smallest file', {
        file: fileName,
        line: 1,
        column: 1,
      }),
    ]);
  if (isOldFormat(value))
    return refused([
      problem('CFG-OLD-FORMAT', 'this is an older workbench-config.json', `workbench import ${fileName}`, {
        file: fileName,
        line: 1,
        column: 1,
      }),
    ]);
  const schema = schemaOf(profileOf(value), platformOf(value));
  const parsed = schema.safeParse(withoutEditorKey(value));
  if (!parsed.success) return refused(issueProblems(schema, value, parsed.error.issues, positions));
  if (hasErrors(problems)) return refused([]);
  return { file: fileName, config: deepFreeze(parsed.data), problems, positions };
}

/**
 * Reads an environment: by name (`dev` is workbench/dev.yaml, .yml or .json), by path, or the only file there is when nothing is named.
 * @param workbenchDir folder of the environments; relative paths begin beside it
 */
export function loadWorkbench(nameOrPath: string | undefined, workbenchDir: string): LoadedWorkbench {
  const found = readEnvironmentFile(nameOrPath, workbenchDir);
  if (found.text !== undefined) return readWorkbench(found.text, found.file);
  return { file: found.file, problems: found.problems, positions: noPositions(found.file) };
}

/** Editors write `$schema` into JSON files; it is no setting. */
function withoutEditorKey(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $schema, ...settings } = value as Readonly<Record<string, unknown>>;
  return typeof $schema === 'string' ? settings : value;
}

/** Keys that every workbench-config.json of versions 12 to 15 has, and no workbench file. */
function isOldFormat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const old = ['client', 'helm_mojaloop_version', 'hub_currency_code', 'internal_pm4ml_configs', 'stateful_resources', 'k8s_api_version'];
  return old.filter((key) => Object.hasOwn(value, key)).length >= 2;
}

/** From the top of the file to its end; a file that is wrong everywhere is told so once. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  if (sorted.length < mostProblems) return sorted;
  const listed = sorted.slice(0, mostProblems - 1);
  return [
    ...listed,
    problem('CFG-MANY', `there are more problems than these ${listed.length}`, 'mend them first', { file: listed[0]?.file }),
  ];
}
