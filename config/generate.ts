import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referencePage } from './generate-reference';
import { jsonSchema } from './generate-schema';

/** Files that follow from the schema and the rules, by their path in the project. A test fails when one is stale. */
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

function generate(): void {
  for (const [file, text] of Object.entries(generatedFiles())) {
    const path = join(projectFolder(__dirname), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}

if (require.main === module) generate();
