import type { EnvironmentModel } from '../../environment';
import { line, type Page, quantiles, rateBy, window } from './panel';

/** The way in: how much comes, how fast it is answered, and what is refused by which factor. */
export const gateway = (_model: EnvironmentModel): Page => {
  const https = 'envoy_http_conn_manager_prefix=~"https?-.*"';
  return {
    name: 'gateway',
    title: 'Gateway',
    panels: [
      {
        title: 'Answers a second',
        kind: 'timeseries',
        unit: 'reqps',
        queries: [line(rateBy('envoy_http_downstream_rq_xx', 'envoy_response_code_class', https), '{{envoy_response_code_class}}xx')],
        description: 'By the class of the status.',
      },
      {
        title: 'Time to answer',
        kind: 'timeseries',
        unit: 's',
        queries: quantiles('envoy_http_downstream_rq_time', https).map(({ expr, legend }) => ({ expr: `${expr} / 1000`, legend })),
        description: 'From the first byte of a request to the last of its answer.',
      },
      {
        title: 'Refusals by factor',
        kind: 'timeseries',
        unit: 'reqps',
        width: 24,
        queries: [
          line(`sum(rate(envoy_listener_ssl_fail_verify_error[${window}]))`, 'certificate that is not trusted (handshake)'),
          line(`sum(rate(envoy_http_jwt_authn_denied[${window}]))`, 'token'),
          line(`sum(rate(envoy_http_rbac_denied[${window}]))`, 'address of an operator'),
          line(`sum(rate(envoy_http_local_rate_limit_rate_limited[${window}]))`, 'more than its rate'),
          line(
            `sum(rate(envoy_http_downstream_rq_xx{envoy_response_code_class="4",${https}}[${window}]))`,
            'all refusals, also by certificate name, binding, source and address',
          ),
        ],
        description:
          'What the script of the gateway refuses (name, binding, source, address of a participant) is counted in the sum alone: Envoy gives scripts no counters. Its access log has the factor.',
      },
      {
        title: 'Answers of the services behind it',
        kind: 'timeseries',
        unit: 'reqps',
        width: 24,
        queries: [
          line(
            rateBy('envoy_cluster_upstream_rq_xx', 'envoy_cluster_name, envoy_response_code_class', 'envoy_response_code_class=~"4|5"'),
            '{{envoy_cluster_name}} {{envoy_response_code_class}}xx',
          ),
        ],
        description: 'Refusals and errors that come from the hub itself.',
      },
    ],
  };
};
