import { App } from 'cdktf';
import type { EnvironmentModel } from '../config/environment';
import { platformKit } from '../constructs/platforms';
import { writeDependencies } from '../constructs/terraform/dependencies';
import { applyOverrides } from '../constructs/terraform/overrides';
import { withoutStackTraces } from '../constructs/terraform/stack-traces';
import { stacksOf } from './catalogue';
import type { ChartSource, WorkbenchStack } from './workbench-stack';

export interface AppOptions {
  readonly outdir: string;
  /** Folder of local states. */
  readonly stateDir: string;
  readonly charts: ChartSource;
}

export interface BuiltApp {
  readonly app: App;
  readonly stacks: readonly WorkbenchStack[];
}

/** Builds every stack of an environment; `app.synth()` writes them to `outdir`. */
export const buildApp = (model: EnvironmentModel, options: AppOptions): BuiltApp => withoutStackTraces(() => build(model, options));

function build(model: EnvironmentModel, { outdir, stateDir, charts }: AppOptions): BuiltApp {
  const app = new App({ outdir, stackTraces: false, skipValidation: true });
  const context = { model, kit: platformKit(model.config.platform), stateDir, charts };
  const built = new Map<string, WorkbenchStack>();
  for (const entry of stacksOf(model)) {
    const stack = entry.build(app, context);
    for (const need of entry.needs) stack.addDependency(built.get(need) as WorkbenchStack);
    built.set(entry.id, stack);
  }
  const stacks = [...built.values()];
  for (const stack of stacks) writeDependencies(stack);
  applyOverrides(stacks, model.config.overrides.resources);
  return { app, stacks };
}
