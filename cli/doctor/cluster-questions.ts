import { ProblemError } from '../../config/problems';
import { ask, type ClusterAccess, type KubeConfig } from '../run/kubeconfig';
import type { Failure } from './seen';

/** Names and labels alone: what is in a Secret stays where it is. */
export const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** What is read, by the name that people know it by. */
export const questions = {
  pods: '/api/v1/pods',
  events: `/api/v1/events?fieldSelector=${encodeURIComponent('reason=Unhealthy')}`,
  secrets: '/api/v1/secrets',
  services: '/api/v1/services',
  jobs: '/apis/batch/v1/jobs',
  certificates: '/apis/cert-manager.io/v1/certificates',
  gateways: '/apis/gateway.networking.k8s.io/v1/gateways',
  kafkatopics: '/apis/kafka.strimzi.io/v1beta2/kafkatopics',
  vaultsecrets: '/apis/redhatcop.redhat.io/v1alpha1/vaultsecrets',
  perconaxtradbclusters: '/apis/pxc.percona.com/v1/perconaxtradbclusters',
  oathkeeperrules: '/apis/oathkeeper.ory.sh/v1alpha1/rules',
  mojaloopreports: '/apis/mojaloop.io/v1/mojaloopreports',
  perconaservermongodbs: '/apis/psmdb.percona.com/v1/perconaservermongodbs',
} as const;
export type Question = keyof typeof questions;

export const forbidden = 'RUN-CLUSTER-FORBIDDEN';

/** Why something could not be had, in our own words where it is a problem of ours. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ProblemError)) return { failed: (error as NodeJS.ErrnoException).code ?? 'no reason was told' };
  const [problem] = error.problems;
  return problem ? { failed: problem.message, code: problem.code, hint: problem.hint } : { failed: 'no reason was told' };
}

/** A piece of work that has until a moment (milliseconds) to end; later than that it counts as not answered. */
export async function before<T>(moment: number, work: Promise<T>): Promise<T | Failure> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Failure>((resolve) => {
    timer = setTimeout(() => resolve({ failed: 'no answer in time' }), Math.max(0, moment - Date.now()));
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    return failureOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** A way into the cluster that is shut when the time is over. */
export interface Opened {
  readonly access: ClusterAccess;
  readonly config: KubeConfig;
  readonly signal: AbortSignal;
}

/** One list of the cluster; why it can't be had is told as that. */
export async function listOf<T>({ access, config, signal }: Opened, what: Question, accept = 'application/json') {
  const read = async (): Promise<readonly T[] | Failure> => {
    const answer = await ask(access, config, { method: 'GET', path: questions[what], headers: { accept }, signal });
    if (answer.status === 404) return { failed: `the cluster does not know ${what}` };
    if (answer.status !== 200) return { failed: `the cluster answers ${answer.status}` };
    return (JSON.parse(answer.body) as { items?: readonly T[] }).items ?? [];
  };
  const answer = await read().catch(failureOf);
  return 'code' in answer && answer.code === forbidden ? { ...answer, failed: `no right to list ${what}` } : answer;
}
