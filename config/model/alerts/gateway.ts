import type { EnvironmentModel } from '../../environment';
import type { AlertRow } from './rule';

const requests = (more = '') => `sum(rate(envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix=~"https?-.*"${more}}[10m]))`;

/** What the way in refuses, where it is Envoy Gateway: one that is there already shows other numbers. */
export const gatewayAlerts = ({ config }: EnvironmentModel): readonly AlertRow[] => {
  if (config.gateway.controller === 'existing') return [];
  const { refusedPercent } = config.alerts.thresholds;
  return [
    {
      alert: 'GatewayRefusals',
      severity: 'warning',
      // A handful of requests says nothing: from one in two seconds on it counts.
      expr: `100 * ${requests(',envoy_response_code_class="4"')} / ${requests()} > ${refusedPercent} and ${requests()} > 0.5`,
      for: '10m',
      summary: 'The gateway answers {{ $value | humanize }} % of the requests with a refusal',
      description: 'Certificates, tokens, sources or addresses do not fit, or participants send more than they may.',
    },
    {
      alert: 'GatewayTokensRefused',
      severity: 'warning',
      expr: 'sum(rate(envoy_http_jwt_authn_denied[10m])) > 0.5',
      for: '10m',
      summary: '{{ $value | humanize }} requests a second come without a valid token',
      description:
        'A client secret was changed on one side only, clocks differ, or the issuer signs with a key that the gateway does not know.',
    },
    {
      alert: 'GatewayHandshakesFailing',
      severity: 'warning',
      expr: 'sum(rate(envoy_listener_ssl_fail_verify_error[10m])) + sum(rate(envoy_listener_ssl_connection_error[10m])) > 0.5',
      for: '10m',
      summary: '{{ $value | humanize }} TLS handshakes a second fail',
      description: 'Somebody shows a certificate that the hub has not signed or that is past its end, or does not speak TLS 1.2.',
    },
  ];
};
