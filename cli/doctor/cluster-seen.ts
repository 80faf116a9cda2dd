import type { EnvironmentModel } from '../../config/environment';
import type { HelmRecord } from '../run/cluster';
import type { Failure } from './seen';

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The little of an object that is looked at; every kind has it. */
export interface Seen {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string }[];
    readonly managedFields?: readonly { readonly fieldsV1?: Readonly<Record<string, unknown>> }[];
  };
  readonly spec?: { readonly secretName?: string };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly notAfter?: string; readonly succeeded?: number };
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: object;
  readonly terminated?: { readonly exitCode: number; readonly reason?: string };
}
export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}
export interface PodSeen extends Seen {
  readonly status?: Seen['status'] & {
    readonly phase?: string;
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface EventSeen {
  readonly involvedObject: { readonly namespace?: string; readonly name?: string };
  readonly message?: string;
}

/** Everything that was read of the cluster; a part that could not be had says why. No value of a Secret is ever asked for. */
export interface ClusterSeen {
  readonly model: EnvironmentModel;
  readonly now: number;
  readonly version: string | Failure;
  readonly pods: readonly PodSeen[] | Failure;
  readonly probes: readonly EventSeen[] | Failure;
  readonly secrets: readonly Seen[] | Failure;
  readonly certificates: readonly Seen[] | Failure;
  readonly gateways: readonly Seen[] | Failure;
  readonly topics: readonly Seen[] | Failure;
  readonly jobs: readonly Seen[] | Failure;
  readonly services: readonly Seen[] | Failure;
  readonly helm: readonly HelmRecord[] | Failure;
  /** Of a Vault outside of the cluster: the status of `sys/health`. */
  readonly vault: number | Failure | undefined;
}
