import { ProblemError, problem } from '../../config/problems';
import { type Answer, ask, type ClusterAccess, deleteOptions, type KubeConfig } from '../run/kubeconfig';

/** The little of an object that a rotation is about. Of Secrets only metadata is ever asked for. */
export interface Thing {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller?: boolean }[];
  };
}

/** A cluster as far as rotation is concerned. */
export interface RotateCluster {
  /** Undefined where it is not there. @throws ProblemError */
  readonly get: <T extends Thing>(path: string) => Promise<T | undefined>;
  /** Name, labels and annotations of an object, and nothing that is in it. */
  readonly about: (path: string) => Promise<Thing | undefined>;
  /** None where the cluster does not know the kind. */
  readonly list: <T extends Thing>(path: string) => Promise<readonly T[]>;
  /** Changes an object; the answer is not read, it may hold a secret. */
  readonly patch: (path: string, body: object) => Promise<void>;
  /** One that is there already is fine: an earlier run made it. */
  readonly create: (path: string, body: object) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

const needs =
  'read and patch RandomSecrets, VaultSecrets, Secrets, Certificates (and their status), Deployments, StatefulSets and DaemonSets, read Pods, and create and remove Jobs and VaultSecrets';

/** Opens the cluster of an environment. Nothing is asked of it yet. */
export function rotateCluster(access: ClusterAccess, config: KubeConfig): RotateCluster {
  const refuse = (answer: Answer, what: string) =>
    new ProblemError([
      problem(
        'ROTATE-REFUSED',
        `the API server answers ${answer.status} to ${what}`,
        'see whether the environment is deployed as its file says, then run the same command: it goes on where it was',
      ),
    ]);
  const send = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    fine: readonly number[],
    body?: object,
    accept?: string,
  ) => {
    const headers = {
      ...(accept ? { accept } : {}),
      ...(body ? { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' } : {}),
    };
    const answer = await ask(access, config, { method, path, needs, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!fine.includes(answer.status)) throw refuse(answer, `${method} ${path}`);
    return answer;
  };
  const one = async <T>(path: string, accept?: string) => {
    const answer = await send('GET', path, [200, 404], undefined, accept);
    return answer.status === 404 ? undefined : (JSON.parse(answer.body) as T);
  };
  return {
    get: one,
    about: (path) => one<Thing>(path, metadataOnly),
    list: async <T>(path: string) => (await one<{ readonly items?: readonly T[] }>(path))?.items ?? [],
    patch: async (path, body) => {
      await send('PATCH', path, [200], body, metadataOnly);
    },
    create: async (path, body) => {
      await send('POST', path, [201, 409], body);
    },
    remove: async (path) => {
      await send('DELETE', path, [200, 202, 404], deleteOptions({ propagationPolicy: 'Background' }));
    },
  };
}

const operatorKind = 'redhatcop.redhat.io/v1alpha1';

/** Where things are in the API. */
export const places = {
  randomSecret: (namespace: string, name: string) => `/apis/${operatorKind}/namespaces/${namespace}/randomsecrets/${name}`,
  vaultSecrets: (namespace: string) => `/apis/${operatorKind}/namespaces/${namespace}/vaultsecrets`,
  vaultSecret: (namespace: string, name: string) => `/apis/${operatorKind}/namespaces/${namespace}/vaultsecrets/${name}`,
  secret: (namespace: string, name: string) => `/api/v1/namespaces/${namespace}/secrets/${name}`,
  certificates: (namespace: string) => `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates`,
  certificate: (namespace: string, name: string) => `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates/${name}`,
  jobs: (namespace: string) => `/apis/batch/v1/namespaces/${namespace}/jobs`,
  job: (namespace: string, name: string) => `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`,
  workloads: (namespace: string, kind: string) => `/apis/apps/v1/namespaces/${namespace}/${kind}`,
  pods: (namespace: string) => `/api/v1/namespaces/${namespace}/pods`,
} as const;
