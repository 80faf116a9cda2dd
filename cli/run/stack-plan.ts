import { ProblemError } from '../../config/problems';
import { type Adoption, adoptionsFor, adoptionsNamed, withoutPartsOfNothing, withoutRefused, writeImports } from './adopt';
import { type ChangeSummary, summarise } from './changes';
import { diagnose } from './diagnose';
import { fail, locking, lockTimeout, recorded, type StackWork } from './stack-steps';
import { type Finished, planFile, runTerraform } from './terraform';
import { readTerraform } from './terraform-read';
import type { Trace } from './traces';

export interface Planned {
  readonly changes: ChangeSummary;
  /** False when applying it would do nothing at all. */
  readonly isChange: boolean;
  /** Addresses that would go and that the cloud keeps from going. */
  readonly guarded: readonly string[];
}

export interface PlanOptions {
  readonly destroy?: boolean;
  /** What unsettled runs of ours had begun in this stack; what they made and no state knows is taken over. */
  readonly traces?: readonly Trace[];
  /** Helm releases that the cluster has; undefined when nobody looked. */
  readonly present?: ReadonlySet<string>;
}

async function plan(work: StackWork, destroy: boolean): Promise<Finished> {
  const args = [
    'plan',
    '-json',
    '-input=false',
    '-detailed-exitcode',
    lockTimeout(work),
    `-out=${planFile(work.place)}`,
    ...(destroy ? ['-destroy'] : []),
  ];
  return recorded(
    work,
    'plan',
    (listeners) => locking(work, 'plan', () => runTerraform(work.context.terraform, work.place, 'plan', args, listeners)),
    ({ code }) => (code === 0 ? 'no-change' : code === 2 ? 'changes' : 'failed'),
  );
}

const succeeded = ({ code }: Finished) => code === 0 || code === 2;

async function read(work: StackWork, finished: Finished) {
  const { context, place } = work;
  const shown = await readTerraform(context.terraform, place, ['show', '-json', planFile(place)]);
  if (!shown.ok) throw new ProblemError(diagnose(place.stack, shown.errors, finished.log));
  return summarise(place.stack, shown.text);
}

/**
 * Plans a stack and tells what would change. The plan is saved for apply; the config folder is left as it was found.
 * @returns the failed command instead, for the caller to judge, when Terraform could not plan
 * @throws ProblemError for a lock or an unwritable place; Stopped
 */
export async function planStack(work: StackWork, { destroy = false, traces = [], present }: PlanOptions = {}): Promise<Planned | Finished> {
  const { configDir } = work.place;
  // A run that was killed in the middle of an adoption may have left its import blocks.
  writeImports(configDir, []);
  let finished = await plan(work, destroy);
  if (!succeeded(finished)) return finished;
  let found = await read(work, finished);
  const named = adoptionsNamed(found.creates, work.context.request.adopt);
  const adoptions = destroy ? [] : [...named, ...adoptionsFor(found.creates, traces, present).filter((one) => !isNamed(named, one))];
  if (adoptions.length > 0) {
    finished = await planAdopting(work, adoptions);
    if (!succeeded(finished)) return finished;
    found = await read(work, finished);
  }
  if (found.changes.vanished.length > 0) work.note(`no longer there, although the state knows it: ${found.changes.vanished.join(', ')}`);
  return { changes: found.changes, guarded: found.guarded, isChange: finished.code === 2 };
}

const isNamed = (named: readonly Adoption[], { address }: Adoption) => named.some((one) => one.address === address);

/** Plans with import blocks; what can't be imported was never made, so it is dropped and created as planned at first. */
async function planAdopting(work: StackWork, wanted: readonly Adoption[]): Promise<Finished> {
  const { configDir } = work.place;
  try {
    for (let adoptions = wanted; adoptions.length > 0; ) {
      writeImports(configDir, adoptions);
      const finished = await plan(work, false);
      if (succeeded(finished)) {
        work.note(`taking over what is there already: ${adoptions.map(({ address }) => address).join(', ')}`);
        return finished;
      }
      if (work.context.terraform.stop.stopped()) fail(work, finished);
      const fewer = withoutPartsOfNothing(adoptions, withoutRefused(adoptions, finished.diagnostics), work.context.request.adopt);
      if (fewer.length === adoptions.length) break;
      adoptions = fewer;
    }
  } finally {
    writeImports(configDir, []);
  }
  return plan(work, false);
}
