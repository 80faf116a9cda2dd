import type { Delivery } from '../../config/model/secret-map';
import { type Consumer, consumersOf, shownAs, type Workload } from './consumers';
import { secretsOf } from './deliver';
import { places, type RotateCluster, type Thing } from './objects';
import { type Patience, until } from './until';

/** Annotation on pods that were started anew, with the id of the rotation that they were started for. */
export const restartAnnotation = 'workbench.mojaloop.io/restarted-for';

interface Pod extends Thing {
  readonly status?: { readonly phase?: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Everybody who reads the Secrets when he starts, each once. */
export async function readersOf(cluster: RotateCluster, deliveries: readonly Delivery[]): Promise<Consumer[]> {
  const found = new Map<string, Consumer>();
  for (const { namespace, secretName } of secretsOf(deliveries))
    for (const one of await consumersOf(cluster, namespace, secretName)) found.set(shownAs(one), one);
  return [...found.values()];
}

/** Every wanted pod is of the newest kind and ready, by what the controllers tell. */
function rolledOut({ kind, workload: { metadata, spec, status = {} } }: Consumer): boolean {
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return false;
  if (kind === 'daemonsets')
    return (
      (status.updatedNumberScheduled ?? 0) === (status.desiredNumberScheduled ?? 0) &&
      (status.numberReady ?? 0) === (status.desiredNumberScheduled ?? 0)
    );
  const wanted = spec.replicas ?? 1;
  return (status.updatedReplicas ?? 0) === wanted && (status.readyReplicas ?? 0) === wanted && (status.replicas ?? 0) === wanted;
}

/** The proof: all pods there are of this rotation, and ready. Those that are ending count as long as they are there. */
async function podsAreNew(cluster: RotateCluster, { namespace, workload }: Consumer, id: string): Promise<boolean> {
  const labels = Object.entries(workload.spec.selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const pods = await cluster.list<Pod>(`${places.pods(namespace)}?labelSelector=${encodeURIComponent(labels.join(','))}`);
  return pods
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
    .every(
      ({ metadata, status }) =>
        metadata.annotations?.[restartAnnotation] === id &&
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
}

const isAsked = ({ workload }: Consumer, id: string) => workload.spec.template.metadata?.annotations?.[restartAnnotation] === id;
const isDone = async (cluster: RotateCluster, consumer: Consumer, id: string) =>
  isAsked(consumer, id) && rolledOut(consumer) && (await podsAreNew(cluster, consumer, id));

/** Who has still to be started anew. */
export async function toRestart(cluster: RotateCluster, deliveries: readonly Delivery[], id: string): Promise<Consumer[]> {
  const open: Consumer[] = [];
  for (const one of await readersOf(cluster, deliveries)) if (!(await isDone(cluster, one, id))) open.push(one);
  return open;
}

/**
 * Starts them anew, one after the other, each as its own strategy says: with more than one pod, or one more for the time, nothing stops. Waits until only
 * pods of this rotation are there, and ready. One at rest has no pods, and reads the new version when it wakes up.
 */
export async function restartAll(cluster: RotateCluster, consumers: readonly Consumer[], id: string, patience: Patience): Promise<void> {
  for (const consumer of consumers) {
    const path = `${places.workloads(consumer.namespace, consumer.kind)}/${consumer.name}`;
    if (!isAsked(consumer, id))
      await cluster.patch(path, { spec: { template: { metadata: { annotations: { [restartAnnotation]: id } } } } });
    await until(
      async () => {
        const workload = await cluster.get<Workload>(path);
        return workload === undefined || isDone(cluster, { ...consumer, workload }, id);
      },
      `the pods of ${shownAs(consumer)} to be started anew`,
      'workbench doctor says why pods are not ready',
      patience,
    );
  }
}
