import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { buildApp } from '../../stacks/app';

/** Every chart version that an environment installs, once, by name. No package is looked at. */
export function chartsOf(model: EnvironmentModel): { name: string; version: string }[] {
  const asked = new Map<string, { name: string; version: string }>();
  const outdir = mkdtempSync(join(tmpdir(), 'workbench-'));
  const charts = (name: string, version: string) => {
    asked.set(`${name} ${version}`, { name, version });
    return { chart: name, version };
  };
  try {
    buildApp(model, { outdir, stateDir: outdir, charts });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  return [...asked.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
