import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveEnvironment } from '../config/environment';
import { generatedFiles as configFiles, projectFolder } from '../config/generate';
import { loadWorkbench } from '../config/load';
import { svg } from './graph/svg';
import { topology } from './graph/topology';
import { commandPage } from './reference-command';
import { indexPage } from './reference-index';
import { jsonPage } from './reference-json';
import { policiesPage } from './reference-policies';
import { problemsPage } from './reference-problems';

/** Every file of the repository that is generated, by its path in the project. A test fails when one is stale. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    ...configFiles(),
    'docs/README.md': indexPage(),
    'docs/reference/command.md': commandPage(),
    'docs/reference/json.md': jsonPage(),
    'docs/reference/policies.md': policiesPage(),
    'docs/reference/problems.md': problemsPage(),
  };
}

/** Pictures of the repository, by the example they are drawn from. test/pages.test.ts fails when one is stale. */
export const pictures = {
  'docs/pictures/hub.svg': 'production',
  'docs/pictures/hub-aws.svg': 'production-aws',
  'docs/pictures/hub-azure.svg': 'production-azure',
  'docs/pictures/hub-azure-stack.svg': 'production-azure-stack',
} as const;

async function generatedPictures(): Promise<Readonly<Record<string, string>>> {
  const drawn: Record<string, string> = {};
  for (const [file, example] of Object.entries(pictures)) {
    const { config } = loadWorkbench(example, join(projectFolder(__dirname), 'workbench'));
    if (!config) throw new Error(`the example ${example} cannot be read`);
    drawn[file] = await svg(topology(resolveEnvironment(config)));
  }
  return drawn;
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
