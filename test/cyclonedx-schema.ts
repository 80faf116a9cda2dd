import { execFileSync } from 'node:child_process';
import { pythonEnvironment } from './python-environment';

const library = 'cyclonedx-python-lib';
const version = '11.12.0';

const program = `
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
validator = JsonStrictValidator(SchemaVersion.V1_6)
found = [validator.validate_str(text) for text in json.load(sys.stdin)]
print(json.dumps(['' if each is None else str(each)[:400] for each in found]))
`;

/** The schema of CycloneDX 1.6 with its makers' own validator, from PyPI; or why it can't be had. */
export function cycloneDxSchema(): { readonly faultsOf: (texts: readonly string[]) => readonly string[] } | { readonly reason: string } {
  const made = pythonEnvironment({ place: [library, version], requirement: `${library}[json-validation]==${version}` }, (line) =>
    process.stderr.write(`${line}\n`),
  );
  if ('reason' in made) return made;
  return {
    faultsOf: (texts) => JSON.parse(execFileSync(made.python, ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' })),
  };
}
