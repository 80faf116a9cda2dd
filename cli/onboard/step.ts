export type StepAction = 'create' | 'change' | 'nothing' | 'conflict';

export interface Request {
  readonly api: 'ledger' | 'lookup' | 'manager';
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
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
  /** The way out of a conflict. */
  readonly hint?: string;
  readonly request?: Request;
  readonly funding?: FundingRequest;
}
