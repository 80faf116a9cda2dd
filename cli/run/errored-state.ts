import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { recorded, type StackWork } from './stack-steps';
import { dataDir, runTerraform } from './terraform';
import { onFile } from './write-errors';

/**
 * A Terraform that can't write its state at the end of an apply (state server down, disk full) leaves it as `errored.tfstate` in the stack's folder,
 * which the next synth may replace. It is the only record of what was made: it is kept with the journal and pushed by the next run.
 */
const fileName = 'errored.tfstate';
const kept = ({ place }: StackWork) => join(place.workDir, fileName);

const command = ({ context, place }: StackWork, file: string) =>
  `TF_DATA_DIR='${dataDir(place)}' ${context.terraform.binary.path} -chdir='${place.configDir}' state push '${file}'`;

/** Brings an unsaved state to safety after an apply. @returns the problem to tell; undefined when the state was written as it should be */
export function keepErroredState(work: StackWork): Problem | undefined {
  const left = join(work.place.configDir, fileName);
  if (!existsSync(left)) return undefined;
  const file = kept(work);
  onFile(file, () => {
    mkdirSync(work.place.workDir, { recursive: true, mode: 0o700 });
    copyFileSync(left, file);
    rmSync(left);
  });
  const hint = `run the same command again once the place of the state can be written: it pushes that file first; by hand: ${command(work, file)}`;
  return problem('RUN-STATE-UNSAVED', `the state of ${work.place.stack} could not be written; it is kept in ${file}`, hint);
}

/** Pushes the state that an earlier run could not write. Terraform refuses one that is older than what is there. @throws ProblemError */
export async function pushErroredState(work: StackWork): Promise<void> {
  keepErroredState(work);
  const file = kept(work);
  if (!existsSync(file)) return;
  const pushed = await recorded(
    work,
    'push',
    (listeners) => runTerraform(work.context.terraform, work.place, 'push', ['state', 'push', file], listeners),
    ({ code }) => (code === 0 ? 'ok' : 'failed'),
  );
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
