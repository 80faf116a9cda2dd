import { isIP } from 'node:net';
import { type CallbackTarget, callbackProxy } from '../../config/model/callbacks';
import type { Values } from './release-spec';

/** A payment manager in this cluster: the hub reaches its Service as it is. */
export interface LocalTarget {
  readonly id: string;
  readonly host: string;
  readonly port: number;
}

/** Files in the pod of the proxy. */
export interface CallbackFiles {
  /** Folder with `tls.crt` and `tls.key` of the hub and `ca.crt` of the environment. It is watched: a renewed certificate is taken up without a restart. */
  readonly certificates: string;
  /** Folder with this configuration. */
  readonly configuration: string;
  /** Certificates of public authorities. */
  readonly publicAuthorities: string;
}

export interface CallbackPorts {
  readonly requests: number;
  readonly health: number;
}

const type = (name: string) => `type.googleapis.com/envoy.${name}`;
const socket = (address: string, port: number): Values => ({ socket_address: { address, port_value: port } });
const hubSecret = 'hub';
const environmentSecret = 'environment';
const secretFile = (name: string) => `certificates-${name}.json`;

/**
 * Files by which Envoy learns its own certificate and the environment's authority, one each as it wants them, by their names. They name files, so that no key
 * stands in the configuration.
 */
export const callbackSecrets = ({ certificates }: CallbackFiles): Readonly<Record<string, Values>> => {
  const file = (name: string): Values => ({ filename: `${certificates}/${name}` });
  const secret = (name: string, rest: Values): Values => ({
    resources: [{ '@type': type('extensions.transport_sockets.tls.v3.Secret'), name, ...rest }],
  });
  const watched_directory = { path: certificates };
  return {
    [secretFile(hubSecret)]: secret(hubSecret, {
      tls_certificate: { certificate_chain: file('tls.crt'), private_key: file('tls.key'), watched_directory },
    }),
    [secretFile(environmentSecret)]: secret(environmentSecret, { validation_context: { trusted_ca: file('ca.crt'), watched_directory } }),
  };
};

/** TLS to a participant: the hub's certificate is shown, and only that host with a certificate of that authority is spoken to. */
function mutualTls({ host, authority }: CallbackTarget, files: CallbackFiles): Values {
  const known = (name: string): Values => ({
    name,
    sds_config: {
      resource_api_version: 'V3',
      path_config_source: { path: `${files.configuration}/${secretFile(name)}` },
    },
  });
  const names = { match_typed_subject_alt_names: [{ san_type: isIP(host) ? 'IP_ADDRESS' : 'DNS', matcher: { exact: host } }] };
  const trusted: Values =
    authority === 'environment'
      ? {
          combined_validation_context: {
            default_validation_context: names,
            validation_context_sds_secret_config: known(environmentSecret),
          },
        }
      : {
          validation_context: {
            ...names,
            trusted_ca: authority === 'public' ? { filename: files.publicAuthorities } : { inline_string: authority },
          },
        };
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': type('extensions.transport_sockets.tls.v3.UpstreamTlsContext'),
      ...(isIP(host) ? {} : { sni: host }),
      common_tls_context: {
        tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
        tls_certificate_sds_secret_configs: [known(hubSecret)],
        ...trusted,
      },
    },
  };
}

const cluster = (name: string, host: string, port: number, transport?: Values): Values => ({
  name,
  type: isIP(host) ? 'STATIC' : 'STRICT_DNS',
  dns_lookup_family: 'V4_PREFERRED',
  connect_timeout: '5s',
  load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address: socket(host, port) } }] }] },
  ...(transport ? { transport_socket: transport } : {}),
});

const route = (id: string, host: string, path: string): Values => ({
  name: id,
  match: { prefix: `/${id}/` },
  // No retries: the hub decides whether a message is sent again.
  route: { cluster: id, prefix_rewrite: `${path}/`, host_rewrite_literal: host, timeout: '30s' },
});

function listener(name: string, port: number, routes: readonly Values[], more: Values = {}): Values {
  const manager = {
    '@type': type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
    stat_prefix: name,
    // Two spellings of a path must not lead to two participants.
    normalize_path: true,
    merge_slashes: true,
    path_with_escaped_slashes_action: 'REJECT_REQUEST',
    skip_xff_append: true,
    server_header_transformation: 'PASS_THROUGH',
    route_config: { name, virtual_hosts: [{ name, domains: ['*'], routes: [...routes] }] },
    http_filters: [
      {
        name: 'envoy.filters.http.router',
        typed_config: { '@type': type('extensions.filters.http.router.v3.Router'), suppress_envoy_headers: true },
      },
    ],
    ...more,
  };
  return {
    name,
    address: socket('0.0.0.0', port),
    filter_chains: [{ filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] }],
  };
}

/** One line a callback: to whom, what became of it, and why a participant's host was not spoken to. No body and no header that could hold a secret. */
const accessLog: Values = {
  access_log: [
    {
      name: 'envoy.access_loggers.stdout',
      typed_config: {
        '@type': type('extensions.access_loggers.stream.v3.StdoutAccessLog'),
        log_format: {
          json_format: {
            time: '%START_TIME%',
            participant: '%ROUTE_NAME%',
            method: '%REQ(:METHOD)%',
            path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
            status: '%RESPONSE_CODE%',
            details: '%RESPONSE_CODE_DETAILS%',
            tls: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
            milliseconds: '%DURATION%',
          },
        },
      },
    },
  ],
};

/**
 * Configuration of the Envoy that carries callbacks: a path for each participant and a host for each path. What is not in the list has no way out, and there is
 * no administration port. Pure, so that the very same runs in a test.
 */
export function callbackEnvoy(
  targets: readonly CallbackTarget[],
  local: readonly LocalTarget[],
  files: CallbackFiles,
  ports: CallbackPorts = { requests: callbackProxy.port, health: callbackProxy.healthPort },
): Values {
  const named = ({ host, port }: { readonly host: string; readonly port: number }, standard: number) =>
    port === standard ? host : `${host}:${port}`;
  const routes = [
    ...targets.map((target) => route(target.id, named(target, 443), target.path)),
    ...local.map((target) => route(target.id, named(target, 80), '')),
  ];
  const ready: Values = { name: 'ready', match: { path: '/ready' }, direct_response: { status: 200 } };
  return {
    // Envoy takes certificates from files only when it knows who it is.
    node: { id: callbackProxy.name, cluster: callbackProxy.name },
    static_resources: {
      listeners: [listener('callbacks', ports.requests, routes, accessLog), listener('health', ports.health, [ready])],
      clusters: [
        ...targets.map((target) => cluster(target.id, target.host, target.port, mutualTls(target, files))),
        ...local.map(({ id, host, port }) => cluster(id, host, port)),
      ],
    },
  };
}
