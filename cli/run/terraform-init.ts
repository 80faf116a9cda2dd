import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDir, type Finished, type Listeners, runTerraform, type StackPlace, type TerraformContext } from './terraform';
import type { Diagnostic } from './terraform-events';
import { copyWhole, onFile } from './write-errors';

const lockName = '.terraform.lock.hcl';
const markerOf = (place: StackPlace) => join(dataDir(place), 'initialised');
const savedLock = (place: StackPlace) => join(place.workDir, lockName);

/** What init depends on: the program, the backend, the providers and the modules; not the resources, which change far more often. */
export function initFingerprint(tool: string, stackJson: string): string {
  const { terraform, module } = JSON.parse(stackJson) as {
    terraform?: unknown;
    module?: Record<string, { source?: unknown; version?: unknown }>;
  };
  const modules = Object.entries(module ?? {}).map(([name, { source, version }]) => [name, source, version]);
  return createHash('sha256')
    .update(JSON.stringify([tool, terraform, modules]))
    .digest('hex');
}

/** Faults that pass by themselves: a registry or a backend out of reach for a moment. A missing version or a wrong checksum doesn't. */
const networkFault =
  /connection (refused|reset|timed out)|i\/o timeout|timeout (exceeded|awaiting)|TLS handshake|no such host|temporary failure in name resolution|unexpected EOF|network is unreachable|\b(429|502|503|504)\b|server misbehaving|request canceled/i;

export const isNetworkFault = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ summary, detail }) => networkFault.test(`${summary} ${detail.replace(/\s+/g, ' ')}`));

/** Terraform asks for init in these words when its data folder no longer fits, say because a mirror moved. */
const wantsInit =
  /initialization required|inconsistent dependency lock file|required plugins are not installed|module not installed|could not load plugin/i;

export const isInitNeeded = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ summary }) => wantsInit.test(summary));

/** Whether the last init of this stack still fits it. */
export function isInitialised({ binary }: Pick<TerraformContext, 'binary'>, place: StackPlace, stackJson: string): boolean {
  const marker = markerOf(place);
  if (!existsSync(marker)) return false;
  return readFileSync(marker, 'utf8') === initFingerprint(`${binary.tool} ${binary.version}`, stackJson);
}

/** Makes the next init of this stack happen whatever the marker says. */
export const forgetInit = (place: StackPlace): void => rmSync(markerOf(place), { force: true });

/**
 * Initialises one stack unless nothing that init depends on has changed since its last one. Callers run one at a time: two inits that share a plugin cache
 * overwrite each other's provider binaries ("text file busy"). The provider checksums of the last init are kept beside the journal and put back first,
 * since a new synth may have replaced the stack's folder. Never `-reconfigure`: with a changed backend that would begin a second, empty state.
 * @returns undefined when skipped
 * @throws ProblemError when a folder can't be written
 */
export async function initStack(
  context: TerraformContext,
  place: StackPlace,
  listeners: Listeners = {},
  pauses: readonly number[] = [2_000, 5_000],
): Promise<Finished | undefined> {
  const lock = join(place.configDir, lockName);
  const marker = markerOf(place);
  const config = join(place.configDir, 'cdk.tf.json');
  const stackJson = onFile(config, () => readFileSync(config, 'utf8'));
  onFile(place.workDir, () => mkdirSync(dataDir(place), { recursive: true, mode: 0o700 }));
  if (!existsSync(lock) && existsSync(savedLock(place))) copyWhole(savedLock(place), lock);
  if (isInitialised(context, place, stackJson)) return undefined;

  rmSync(marker, { force: true });
  let finished = await init(context, place, listeners);
  for (const pause of pauses) {
    if (finished.code === 0 || context.stop.stopped() || !isNetworkFault(finished.diagnostics)) break;
    if (!(await pauseUnlessStopped(context, pause))) break;
    finished = await init(context, place, listeners);
  }
  if (finished.code === 0) {
    if (existsSync(lock)) copyWhole(lock, savedLock(place));
    onFile(marker, () => writeFileSync(marker, initFingerprint(`${context.binary.tool} ${context.binary.version}`, stackJson)));
  }
  return finished;
}

/** @returns false when the run was stopped: nobody waits for a pause after Ctrl-C */
async function pauseUnlessStopped({ stop }: TerraformContext, milliseconds: number): Promise<boolean> {
  const cut = new AbortController();
  const forget = stop.onStop(() => cut.abort());
  await sleep(milliseconds, undefined, { signal: cut.signal }).catch(() => undefined);
  forget();
  return !stop.stopped();
}

const init = (context: TerraformContext, place: StackPlace, listeners: Listeners) =>
  runTerraform(context, place, 'init', ['init', '-input=false', '-no-color'], listeners);

/** Lets one caller in at a time, in the order of asking. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
