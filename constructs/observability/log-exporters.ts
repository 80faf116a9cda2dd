import { elasticLogin, podLogGroup, shipsLogs } from '../../config/model/log-places';
import { monitoring } from '../../config/model/monitoring';
import type { LogStore } from '../../config/schema/monitoring';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Json, Values } from '../in-cluster/release-spec';

/** How the collector brings logs to their place. */
export interface LogExporter {
  /** Name in its configuration; what stands before the slash is the program part that does it. */
  readonly name: string;
  readonly settings: Values;
  /** What it needs besides: a login. */
  readonly extensions?: Values;
  readonly env?: readonly Json[];
  readonly volumes?: readonly Json[];
  readonly mounts?: readonly Json[];
}

/** Host of a Service that stands where Grafana does. */
export const besideGrafana = ({ monitoring: { namespace }, network }: WorkbenchConfig, service: string): string =>
  `${service}.${namespace}.svc.${network.clusterDomain}`;

const login = 'basicauth/logs';
const passwordVariable = 'ELASTIC_PASSWORD';
const authorityFolder = '/elastic-ca';

/**
 * A server of one's own. Elasticsearch is written to in the mapping of OpenTelemetry, into the data stream `logs-generic.otel-default`; OpenSearch in its
 * Simple Schema for Observability, into `ss4o_logs-default-namespace`. The exporter of OpenSearch is in the distribution and works, but nobody looks after
 * it at the moment (its README, 0.158). The password is a variable from a Secret: it stands in no ConfigMap.
 */
function elastic({ monitoring: { logs } }: WorkbenchConfig): LogExporter | undefined {
  if (!logs.elastic) return undefined;
  const { program, address, username, privateAuthority } = logs.elastic;
  const connection = {
    endpoint: address,
    auth: { authenticator: login },
    ...(privateAuthority ? { tls: { ca_file: `${authorityFolder}/${elasticLogin.authority}` } } : {}),
  };
  // While the server is away lines wait in their files: reading stops where sending does.
  const waiting = { sending_queue: { enabled: true, storage: 'file_storage' } };
  return {
    name: `${program}/logs`,
    settings: program === 'opensearch' ? { http: connection, ...waiting } : { ...connection, ...waiting },
    extensions: { [login]: { client_auth: { username, password: `\${env:${passwordVariable}}` } } },
    env: [{ name: passwordVariable, valueFrom: { secretKeyRef: { name: elasticLogin.secret, key: elasticLogin.password } } }],
    ...(privateAuthority
      ? {
          volumes: [
            {
              name: 'elastic-ca',
              secret: { secretName: elasticLogin.secret, items: [{ key: elasticLogin.authority, path: elasticLogin.authority }] },
            },
          ],
          mounts: [{ name: 'elastic-ca', mountPath: authorityFolder, readOnly: true }],
        }
      : {}),
  };
}

/**
 * A stream a node, in a group that is there already: with leave to make one, agents would make it without a key and without an end. The role of the
 * pods comes by EKS Pod Identity. A line is a JSON object with the names of its pod and service.
 */
const cloudwatch = (config: WorkbenchConfig): LogExporter => ({
  name: 'awscloudwatchlogs/logs',
  settings: {
    region: config.platform.region ?? '',
    log_group_name: podLogGroup(config),
    log_stream_name: '${env:K8S_NODE_NAME}',
    sending_queue: { enabled: true, storage: 'file_storage' },
  },
});

const exporters: Readonly<Record<LogStore, (config: WorkbenchConfig) => LogExporter | undefined>> = {
  loki: (config) => ({
    name: 'otlphttp/logs',
    settings: { endpoint: `http://${besideGrafana(config, monitoring.logs.service)}:${monitoring.logs.port}/otlp` },
  }),
  elastic,
  cloudwatch,
  azure: () => undefined,
  none: () => undefined,
};

/** How agents bring logs of pods to the place of `monitoring.logs.store`; undefined where they don't. Every exporter is in the contrib distribution 0.158. */
export const logExporter = (config: WorkbenchConfig): LogExporter | undefined =>
  shipsLogs(config) ? exporters[config.monitoring.logs.store](config) : undefined;
