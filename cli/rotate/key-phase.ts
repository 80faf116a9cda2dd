import type { EnvironmentModel } from '../../config/environment';
import { type KeyState, keyState, signingAnnotation } from './hub-key';
import type { RotateCluster } from './objects';

/** Where the rotation of the hub's signing key is, and what a person does before the command can go on; nothing where it can. */
export interface KeyPhase {
  readonly state: KeyState;
  readonly next: readonly string[];
}

/** A key is made by a deploy, and chosen by the file: the command tells which of the two is next, and does what no deploy does. Pure. */
export function nextOfKey({ newest, current, deployed, signs }: KeyState, environment: string): readonly string[] {
  const deploy = (stacks: string) => `workbench deploy ${environment} ${stacks} --no-onboard`;
  const again = `workbench rotate key hub-jws ${environment}`;
  if (!deployed) return [deploy('secrets stores'), again];
  // All who sign have the key of the file: the next one has to be made, or chosen.
  if (signs !== current) return [];
  if (newest === current)
    return [`write certificates.signingKeys.newest: ${current + 1} into the workbench file`, deploy('secrets'), again];
  return [
    `write certificates.signingKeys.current: ${newest} into the workbench file`,
    'give the public part to participants who do not use the connection manager, and agree on the minute (docs/certificates.md)',
    deploy('secrets stores'),
    again,
  ];
}

export async function keyPhase(cluster: RotateCluster, model: EnvironmentModel): Promise<KeyPhase> {
  const state = await keyState(cluster, model);
  return { state, next: nextOfKey(state, model.config.environment) };
}

export const keySteps = {
  /** Notes which key all who sign were started with. */
  signed: (current: number) => ({ metadata: { annotations: { [signingAnnotation]: String(current) } } }),
} as const;
