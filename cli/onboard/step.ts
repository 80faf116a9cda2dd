export type StepAction = 'create' | 'change' | 'nothing' | 'conflict';

/** Where a request goes; an oracle by its name. */
export type ApiName = 'ledger' | 'lookup' | 'manager' | `oracle ${string}`;

export interface Request {
  readonly api: ApiName;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** The participant that speaks, where the service asks for one (`FSPIOP-Source`). */
  readonly source?: string;
}

/** Money that is put on a settlement account: its number is known once the account is there. */
export interface FundingRequest {
  readonly participant: string;
  readonly currency: string;
  readonly amount: number;
  readonly transferId: string;
}

/** One thing that is as it should be, or what to do so that it is. */
export interface Step {
  /** Stable name: `participant firstbank`, `limit firstbank USD`, … */
  readonly id: string;
  /** Steps of one group are done one after the other; groups of participants side by side. */
  readonly group: string;
  readonly action: StepAction;
  readonly why: string;
  /** A group that must be without a conflict and a refusal: an oracle learns nothing about a participant that is not there. */
  readonly needs?: string;
  /** The way out of a conflict. */
  readonly hint?: string;
  /** One after the other. Stopped between two of them, the next run finds what is left to do. */
  readonly requests?: readonly Request[];
  readonly funding?: FundingRequest;
}
