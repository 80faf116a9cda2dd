import type { DoctorInput } from './input';

/** Why something could not be had: the code of Node or OpenSSL, never the whole message (it may quote what was sent). */
export interface Failure {
  readonly failed: string;
  /** Code of the problem behind it, and its way out, where it is one of ours. */
  readonly code?: string;
  readonly hint?: string;
}

export interface ClientFiles {
  readonly commonName: string;
  readonly from: number;
  readonly until: number;
  readonly keyFits: boolean;
  /** When the first certificate between the file and the authority that was given ends, that one too: `until` is undefined where no chain leads there, all of it where none was given. */
  readonly authority?: { readonly until: number | undefined };
}

export interface ServerSeen {
  readonly protocol: string;
  /** Verify error of OpenSSL, such as `UNABLE_TO_VERIFY_LEAF_SIGNATURE`. */
  readonly chainError?: string;
  readonly nameError?: string;
  readonly until: number;
}

export interface TokenSeen {
  /** `azp`, or `client_id`. */
  readonly client?: string;
  readonly from?: number;
  readonly until?: number;
}

export interface AnswerSeen {
  readonly status: number;
  readonly description?: string;
  /** Clock of the other side, in milliseconds. */
  readonly date?: number;
}

/** Everything that was seen from outside. Plain facts: no key, no token, no secret is kept here. */
export interface OutsideSeen {
  readonly input: DoctorInput;
  readonly now: number;
  readonly files: ClientFiles | Failure | undefined;
  readonly authorityGiven: boolean;
  readonly names: readonly string[] | Failure | undefined;
  readonly server: ServerSeen | Failure;
  readonly localAddress?: string;
  readonly tokenServer: { readonly status: number } | Failure;
  readonly token: TokenSeen | Failure | undefined;
  /** Where the token comes from: decides who mends it. */
  readonly tokenFrom: 'file' | 'endpoint' | 'nowhere';
  /** Whether the lookup had one: where the token endpoint is not trusted, none is got. */
  readonly tokenSent: boolean;
  readonly answer: AnswerSeen | Failure;
}

export const isFailure = (seen: unknown): seen is Failure => typeof seen === 'object' && seen !== null && 'failed' in seen;
