import { type AuditSource, auditCollector, auditedSources } from '../../config/model/audit/place';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Values } from '../in-cluster/release-spec';
import { sourceAttribute } from './audit-collector';

type FileSource = Extract<AuditSource, 'vault' | 'gateway'>;

/** Logs of the containers that print an audit log (`/var/log/pods/<namespace>_<pod>_<uid>/<container>/`). */
const files: Readonly<Record<FileSource, (config: WorkbenchConfig) => string>> = {
  vault: ({ secrets }) => `/var/log/pods/${secrets.vault.namespace}_vault-*_*/vault/*.log`,
  gateway: ({ gateway }) => `/var/log/pods/${gateway.namespace}_envoy-*_*/envoy/*.log`,
};
const isFile = (source: AuditSource): source is FileSource => Object.hasOwn(files, source);

/** Both print their audit log as JSON, a line each, and their other lines as text, which is dropped. */
const receiver = (path: string): Values => ({
  include: [path],
  // What was printed before the agent was there belongs to it as well.
  start_at: 'beginning',
  storage: 'file_storage',
  include_file_path: true,
  include_file_name: false,
  retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
  operators: [
    { type: 'container', id: 'container-parser' },
    { type: 'filter', id: 'audit-only', expr: "not (body startsWith '{')" },
  ],
});

/** What an agent does for the audit: it reads the files of Vault and of the gateway, and hands lines on until they are taken, also after a restart of its own. */
export function auditFiles(config: WorkbenchConfig): {
  readonly receivers: Values;
  readonly processors: Values;
  readonly exporters: Values;
  readonly pipelines: Values;
} {
  const sources = auditedSources(config).filter(isFile);
  const name = (source: FileSource) => `audit-${source}`;
  const rows = <T>(make: (source: FileSource) => readonly [string, T]) => Object.fromEntries(sources.map(make));
  const { release, otlpPort } = auditCollector;
  return {
    receivers: rows((source) => [`filelog/${name(source)}`, receiver(files[source](config))]),
    processors: rows((source) => [`resource/${name(source)}`, { attributes: [{ key: sourceAttribute, value: source, action: 'upsert' }] }]),
    exporters:
      sources.length === 0
        ? {}
        : {
            'otlp/audit': {
              endpoint: `${release}.${config.monitoring.namespace}.svc.${config.network.clusterDomain}:${otlpPort}`,
              tls: { insecure: true },
              sending_queue: { enabled: true, storage: 'file_storage', block_on_overflow: true, queue_size: 1000 },
              retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
            },
          },
    pipelines: rows((source) => [
      `logs/${name(source)}`,
      {
        receivers: [`filelog/${name(source)}`],
        processors: ['memory_limiter', 'k8sattributes', 'resource', `resource/${name(source)}`],
        exporters: ['otlp/audit'],
      },
    ]),
  };
}
