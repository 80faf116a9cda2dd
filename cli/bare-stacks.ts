import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentModel } from '../config/environment';
import { buildApp } from '../stacks/app';
import type { ChartSource, WorkbenchStack } from '../stacks/workbench-stack';

const named: ChartSource = (chart, version) => ({ chart, version });

/** The stacks of an environment without a look at any chart package: for commands that only ask what is in them. Writes nothing. */
export function bareStacks(model: EnvironmentModel, charts: ChartSource = named): readonly WorkbenchStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'workbench-'));
  try {
    return buildApp(model, { outdir, stateDir: outdir, charts }).stacks;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
