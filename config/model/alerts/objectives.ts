import type { WorkbenchConfig } from '../../schema/workbench';

/** One objective: what is measured as a ratio, and how much of it may fail. */
export interface Objective {
  readonly id: 'transfer-success' | 'latency' | 'availability';
  /** Name of its alert. */
  readonly alert: string;
  readonly title: string;
  /** Percent that has to be right. */
  readonly objective: number;
  /** Part that went wrong in a window such as `5m`: 0 to 1, nothing while there is no traffic. */
  readonly errorRatio: (window: string) => string;
  /** What customers notice. */
  readonly noticed: string;
}

/** Ends of a transfer as the notification handler of ml-api-adapter counts them: one message tells the payer how it went. */
export const transferEnds = {
  done: 'commit|reserve',
  /** Not in time, or an answer of the payee that did not fit. What the payee refuses (`abort`) is its right. */
  failed: 'timeout-received|timeout-reserved|abort-validation',
} as const;

const ended = (actions: string, window: string, more = '') =>
  `sum(rate(moja_notification_event_process_msg_count{action=~"${actions}"${more}}[${window}]))`;

const gatewayRequests = (window: string, more = '') =>
  `sum(rate(envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix=~"https?-.*"${more}}[${window}]))`;

/**
 * The three objectives of an environment. The ratios are of failures, so that a burn rate is a multiple of what may fail.
 * Without traffic a ratio has no value, and no alert comes of it: whether the hub is there at all is what other alerts tell.
 */
export function objectivesOf({ slo }: Pick<WorkbenchConfig, 'slo'>): readonly Objective[] {
  const { transferSuccess, latency, availability } = slo;
  const { done, failed } = transferEnds;
  return [
    {
      id: 'transfer-success',
      alert: 'TransferSuccessBudgetBurn',
      title: 'transfers that succeed',
      objective: transferSuccess.objective,
      errorRatio: (window) =>
        // A payer that could not be told of its transfer has one that did not succeed.
        `((${ended(failed, window)} or vector(0)) + (${ended(done, window, ',success="false"')} or vector(0))) / ${ended(`${done}|${failed}`, window)}`,
      noticed: 'payments end without success',
    },
    {
      id: 'latency',
      alert: 'TransferLatencyBudgetBurn',
      title: `transfers that take at most ${latency.seconds} s`,
      objective: latency.objective,
      errorRatio: (window) =>
        `1 - sum(rate(moja_tx_transfer_bucket{success="true",le="${latency.seconds}"}[${window}])) / sum(rate(moja_tx_transfer_count{success="true"}[${window}]))`,
      noticed: 'payments take long',
    },
    {
      id: 'availability',
      alert: 'AvailabilityBudgetBurn',
      title: 'requests that the hub answers',
      objective: availability.objective,
      errorRatio: (window) => `(${gatewayRequests(window, ',envoy_response_code_class="5"')} or vector(0)) / ${gatewayRequests(window)}`,
      noticed: 'requests of participants are answered with errors of the server',
    },
  ];
}

/** Part that may fail, 0 to 1. */
export const errorBudget = ({ objective }: Pick<Objective, 'objective'>): number => Number(((100 - objective) / 100).toFixed(8));
