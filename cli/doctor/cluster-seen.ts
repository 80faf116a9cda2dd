import type { EnvironmentModel } from '../../config/environment';
import type { AuditStoreSeen } from './audit-probe';
import type { ClusterPart } from './cluster-part';
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
    readonly annotations?: Readonly<Record<string, string>>;
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

/** A MySQL or MongoDB that an operator runs; the one tells several messages, the other a single one. */
export interface StoreSeen extends Seen {
  readonly status?: Seen['status'] & { readonly state?: string; readonly message?: string; readonly messages?: readonly string[] };
}

export interface EventSeen {
  readonly involvedObject: { readonly namespace?: string; readonly name?: string };
  readonly message?: string;
}

/** A Helm release of the environment, and where its values are others than the file says. */
export interface ReleaseSeen {
  readonly place: string;
  readonly stack: string;
  /** In Helm's words; undefined where there is no such release. */
  readonly status?: string;
  /** Undefined where the release is not deployed, so there is nothing to compare. */
  readonly drift?: Drift | Failure;
}
export interface Drift {
  readonly differences: readonly string[];
  /** Values that go in write-only, and those that only Terraform knows whole. */
  readonly writeOnly: number;
  readonly later: number;
  /** The newest earlier revision that has the values of the file: there something was changed by hand, and this goes back to it. */
  readonly goBack?: string;
}

/**
 * Everything that was read of the cluster; a part that could not be had says why. Of Secrets names and keys alone are asked for, but for Helm's own records: of those
 * stays what differs from the file, never what went in write-only.
 */
export interface ClusterSeen {
  readonly model: EnvironmentModel;
  readonly part: ClusterPart;
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
  readonly vaultSecrets: readonly Seen[] | Failure;
  readonly mysql: readonly StoreSeen[] | Failure;
  readonly mongodb: readonly StoreSeen[] | Failure;
  readonly releases: readonly ReleaseSeen[] | Failure;
  /** Of a Vault outside of the cluster: the status of `sys/health`. */
  readonly vault: number | Failure | undefined;
  /** A store of audit logs that somebody else has made; undefined where none is named. */
  readonly audit?: AuditStoreSeen | Failure | undefined;
}
