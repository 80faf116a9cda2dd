import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import type { Io } from '../cli/command';
import { type DriveTarget, driveStacks } from '../cli/commands/drive-run';
import type { RunEvent } from '../cli/run/events';
import type { RunAction, RunRequest, RunResult } from '../cli/run/request';
import { run } from '../cli/run/run';

/**
 * Environments of stacks that need no provider to be downloaded: `terraform_data` and `terraform_remote_state` are built into Terraform, and local commands
 * make them sleep, fail or leave a trace. Run as a program, this file is `workbench <action>` for such an environment: all but the stacks is the real command.
 */
export interface StackSpec {
  readonly needs?: readonly string[];
  /** `run` is a shell command of its creation, `atRemoval` one of its removal; another `trigger` replaces it. */
  readonly data?: Readonly<Record<string, { input?: string; trigger?: string; run?: string; atRemoval?: string; after?: string }>>;
  /** Stacks whose output `value` becomes this stack's output `from_<stack>`. */
  readonly reads?: readonly string[];
  readonly outputs?: Readonly<Record<string, { value: unknown; sensitive?: boolean }>>;
  /** Address of a state server; a file otherwise. */
  readonly state?: string;
}
export type Specs = Readonly<Record<string, StackSpec>>;

const backendOf = (dir: string, id: string, { state }: StackSpec) =>
  state
    ? { http: { address: `${state}/${id}`, lock_address: `${state}/${id}`, unlock_address: `${state}/${id}`, retry_max: 0 } }
    : { local: { path: join(dir, 'state', `${id}.tfstate`) } };

function stackJson(dir: string, id: string, specs: Specs): string {
  const spec = specs[id]!;
  const local = (command: string, when?: string) => ({ 'local-exec': { command, ...(when ? { when } : {}) } });
  const resource = ({ input = 'one', trigger, run: command, atRemoval, after }: NonNullable<StackSpec['data']>[string]) => {
    const provisioner = [...(command ? [local(command)] : []), ...(atRemoval ? [local(atRemoval, 'destroy')] : [])];
    return {
      input,
      ...(trigger ? { triggers_replace: trigger } : {}),
      ...(provisioner.length > 0 ? { provisioner } : {}),
      ...(after ? { depends_on: [`terraform_data.${after}`] } : {}),
    };
  };
  const remote = (need: string) => {
    const [backend, config] = Object.entries(backendOf(dir, need, specs[need]!))[0]!;
    return { backend, config };
  };
  const entries = <T, U>(from: Readonly<Record<string, T>>, to: (value: T) => U) =>
    Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));
  const reads = spec.reads ?? [];
  return JSON.stringify({
    terraform: { backend: backendOf(dir, id, spec) },
    resource: { terraform_data: entries(spec.data ?? { it: {} }, resource) },
    ...(reads.length > 0 ? { data: { terraform_remote_state: Object.fromEntries(reads.map((need) => [need, remote(need)])) } } : {}),
    output: {
      value: { value: `of ${id}` },
      ...Object.fromEntries(reads.map((need) => [`from_${need}`, { value: `\${data.terraform_remote_state.${need}.outputs.value}` }])),
      ...spec.outputs,
    },
  });
}

/** As a synth does it: the whole folder anew, put in its place in one step. */
function synthesise(dir: string, specs: Specs): void {
  const target = join(dir, 'cdktf.out');
  for (const id of Object.keys(specs)) {
    mkdirSync(join(`${target}.part`, 'stacks', id), { recursive: true });
    writeFileSync(join(`${target}.part`, 'stacks', id, 'cdk.tf.json'), stackJson(dir, id, specs));
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(`${target}.part`, target);
}

function targetOf(dir: string, specs: Specs): DriveTarget {
  const stacks = Object.entries(specs).map(([id, { needs = [] }]) => ({ id, needs }));
  const [outDir, workDir] = [join(dir, 'cdktf.out'), join(dir, '.workbench')];
  return { environment: 'dev', stacks, outDir, workDir, synthesise: () => synthesise(dir, specs) };
}

/** One environment in a folder of its own. */
export class Site {
  constructor(
    readonly dir: string,
    public specs: Specs,
  ) {
    mkdirSync(dir, { recursive: true });
  }

  /** Without what the machine of the test may have set: only what Terraform needs to start. */
  env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: process.env.HOME };

  /** A shell command that notes a word; the words of a whole run are in `trace`. */
  note = (word: string) => `echo ${word} >> '${join(this.dir, 'trace')}'`;
  get trace(): readonly string[] {
    const file = join(this.dir, 'trace');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }
  forgetTrace = () => rmSync(join(this.dir, 'trace'), { force: true });

  /** Runs an action in this process. */
  async run(action: RunAction, over: Partial<RunRequest> = {}): Promise<RunResult & { readonly events: readonly RunEvent[] }> {
    const events: RunEvent[] = [];
    const emit = (event: RunEvent) => {
      events.push(event);
      over.emit?.(event);
    };
    const result = await run({ ...targetOf(this.dir, this.specs), action, env: this.env, ...over, emit });
    return { ...result, events };
  }

  /** Runs an action as a command of its own; see `launch`. */
  command(action: RunAction, options: Readonly<Record<string, unknown>> = {}, more: LaunchOptions = {}): Launched {
    writeFileSync(join(this.dir, 'specs.json'), JSON.stringify(this.specs));
    return launch([action, this.dir, JSON.stringify(options)], { env: this.env, ...more });
  }

  /** Locks of any kind that somebody holds or left: the run's own, and the notes beside the states. */
  get locks(): readonly string[] {
    const names = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
    const own = names(join(this.dir, '.workbench/dev')).filter((name) => name.startsWith('run.lock'));
    return [...own, ...names(join(this.dir, 'state')).filter((name) => name.endsWith('.lock.info'))];
  }
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launched {
  readonly pid: number;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly type: (text: string) => void;
  /** Resolves when standard error (on a terminal: the screen) has said it. */
  readonly says: (text: string | RegExp) => Promise<void>;
  readonly ended: Promise<Ended>;
}

export interface LaunchOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** On a pseudo-terminal of that width, by Python; everything is in `stdout` then. */
  readonly columns?: number;
}

/** Opens a pseudo-terminal of the given width for a command, hands on what is typed, ends as the command does. */
const terminal = `
import fcntl, os, pty, select, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])
sources = [fd, 0]
while True:
    for ready in select.select(sources, [], [])[0]:
        try:
            data = os.read(ready, 65536)
        except OSError:
            data = b''
        if ready == 0:
            if data: os.write(fd, data)
            else: sources.remove(0)
        elif data:
            os.write(1, data)
        else:
            status = os.waitpid(pid, 0)[1]
            sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
`;

let program = '';
const living = new Set<number>();

/** Compiles what the command consists of, once, to a folder outside of the checkout: the run engine, and whatever is asked for by what is there. */
export function compileCommand(folder: string): void {
  const root = join(__dirname, '..');
  const files = ['test/drive-stacks.ts', ...readdirSync(join(root, 'cli/run')).map((name) => `cli/run/${name}`)];
  const known = new Set(files);
  for (const file of files) {
    const to = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(to), { recursive: true });
    const { code } = transformSync(readFileSync(join(root, file), 'utf8'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    writeFileSync(to, code);
    for (const [, wanted = ''] of code.matchAll(/require\("(\.[^"]+)"\)/g)) {
      const next = `${join(dirname(file), wanted)}.ts`;
      if (known.has(next) || !existsSync(join(root, next))) continue;
      known.add(next);
      files.push(next);
    }
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  program = join(folder, 'test/drive-stacks.js');
}

function launch(args: readonly string[], { env, columns }: LaunchOptions): Launched {
  const whole = [process.execPath, program, ...args];
  const [file, ...rest] = columns === undefined ? whole : ['python3', '-c', terminal, String(columns), ...whole];
  const child = spawn(file!, rest, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const pid = child.pid!;
  living.add(pid);
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => {
      living.delete(pid);
      resolve({ code, ...printed });
    }),
  );
  const said = (text: string | RegExp) =>
    typeof text === 'string' ? (all: string) => all.includes(text) : (all: string) => text.test(all);
  return {
    pid,
    signal: (name) => child.kill(name),
    type: (text) => child.stdin.write(text),
    says: async (text) => {
      const found = said(text);
      while (!found(columns === undefined ? printed.stderr : printed.stdout)) {
        if (!living.has(pid)) throw new Error(`ended without saying ${text}:\n${printed.stdout}\n${printed.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    ended,
  };
}

/** Ends every command that a test left running, so that a failing test leaves nothing behind. */
export function endCommands(): void {
  for (const pid of living) process.kill(pid, 'SIGKILL');
}

if (require.main === module) {
  const [action, dir, options] = process.argv.slice(2) as [RunAction, string, string];
  const specs = JSON.parse(readFileSync(join(dir, 'specs.json'), 'utf8')) as Specs;
  const { stdout, stderr, stdin, env } = process;
  const io: Io = { cwd: dir, env, stdout, stderr, stdin };
  const { only, ...rest } = JSON.parse(options) as { only?: string[] };
  driveStacks(io, action, { ...targetOf(dir, specs), only }, rest).then(
    (status) => {
      process.exitCode = status;
    },
    (error: Error) => {
      stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
