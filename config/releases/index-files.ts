import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { withTemplatePaths } from './template-paths';
import { unpackIndex, type ValueIndex } from './value-index';

/** Conditions of dependencies (`condition:` in Chart.yaml) that have no default in the values, so no table of values shows them. */
const conditions: Readonly<Record<string, readonly string[]>> = {
  mojaloop: ['quoting-service/enabled', 'als-msisdn-oracle/enabled'],
};

const loaded = new Map<string, ValueIndex | undefined>();

/** The sources, also when the compiled program lies in dist/. */
function folder(): string {
  let root = __dirname;
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  return join(root, 'config/releases/index');
}

/** The value index of a chart version, read when it is first asked for; undefined where the repository has none. */
export function indexOf(chart: string, version: string): ValueIndex | undefined {
  const file = join(folder(), `${chart}-${version}.keys.br`);
  if (!loaded.has(file))
    loaded.set(
      file,
      existsSync(file)
        ? withTemplatePaths(unpackIndex(brotliDecompressSync(readFileSync(file)).toString('utf8'), conditions[chart]), chart, version)
        : undefined,
    );
  return loaded.get(file);
}
