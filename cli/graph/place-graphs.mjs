// Places graphs with Graphviz, on a thread of its own: the rest of a report is built meanwhile. Each gets a fresh instance:
// one that has drawn before crashes now and then (viz 3.31: `null function or function signature mismatch`), a fresh one never differs.
import { parentPort, workerData } from 'node:worker_threads';
import { instance } from '@viz-js/viz';

const placed = [];
for (const dot of workerData) placed.push((await instance()).renderJSON(dot, { format: 'json0' }));
parentPort.postMessage(placed);
