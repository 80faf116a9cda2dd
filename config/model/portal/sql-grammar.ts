import { didYouMean } from '../../problems';
import type { Layout } from '../../releases/versions';
import { ledgerTables } from './ledger-tables';
import type { SqlFault } from './sql';

type Grammar = typeof import('node-sql-parser/build/mysql');
type Node = { readonly [key: string]: unknown };

const database = 'central_ledger';
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Names that `WITH` gives to questions inside the query, wherever they stand: these are no tables. */
function given(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(given);
  if (!isNode(tree)) return [];
  const own = Array.isArray(tree.with) ? tree.with.flatMap(({ name }) => (isNode(name) ? [String(name.value)] : [])) : [];
  return [...own, ...Object.values(tree).flatMap(given)];
}

/** What stands at a place of the text, for a person who looks for it. */
const found = (text: string | null) => (text === null ? 'it ends' : `it finds ${JSON.stringify(text)}`);

function syntax(error: unknown): SqlFault {
  const { location, found: text = null } = error as { location?: { start: { line: number; column: number } }; found?: string | null };
  if (!location) return { message: 'is too much for the grammar of MySQL', hint: 'make several queries of it' };
  return {
    message: `is no SQL of MySQL: at line ${location.start.line}, column ${location.start.column} ${found(text)}, where something else should stand`,
    hint: 'mend it there; what MySQL knows and this grammar does not (LATERAL, <=>, hints of an index) can be written in another way',
  };
}

/**
 * Whether the grammar of MySQL (node-sql-parser) reads a query, and whether its tables are of the ledger of a release. The parser is loaded when it is first
 * needed: 276 kB, 26 ms. A query takes it 1 to 50 ms.
 */
export function grammarFaults(sql: string, layout: Layout): SqlFault[] {
  const { Parser } = require('node-sql-parser/build/mysql') as Grammar;
  try {
    const { tableList, ast } = new Parser().parse(sql, { database: 'MySQL' });
    const own = new Set(given(ast));
    const tables = ledgerTables(layout);
    return tableList.flatMap((line): SqlFault[] => {
      const [, place = 'null', table = ''] = line.split('::');
      if (place !== 'null' && place !== database)
        return [{ message: `asks ${place}.${table}`, hint: `reports may read ${database} and nothing else` }];
      if (own.has(table) || tables.includes(table)) return [];
      const alike = tables.find((one) => one.toLowerCase() === table.toLowerCase());
      return [
        {
          message: `asks the table ${table}, which the ledger does not have`,
          hint:
            alike === undefined
              ? (didYouMean(table, tables) ?? 'ask one of its tables')
              : `it is called ${alike}: MySQL tells capitals apart`,
        },
      ];
    });
  } catch (error) {
    return [syntax(error)];
  }
}
