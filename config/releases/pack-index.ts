import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { packIndex } from './value-index';

/** Packs a table of `path<TAB>type` lines (comments with #) into an index file. Usage: node dist/config/releases/pack-index.js TABLE INDEX */
export function packTable(table: string): Buffer {
  const rows = table
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [string, string]);
  return brotliCompressSync(packIndex(rows), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: table.length },
  });
}

if (require.main === module) {
  const [, , from = '', to = ''] = process.argv;
  writeFileSync(to, packTable(readFileSync(from, 'utf8')));
}
