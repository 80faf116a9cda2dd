import { type Problem, problem } from '../../config/problems';
import type { PlannedCreate } from './adopt';
import { isGuarded } from './guarded';
import type { Json } from './stack-json';

export type ChangeAction = 'create' | 'update' | 'delete' | 'replace' | 'import' | 'forget';

export interface ResourceChange {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly action: ChangeAction;
  /** Terraform's own reason, such as `replace_because_tainted`. */
  readonly reason?: string;
}

export interface ChangeSummary {
  /** Replacements count once here, in `replace`; Terraform's own line counts them in `add` and `destroy`. */
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly replace: number;
  readonly import: number;
  readonly resources: readonly ResourceChange[];
  readonly outputsChanged: boolean;
  /** Addresses that the state knows and that somebody took away outside of Terraform. */
  readonly vanished: readonly string[];
}

/** What a plan file would do, from `terraform show -json`. Values stay out of it. */
export function summarise(
  stack: string,
  planJson: string,
): {
  readonly changes: ChangeSummary;
  readonly creates: readonly PlannedCreate[];
  /** Addresses that would go and that the cloud keeps. */
  readonly guarded: readonly string[];
} {
  const plan = JSON.parse(planJson) as {
    resource_changes?: readonly PlanChange[];
    resource_drift?: readonly PlanChange[];
    output_changes?: Record<string, { actions?: readonly string[] }>;
  };
  const resources: ResourceChange[] = [];
  const creates: PlannedCreate[] = [];
  for (const { address, deposed, mode, type, action_reason, change } of plan.resource_changes ?? []) {
    const action = mode === 'data' ? undefined : actionOf(change);
    if (action === undefined) continue;
    resources.push({
      stack,
      address: deposed ? `${address} (deposed ${deposed})` : address,
      type,
      action,
      ...(action_reason ? { reason: action_reason } : {}),
    });
    if (action === 'create' && typeof change.after === 'object' && change.after !== null)
      creates.push({ address, type, after: change.after as Json });
  }
  const count = (action: ChangeAction) => resources.filter((one) => one.action === action).length;
  return {
    creates,
    guarded: (plan.resource_changes ?? [])
      .filter(({ change }) => change.actions.includes('delete') && isGuarded(change.before))
      .map(({ address }) => address),
    changes: {
      add: count('create'),
      change: count('update'),
      destroy: count('delete'),
      replace: count('replace'),
      import: (plan.resource_changes ?? []).filter(({ change }) => change.importing !== undefined).length,
      resources,
      outputsChanged: Object.values(plan.output_changes ?? {}).some(({ actions }) => !(actions?.length === 1 && actions[0] === 'no-op')),
      vanished: (plan.resource_drift ?? []).filter(({ change }) => change.actions.join() === 'delete').map(({ address }) => address),
    },
  };
}

interface PlanChange {
  readonly address: string;
  readonly deposed?: string;
  readonly mode: string;
  readonly type: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: unknown;
    readonly after?: unknown;
    readonly importing?: unknown;
  };
}

function actionOf({ actions, importing }: PlanChange['change']): ChangeAction | undefined {
  if (actions.includes('delete') && actions.includes('create')) return 'replace';
  const [only] = actions;
  if (only === 'create' || only === 'update' || only === 'delete' || only === 'forget') return only;
  return importing === undefined ? undefined : 'import';
}

/** `+3 ~1 -0` with replacements and imports only where there are some. */
export function changeLine({ add, change, destroy, replace, import: imported }: ChangeSummary): string {
  const parts = [`+${add}`, `~${change}`, `-${destroy}`];
  if (replace > 0) parts.push(`-/+${replace}`);
  if (imported > 0) parts.push(`import ${imported}`);
  return parts.join(' ');
}

/** Whether a resource holds data that nothing can bring back once it is gone. */
export type StorePredicate = (resource: Pick<ResourceChange, 'stack' | 'address' | 'type'>) => boolean;

const storeStacks = new Set(['stores', 'managed-stores']);
/** Cloud resources that hold data themselves, or the key without which it can't be read (Vault's unseal key too). */
const storeTypes =
  /_(db_(instance|cluster)|rds_(cluster|global_cluster)(_instance)?|docdb_cluster(_instance)?|msk_(serverless_)?cluster|elasticache_(cluster|replication_group)|dynamodb_table|s3_bucket|efs_file_system|ebs_volume|kms_key|key_vault(_key)?|managed_disk|storage_(account|container|share)|cosmosdb_\w+|redis_cache|eventhub(_namespace)?)$|mysql|mariadb|postgres|kafka|mongo/;
/** Small parts of a store that hold none of its data. */
const notStores =
  /_(subnet_group|parameter_group|option_group|security_group|firewall_rule|configuration|configuration_association|virtual_network_rule|policy|user|grant)$/;
/** Deleting one of these takes everything inside with it: volumes with their namespace, secrets with their mount. */
const containers = /^(kubernetes_(persistent_volume(_claim)?|namespace|stateful_set)(_v1)?|vault_(mount|namespace))$/;
/** Kinds that hold data or not, depending on what they are called. */
const carriers = /^(helm_release|kubernetes_manifest)$/;
const storeNames = /mysql|mariadb|postgres|percona|kafka|strimzi|mongo|psmdb|redis|vault$|minio|elasticsearch|opensearch/i;

export const isStore: StorePredicate = ({ stack, address, type }) => {
  if (containers.test(type)) return true;
  if (carriers.test(type)) return storeStacks.has(stack) || storeNames.test(address.replace(/\[.*$/, ''));
  if (storeStacks.has(stack) && type.startsWith('kubernetes_'))
    return !/(network_policy|role|role_binding|service_account|config_map|pod_disruption_budget)(_v1)?$/.test(type);
  return storeTypes.test(type) && !notStores.test(type);
};

/** Each deletion or replacement of a store that was not allowed by `--allow-destroy ADDRESS` (or `STACK/ADDRESS`). */
export function storeProblems(changes: ChangeSummary, allowed: readonly string[], holdsData: StorePredicate = isStore): readonly Problem[] {
  const lost = changes.resources.filter((one) => (one.action === 'delete' || one.action === 'replace') && holdsData(one));
  return lost
    .filter(({ stack, address }) => !allowed.includes(address) && !allowed.includes(`${stack}/${address}`))
    .map(({ stack, address, action, reason }) => {
      const tainted = reason === 'replace_because_tainted';
      const why = tainted ? ', because its last creation failed' : '';
      const retire = stack.startsWith('participants-') ? '; or keep its entry in the file with retired: true' : '';
      const other = tainted ? '; if it is sound after all, untaint it' : retire;
      return problem(
        'RUN-STORE-LOSS',
        `stack ${stack} would ${action} ${address}, which holds data${why}`,
        `back it up, then allow it with --allow-destroy '${address}'${other}`,
      );
    });
}
