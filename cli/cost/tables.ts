import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../config/generate';
import { didYouMean, hasErrors, ProblemError, problem } from '../../config/problems';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { issueProblems } from '../../config/validate/issues';
import { noPositions } from '../../config/validate/positions';
import { parseText } from '../../config/validate/yaml';
import { laidOver, noPrices, type Prices, type PriceTable, priceTableSchema } from '../../cost/price-table';
import { fileProblem } from '../run/write-errors';

const folder = () => join(projectFolder(__dirname), 'cost/prices');

/** Names of the tables that the workbench brings. */
export const builtInTables = (): string[] =>
  readdirSync(folder())
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace('.yaml', ''))
    .sort();

const builtIn = (name: string): PriceTable => readTable(join(folder(), `${name}.yaml`));

/** Reads one price table. @throws ProblemError with every problem that it has by itself */
export function readTable(file: string): PriceTable {
  const { value, problems, positions = noPositions(file) } = parseText(textOf(file), file);
  if (hasErrors(problems) || value === undefined) throw new ProblemError(problems);
  // A table whose lines are still comments has sections with nothing in them.
  const filled = isSections(value) ? Object.fromEntries(Object.entries(value).filter(([, section]) => section !== null)) : value;
  const parsed = priceTableSchema.safeParse(filled);
  if (!parsed.success) throw new ProblemError(issueProblems(priceTableSchema, value, parsed.error.issues, positions));
  return parsed.data;
}

const isSections = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const found = fileProblem(error, file);
    throw new ProblemError([
      problem(
        'COST-TABLE-FILE',
        found?.message ?? 'the price table cannot be read',
        'workbench cost --template <file> writes one to fill',
        {
          file,
        },
      ),
    ]);
  }
}

/** The table that the workbench brings for a platform: that of the region, else its first one. */
export function tableFor({
  platform,
}: Pick<WorkbenchConfig, 'platform'>): { readonly name: string; readonly table: PriceTable } | undefined {
  const ours = builtInTables()
    .map((name) => ({ name, table: builtIn(name) }))
    .filter(({ table }) => table.platform === platform.provider);
  return ours.find(({ table }) => table.region === platform.region) ?? ours[0];
}

/**
 * The prices of an environment: the table of its platform, or the one that is named, over the one that it extends.
 * @throws ProblemError when the table cannot be read, is of another platform, or of another currency than the one below it
 */
export function pricesFor(config: WorkbenchConfig, file: string | undefined): Prices {
  const { provider } = config.platform;
  if (file === undefined) {
    const found = tableFor(config);
    return found ? laidOver([found.table]) : noPrices;
  }
  const table = readTable(file);
  if (table.platform !== provider)
    throw new ProblemError([
      problem(
        'COST-PLATFORM',
        `the prices are of ${table.platform}, and the environment is on ${provider}`,
        `write platform: ${provider}`,
        {
          file,
          path: 'platform',
        },
      ),
    ]);
  if (table.extends === undefined) return laidOver([table]);
  const names = builtInTables();
  if (!names.includes(table.extends))
    throw new ProblemError([
      problem(
        'COST-TABLE-EXTENDS',
        `the workbench has no price table ${table.extends}`,
        didYouMean(table.extends, names) ?? `it has ${names.join(' and ')}; or leave extends out`,
        { file, path: 'extends' },
      ),
    ]);
  const below = builtIn(table.extends);
  if (below.currency !== table.currency)
    throw new ProblemError([
      problem(
        'COST-CURRENCY',
        `${table.extends} is in ${below.currency}, and this table in ${table.currency}: they can't be added`,
        'leave extends out, and fill every price in one currency',
        { file, path: 'currency' },
      ),
    ]);
  return laidOver([table, below]);
}
