import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs/parity.md'), 'utf8');

/** Rows of the checklist that this page answers for. */
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const wanted = range(1, 72);

const rows = page
  .split('\n')
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))
  .filter(([number]) => /^\d+$/.test(number ?? ''))
  .map(([number = '', had = '', here = '', where = '', held = '']) => ({ number: Number(number), had, here, where, held }));

const files = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? '');

/** Tests of a row, each with the file that is named before it. */
function testsOf(cell: string): { file: string; name: string }[] {
  let file = '';
  return [...cell.matchAll(/`([^`]+)`|"([^"]+)"/g)].flatMap(([, named, name]) => {
    if (named) file = named;
    return name ? [{ file, name }] : [];
  });
}

describe('docs/parity.md', () => {
  test('has every row it promises, once and in order', () => expect(rows.map(({ number }) => number)).toEqual(wanted));

  test('says of each whether it is there: kept, better, partly or not yet', () => {
    expect(rows.filter(({ here }) => !/^(kept|better|partly|not yet)\b/.test(here)).map(({ number }) => number)).toEqual([]);
    // What is only partly there says what is missing.
    expect(rows.filter(({ here }) => /^(partly|not yet)$/.test(here)).map(({ number }) => number)).toEqual([]);
  });

  test.each(rows)('row $number: the files it names are there', ({ where }) => {
    expect(files(where).length).toBeGreaterThan(0);
    expect(files(where).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test.each(rows)('row $number: the tests it names are there, and run', ({ held }) => {
    const tests = testsOf(held);
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(({ file, name }) => {
      const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
      const written = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return !new RegExp(`(?<!\\.skip)\\(\\s*['\`"][^'\`\\n]*${written}`).test(text);
    });
    expect(missing).toEqual([]);
  });
});
