import { createInterface } from 'node:readline';
import { ProblemError, problem } from '../../config/problems';
import type { Io } from '../command';
import { type Answers, faultOf, type Key, keys, questions } from './questions';

/** After so many answers that are none nobody sits there any more. */
const mostTries = 5;

/** Lines of standard input, from a keyboard or a pipe; undefined at its end. */
function lineReader({ stdin }: Io): { readonly next: () => Promise<string | undefined>; readonly close: () => void } {
  // Not as a terminal of its own: Ctrl-C goes to the process, which has written nothing yet.
  const reader = createInterface({ input: stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { value, done } = await lines.next();
      return done ? undefined : String(value);
    },
    close: () => reader.close(),
  };
}

/**
 * Asks what no flag has answered, each with a sentence of explanation; an empty line takes what is proposed.
 * @throws ProblemError INIT-ANSWERS where the input ends, or is not understood again and again
 */
export async function askAll(io: Io, given: Answers, knownFault: (key: Key, text: string) => string | undefined): Promise<Answers> {
  const answers: Partial<Record<Key, string>> = { ...given };
  const open = keys.filter((key) => given[key] === undefined);
  if (open.length === 0) return answers;
  const lines = lineReader(io);
  const refuse = (key: Key, what: string) =>
    new ProblemError([problem('INIT-ANSWERS', `${questions[key].asks}: ${what}`, `give it as --${key}, or take every default by --yes`)]);
  try {
    for (const [at, key] of open.entries()) {
      const { asks, explains, proposes } = questions[key];
      io.stderr.write(`${at + 1}/${open.length}  ${explains(answers)}\n`);
      for (let tries = 1; answers[key] === undefined; tries++) {
        io.stderr.write(`${asks} [${proposes(answers)}]: `);
        const line = await lines.next();
        if (line === undefined) {
          io.stderr.write('\n');
          throw refuse(key, 'the input ended before it was answered');
        }
        const text = line.trim() === '' ? proposes(answers) : line.trim();
        const fault = faultOf(key, text) ?? knownFault(key, text);
        if (fault === undefined) answers[key] = text;
        else if (tries >= mostTries) throw refuse(key, fault);
        else io.stderr.write(`  ${text}: ${fault}\n`);
      }
    }
    return answers;
  } finally {
    lines.close();
  }
}
