import { right, type Verdict, wrong } from './check';
import { deployOf, known, placeOf, unless } from './cluster-judge';
import type { ClusterSeen } from './cluster-seen';
import { isFailure } from './seen';

/** Vault answers `sys/health` with these: 200 active, 429 and 473 standing by, 472 another site (Vault API, /sys/health). */
const opened: ReadonlySet<number> = new Set([200, 429, 472, 473]);
const sealed = 503;
const wayOut = 'look whether the key that opens it can be reached (docs of secrets.vault.seal); by hand: vault operator unseal';

/** Whether Vault is open: one elsewhere is asked itself, the members of one in the cluster write their state into the labels of their pods. */
export function vaultState({ vault, pods, model }: ClusterSeen): Verdict {
  if (vault !== undefined) {
    if (isFailure(vault))
      return wrong('network', `it does not answer (${vault.failed})`, 'open the way to secrets.vault.address, and look whether it runs');
    return opened.has(vault) ? right('open') : wrong('hub operator', vault === sealed ? 'it is sealed' : `it answers ${vault}`, wayOut);
  }
  return known(pods, (all) => {
    // service_registration "kubernetes" of its configuration.
    const labelled = all.filter(
      ({ metadata }) => metadata.namespace === model.config.secrets.vault.namespace && metadata.labels?.['vault-sealed'] !== undefined,
    );
    if (labelled.length === 0)
      return wrong('hub operator', 'no pod of Vault tells its state', `look at the pods of Vault: ${deployOf({ model }, 'platform')}`);
    const closed = labelled.filter(({ metadata }) => metadata.labels?.['vault-sealed'] === 'true').map(placeOf);
    return unless(
      closed.map((pod) => `${pod} is sealed`),
      `${labelled.length} open`,
      wayOut,
    );
  });
}
