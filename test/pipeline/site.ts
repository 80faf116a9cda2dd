import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PipelineTools } from './tools';

export interface PipelineRun {
  readonly status: number | null;
  /** Everything that was printed, without colours. */
  readonly text: string;
}

/** A project at GitLab, as a runner without containers has it: a folder that is a repository, and nothing else of this machine but programs. */
export class PipelineSite {
  constructor(
    readonly folder: string,
    private readonly tools: PipelineTools,
    /** Folder of programs that comes first on PATH. */
    private readonly programs: string,
    private readonly env: NodeJS.ProcessEnv = {},
  ) {
    mkdirSync(folder, { recursive: true });
    this.git('init', '-q', '-b', 'main');
    this.git('remote', 'add', 'origin', 'https://gitlab.example.org/labs/hub.git');
    this.write('.gitignore', '.gitlab-ci-local\n.workbench\n.workbench-providers\n');
  }

  private environment(): NodeJS.ProcessEnv {
    const { PATH, HOME, TF_CLI_CONFIG_FILE, XDG_CACHE_HOME } = process.env;
    const kept = { PATH: `${this.programs}:${PATH}`, HOME, ...(TF_CLI_CONFIG_FILE ? { TF_CLI_CONFIG_FILE } : {}) };
    return { ...kept, ...(XDG_CACHE_HOME ? { XDG_CACHE_HOME } : {}), CHECKPOINT_DISABLE: '1', ...this.env };
  }

  git(...args: readonly string[]): string {
    const who = ['-c', 'user.name=operator', '-c', 'user.email=operator@example.org', '-c', 'commit.gpgsign=false'];
    const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Commits everything. @returns the revision */
  commit(message: string): string {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** What a job left as its artifacts. */
  artifact(job: string, path: string): string {
    return this.read(join('.gitlab-ci-local/artifacts', job, path));
  }

  /** Runs gitlab-ci-local: jobs each in a folder of their own, with what git tracks and the artifacts they need. */
  async run(variables: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<PipelineRun> {
    const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
    const options = [
      '--shell-isolation',
      '--force-shell-executor',
      '--no-artifacts-to-source',
      '--no-color',
      '--concurrency',
      '1',
      ...given,
      ...args,
    ];
    const child = spawn(process.execPath, [this.tools.gitlabCiLocal, ...options], {
      cwd: this.folder,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    return { status, text: text.replace(/\u001b\[[0-9;]*m/g, '') };
  }

  /** Jobs that a pipeline would have, with `when` of each, as gitlab-ci-local works the rules out. */
  async jobs(file: string, variables: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const { status, text } = await this.run(variables, '--file', file, '--list-csv');
    const rows = text.split('\n').filter((line) => /^"?[\w. -]+"?;/.test(line) && !line.startsWith('name;'));
    if (status !== 0) throw new Error(text);
    return Object.fromEntries(rows.map((row) => row.split(';')).map(([name = '', , , when = '']) => [name.replaceAll('"', ''), when]));
  }
}
