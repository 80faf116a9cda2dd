import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveEnvironment } from '../config/environment';
import { generatedFiles as configFiles, projectFolder } from '../config/generate';
import { loadWorkbench } from '../config/load';
import { svg } from './graph/svg';
import { topology } from './graph/topology';
import { commandPage } from './reference-command';
import { jsonPage } from './reference-json';
import { policiesPage } from './reference-policies';
import { problemsPage } from './reference-problems';

/** Every file of the repository that is generated, by its path in the project. A test fails when one is stale. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    ...configFiles(),
    'docs/reference/command.md': commandPage(),
    'docs/reference/json.md': jsonPage(),
    'docs/reference/policies.md': policiesPage(),
    'docs/reference/problems.md': problemsPage(),
  };
}

/** Pictures of the repository, which are drawn from its examples. test/pages.test.ts fails when one is stale. */
async function generatedPictures(): Promise<Readonly<Record<string, string>>> {
  const { config } = loadWorkbench('production', join(projectFolder(__dirname), 'workbench'));
  if (!config) throw new Error('the production example cannot be read');
  return { 'docs/pictures/hub.svg': await svg(topology(resolveEnvironment(config))) };
}

async function generate(): Promise<void> {
  for (const [file, text] of Object.entries({ ...generatedFiles(), ...(await generatedPictures()) })) {
    const path = join(projectFolder(__dirname), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}

if (require.main === module)
  generate().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
