import { places, type RotateCluster, type Thing } from './objects';

const kinds = ['deployments', 'statefulsets', 'daemonsets'] as const;

interface PodTemplate {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

export interface Workload extends Thing {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template: PodTemplate;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
  };
}

/** Who reads a Secret: `kind` is the plural of the API. */
export interface Consumer {
  readonly kind: (typeof kinds)[number];
  readonly namespace: string;
  readonly name: string;
  readonly workload: Workload;
}

/** `mojaloop/deployments/moja-quoting-service`. */
export const shownAs = ({ namespace, kind, name }: Pick<Consumer, 'kind' | 'namespace' | 'name'>) => `${namespace}/${kind}/${name}`;

/** Keys under which a pod names a Secret: variables, whole sets of them, volumes (projected ones too). */
const byName: ReadonlySet<string> = new Set(['secretKeyRef', 'secretRef', 'secret']);

/** Whether a pod reads a Secret when it starts, or has it mounted. */
export function reads(spec: unknown, secret: string): boolean {
  if (Array.isArray(spec)) return spec.some((one) => reads(one, secret));
  if (typeof spec !== 'object' || spec === null) return false;
  return Object.entries(spec).some(([key, value]) => {
    if (byName.has(key) && typeof value === 'object' && value !== null) {
      const { name, secretName } = value as { readonly name?: unknown; readonly secretName?: unknown };
      if (name === secret || secretName === secret) return true;
    }
    return reads(value, secret);
  });
}

/** What runs pods of a namespace that read the Secret, by name. Those that an operator of their own looks after are left to it. */
export async function consumersOf(cluster: RotateCluster, namespace: string, secret: string): Promise<Consumer[]> {
  const found: Consumer[] = [];
  for (const kind of kinds)
    for (const workload of await cluster.list<Workload>(places.workloads(namespace, kind))) {
      const owned = (workload.metadata.ownerReferences ?? []).some(({ controller }) => controller === true);
      if (!owned && reads(workload.spec.template.spec, secret)) found.push({ kind, namespace, name: workload.metadata.name, workload });
    }
  return found.sort((a, b) => shownAs(a).localeCompare(shownAs(b)));
}
