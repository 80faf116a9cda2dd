import { type AuditPlace, type AuditSource, auditCollector, auditLoginFields, bucketRegion } from '../../config/model/audit/place';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import type { Json, Values } from '../in-cluster/release-spec';

const mebibyte = 1 << 20;

/**
 * What could not be written yet waits on the volume, and whoever brings more waits with it: nothing is thrown away. A file is written every five minutes or
 * every four MiB, which is less than a piece of an upload in pieces: each is one request, for which the right to add is enough.
 */
const patient: Values = {
  timeout: '60s',
  sending_queue: {
    enabled: true,
    storage: 'file_storage',
    block_on_overflow: true,
    num_consumers: 2,
    sizer: 'bytes',
    queue_size: 512 * mebibyte,
    batch: { flush_timeout: '300s', sizer: 'bytes', min_size: 2 * mebibyte, max_size: 4 * mebibyte },
  },
  retry_on_failure: { enabled: true, initial_interval: '5s', max_interval: '300s', max_elapsed_time: '0s' },
};

/** Names sort by time, and no two are the same: an object is added and never written again. */
const s3 = ({ environment }: WorkbenchConfig, place: AuditPlace, source: AuditSource): Values => ({
  ...patient,
  s3uploader: {
    region: bucketRegion(place),
    s3_bucket: place.bucket,
    s3_prefix: source,
    s3_partition_format: '%Y/%m/%d/%H',
    file_prefix: `${environment}-`,
    unique_key_func_name: 'uuidv7',
    compression: 'gzip',
    ...(place.endpoint ? { endpoint: place.endpoint, s3_force_path_style: true } : {}),
  },
  marshaler: 'otlp_json',
});

const azure = (_config: WorkbenchConfig, { bucket, account = '', credentials }: AuditPlace, source: AuditSource): Values => ({
  ...patient,
  url: `https://${account}.blob.core.windows.net/`,
  container: { logs: bucket },
  blob_name_format: {
    // Go reads the numbers as the parts of a time.
    logs_format: `${source}/2006/01/02/15/04_05.json`,
    timezone: 'UTC',
    serial_num_range: 1_000_000_000,
    serial_num_before_extension: true,
  },
  format: 'json',
  compression: 'gzip',
  auth: credentials
    ? {
        type: 'connection_string',
        connection_string: `DefaultEndpointsProtocol=https;AccountName=${account};AccountKey=\${env:${auditLoginFields['azure-blob'].accountKey}};EndpointSuffix=core.windows.net`,
      }
    : {
        type: 'workload_identity',
        // Put into the pod by AKS.
        tenant_id: '${env:AZURE_TENANT_ID}',
        client_id: '${env:AZURE_CLIENT_ID}',
        federated_token_file: '${env:AZURE_FEDERATED_TOKEN_FILE}',
      },
});

const exporters = { s3: { name: 'awss3', config: s3 }, 'azure-blob': { name: 'azureblob', config: azure } } as const;

/** Exporter that writes the logs of one source into their folder of the store: its id and its settings (contrib collector: awss3exporter, azureblobexporter). */
export const auditExporter = (config: WorkbenchConfig, place: AuditPlace, source: AuditSource): readonly [string, Values] => {
  const { name, config: made } = exporters[place.kind];
  return [`${name}/${source}`, made(config, place, source)];
};

/** Login of the collector at the store, where it is not an identity of the cloud. */
export const auditLogin = ({ kind, credentials }: AuditPlace): readonly Json[] => [
  // A bucket with Object Lock refuses what comes without a checksum (S3, PutObject).
  ...(kind === 's3' ? [{ name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_supported' }] : []),
  ...(credentials
    ? Object.entries(auditLoginFields[kind]).map(([key, name]) => ({
        name,
        valueFrom: { secretKeyRef: { name: auditCollector.login, key } },
      }))
    : []),
];
