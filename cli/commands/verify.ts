import type { EnvironmentModel } from '../../config/environment';
import { type TestRun, testPlan } from '../../config/model/test-plan';
import { didYouMean, ProblemError, problem } from '../../config/problems';
import { type TestRunName, testRunNames } from '../../config/schema/tests';
import { type Command, type CommonOptions, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { printProblems } from '../findings';
import { explainPlan } from '../verify/plan-text';
import type { VerifyResult } from '../verify/result';
import { explainVerify } from '../verify/text';
import { verifyEnvironment } from '../verify/verify-environment';
import { readyToWrite, writeResult } from '../verify/write-result';
import { stateDir } from '../work-dir';

interface Options extends CommonOptions {
  readonly list?: boolean;
  readonly timeout?: string;
  readonly fresh?: boolean;
}

const isRun = (name: string): name is TestRunName => (testRunNames as readonly string[]).includes(name);

function namesOf(given: readonly string[]): readonly TestRunName[] | undefined {
  const strange = given.find((name) => !isRun(name));
  if (strange === undefined) return given.length > 0 ? given.filter(isRun) : undefined;
  const hint = didYouMean(strange, testRunNames) ?? `there are: ${testRunNames.join(', ')}`;
  throw new ProblemError([problem('VERIFY-RUN', `there is no run ${strange}`, hint)]);
}

function minutesOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const minutes = Number(text);
  if (/^\d+$/.test(text) && minutes >= 1 && minutes <= 1_440) return minutes;
  throw new ProblemError([
    problem('VERIFY-TIMEOUT-OPTION', `--timeout ${text} is no number of minutes`, 'give whole minutes, 1 to 1440: --timeout 45'),
  ]);
}

/** The runs that are part of the plan. @throws ProblemError where one that was asked for can't be made, or there is none */
export function runsOf(
  { config }: EnvironmentModel,
  plan: readonly TestRun[],
  asked: readonly TestRunName[] | undefined,
): readonly TestRun[] {
  const out = plan.find(({ name, included }) => asked?.includes(name) && !included);
  const list = `workbench verify ${config.environment} --list tells which runs there are`;
  if (out) throw new ProblemError([problem('VERIFY-RUN', `${out.name} can't be run: ${out.why}`, list)]);
  const runs = plan.filter(({ included }) => included);
  const why = plan.find(({ included }) => !included)?.why ?? 'the release has none';
  if (runs.every(({ phase }) => phase === 'cleanup'))
    throw new ProblemError([problem('VERIFY-NOTHING', `there is nothing to run: ${why}`, list)]);
  return runs;
}

/** Exit status: 0 everything that counts passed, 130 stopped, 1 otherwise. */
export const exitStatus = ({ outcome }: VerifyResult): 0 | 1 | 130 => (outcome === 'passed' ? 0 : outcome === 'interrupted' ? 130 : 1);

function show(io: Io, result: VerifyResult, files: readonly string[], { json, quiet }: Options): void {
  if (json) {
    printJson(io, { ok: result.outcome === 'passed', ...result, files });
    return;
  }
  printProblems(io, result.problems);
  if (!quiet) io.stdout.write(explainVerify(result, files));
}

/**
 * `workbench verify`: the golden path of the testing toolkit in the hub, as Jobs, one after the other. Takes 10 to 40 minutes; makes simulator participants
 * and moves money between them, and nothing of that is taken out of the ledger again.
 */
export const verify: Command<Options> = async (io, [name, ...names], options) => {
  const asked = namesOf(names);
  const timeoutMinutes = minutesOf(options.timeout);
  const { model } = requireEnvironment(io, name);
  const plan = testPlan(model.config, asked);
  if (options.list) {
    const { environment } = model.config;
    const runs = plan.map(({ name, title, phase, included, why, collection, gates }) => ({
      name,
      title,
      phase,
      included,
      why,
      collection,
      gates,
    }));
    if (options.json) printJson(io, { ok: true, environment, runs });
    else io.stdout.write(explainPlan(plan));
    return 0;
  }
  const runs = runsOf(model, plan, asked);
  if (options.out !== undefined) readyToWrite(options.out);
  const result = await verifyEnvironment(model, stateDir(io, model.config.environment), {
    runs,
    precedence: { fresh: options.fresh ?? false, force: options.fresh ?? false, waitMinutes: 0 },
    tell: options.json || options.quiet ? () => undefined : (line) => io.stderr.write(`${line}\n`),
    ...(timeoutMinutes === undefined ? {} : { timeoutMinutes }),
  });
  const files = options.out === undefined ? [] : writeResult(options.out, result);
  show(io, result, files, options);
  return exitStatus(result);
};
