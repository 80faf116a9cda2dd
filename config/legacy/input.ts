import { type Problem, problem } from '../problems';
import { joinPath, type Path } from '../validate/path';
import { largestFile } from '../validate/text';
import type { Refused } from './build';
import type { ImportCode } from './codes';
import type { ImportOptions } from './facts';
import { legacyFields } from './fields';
import type { JsonNode } from './json-node';
import { isFailure, readJson } from './json-text';
import { problemAt, type Setting } from './outcome';
import { misfit } from './rule';

const at = (code: ImportCode, message: string, hint: string, place: Partial<Problem> = { line: 1, column: 1 }) =>
  problem(code, message, hint, place);

/** What is wrong with the options of an import. */
export function optionProblems({ environment, domain, platform }: ImportOptions): Problem[] {
  const wrong = (option: string, path: Path, value: string | undefined) => {
    const wanted = value === undefined ? undefined : misfit(path, value);
    return wanted === undefined ? [] : [{ code: 'IMP-OPTION', severity: 'error' as const, message: `${option} must be ${wanted}` }];
  };
  return [
    ...wrong('--environment', ['environment'], environment),
    ...wrong('--domain', ['domain'], domain),
    ...wrong('--context', ['platform', 'context'], platform?.context),
    ...wrong('--kubeconfig', ['platform', 'kubeconfig'], platform?.kubeconfig),
  ];
}

/** The older file as a section, or why it cannot be read. */
export function readRoot(text: string): JsonNode | Problem {
  if (Buffer.byteLength(text) > largestFile) return at('IMP-SIZE', 'the file has more than 5 MB', 'is it the right file?');
  const root = readJson(text);
  if (isFailure(root)) {
    const { message, line, column, tooDeep } = root;
    if (tooDeep) return at('IMP-SIZE', message, 'no older file is like that; look for brackets that were never closed', { line, column });
    return at('IMP-JSON', `the file is not JSON: ${message}`, 'mend it, or name the workbench-config.json', { line, column });
  }
  return root.kind === 'section'
    ? root
    : at('IMP-SHAPE', `the file holds ${root.kind === 'list' ? 'a list' : 'one value'}, no fields`, 'is it the right file?');
}

/** A file without a single field of the older ones is something else. */
export function shape(root: JsonNode): Problem[] {
  const keys = root.members.map(({ path }) => String(path.at(-1)));
  if (keys.some((key) => Object.hasOwn(legacyFields, key))) return [];
  const isNew = keys.includes('hub') && keys.includes('platform');
  return [
    at(
      'IMP-SHAPE',
      isNew ? 'this is a workbench file already' : 'this is no older workbench-config.json',
      isNew ? 'workbench check tells what is wrong with it' : 'none of its fields is in one of those; is it the right file?',
    ),
  ];
}

/** A setting the schema refuses although the rules of the import let it pass, at the field it came from. */
export function refusedSetting(sets: readonly Setting[], { path, message }: Refused): Problem {
  const place = joinPath(path);
  const from = sets.findLast((set) => place === joinPath(set.path) || place.startsWith(`${joinPath(set.path)}.`))?.from;
  const finding = { code: 'IMP-RESULT', message: `${place} cannot be set: ${message}`, hint: 'mend or remove the field' } as const;
  return from ? problemAt(from, finding) : at(finding.code, finding.message, finding.hint);
}
