import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a command used, with every Node process it started. */
export interface Used {
  /** Processor time, seconds: says the same on a busy machine as on an idle one. */
  readonly cpu: number;
  /** Elapsed, seconds. */
  readonly elapsed: number;
  /** Largest resident set of one process, MB. */
  readonly peak: number;
}

/** Runs a command several times and gives the median of each figure. @throws when it fails */
export function measure(times: number, file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Used {
  const runs = Array.from({ length: times }, () => once(file, args, env));
  const median = (key: keyof Used) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
  return { cpu: median('cpu'), elapsed: median('elapsed'), peak: median('peak') };
}

function once(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Used {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const usage = join(folder, 'usage');
  try {
    const began = performance.now();
    const { status, stderr, stdout } = spawnSync(file, args, {
      env: {
        ...process.env,
        CI: 'true',
        CHECKPOINT_DISABLE: '1',
        ...env,
        BENCH_USAGE: usage,
        NODE_OPTIONS: `-r ${join(__dirname, 'usage.js')}`,
      },
      encoding: 'utf8',
    });
    const elapsed = (performance.now() - began) / 1000;
    if (status !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${status}: ${stderr || stdout}`);
    const processes = readFileSync(usage, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { cpu: number; rss: number });
    return { cpu: processes.reduce((sum, { cpu }) => sum + cpu, 0), elapsed, peak: Math.max(...processes.map(({ rss }) => rss)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
