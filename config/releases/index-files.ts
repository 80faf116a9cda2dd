import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { releasesFolder } from './folder';
import { templatePaths } from './template-paths';
import { unpackIndex, type ValueIndex } from './value-index';

/** Conditions of dependencies (`condition:` in Chart.yaml) that have no default in the values, so no table of values shows them. */
const conditions: Readonly<Record<string, readonly string[]>> = {
  // The third is the switch of thirdparty-simulator: its condition goes by the chart's name, not by the alias.
  mojaloop: ['quoting-service/enabled', 'als-msisdn-oracle/enabled', 'thirdparty/mojaloop-simulator/enabled'],
};

const loaded = new Map<string, ValueIndex | undefined>();

/** Place of an index, below the folder of the lock. */
export const indexFile = (chart: string, version: string) => join('index', `${chart}-${version}.keys.br`);

/** The value index of a chart version, read when it is first asked for; undefined where the repository has none. */
export function indexOf(chart: string, version: string): ValueIndex | undefined {
  const file = join(releasesFolder(), indexFile(chart, version));
  if (!loaded.has(file))
    loaded.set(
      file,
      existsSync(file)
        ? unpackIndex(brotliDecompressSync(readFileSync(file)).toString('utf8'), conditions[chart], templatePaths(chart, version))
        : undefined,
    );
  return loaded.get(file);
}
