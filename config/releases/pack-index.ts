import { brotliCompressSync, constants } from 'node:zlib';
import { packIndex } from './value-index';

/** Packs the value paths of a chart into the bytes of an index file. The same paths, in whatever order, give the same bytes. */
export function packRows(rows: Iterable<readonly [path: string, type: string]>): Buffer {
  const text = packIndex(rows);
  return brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  });
}
