import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles as configFiles, projectFolder } from '../config/generate';
import { commandPage } from './reference-command';
import { jsonPage } from './reference-json';
import { problemsPage } from './reference-problems';

/** Every file of the repository that is generated, by its path in the project. A test fails when one is stale. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    ...configFiles(),
    'docs/reference/command.md': commandPage(),
    'docs/reference/json.md': jsonPage(),
    'docs/reference/problems.md': problemsPage(),
  };
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
