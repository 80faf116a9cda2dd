import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type EnvironmentModel, resolveEnvironment } from '../config/environment';
import { readWorkbench } from '../config/load';
import { formatProblem } from '../config/problems';
import { type Json, over } from './workbench-fixtures';

const file = join(__dirname, 'fixtures/two-clusters.yaml');

/** A hub with payment managers in a cluster of their own. @throws when it does not fit the schema */
export function twoClusters(patch: Json = {}): EnvironmentModel {
  const { config, problems } = readWorkbench(stringify(over(parse(readFileSync(file, 'utf8')) as Json, patch)), file);
  if (!config) throw new Error(problems.map(formatProblem).join('\n'));
  return resolveEnvironment(config);
}
