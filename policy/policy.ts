import type { WorkbenchConfig } from '../config/schema/workbench';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** Attributes of a resource as Terraform's JSON has them: blocks are objects or lists of objects, references are text with `${`. */
export type Attributes = { readonly [key: string]: unknown };

/** A resource of a synthesised stack, or an object of the Kubernetes API that a Helm release of ours carries. */
export interface Resource {
  readonly stack: string;
  /** Type of the resource; `kind:<Kind>` for a carried object. */
  readonly type: string;
  /** As plans print it: `<type>.<name>`; `<release>/<Kind>/<name>` for a carried object. */
  readonly address: string;
  readonly attributes: Attributes;
}

/** Everything that policies read: the stacks as Terraform will, and the settings they were made from. */
export interface Synthesised {
  readonly config: WorkbenchConfig;
  readonly resources: readonly Resource[];
}

/** What is wrong with one thing; the way out is the policy's. */
export type Verdict = string | undefined;

/** A demand on what is synthesised. */
export interface Policy {
  /** Stable: `AWS-RDS-ENCRYPTED`. */
  readonly id: string;
  readonly severity: Severity;
  /** What holds where the policy is met. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  /** The same demand elsewhere: CIS, checkov, Azure Policy. Ours alone when empty. */
  readonly references: readonly string[];
  /** Types of resources it reads, and `kind:<Kind>` of objects. */
  readonly reads: readonly string[];
  readonly check: (attributes: Attributes, resource: Resource, all: Synthesised) => Verdict;
}

/** A demand that an environment does not meet on purpose, with the reason an auditor reads. Never for everything: it names what it covers. */
export interface Waiver {
  readonly policy: string;
  /** Addresses it covers. */
  readonly covers: RegExp;
  readonly when: (config: WorkbenchConfig) => boolean;
  readonly reason: string;
}

export interface PolicyFinding {
  readonly policy: string;
  readonly severity: Severity;
  readonly stack: string;
  readonly address: string;
  readonly message: string;
  /** Set where it is waived. */
  readonly waived?: string;
}

/** How one policy came out over a whole environment. */
export interface PolicyResult {
  readonly policy: Policy;
  /** Things it read. */
  readonly read: number;
  readonly findings: readonly PolicyFinding[];
}
