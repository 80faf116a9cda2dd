import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { didYouMean, ProblemError, problem } from '../../config/problems';
import { stateStoreOf } from '../../constructs/terraform/state-store';
import { buildStateStore, stateStoreStack } from '../../stacks/state-store';
import { cliSubscriptions } from '../cloud/azure-login';
import { beforeStacks } from '../cloud/prepare-stack';
import { given, surroundings } from '../cloud/surroundings';
import { type Command, type Io, printJson } from '../command';
import { requireEnvironment } from '../environment';
import type { RunAction } from '../run/request';
import { undisturbed } from '../undisturbed';
import { environmentDir, stateDir, workDir } from '../work-dir';
import { makeFolder, partOf, removeQuietly, replaceFolder } from '../write-files';
import { type DriveOptions, driveStacks } from './drive-run';

const actions = { init: 'deploy', check: 'plan' } as const satisfies Record<string, RunAction>;

/** The subscription that the login leads to, where the workbench file names none. */
function subscriptionOf({ env }: Io, account: string | undefined): string {
  const around = surroundings(env);
  const known = cliSubscriptions(around);
  return account ?? given(around, 'ARM_SUBSCRIPTION_ID') ?? (known.find(({ isDefault }) => isDefault) ?? known[0])?.id ?? '';
}

/**
 * `workbench state init|check`: makes the place of states safely, or shows what there is to make or mend. What is there already is taken over and put
 * right; nothing is ever removed. It knows itself by its names, so it can be run anywhere, at any time, again.
 */
export const state: Command<DriveOptions> = async (io, [word = '', name], options) => {
  const action: RunAction | undefined = Object.hasOwn(actions, word) ? actions[word as keyof typeof actions] : undefined;
  if (!action)
    throw new ProblemError([
      problem('CLI-ACTION', `state can't ${word}`, didYouMean(word, Object.keys(actions)) ?? 'there are init and check'),
    ]);
  const { model } = requireEnvironment(io, name);
  const { config } = model;
  const environment = `${config.environment}.state`;
  const outDir = join(environmentDir(io, environment), 'cdktf.out');
  const part = partOf(outDir);
  // The framework makes its folder when the stack is built.
  const folder = typeof stateStoreOf(config.state.backend) === 'string' ? undefined : part;
  if (folder) await undisturbed(() => makeFolder(folder));
  try {
    return await drive(io, action, { model, environment, outDir, part }, options);
  } finally {
    removeQuietly(part);
  }
};

interface Target {
  readonly model: EnvironmentModel;
  /** A place of its own for journal and lock: the stacks of the hub know nothing of this one. */
  readonly environment: string;
  readonly outDir: string;
  readonly part: string;
}

async function drive(io: Io, action: RunAction, { model, environment, outDir, part }: Target, options: DriveOptions): Promise<number> {
  const { config } = model;
  const places = { outdir: part, stateDir: stateDir(io, environment), subscription: subscriptionOf(io, config.platform.account) };
  const built = buildStateStore(model, places);
  if (typeof built === 'string') {
    const text = `nothing to make for the backend ${config.state.backend}: ${built}`;
    if (options.json) printJson(io, { ok: true, backend: config.state.backend, note: built });
    else io.stdout.write(`${text}\n`);
    return 0;
  }
  const { app, store, adopts } = built;
  if (!options.json && !options.quiet)
    io.stderr.write(
      [`${store.place}:`, ...store.makes, `costs ${store.cost}`, ...store.notes.map((note) => `note: ${note}`)].join('\n  ').concat('\n'),
    );
  const around = {
    model,
    stateDir: places.stateDir,
    stackFile: (stack: string) => join(outDir, 'stacks', stack, 'cdk.tf.json'),
    env: io.env,
  };
  const synthesise = () => {
    app.synth();
    replaceFolder(part, outDir);
  };
  return driveStacks(
    io,
    action,
    {
      environment,
      outDir,
      stacks: [{ id: stateStoreStack, needs: [] }],
      workDir: workDir(io),
      adopt: adopts,
      synthesise,
      loginProblems: beforeStacks(action, around),
    },
    options,
  );
}
