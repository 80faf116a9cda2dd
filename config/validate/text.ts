import { type Problem, problem } from '../problems';
import type { ReadCode } from './codes';

export const largestFile = 5 * 1024 * 1024;
/** Levels of lists and sections a file may have; the deepest setting of the schema stands at level 6, chart values go to about 15. */
export const deepest = 100;

const refuse = (code: ReadCode, message: string, hint: string, place: Partial<Problem>) => [problem(code, message, hint, place)];

/** What can be said of a text before it is parsed: a parser runs out of memory on what these refuse. */
export function refuseText(text: string, file: string): Problem[] {
  if (Buffer.byteLength(text) > largestFile) return refuseSize(Buffer.byteLength(text), file);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const control = /[\u0000-\u0008\u000e-\u001f\ufffd]/.exec(text);
  if (control) return refuseBinary(file, text.slice(0, control.index));
  const deep = tooDeep(text);
  return deep === undefined ? [] : refuse('CFG-YAML-DEPTH', depthMessage, depthHint, { file, ...lineOf(text.slice(0, deep)) });
}

export const depthMessage = `is nested deeper than ${deepest} levels`;
export const depthHint = 'no setting needs that; look for brackets or dashes that were never closed';

export function refuseSize(bytes: number, file: string): Problem[] {
  const size = (bytes / 1024 / 1024).toFixed(1);
  return refuse('CFG-FILE-SIZE', `the file has ${size} MB; a workbench file may have 5 MB`, 'is it the right file?', { file });
}

export function refuseBinary(file: string, before = ''): Problem[] {
  const hint = 'save it as UTF-8; is it the right file?';
  return refuse('CFG-FILE-TEXT', 'the file is not UTF-8 text', hint, { file, ...lineOf(before) });
}

function lineOf(before: string): { line: number; column: number } {
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Offset at which more brackets or dashes are open than any real file has; quotes and comments are not looked at, the limit is far off. */
function tooDeep(text: string): number | undefined {
  const dashes = new RegExp(`^[ \\t]*(?:[-?][ \\t]+){${deepest}}`, 'm').exec(text);
  if (dashes) return dashes.index;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    // [ { open, ] } close.
    if (char === 91 || char === 123) {
      if (++open > 2 * deepest) return at;
    } else if ((char === 93 || char === 125) && open > 0) open--;
  }
  return undefined;
}
