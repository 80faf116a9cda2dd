import { mysqlTrust } from '../../config/model/store-trust';
import type { WorkbenchConfig } from '../../config/schema/workbench';
import { pulled } from '../in-cluster/images';
import { confined } from '../in-cluster/kafka-proxy-login';
import type { KubernetesObject } from '../in-cluster/objects';
import type { Json, Values } from '../in-cluster/release-spec';
import { requests } from '../in-cluster/store-objects';

/** Label by which Prometheus finds them. */
export const exporterLabel = { 'workbench.mojaloop.io/exporter': 'true' } as const;
/** Name of the port of their metrics. */
export const metricsPort = 'metrics';
/** Folder with the roots that an exporter of MySQL trusts. */
export const trustFolder = '/mysql-ca';

/** A program that asks a store and says at a port what it heard. */
export interface ExporterPod {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly Json[];
  readonly port: number;
  /** Its file, which holds nothing secret. */
  readonly file?: { readonly volume: string; readonly folder: string; readonly name: string; readonly text: string };
  /** It trusts the roots of MySQL, which it finds in `trustFolder`. */
  readonly trust: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One pod beside the stores, with no right in the cluster and none on its node, and the file it reads. */
export function exporterPodObjects(config: WorkbenchConfig, exporter: ExporterPod): KubernetesObject[] {
  const { name, image, args, env, port, file, trust, annotations } = exporter;
  const labels = { 'app.kubernetes.io/name': name };
  const metadata = {
    name,
    namespace: config.stores.namespace,
    labels: { ...labels, 'app.kubernetes.io/managed-by': 'mojaloop-workbench' },
  };
  const mounts = [
    ...(file ? [{ name: file.volume, mountPath: file.folder, readOnly: true }] : []),
    ...(trust ? [{ name: 'trust', mountPath: trustFolder, readOnly: true }] : []),
  ];
  const volumes: Json[] = [
    ...(file ? [{ name: file.volume, configMap: { name } }] : []),
    ...(trust ? [{ name: 'trust', secret: { secretName: mysqlTrust.name } }] : []),
  ];
  const pod: Values = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'exporter',
        image: pulled(config, image),
        args: [...args],
        env: [...env],
        ports: [{ name: metricsPort, containerPort: port }],
        readinessProbe: { tcpSocket: { port: metricsPort }, periodSeconds: 10 },
        resources: requests(20, 96),
        securityContext: confined,
        ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
      },
    ],
    ...(volumes.length > 0 ? { volumes } : {}),
  };
  const template = { metadata: { labels: { ...labels, ...exporterLabel }, ...(annotations ? { annotations } : {}) }, spec: pod };
  return [
    ...(file ? [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [file.name]: file.text } }] : []),
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1, selector: { matchLabels: labels }, template } },
  ];
}
