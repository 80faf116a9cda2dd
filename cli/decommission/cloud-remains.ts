import { execFile } from 'node:child_process';
import type { EnvironmentModel } from '../../config/environment';
import { keptReason, type Remain, type RemainsQuestion, remainsQuestions } from '../../config/model/remains';
import { ProblemError, problem } from '../../config/problems';
import { loginProgramProblem } from '../cloud/login-program';
import { typed } from '../rest/cloud-steps';

const patience = 300_000;

const refused = ({ title, program, args }: RemainsQuestion, why: string) =>
  new ProblemError([problem('DEC-CLOUD', `${title}: ${why}`, `run it by hand and mend what it says: ${typed(program, args)}`)]);

/** @throws ProblemError RUN-LOGIN-PROGRAM, DEC-CLOUD: an answer that never came is no proof */
function ask(question: RemainsQuestion, env: NodeJS.ProcessEnv): Promise<string> {
  const { program, args } = question;
  const missing = loginProgramProblem({ command: program, args: [] }, env);
  if (missing) throw new ProblemError([missing]);
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { env, timeout: patience, maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
      error ? reject(refused(question, stderr.trim().split('\n').at(-1) || error.message)) : resolve(stdout.trim()),
    );
  });
}

async function addresses(question: RemainsQuestion, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const said = await ask(question, env);
  try {
    const list: unknown = said === '' ? [] : JSON.parse(said);
    if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list;
  } catch {
    // Told below.
  }
  throw refused(question, 'the answer is no list');
}

async function judged(model: EnvironmentModel, address: string, env: NodeJS.ProcessEnv): Promise<Remain> {
  const reason = keptReason(model, address);
  if (!reason) return { address };
  const sure = reason.proof === undefined || reason.proof.is.test(await ask(reason.proof.question, env));
  return sure ? { address, keptBecause: reason.why } : { address };
}

/** Everything in the cloud that still has the tags of an environment, or was made by its cluster; by address. */
export async function cloudRemains(model: EnvironmentModel, env: NodeJS.ProcessEnv): Promise<readonly Remain[]> {
  const found = new Set<string>();
  for (const question of remainsQuestions(model)) for (const address of await addresses(question, env)) found.add(address);
  const remains: Remain[] = [];
  for (const address of [...found].sort()) remains.push(await judged(model, address, env));
  return remains;
}
