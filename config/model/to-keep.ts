import type { EnvironmentModel } from '../environment';
import { auditTrails } from './audit-trails';
import { leavesCluster } from './backup/outside';
import { backupPlan } from './backup/steps';
import { backupWhere } from './backup/where';
import { neededKeys } from './kept-keys';

export type KeptPart = 'backups' | 'audit' | 'keys';

/** What is to be kept before an environment is removed for ever. */
export interface ToKeep {
  readonly part: KeptPart;
  readonly what: string;
  /** What the command does for it, a line each. */
  readonly does: readonly string[];
  /** Why the command can't; then a person has to. */
  readonly hindrance?: string;
  /** What a person does about it. */
  readonly how: string;
}

function backups(model: EnvironmentModel): ToKeep {
  const { config } = model;
  const { environment, stores } = config;
  const { steps, none } = backupPlan(model, 'last');
  const where = backupWhere(config);
  const lines = steps.map(({ title }) => `a last backup of ${title}`);
  const common = { part: 'backups', what: 'the last state of the ledger and of the stores, outside of the environment' } as const;
  if (!leavesCluster(config) || !steps.some(({ by }) => by === 'job'))
    return {
      ...common,
      does: [],
      hindrance: `${environment} brings no backups outside of its cluster`,
      how: `write operations.backups.recipients and deploy; or copy the backups of ${stores.namespace} and of managed stores to an account of your own, and restore one`,
    };
  return {
    ...common,
    does: [
      ...lines,
      'each is read back whole',
      ...(where.fetch ? ['they are brought here: their bucket goes with the environment'] : []),
      ...none.map(({ title, why }) => `not kept: ${title} (${why})`),
    ],
    how: 'keep the private keys of operations.backups.recipients as long as the backups: a supervisor may ask for years',
  };
}

function audit(model: EnvironmentModel): ToKeep {
  const trails = auditTrails(model);
  const lost = trails.filter(({ held }) => held === undefined);
  return {
    part: 'audit',
    what: 'who did what',
    does: trails.map(({ what, where, held }) => `${what}: ${where}; ${held ?? 'goes with the environment'}`),
    ...(lost.length > 0 ? { hindrance: `${lost.map(({ what }) => what).join(', ')}: would go with the environment` } : {}),
    how: lost.length > 0 ? `copy them out: ${lost.map(({ copy, where }) => copy ?? where).join('; ')}` : 'nothing: it is held elsewhere',
  };
}

function keys({ config }: EnvironmentModel): ToKeep {
  const own = config.secrets.vault.address === undefined;
  return {
    part: 'keys',
    what: 'public keys and certificates, and the names of keys that must stay',
    does: [
      'certificates of the authority with what was revoked, and public keys that messages are signed with',
      ...neededKeys(config).map(({ name, opens, gone }) => `the address of key ${name}, which opens ${opens}; it is gone ${gone}`),
    ],
    how: own
      ? 'the key of Vault that lies in the cluster is in its last backup, encrypted for the recipients: no file has it in the clear'
      : 'the Vault stays: delete the mounts of the environment yourself when nothing in it is needed any more',
  };
}

/** Everything that is to be kept, in the order in which it is done: what takes longest and may fail comes first. */
export const toKeep = (model: EnvironmentModel): readonly ToKeep[] => [backups(model), audit(model), keys(model)];
