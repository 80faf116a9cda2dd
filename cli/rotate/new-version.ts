import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError, problem } from '../../config/problems';
import type { RotateCluster, Thing } from './objects';
import { orStop, type Patience, until } from './until';

export interface RandomSecret extends Thing {
  readonly spec?: { readonly refreshPeriod?: string };
  readonly status?: { readonly lastVaultSecretUpdate?: string };
}

/** When the version in use was born. @throws ProblemError ROTATE-NOT-THERE */
export async function bornAt(cluster: RotateCluster, path: string): Promise<string> {
  const object = await cluster.get<RandomSecret>(path);
  const born = object?.status?.lastVaultSecretUpdate;
  if (born !== undefined) return born;
  throw new ProblemError([
    problem(
      'ROTATE-NOT-THERE',
      object ? `${path} was never made in Vault` : `there is no ${path}`,
      'workbench deploy makes it; workbench doctor says why a secret is not made',
    ),
  ]);
}

/** Below this many seconds the operator could make two versions, one after the other. */
const youngest = 10;

/** Born, and the order that made it is taken back. */
export async function hasNewVersion(cluster: RotateCluster, path: string, before: string): Promise<boolean> {
  const object = await cluster.get<RandomSecret>(path);
  return object?.status?.lastVaultSecretUpdate !== before && object?.spec?.refreshPeriod === undefined;
}

/**
 * Has vault-config-operator make a new version. It makes one when the last is older than `refreshPeriod`, which ours have none of; deleting the object
 * makes none, as the operator keeps what is in Vault (0.8.5x). So it gets a period just under its age and loses it as soon as the version is there: it can come
 * about once only, also if this command is killed in between. The password itself never comes to this machine.
 */
export async function makeNewVersion(cluster: RotateCluster, path: string, before: string, patience: Patience): Promise<void> {
  const born = async () => (await cluster.get<RandomSecret>(path))?.status?.lastVaultSecretUpdate;
  const age = () => Math.floor((Date.now() - Date.parse(before)) / 1000);
  if ((await born()) === before) {
    for (; age() < youngest; await sleep(500)) orStop(patience.stopped);
    // Nine tenths: a clock of this machine that is a little wrong does no harm.
    await cluster.patch(path, { spec: { refreshPeriod: `${Math.floor(age() * 0.9)}s` } });
    await until(
      async () => (await born()) !== before,
      `vault-config-operator to make a new version of ${path}`,
      'look at the log of vault-config-operator and at the conditions of this object',
      patience,
    );
  }
  await cluster.patch(path, { spec: { refreshPeriod: null } });
}
