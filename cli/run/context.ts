import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { type Problem, ProblemError, problem } from '../../config/problems';
import { type ClusterApi, openCluster } from './cluster';
import type { Emit } from './events';
import type { Journal } from './journal';
import { type JournalOperation, stackHash } from './journal-records';
import type { ClusterAccess } from './kubeconfig';
import type { RunRequest } from './request';
import { accessKey, type StackJson } from './stack-json';
import type { StackPlace, TerraformContext } from './terraform';
import { onFile } from './write-errors';

/** Who runs, in the words that Terraform uses in its locks. */
export interface Self {
  readonly user: string;
  readonly host: string;
}

/** Everything that the steps of a run share. */
export interface RunContext {
  readonly request: RunRequest;
  readonly terraform: TerraformContext;
  readonly journal: Journal;
  /** What earlier runs did, as it stood when this one began. */
  readonly earlier: readonly JournalOperation[];
  readonly self: Self;
  readonly emit: Emit;
  /** Lets one init run at a time. */
  readonly initTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Opens each cluster once. */
  readonly cluster: (access: ClusterAccess) => Promise<ClusterApi>;
}

/** A random user number in a container has no name; Terraform then falls back in the same way. */
export function whoAmI(env: NodeJS.ProcessEnv): Self {
  try {
    return { user: userInfo().username, host: hostname() };
  } catch {
    return { user: env.USER ?? '', host: hostname() };
  }
}

export const environmentDir = ({ workDir, environment }: Pick<RunRequest, 'workDir' | 'environment'>): string =>
  resolve(workDir, environment);

export function placeOf(request: RunRequest, run: string, stack: string): StackPlace {
  const base = environmentDir(request);
  return {
    stack,
    configDir: resolve(request.outDir, 'stacks', stack),
    workDir: join(base, 'stacks', stack),
    logDir: join(base, 'logs', run),
  };
}

export interface LoadedStack {
  readonly text: string;
  readonly hash: string;
  readonly json: StackJson;
}

/** Reads a synthesised stack. @throws ProblemError when it isn't there or isn't JSON */
export function loadStack(place: Pick<StackPlace, 'stack' | 'configDir'>): LoadedStack {
  const file = join(place.configDir, 'cdk.tf.json');
  if (!existsSync(file))
    throw new ProblemError([
      problem('RUN-NOT-SYNTHESISED', `stack ${place.stack} has no ${file}`, 'run workbench plan first: it writes them'),
    ]);
  const text = onFile(file, () => readFileSync(file, 'utf8'));
  try {
    return { text, hash: stackHash(text), json: JSON.parse(text) as StackJson };
  } catch {
    throw new ProblemError([problem('RUN-NOT-SYNTHESISED', `${file} is not JSON`, 'run workbench plan: it writes it anew')]);
  }
}

/** Opens each cluster once a run, also when several stacks ask at one time. */
export function clusterPool(open: (access: ClusterAccess) => Promise<ClusterApi> = openCluster): RunContext['cluster'] {
  const opened = new Map<string, Promise<ClusterApi>>();
  return (access) => {
    const key = accessKey(access);
    const known = opened.get(key);
    if (known) return known;
    const opening = open(access);
    opened.set(key, opening);
    // A kubeconfig that an earlier stack has yet to write may be there when the next one asks.
    opening.catch(() => opened.delete(key));
    return opening;
  };
}

/** What went wrong, as problems: never a stack trace, and nothing is swallowed. */
export function problemsOf(error: unknown, stack: string): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  const text = error instanceof Error ? error.message : String(error);
  return [
    problem('RUN-UNEXPECTED', `${stack}: ${text.split('\n')[0]}`, 'this is a fault of the workbench: report it with the log of the run'),
  ];
}
