import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referencePage } from './generate-reference';
import { jsonSchema } from './generate-schema';

/** Files that follow from the schema and the rules, by their path in the project. A test fails when one is stale; cli/generate.ts writes them. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    'workbench/schema.json': `${JSON.stringify(jsonSchema(), null, 2)}\n`,
    'docs/reference/workbench.md': referencePage(),
  };
}

/** Compiled code lies one folder deeper than its source. */
export function projectFolder(from: string): string {
  const parent = dirname(from);
  return existsSync(join(from, 'package.json')) || parent === from ? from : projectFolder(parent);
}
