import { extname } from 'node:path';
import { didYouMean, ProblemError, problem } from '../../config/problems';
import { type Command, type CommonOptions, printJson } from '../command';
import { requireEnvironment } from '../environment';
import { dot } from '../graph/dot';
import type { Graph } from '../graph/graph';
import { mermaid } from '../graph/mermaid';
import { stackGraph } from '../graph/stack-graph';
import { svg } from '../graph/svg';
import { topology } from '../graph/topology';
import { watching } from '../graph/watching';
import { refuseOtherKind, writeFileWhole } from '../write-files';

interface GraphOptions extends CommonOptions {
  readonly format?: string;
  readonly view?: string;
}

const printers = { svg, mermaid, dot } as const satisfies Record<string, (graph: Graph) => string | Promise<string>>;
const views = { topology, watching, stacks: stackGraph } as const;
const endings: Readonly<Record<string, keyof typeof printers>> = {
  '.svg': 'svg',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
};

/**
 * `workbench graph`: a picture of the environment. It goes to `--out`, or is printed.
 * With `--json` the graph itself is printed, in the shape of cli/graph/json-shape.ts.
 */
export const graph: Command<GraphOptions> = async (io, [name], options) => {
  const view = chosen(views, 'view', options.view ?? 'topology');
  const format = chosen(printers, 'format', options.format ?? formatOf(options.out));
  const { model, problems } = requireEnvironment(io, name);
  const picture = views[view](model);
  const { out, json } = options;
  const text = out || !json ? await printers[format](picture) : '';
  if (out) {
    refuseOtherKind(out, text);
    writeFileWhole(out, text);
  }
  if (json) printJson(io, { ok: true, environment: model.config.environment, out: out ?? null, ...picture, problems });
  else io.stdout.write(out ? `${out}: ${view} as ${format}, ${picture.nodes.length} nodes, ${picture.edges.length} arrows\n` : text);
  return 0;
};

/** @throws ProblemError when the word is not one of the table */
function chosen<T extends object>(table: T, option: string, word: string): keyof T & string {
  if (Object.hasOwn(table, word)) return word as keyof T & string;
  const known = Object.keys(table);
  throw new ProblemError([
    problem(`GRA-${option.toUpperCase()}`, `graph has no ${option} ${word}`, didYouMean(word, known) ?? `one of ${known.join(', ')}`),
  ]);
}

/** @throws ProblemError for a file whose ending says nothing of its format */
function formatOf(out: string | undefined): string {
  if (out === undefined) return 'mermaid';
  const format = endings[extname(out).toLowerCase()];
  if (format) return format;
  throw new ProblemError([
    problem('GRA-ENDING', `the ending of ${out} names no format`, `end it with ${Object.keys(endings).join(', ')}, or add --format`),
  ]);
}
