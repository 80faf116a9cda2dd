import { type RestPart, restAnnotation } from '../../config/model/rest';
import { ProblemError, problem } from '../../config/problems';
import { type Answer, ask, type ClusterAccess, type KubeConfig } from '../run/kubeconfig';

/** The little of an object that resting is about. */
export interface RestObject {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly controller?: boolean }[];
  };
  readonly spec?: { readonly replicas?: number; readonly suspend?: boolean; readonly pause?: boolean };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly state?: string;
  };
}

/** A cluster as far as resting is concerned. */
export interface RestCluster {
  /** Objects of a path; none where the cluster does not know the kind. @throws ProblemError */
  readonly list: (path: string) => Promise<readonly RestObject[]>;
  /** One that has gone meanwhile is fine. @throws ProblemError */
  readonly patch: (path: string, name: string, body: object) => Promise<void>;
  readonly remove: (path: string, name: string) => Promise<void>;
}

const at = (path: string, name: string) => `${path.split('?')[0]}/${encodeURIComponent(name)}`;

const needs = 'read and patch Deployments, StatefulSets, CronJobs and the databases of the operators, and remove Pods, in its namespaces';

/** Opens the cluster of the environment. Nothing is asked of it yet. */
export function restCluster(access: ClusterAccess, config: KubeConfig): RestCluster {
  const refuse = (answer: Answer, what: string) =>
    new ProblemError([
      problem(
        'REST-REFUSED',
        `the API server answers ${answer.status} to ${what}: ${answer.body.slice(0, 200)}`,
        'mend what it says, then run the command again: it goes on where it was',
      ),
    ]);
  return {
    list: async (path) => {
      const answer = await ask(access, config, { method: 'GET', path, needs });
      if (answer.status === 404) return [];
      if (answer.status !== 200) throw refuse(answer, `GET ${path}`);
      return (JSON.parse(answer.body) as { items?: RestObject[] }).items ?? [];
    },
    patch: async (path, name, body) => {
      const answer = await ask(access, config, {
        method: 'PATCH',
        path: at(path, name),
        needs,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify(body),
      });
      if (answer.status !== 200 && answer.status !== 404) throw refuse(answer, `PATCH ${at(path, name)}`);
    },
    remove: async (path, name) => {
      const answer = await ask(access, config, { method: 'DELETE', path: at(path, name), needs });
      if (![200, 202, 404].includes(answer.status)) throw refuse(answer, `DELETE ${at(path, name)}`);
    },
  };
}

interface Way {
  /** It runs, so it can be put to rest. */
  readonly runs: (object: RestObject) => boolean;
  /** What is noted on it, and what puts it to rest; both in one request, so that a killed command leaves neither alone. */
  readonly rest: (object: RestObject) => { readonly noted: string; readonly spec: object };
  /** What brings it back as it was. */
  readonly wake: (noted: string) => object;
  readonly rested: (object: RestObject) => boolean;
  readonly awake: (object: RestObject, noted: string) => boolean;
}

const always = () => true;

/** One row a way of resting. */
export const ways: Readonly<Record<Exclude<RestPart['by'], 'removal'>, Way>> = {
  replicas: {
    runs: ({ spec }) => (spec?.replicas ?? 1) > 0,
    rest: ({ spec }) => ({ noted: String(spec?.replicas ?? 1), spec: { replicas: 0 } }),
    wake: (noted) => ({ replicas: Number(noted) }),
    rested: ({ status }) => (status?.replicas ?? 0) === 0,
    // The Prometheus operator counts what is available and says nothing of what is ready.
    awake: ({ status }, noted) => (status?.readyReplicas ?? status?.availableReplicas ?? 0) >= Number(noted),
  },
  suspend: {
    runs: ({ spec }) => spec?.suspend !== true,
    rest: () => ({ noted: 'true', spec: { suspend: true } }),
    wake: () => ({ suspend: false }),
    rested: always,
    awake: always,
  },
  pause: {
    runs: ({ spec }) => spec?.pause !== true,
    // An operator that has never said how its database is will not say when it is back.
    rest: ({ status }) => ({ noted: status?.state ?? '', spec: { pause: true } }),
    // Taken away instead of said: the file says nothing of it either.
    wake: () => ({ pause: null }),
    rested: ({ status }) => status?.state === undefined || status.state === 'paused',
    awake: ({ status }, noted) => noted !== 'ready' || status?.state === 'ready',
  },
};

/** Whether an operator of its own looks after it: that one is told, not the object. */
export const isOwned = ({ metadata }: RestObject) => (metadata.ownerReferences ?? []).some(({ controller }) => controller === true);
export const notedOn = ({ metadata }: RestObject): string | undefined => metadata.annotations?.[restAnnotation];
export const noting = (value: string | null) => ({ metadata: { annotations: { [restAnnotation]: value } } });
