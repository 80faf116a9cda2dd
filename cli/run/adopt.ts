import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from './stack-json';
import type { Diagnostic } from './terraform-events';
import { newestTraces, type Trace } from './traces';
import { onFile } from './write-errors';

/**
 * A Terraform that is killed after a provider made something and before the state was written (remote states are written every 20 s) leaves a thing that
 * no state knows, and the next apply fails on it ("already exists"). The same happens to a Helm release whose first install failed. What our own log
 * shows as begun by us, and the new plan wants to create again, is imported by the plan itself where it is there.
 */
export interface Adoption {
  readonly address: string;
  readonly id: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const field =
  (...names: readonly string[]) =>
  (after: Json): string | undefined =>
    names.map((name) => text(after[name])).find((value) => value !== undefined);

function metadata(after: Json): { readonly name?: string; readonly namespace: string } {
  const found = (Array.isArray(after.metadata) ? after.metadata[0] : after.metadata) as Json | undefined;
  return { name: text(found?.name), namespace: text(found?.namespace) ?? 'default' };
}
const clusterWide = (after: Json) => metadata(after).name;
const namespaced = (after: Json) => {
  const { name, namespace } = metadata(after);
  return name && `${namespace}/${name}`;
};

const namespacedKinds =
  'config_map cron_job_v1 daemon_set_v1 daemonset deployment deployment_v1 endpoints_v1 horizontal_pod_autoscaler_v2 ingress_v1 job job_v1 limit_range network_policy persistent_volume_claim pod_disruption_budget_v1 resource_quota role role_binding secret service service_account stateful_set stateful_set_v1'.split(
    ' ',
  );
const clusterKinds = 'cluster_role cluster_role_binding ingress_class_v1 namespace persistent_volume priority_class storage_class'.split(
  ' ',
);
const kinds = (names: readonly string[], id: (after: Json) => string | undefined) =>
  names.flatMap((name) => [[`kubernetes_${name}`, id] as const, ...(/_v\d$/.test(name) ? [] : [[`kubernetes_${name}_v1`, id] as const])]);

/** How each type is called by `import`; only types that refuse to be made twice need a row. */
const importIds: ReadonlyMap<string, (after: Json) => string | undefined> = new Map([
  ...kinds(namespacedKinds, namespaced),
  ...kinds(clusterKinds, clusterWide),
  ['helm_release', (after) => text(after.name) && `${text(after.namespace) ?? 'default'}/${text(after.name)}`],
  ['vault_mount', field('path')],
  ['vault_auth_backend', field('path', 'type')],
  ['vault_jwt_auth_backend', field('path')],
  ['vault_audit', field('path', 'type')],
  ['vault_namespace', field('path')],
  ['aws_cloudwatch_log_group', field('name')],
  ['aws_db_instance', field('identifier')],
  ['aws_db_parameter_group', field('name')],
  ['aws_db_subnet_group', field('name')],
  ['aws_docdb_cluster', field('cluster_identifier')],
  ['aws_eks_cluster', field('name')],
  ['aws_iam_role', field('name')],
  ['aws_kms_alias', field('name')],
  ['aws_rds_cluster', field('cluster_identifier')],
  ['aws_s3_bucket', field('bucket')],
]);

/** A resource that the plan wants to create, with the values it will have. */
export interface PlannedCreate {
  readonly address: string;
  readonly type: string;
  readonly after: Json;
}

/**
 * What to try to take over: planned creations that an unsettled run of ours had begun, and of which nobody else said that they were there before.
 * @param present Helm releases that the cluster has; the others are known to be gone. Undefined when nobody looked.
 */
export function adoptionsFor(
  creates: readonly PlannedCreate[],
  traces: readonly Trace[],
  present?: ReadonlySet<string>,
): readonly Adoption[] {
  const begun = newestTraces(traces);
  return creates.flatMap(({ address, type, after }) => {
    const trace = begun.get(address);
    if (!trace || trace.foreign || !['create', 'replace'].includes(trace.action)) return [];
    if (type === 'helm_release' && present && !present.has(address)) return [];
    const id = importIds.get(type)?.(after);
    return id === undefined ? [] : [{ address, id }];
  });
}

/** What to try to take over because the request names it: whoever made it, it belongs there. */
export const adoptionsNamed = (creates: readonly PlannedCreate[], named: Readonly<Record<string, string>> = {}): readonly Adoption[] =>
  creates.flatMap(({ address }) => {
    const id = named[address];
    return id === undefined ? [] : [{ address, id }];
  });

/** Drops the parts of a whole that is not there: Terraform would tell of each only after the one before it was dropped. */
export function withoutPartsOfNothing(
  wanted: readonly Adoption[],
  left: readonly Adoption[],
  named: Readonly<Record<string, string>> = {},
): readonly Adoption[] {
  const [whole] = Object.keys(named);
  const has = (list: readonly Adoption[]) => list.some(({ address }) => address === whole);
  return has(wanted) && !has(left) ? left.filter(({ address }) => named[address] === undefined) : left;
}

const importFile = (configDir: string) => join(configDir, 'workbench_import.tf.json');

/** Puts import blocks beside the stack for the next plan; an empty list takes them away. The saved plan carries its own copy. @throws ProblemError */
export function writeImports(configDir: string, adoptions: readonly Adoption[]): void {
  const file = importFile(configDir);
  if (adoptions.length === 0) {
    if (existsSync(file)) onFile(file, () => rmSync(file, { force: true }));
    return;
  }
  const content = { '//': 'generated for one plan, removed after it', import: adoptions.map(({ address, id }) => ({ to: address, id })) };
  onFile(file, () => {
    writeFileSync(`${file}.new`, JSON.stringify(content));
    renameSync(`${file}.new`, file);
  });
}

/** The adoptions that may still succeed after a plan refused some of them; the same list when the errors name none, then none of them is to blame. */
export function withoutRefused(adoptions: readonly Adoption[], diagnostics: readonly Diagnostic[]): readonly Adoption[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return adoptions.filter(
    ({ address, id }) =>
      !errors.some(
        (error) =>
          error.address === address || `${error.summary}\n${error.detail}`.includes(`"${address}"`) || error.detail.includes(`"${id}"`),
      ),
  );
}
