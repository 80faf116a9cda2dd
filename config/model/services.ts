import { type Layout, layoutOf } from '../releases/versions';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Features } from './features';
import { sendsSpans, serviceSpans } from './service-spans';
import { type ServiceClass, type ServiceSize, sizes } from './sizes';

/** One workload of the hub, with what its size gives it. */
export interface HubService extends ServiceSize {
  /** Name in the charts and in `hub.services`. */
  readonly name: string;
  readonly kind: ServiceClass;
  /** CPU use that makes it grow, in percent; only where it may grow. */
  readonly cpuPercent: number;
  /** The Deployment the chart makes of it, and its label `app.kubernetes.io/name`. A `tool` may be several workloads, or another kind. */
  readonly deployment: string;
  readonly label: string;
}

interface ServiceRow {
  readonly kind: ServiceClass;
  readonly names: readonly string[];
  readonly when: (features: Features, layout: Layout) => boolean;
}

const always = () => true;

/** Workloads by load; `singleton` are the ones that must not run twice (timeouts, settlement windows). */
const rows: readonly ServiceRow[] = [
  { kind: 'path', names: ['account-lookup-service', 'ml-api-adapter-service', 'centralledger-service', 'quoting-service'], when: always },
  { kind: 'handler', names: ['quoting-service-handler'], when: (_, l) => l === 'v16' || l === 'v17' },
  {
    kind: 'handler',
    names: [
      'ml-api-adapter-handler-notification',
      'centralledger-handler-transfer-prepare',
      'centralledger-handler-transfer-position',
      'centralledger-handler-transfer-get',
      'centralledger-handler-transfer-fulfil',
    ],
    when: always,
  },
  { kind: 'handler', names: ['centralledger-handler-transfer-position-batch'], when: (f) => f.positionBatch },
  {
    kind: 'singleton',
    names: [
      'account-lookup-service-admin',
      'centralledger-handler-timeout',
      'centralledger-handler-admin-transfer',
      'centralsettlement-service',
      'centralsettlement-handler-deferredsettlement',
      'centralsettlement-handler-rules',
      'transaction-requests-service',
    ],
    when: always,
  },
  { kind: 'singleton', names: ['centralsettlement-handler-grosssettlement'], when: (f) => f.grossSettlement },
  { kind: 'singleton', names: ['account-lookup-service-handler-timeout'], when: (f) => f.interScheme },
  { kind: 'singleton', names: ['als-msisdn-oracle'], when: (f) => f.oracleMsisdn },
  { kind: 'singleton', names: ['als-oracle-pathfinder'], when: (f) => f.oraclePathfinder },
  { kind: 'singleton', names: ['inter-scheme-proxy-adapter'], when: (f) => f.interScheme },
  { kind: 'singleton', names: ['centraleventprocessor'], when: (f) => f.eventProcessor },
  { kind: 'path', names: ['bulk-api-adapter-service'], when: (f) => f.bulk },
  {
    kind: 'handler',
    names: [
      'bulk-api-adapter-handler-notification',
      'cl-handler-bulk-transfer-prepare',
      'cl-handler-bulk-transfer-fulfil',
      'cl-handler-bulk-transfer-processing',
      'cl-handler-bulk-transfer-get',
    ],
    when: (f) => f.bulk,
  },
  { kind: 'path', names: ['tp-api-svc', 'auth-svc'], when: (f) => f.thirdParty },
  { kind: 'singleton', names: ['consent-oracle'], when: (f) => f.thirdParty && f.oracleConsent },
  { kind: 'tool', names: ['ml-testing-toolkit-backend', 'ml-testing-toolkit-frontend'], when: (f) => f.testingToolkit },
  { kind: 'tool', names: ['simulator'], when: (f) => f.simulators || f.testingToolkit },
  { kind: 'tool', names: ['mojaloop-simulator'], when: (f) => f.simulators },
  { kind: 'tool', names: ['mojaloop-ttk-simulators'], when: (f) => f.ttkSimulators },
];

/** Workloads the charts name differently from their place in the values: volume names would become too long. */
const labels: Readonly<Record<string, string>> = { 'centralledger-handler-transfer-position-batch': 'handler-pos-batch' };
/** Third party of 14.x ignores the name of the release. */
const unprefixed = new Set(['auth-svc', 'consent-oracle', 'tp-api-svc']);

/** Names of a service in the cluster: its label, and its Deployment and Service. */
export function workloadNames(layout: Layout, releaseName: string, name: string): { readonly label: string; readonly deployment: string } {
  const label = labels[name] ?? name;
  return { label, deployment: layout === 'v14' && unprefixed.has(name) ? name : `${releaseName}-${label}` };
}

const milli = (quantity: string) => (quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000);
const factors = {
  k: 1000 / 2 ** 20,
  M: 1e6 / 2 ** 20,
  G: 1e9 / 2 ** 20,
  T: 1e12 / 2 ** 20,
  Ki: 1 / 1024,
  Mi: 1,
  Gi: 1024,
  Ti: 2 ** 20,
} as const;

/** A Kubernetes memory quantity in MiB. */
export function mebibytes(quantity: string): number {
  const [, number, unit] = /^([\d.]+)(\D*)$/.exec(quantity) ?? [];
  return Math.ceil(Number(number) * (unit ? (factors[unit as keyof typeof factors] ?? 1) : 1 / 2 ** 20));
}

/** A Kubernetes CPU quantity in millicores. */
export const millicores = (quantity: string) => Math.ceil(milli(quantity));

/** Names `hub.services` may use: every workload any release knows. */
export const serviceNames: readonly string[] = rows.flatMap((row) => row.names);

/** The workloads of this hub: what its size gives, and what `hub.services` says over that. */
export function servicesOf(config: WorkbenchConfig, features: Features): HubService[] {
  const layout = layoutOf(config.hub.release);
  const sizing = sizes[config.hub.size];
  return rows
    .filter((row) => row.when(features, layout))
    .flatMap((row) =>
      row.names.map((name) => {
        const base = sizing.classes[row.kind];
        const own = config.hub.services[name];
        const replicas = own?.autoscaling?.min ?? own?.replicas ?? base.replicas;
        return {
          name,
          ...workloadNames(layout, config.hub.releaseName, name),
          kind: row.kind,
          replicas,
          maxReplicas: own?.autoscaling?.max ?? (own?.replicas === undefined ? Math.max(base.maxReplicas, replicas) : replicas),
          cpuPercent: own?.autoscaling?.cpuPercent ?? 70,
          cpu: own?.cpu ? millicores(own.cpu) : base.cpu,
          memory: own?.memory ? mebibytes(own.memory) : base.memory + (sendsSpans(config, row) ? serviceSpans.memory : 0),
        };
      }),
    );
}
