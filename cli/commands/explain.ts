import { ProblemError, problem } from '../../config/problems';
import { type Command, printJson } from '../command';
import { explainCode, looksLikeCode } from '../explain/explain-code';
import type { KnownCode } from '../explain/known-codes';

/**
 * `workbench explain`: a code by itself, a resource by its address, or with `config` before it a setting by its path. Codes need no workbench file, and
 * what builds stacks is loaded for the other two alone.
 */
export const explainCommand: Command = async (io, args, options) => {
  const [subject = '', ...rest] = args;
  if (!looksLikeCode(subject)) return (await import('./explain-environment.js')).explainOfEnvironment(io, args, options);
  if (rest.length > 0)
    throw new ProblemError([problem('CLI-ARGUMENT', `${rest[0]} is one argument too many`, 'a code means the same in every environment')]);
  const explained = explainCode(subject);
  if (options.json) printJson(io, { ok: true, explained, problems: [] });
  else io.stdout.write(textOf(explained));
  return 0;
};

/** Marks of the page mean nothing at a terminal. */
const plain = (text: string) => text.replaceAll('`', '').replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1');

function textOf({ code, kind, severity, meaning, why, from, wayOut, page }: KnownCode): string {
  const rows = [
    severity === undefined ? code : `${code}  ${severity}`,
    `  ${kind === 'problem' ? 'means' : 'holds'}    ${plain(meaning)}`,
    ...(why === undefined ? [] : [`  without  ${why}`]),
    `  from     ${plain(from)}`,
    `  way out  ${plain(wayOut)}`,
    `  page     ${page}`,
  ];
  return `${rows.join('\n')}\n`;
}
