import { spawn } from 'node:child_process';
import { ProblemError } from '../../config/problems';
import { diagnose } from './diagnose';
import { isGuarded } from './guarded';
import { environmentOf, type StackPlace, type TerraformContext } from './terraform';
import { type Diagnostic, readPlainErrors } from './terraform-events';

export interface ReadResult {
  readonly ok: boolean;
  readonly text: string;
  readonly errors: readonly Diagnostic[];
}

/** Raised when the run was stopped while the stack was worked on; nothing is wrong with it. */
export class Stopped extends Error {}

/** OpenTofu (seen with 1.12.6) prints warnings about its CLI configuration on standard output, before the document. Empty where there is none. */
export function jsonDocument(printed: string): string {
  const begin = printed.search(/^[{[]/m);
  return begin < 0 ? '' : printed.slice(begin);
}

/**
 * Runs a command that only reads (`show -json`, `output -json`, `state pull`) and hands back the document it printed.
 * That may hold sensitive values: it stays in memory and goes to no log. Like every Terraform of ours it has a process group of its own: the terminal's
 * Ctrl-C would end it in the middle, and half an answer must not be taken for the whole.
 * @throws Stopped when a stop of the run ended it
 */
export async function readTerraform(context: TerraformContext, place: StackPlace, args: readonly string[]): Promise<ReadResult> {
  const child = spawn(context.binary.path, args, {
    cwd: place.configDir,
    env: environmentOf(context, place),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const unwatch = child.pid === undefined ? () => false : context.stop.watch({ pid: child.pid });
  const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (part: Buffer) => printed.stdout.push(part));
  child.stderr.on('data', (part: Buffer) => printed.stderr.push(part));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0 && context.stop.stopped()) throw new Stopped();
    const text = jsonDocument(Buffer.concat(printed.stdout).toString('utf8'));
    return { ok: code === 0, text, errors: code === 0 ? [] : readPlainErrors(Buffer.concat(printed.stderr).toString('utf8')) };
  } finally {
    unwatch();
  }
}

/** What Terraform holds in a state, as counts and addresses only: no value leaves it. */
export interface StateSummary {
  readonly serial: number;
  readonly resources: number;
  readonly outputs: readonly string[];
  /** Addresses of what the cloud keeps from being removed. */
  readonly guarded: readonly string[];
}

/**
 * The state of a stack; undefined when there is none yet.
 * @throws ProblemError when it can't be read: to take that for "nothing there" would let a destroy pass over everything; Stopped
 */
export async function readState(context: TerraformContext, place: StackPlace): Promise<StateSummary | undefined> {
  const { ok, text, errors } = await readTerraform(context, place, ['state', 'pull']);
  if (!ok) throw new ProblemError(diagnose(place.stack, errors, `terraform state pull in ${place.configDir}`));
  if (text.trim() === '') return undefined;
  const state = JSON.parse(text) as {
    serial?: number;
    resources?: readonly { mode?: string; type?: string; name?: string; instances?: readonly { attributes?: unknown }[] }[];
    outputs?: object;
  };
  const managed = (state.resources ?? []).filter(({ mode }) => mode === 'managed');
  return {
    serial: state.serial ?? 0,
    resources: managed.reduce((sum, { instances }) => sum + (instances?.length ?? 0), 0),
    outputs: Object.keys(state.outputs ?? {}),
    guarded: managed
      .filter(({ instances = [] }) => instances.some(({ attributes }) => isGuarded(attributes)))
      .map(({ type, name }) => `${type}.${name}`),
  };
}
