import { keepsTraces, monitoring } from '../../config/model/monitoring';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Values } from './release-spec';

/**
 * A line a request, as JSON on standard output: who asked for what, what was answered, by which trace. No body, no token, and of headers only those that
 * name participants and messages (FSPIOP API 2.0, chapter 3), so no name or number of a customer is in it.
 */
const accessLine: Values = {
  time: '%START_TIME%',
  method: '%REQ(:METHOD)%',
  host: '%REQ(:AUTHORITY)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH):200%',
  status: '%RESPONSE_CODE%',
  flags: '%RESPONSE_FLAGS%',
  why: '%RESPONSE_CODE_DETAILS%',
  milliseconds: '%DURATION%',
  bytes: '%BYTES_SENT%',
  address: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
  certificate: '%DOWNSTREAM_PEER_SUBJECT%',
  source: '%REQ(FSPIOP-SOURCE)%',
  destination: '%REQ(FSPIOP-DESTINATION)%',
  request: '%REQ(X-REQUEST-ID)%',
  traceparent: '%REQ(TRACEPARENT)%',
};

/** What proxies of the gateway tell: a line a request, and traces, which begin here and go through the hub by `traceparent`. */
export function gatewayTelemetry(config: WorkbenchConfig): Values {
  const { agentsNamespace, traces } = config.monitoring;
  const { service, otlpPort } = monitoring.agents;
  return {
    accessLog: { settings: [{ format: { type: 'JSON', json: accessLine }, sinks: [{ type: 'File', file: { path: '/dev/stdout' } }] }] },
    ...(keepsTraces(config)
      ? {
          tracing: {
            samplingRate: traces.percent,
            // By its name, not by a reference: a gateway whose reference leads to no Service takes no connection, and payments must not need the monitoring.
            provider: { type: 'OpenTelemetry', host: `${service}.${agentsNamespace}.svc.${config.network.clusterDomain}`, port: otlpPort },
          },
        }
      : {}),
  };
}
