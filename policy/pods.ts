import { block, blocks } from './attributes';
import type { Attributes, Policy, Verdict } from './policy';

/** Kinds that our own charts make pods with, and where the pod stands in each. */
const podPlaces: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};
const reads = Object.keys(podPlaces).map((kind) => `kind:${kind}`);

const podOf = (object: Attributes): Attributes => block(object, ...(podPlaces[String(object.kind)] ?? [])) ?? {};
const containersOf = (pod: Attributes) => [...blocks(pod, 'initContainers'), ...blocks(pod, 'containers')];

/** Names of the containers that fail a test, as a finding. */
const every =
  (wrong: string, holds: (container: Attributes, pod: Attributes) => boolean) =>
  (object: Attributes): Verdict => {
    const pod = podOf(object);
    const failing = containersOf(pod).filter((container) => !holds(container, pod));
    return failing.length > 0 ? `${failing.map(({ name }) => name).join(', ')}: ${wrong}` : undefined;
  };

const security = (container: Attributes, pod: Attributes, key: string) =>
  block(container, 'securityContext')?.[key] ?? block(pod, 'securityContext')?.[key];

/** A tag that says a version: an image that changes under its name is another program tomorrow. */
const isPinned = (image: unknown) => /(:v?\d+[\w.-]*|@sha256:[0-9a-f]{64})$/.test(String(image));

export const podPolicies: readonly Policy[] = [
  {
    id: 'K8S-POD-NOT-ROOT',
    severity: 'high',
    title: 'Pods of ours run as a user that is not root',
    why: 'a fault in the program would be root on the node, where other pods run',
    references: ['CIS Kubernetes 5.2.7', 'CKV_K8S_23'],
    reads,
    check: every('may run as root', (container, pod) => security(container, pod, 'runAsNonRoot') === true),
  },
  {
    id: 'K8S-POD-NO-ESCALATION',
    severity: 'high',
    title: 'Pods of ours cannot gain rights',
    why: 'a set-uid program in the image would make a user root again',
    references: ['CIS Kubernetes 5.2.6', 'CKV_K8S_20'],
    reads,
    check: every('may gain rights', (container) => block(container, 'securityContext')?.allowPrivilegeEscalation === false),
  },
  {
    id: 'K8S-POD-NO-CAPABILITIES',
    severity: 'medium',
    title: 'Pods of ours give up every capability of the kernel',
    why: 'the default set lets a pod forge packets and change owners of files',
    references: ['CIS Kubernetes 5.2.8', 'CKV_K8S_37'],
    reads,
    check: every('keeps capabilities', (container) => {
      const drop = block(container, 'securityContext', 'capabilities')?.drop;
      return drop === 'ALL' || (Array.isArray(drop) && drop.includes('ALL'));
    }),
  },
  {
    id: 'K8S-POD-SECCOMP',
    severity: 'medium',
    title: 'Pods of ours run under the seccomp profile of the runtime',
    why: 'without it every system call of the kernel is open to them',
    references: ['CIS Kubernetes 5.7.2', 'CKV_K8S_31'],
    reads,
    check: every(
      'has no seccomp profile',
      (container, pod) =>
        (block(container, 'securityContext', 'seccompProfile') ?? block(pod, 'securityContext', 'seccompProfile'))?.type ===
        'RuntimeDefault',
    ),
  },
  {
    id: 'K8S-POD-PINNED-IMAGE',
    severity: 'high',
    title: 'Images of our pods are pinned to a version',
    why: 'a moving tag runs another program tomorrow than the one that was tried',
    references: ['CKV_K8S_14'],
    reads,
    check: every('image without a version', ({ image }) => isPinned(image)),
  },
  {
    id: 'K8S-POD-MEMORY-LIMIT',
    severity: 'medium',
    title: 'Pods of ours have a memory limit',
    why: 'a leak would take the memory of the ledger beside it',
    references: ['CKV_K8S_13'],
    reads,
    check: every('no memory limit', (container) => block(container, 'resources', 'limits')?.memory !== undefined),
  },
  {
    id: 'K8S-POD-REQUESTS',
    severity: 'low',
    title: 'Pods of ours say what they need',
    why: 'the scheduler would put them where there is no room',
    references: ['CKV_K8S_10', 'CKV_K8S_12'],
    reads,
    check: every('no requests', (container) => {
      const requests = block(container, 'resources', 'requests');
      return requests?.cpu !== undefined && requests.memory !== undefined;
    }),
  },
  {
    id: 'K8S-POD-NO-HOST',
    severity: 'critical',
    title: 'Pods of ours use nothing of their node',
    why: 'network, processes or files of the node are those of every pod on it',
    references: ['CIS Kubernetes 5.2.3 to 5.2.5', 'CKV_K8S_17', 'CKV_K8S_18', 'CKV_K8S_19'],
    reads,
    check: (object) => {
      const pod = podOf(object);
      const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => pod[key] === true);
      const mounted = blocks(pod, 'volumes').filter((volume) => volume.hostPath !== undefined);
      const all = [...used, ...mounted.map(({ name }) => `volume ${name}`)];
      return all.length > 0 ? `uses ${all.join(', ')}` : undefined;
    },
  },
  {
    id: 'K8S-POD-NO-SECRET-TEXT',
    severity: 'critical',
    title: 'No password stands as text in the environment of a pod',
    why: 'whoever may read pods would read it, and it would be in the state',
    references: ['CIS Kubernetes 5.4.1', 'CKV_K8S_35'],
    reads,
    check: every('password as text', (container) =>
      blocks(container, 'env').every(({ name, value }) => value === undefined || !/PASSWORD|SECRET|TOKEN|PRIVATE_KEY/i.test(String(name))),
    ),
  },
];
