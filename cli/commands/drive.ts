import { join } from 'node:path';
import type { EnvironmentModel } from '../../config/environment';
import { stacksOf } from '../../stacks/catalogue';
import { beforeStacks, stackPreparation } from '../cloud/prepare-stack';
import { encryptionVariables } from '../cloud/state-encryption';
import type { Command, Io } from '../command';
import { openEnvironment, requireEnvironment } from '../environment';
import { parallelOf } from '../run/preflight';
import type { RunAction } from '../run/request';
import { synthesise } from '../synthesise';
import { environmentDir, stateDir, workDir } from '../work-dir';
import { type DriveOptions, type DriveTarget, driveStacks } from './drive-run';
import { onboardAfter } from './onboard-after';
import { verifyAfter } from './verify-after';

/** `<env> <stacks…>`: where there is only one workbench file, its name may be left out and the first argument be a stack. */
function targetOf(io: Io, args: readonly string[]) {
  const [name, ...only] = args;
  if (name !== undefined && !openEnvironment(io, name).model) {
    const single = openEnvironment(io, undefined);
    if (single.model && stacksOf(single.model).some(({ id }) => id === name)) return { model: single.model, only: args };
  }
  return { model: requireEnvironment(io, name).model, only };
}

/** What follows a deploy of the hub: it is set up in its ledger, then shown to work. */
function afterDeploy(io: Io, model: EnvironmentModel, folder: string): DriveTarget['after'] {
  const [onboard, verify] = [onboardAfter(io, model, folder), verifyAfter(io, model, folder)];
  return async (result, options) => verify(await onboard(result, options), options);
}

/** What `plan`, `deploy`, `destroy`, `status` and `outputs` do. @returns the exit status */
export async function drive(action: RunAction, io: Io, args: readonly string[], options: DriveOptions): Promise<number> {
  parallelOf(options.parallel);
  const { model, only } = targetOf(io, args);
  const { environment } = model.config;
  const outDir = options.out ?? join(environmentDir(io, environment), 'cdktf.out');
  const around = {
    model,
    stateDir: stateDir(io, environment),
    stackFile: (stack: string) => join(outDir, 'stacks', stack, 'cdk.tf.json'),
    env: io.env,
  };
  return driveStacks(
    io,
    action,
    {
      environment,
      outDir,
      only,
      stacks: stacksOf(model).map(({ id, needs }) => ({ id, needs })),
      workDir: workDir(io),
      kubernetes: model.config.cluster.kubernetesVersion,
      synthesise: () => synthesise(model, { outdir: outDir, stateDir: stateDir(io, environment) }),
      variablesFor: encryptionVariables(model.config, io.env),
      loginProblems: beforeStacks(action, around),
      prepare: stackPreparation(around),
      ...(action === 'deploy' ? { after: afterDeploy(io, model, around.stateDir) } : {}),
    },
    options,
  );
}

const command =
  (action: RunAction): Command<DriveOptions> =>
  (io, args, options) =>
    drive(action, io, args, options);

export const plan = command('plan');
export const deploy = command('deploy');
export const destroy = command('destroy');
export const status = command('status');
export const outputs = command('outputs');
