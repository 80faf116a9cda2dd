import type { Problem } from '../../config/problems';
import type { OnboardResult } from '../onboard/result';
import type { VerifyResult } from '../verify/result';
import type { Binary } from './binary';
import type { ChangeSummary, StorePredicate } from './changes';
import type { ClusterApi } from './cluster';
import type { Emit, StackOutcome } from './events';
import type { ClusterAccess } from './kubeconfig';
import type { StackNode } from './schedule';
import type { StackJson } from './stack-json';

export type RunAction = 'plan' | 'deploy' | 'destroy' | 'status' | 'outputs';

/** What one stack needs for as long as it is worked on, such as a port that leads to Vault. */
export interface StackPreparation {
  readonly env?: NodeJS.ProcessEnv;
  readonly close?: () => Promise<void>;
}

/** Reads the outputs of a stack of the same environment as they are now; none while it was never deployed. @throws ProblemError */
export type ReadOutputs = (stack: string) => Promise<Readonly<Record<string, OutputValue>>>;

export interface RunRequest {
  readonly action: RunAction;
  /** Names the environment; its journal and locks live in `<workDir>/<environment>`. */
  readonly environment: string;
  /** The synthesised app: `<outDir>/stacks/<id>/cdk.tf.json`. */
  readonly outDir: string;
  /** All stacks of the environment, in the order in which they are shown. */
  readonly stacks: readonly StackNode[];
  /** Only these; absent or empty means all. What they need must stand already. */
  readonly only?: readonly string[];
  /** `.workbench` beside the project, usually. */
  readonly workDir: string;
  /** The environment for Terraform: credentials, WORKBENCH_TERRAFORM, TF_CLI_CONFIG_FILE, proxies. */
  readonly env: NodeJS.ProcessEnv;
  readonly emit: Emit;
  /** Stacks at one time; the default is two to four, by the number of processors. */
  readonly parallel?: number;
  /** Addresses (or `stack/address`) whose loss was agreed to by `--allow-destroy`. */
  readonly allowDestroy?: readonly string[];
  readonly holdsData?: StorePredicate;
  /** `--confirm NAME`; destroy goes on only when it is the environment's name. */
  readonly confirm?: string;
  /** Of a destroy: only looks at what would keep it from being done, and changes nothing. */
  readonly onlyLook?: boolean;
  /** Asks a person for the name, where one sits at the keyboard; undefined when there was no answer. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /**
   * Writes `outDir` anew. Called once the environment is ours and nothing of a killed run works in it any more: to take a folder away from under a
   * Terraform that applies it would fail its local commands and lose what it can't write to the state. Not called by `status` and `outputs`.
   * @throws ProblemError
   */
  readonly synthesise?: () => unknown;
  /** What keeps these stacks from logging in where they must, as far as it can be known before any of them is started. */
  readonly loginProblems?: (stacks: readonly StackJson[]) => readonly Problem[];
  /** Called before a stack is planned, closed when it is done. @throws ProblemError */
  readonly prepare?: (stack: string, read: ReadOutputs) => Promise<StackPreparation>;
  /**
   * By address: the id by which a resource is taken over where it is there and no state knows it. All others are parts of the first: where that is not
   * there, none of them is looked for.
   */
  readonly adopt?: Readonly<Record<string, string>>;
  /** Further variables for Terraform that depend on which program it is, such as the encryption of states. @returns why that program can't do it */
  readonly variablesFor?: (binary: Binary) => NodeJS.ProcessEnv | Problem;
  /** Minor version of Kubernetes that the workbench file states (`1.33`); the real one is held against it. */
  readonly kubernetes?: string;
  /** How clusters are reached; tests bring their own. */
  readonly openCluster?: (access: ClusterAccess) => Promise<ClusterApi>;
  /** How long a stack waits for the lock of its state before it gives up, in seconds; the default is 5. */
  readonly lockPatience?: number;
  /** After how many seconds a pending Helm operation of somebody else counts as dead; the default is 30 minutes. */
  readonly helmGrace?: number;
}

export interface OutputValue {
  readonly sensitive: boolean;
  /** Absent for a sensitive output: what is secret is read where it lives. */
  readonly value?: unknown;
}

/** What is known of a stack without asking anybody. */
export interface StackStatus {
  readonly state: 'never' | 'applied' | 'changed' | 'failed' | 'interrupted' | 'running' | 'destroyed';
  /** The last operation that changed the stack or tried to. */
  readonly lastOperation?: string;
  readonly at?: string;
  /** Resources in the state; absent when the state was not read. */
  readonly resources?: number;
}

export interface StackReport {
  readonly id: string;
  readonly outcome: StackOutcome;
  /** For a stack that was not started or is blocked: the stack that is to blame. */
  readonly because?: string;
  readonly changes?: ChangeSummary;
  readonly seconds: number;
  readonly problems: readonly Problem[];
  /** What was mended on the way: locks freed, releases cleared, resources taken over. */
  readonly notes: readonly string[];
  readonly outputs?: Readonly<Record<string, OutputValue>>;
  readonly status?: StackStatus;
}

export interface RunResult {
  readonly action: RunAction;
  readonly environment: string;
  readonly run: string;
  /** 0 clean, 1 failure, 2 changes present (plan), 130 stopped by a signal. */
  readonly exitCode: 0 | 1 | 2 | 130;
  readonly stacks: readonly StackReport[];
  /** Those of the run and of all its stacks. Each was emitted as an event already. */
  readonly problems: readonly Problem[];
  readonly seconds: number;
  /** What a deploy of the hub did in its ledger at the end. */
  readonly onboarding?: OnboardResult;
  /** The golden path after a deploy of the hub, where the workbench file asks for it. */
  readonly verification?: VerifyResult;
}
