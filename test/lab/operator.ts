import { ProblemError, problem } from '../../config/problems';
import { type Ask, must } from './client';
import type { Crew } from './crew';

const group = 'redhatcop.redhat.io';

interface Kinds {
  readonly items: readonly {
    readonly spec: { readonly group: string };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** True once the operator's chart has brought its kinds and the API server serves every one of them. */
async function kindsServed(kube: Ask): Promise<boolean> {
  const { items } = await must<Kinds>(kube, 'GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
  const own = items.filter(({ spec }) => spec.group === group);
  const served = own.filter(({ status }) => status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True'));
  return own.length > 0 && served.length === own.length;
}

/**
 * Runs the real vault-config-operator beside the cluster: without webhooks, which the API server could not reach.
 * Its kinds come with its chart while an environment is deployed, so it is waited for them. It is started anew when it ends
 * before the lab does: it gives up when a kind it watches comes late.
 * @param file the program; LAB_VAULT_CONFIG_OPERATOR names it where a caller does not
 */
export async function startVaultConfigOperator(
  crew: Crew,
  kube: Ask,
  kubeconfig: string,
  vaultAddress: string,
  file = process.env.LAB_VAULT_CONFIG_OPERATOR,
): Promise<void> {
  if (!file)
    throw new ProblemError([problem('LAB-NO-OPERATOR', 'there is no vault-config-operator', 'set LAB_VAULT_CONFIG_OPERATOR to its path')]);
  await crew.until(`kinds of ${group}`, () => kindsServed(kube), 900);
  const args = ['--metrics-bind-address=0', '--health-probe-bind-address=0', '--leader-elect=false'];
  const env = { KUBECONFIG: kubeconfig, ENABLE_WEBHOOKS: 'false', VAULT_ADDR: vaultAddress };
  crew.start('vault-config-operator', file, args, { env, again: true });
}
