import type { ContainerStatus, EventSeen, PodSeen } from './cluster-seen';

/** Reasons to wait that pass by themselves. */
const passing: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/** How a probe failed, without what the container said to it. */
const probeWords = /^(?:Readiness|Liveness|Startup) probe (?:failed|errored)(?:: HTTP probe failed with statuscode: \d+)?/;

function containerTrouble({ name, image, state, lastState, restartCount }: ContainerStatus): string | undefined {
  const reason = state?.waiting?.reason;
  const last = lastState?.terminated ?? state?.terminated;
  if (reason === 'ImagePullBackOff' || reason === 'ErrImagePull' || reason === 'InvalidImageName') return `${reason}: ${image}`;
  if (reason === 'CrashLoopBackOff')
    return `${reason}: ${name} ended with ${last ? `${last.exitCode}${last.reason ? ` (${last.reason})` : ''}` : 'an unknown status'}, ${restartCount} restarts`;
  if (reason === 'CreateContainerConfigError') return `${reason}: ${state?.waiting?.message ?? name}`;
  if (reason !== undefined && !passing.has(reason)) return `${reason}: ${name}`;
  if (state?.terminated && state.terminated.exitCode !== 0) return `${name} ended with ${state.terminated.exitCode}`;
  return undefined;
}

/** Why a pod is not ready, in the words of Kubernetes; undefined for one that is, or that has done its work. Pods of a Job are told by their Job. */
export function podTrouble(pod: PodSeen, probes: readonly EventSeen[]): string | undefined {
  const { metadata, status } = pod;
  if (status?.phase === 'Succeeded' || metadata.ownerReferences?.some(({ kind }) => kind === 'Job')) return undefined;
  const condition = (type: string) => status?.conditions?.find((one) => one.type === type);
  const scheduled = condition('PodScheduled');
  if (scheduled?.status === 'False') return `${scheduled.reason ?? 'Pending'}: ${scheduled.message ?? 'no node takes it'}`;
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const trouble = containers.map(containerTrouble).find((found) => found !== undefined);
  if (trouble !== undefined) return trouble;
  if (condition('Ready')?.status === 'True') return undefined;
  const words = probes
    .filter(({ involvedObject }) => involvedObject.name === metadata.name && involvedObject.namespace === metadata.namespace)
    .map(({ message }) => probeWords.exec(message ?? '')?.[0])
    .findLast((found) => found !== undefined);
  return words ?? `not ready (${status?.phase ?? 'no state'})`;
}
