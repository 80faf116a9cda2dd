import type { EnvironmentModel } from '../../config/environment';
import { keptReason, type Remain, type RemainsQuestion, remainsQuestions } from '../../config/model/remains';
import { ProblemError, problem } from '../../config/problems';
import { askCloud, byHand, lastLine } from '../cloud/cloud-program';

const patience = 300_000;

const refused = (question: RemainsQuestion, why: string) =>
  new ProblemError([problem('DEC-CLOUD', `${question.title}: ${why}`, byHand(question))]);

/** @throws ProblemError RUN-LOGIN-PROGRAM, DEC-CLOUD: an answer that never came is no proof */
async function ask(question: RemainsQuestion, env: NodeJS.ProcessEnv): Promise<string> {
  const said = await askCloud(question, env, patience);
  if ('failed' in said) throw refused(question, lastLine(said.failed));
  return said.printed;
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
