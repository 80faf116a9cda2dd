import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectFolder } from '../../config/generate';

/** What Graphviz says of one thing that it placed, in the words of its output `json0`. */
export interface Placed {
  readonly name?: string;
  readonly bb?: string;
  readonly pos?: string;
  readonly lp?: string;
  readonly width?: string;
  readonly height?: string;
  readonly id?: string;
}

export interface PlacedGraph extends Placed {
  readonly objects?: readonly Placed[];
  readonly edges?: readonly Placed[];
}

const program = join(projectFolder(__dirname), 'cli', 'graph', 'place-graphs.mjs');

/**
 * Begins at once, beside whatever the caller does next: Graphviz takes a tenth of a second to start and as long to draw the picture of a hub.
 * One thread for all: two were in each other's way on two processors.
 * @param graphs in the language of Graphviz
 */
export function placedByGraphviz(graphs: readonly string[]): Promise<PlacedGraph[]> {
  const placed = new Promise<PlacedGraph[]>((resolve, reject) => {
    const worker = new Worker(program, { workerData: graphs });
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', (status) => reject(new Error(`Graphviz ended with ${status} before it drew anything`)));
  });
  // Whoever waits is told of a failure; one that nobody waits for any more, since something else failed first, ends nothing.
  placed.catch(() => undefined);
  return placed;
}
