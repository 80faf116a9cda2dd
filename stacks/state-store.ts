import { App } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentModel } from '../config/environment';
import { platformKit } from '../constructs/platforms';
import { withoutStackTraces } from '../constructs/terraform/stack-traces';
import {
  adoptionIds,
  type MakeStateStore,
  type StateStore,
  type StateStoreSurroundings,
  stateStoreOf,
} from '../constructs/terraform/state-store';
import { type StackContext, WorkbenchStack } from './workbench-stack';

export const stateStoreStack = 'state-store';

/**
 * The place of states, before there is one. What it knows of itself is kept on this machine and may be lost at any time: everything in it has a name that the
 * workbench file says, so the next run takes it over by that name (docs/decisions).
 */
class StateStoreStack extends WorkbenchStack {
  readonly store: StateStore;

  constructor(
    scope: Construct,
    context: StackContext,
    make: MakeStateStore,
    config: EnvironmentModel['config'],
    around: StateStoreSurroundings,
  ) {
    super(scope, stateStoreStack, context);
    this.store = make(this, config, around);
  }
}

export interface BuiltStateStore {
  readonly app: App;
  readonly store: StateStore;
  /** By address: the id by which Terraform takes it over. */
  readonly adopts: Readonly<Record<string, string>>;
}

/** Builds the one stack of the place of states; a text says why nothing has to be made for this backend. */
export function buildStateStore(
  model: EnvironmentModel,
  { outdir, stateDir, ...around }: StateStoreSurroundings & { readonly outdir: string; readonly stateDir: string },
): BuiltStateStore | string {
  const { config } = model;
  const make = stateStoreOf(config.state.backend);
  if (typeof make === 'string') return make;
  return withoutStackTraces(() => {
    const app = new App({ outdir, stackTraces: false, skipValidation: true });
    const here: EnvironmentModel = { ...model, config: { ...config, state: { ...config.state, backend: 'local' } } };
    const context: StackContext = { model: here, kit: platformKit(config.platform), stateDir, charts: (chart) => ({ chart }) };
    const { store } = new StateStoreStack(app, context, make, config, around);
    return { app, store, adopts: adoptionIds(store) };
  });
}
