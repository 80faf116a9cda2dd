import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { locking, lockTimeout, recorded, type StackWork } from './stack-steps';
import { dataDir, type Listeners, runTerraform } from './terraform';
import { Stopped } from './terraform-read';
import { copyWhole, onFile } from './write-errors';

/**
 * A Terraform that can't write its state at the end of an apply (state server down, disk full) leaves it as `errored.tfstate` in the stack's folder,
 * which the next synth may replace. It is the only record of what was made: it is kept with the journal and pushed by the next run.
 */
const fileName = 'errored.tfstate';
type Placed = Pick<StackWork, 'context' | 'place'>;
const kept = ({ place }: Placed) => join(place.workDir, fileName);

const command = ({ context, place }: Placed, file: string) =>
  `TF_DATA_DIR='${dataDir(place)}' ${context.terraform.binary.path} -chdir='${place.configDir}' state push '${file}'`;

/** A disk that is full leaves an empty or cut-off one, which no push could ever take. */
function isWhole(file: string): boolean {
  try {
    return typeof (JSON.parse(readFileSync(file, 'utf8')) as { lineage?: unknown }).lineage === 'string';
  } catch {
    return false;
  }
}

/**
 * Brings an unsaved state to safety after an apply, and once more before a new synth takes the folder away.
 * @returns the problem to tell; undefined when the state was written as it should be
 * @throws ProblemError when there is no room for it; it stays where it is then
 */
export function keepErroredState(work: Placed): Problem | undefined {
  const left = join(work.place.configDir, fileName);
  if (!existsSync(left)) return undefined;
  if (!isWhole(left)) {
    rmSync(left, { force: true });
    return undefined;
  }
  const file = kept(work);
  onFile(file, () => mkdirSync(work.place.workDir, { recursive: true, mode: 0o700 }));
  copyWhole(left, file);
  rmSync(left);
  const hint = `run the same command again once the place of the state can be written: it pushes that file first; by hand: ${command(work, file)}`;
  return problem('RUN-STATE-UNSAVED', `the state of ${work.place.stack} could not be written; it is kept in ${file}`, hint);
}

/** Pushes the state that an earlier run could not write. Terraform refuses one that is older than what is there. @throws ProblemError */
export async function pushErroredState(work: StackWork): Promise<void> {
  keepErroredState(work);
  const file = kept(work);
  if (!existsSync(file)) return;
  // What kept Terraform from writing the state kept it from giving its lock back too, most likely.
  const push = (listeners: Listeners) =>
    runTerraform(work.context.terraform, work.place, 'push', ['state', 'push', lockTimeout(work), file], listeners);
  const pushed = await recorded(
    work,
    'push',
    (listeners) => locking(work, 'push', () => push(listeners)),
    ({ code }) => (code === 0 ? 'ok' : 'failed'),
  );
  if (work.context.terraform.stop.stopped()) throw new Stopped();
  if (pushed.code === 0) {
    rmSync(file, { force: true });
    work.note('pushed the state that the last run could not write');
    return;
  }
  const said = pushed.diagnostics[0]?.summary ?? 'no reason given';
  const hint = `mend the place of the state and run the same command again; if that state is superseded, remove ${file}; by hand: ${command(work, file)}`;
  throw new ProblemError([
    problem('RUN-STATE-UNSAVED', `the state of ${work.place.stack} that the last run could not write can't be pushed: ${said}`, hint),
  ]);
}
