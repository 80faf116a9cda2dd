import type { EnvironmentModel } from '../../config/environment';
import type { Seen } from './cluster-seen';
import type { Failure } from './seen';

/** One request of somebody who is not logged in, and what came back. */
export interface StrangerAsked {
  /** The Oathkeeper rule that it is for. */
  readonly rule: string;
  readonly method: string;
  readonly path: string;
  readonly answer: { readonly status: number } | Failure;
}

export interface RuleSeen extends Omit<Seen, 'spec' | 'status'> {
  readonly spec?: {
    readonly match?: { readonly url?: string; readonly methods?: readonly string[] };
    readonly authenticators?: readonly { readonly handler?: string }[];
    readonly authorizer?: { readonly handler?: string; readonly config?: Readonly<Record<string, unknown>> };
  };
}

export interface ReportSeen extends Omit<Seen, 'status'> {
  readonly status?: { readonly state?: string };
}

/** Relations of Keto as they are judged: who is a member of what, and which permission which role has. */
export interface RelationsSeen {
  /** Pairs of role and permission. */
  readonly granted: readonly (readonly [role: string, permission: string])[];
  /** By subject, the claim `sub` of a person's tokens. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  readonly participants: ReadonlyMap<string, readonly string[]>;
}

/** Everything that was seen of a deployed portal. No session, no token and no answer of an API is kept here. */
export interface PortalSeen {
  readonly model: EnvironmentModel;
  readonly page: { readonly status: number } | Failure;
  /** The certificate of the portal was looked at. */
  readonly trusted: boolean;
  readonly strangers: readonly StrangerAsked[];
  readonly rules: readonly RuleSeen[] | Failure;
  readonly reports: readonly ReportSeen[] | Failure;
  readonly relations: RelationsSeen | Failure;
}
