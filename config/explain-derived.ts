import { ports } from './model/endpoints';
import { resolveFeatures } from './model/features';
import { hostsOf, participantHosts } from './model/hosts';
import { prometheusSize, storedSize } from './model/monitoring';
import { nodePools } from './model/node-pools';
import { sealOf } from './model/seal';
import { servicesOf } from './model/services';
import { sizes } from './model/sizes';
import { storeMachine } from './model/store-machines';
import { storeKinds, storeService } from './model/store-services';
import type { StoreKind } from './schema/stores';
import type { ParticipantConfig, WorkbenchConfig } from './schema/workbench';
import type { Path } from './validate/path';

/** A value that the file leaves to others of its settings. */
export interface Derived {
  readonly value: unknown;
  /** The settings it follows from. */
  readonly from: string;
}

type Derive = (config: WorkbenchConfig, path: Path) => Derived | undefined;

const from =
  (from: string, value: (config: WorkbenchConfig) => unknown): Derive =>
  (config) => ({ value: value(config), from });

const participant =
  (from: (id: string) => string, value: (p: ParticipantConfig, config: WorkbenchConfig) => unknown): Derive =>
  (config, path) => {
    const p = config.participants[Number(path[1])];
    if (!p) return undefined;
    const found = value(p, config);
    return found === undefined ? undefined : { value: found, from: from(p.id) };
  };

const service =
  (key: 'replicas' | 'cpu' | 'memory', show: (n: number) => unknown): Derive =>
  (config, path) => {
    const found = servicesOf(config, resolveFeatures(config)).find(({ name }) => name === path[2]);
    return found && { value: show(found[key]), from: 'hub.size' };
  };

const store: (make: (config: WorkbenchConfig, kind: StoreKind) => unknown, from: string) => Derive = (make, from) => (config, path) => {
  const kind = storeKinds.find((known) => known === path[1]);
  const value = kind && make(config, kind);
  return value === undefined ? undefined : { value, from };
};

/** A number of a pool that the size of the hub chooses; nothing where nodes belong to somebody else. */
const pool =
  (key: 'machine' | 'min' | 'max' | 'diskGi'): Derive =>
  (config, path) => {
    const found = nodePools(config, servicesOf(config, resolveFeatures(config))).find(({ role }) => role === path[2]);
    return found && { value: found[key], from: 'hub.size' };
  };

const storePort: Derive = (_, path) => ({ value: ports[path[1] as keyof typeof ports], from: `the usual port of ${path[1]}` });

/** Settings without a default of their own; `*` stands for one part of the path. */
const table: Readonly<Record<string, Derive>> = {
  'hub.positionBatch': from('hub.release', (config) => resolveFeatures(config).positionBatch),
  'hub.jws.enabled': from('hub.release', (config) => resolveFeatures(config).jws),
  'hub.oracles.msisdn': from('hub.release', (config) => resolveFeatures(config).oracleMsisdn),
  'hub.oracles.consent': from('hub.thirdParty', (config) => resolveFeatures(config).oracleConsent),
  'hub.services.*.replicas': service('replicas', (n) => n),
  'hub.services.*.cpu': service('cpu', (n) => `${n}m`),
  'hub.services.*.memory': service('memory', (n) => `${n}Mi`),
  'monitoring.metrics.storage': from('hub.size', (config) => prometheusSize(config).storage),
  'monitoring.logs.storage': from('hub.size', (config) => storedSize(config, 'logs').storage),
  'monitoring.traces.storage': from('hub.size', (config) => storedSize(config, 'traces').storage),
  'stores.kafka.partitions': from('hub.size', ({ hub }) => sizes[hub.size].partitions),
  'stores.*.backup.schedule': from('operations.backupSchedule', ({ operations }) => operations.backupSchedule),
  'stores.*.backup.retentionDays': from('operations.backupRetentionDays', ({ operations }) => operations.backupRetentionDays),
  'stores.*.external.port': storePort,
  'stores.*.databases.*.port': storePort,
  'stores.*.service': store((config, kind) => {
    const service = storeService(config, kind);
    return service === 'external' ? undefined : service;
  }, 'platform.provider and profile'),
  'stores.*.instance': store((config, kind) => storeMachine(config, kind)?.name, 'hub.size'),
  'cluster.pools.*.machine': pool('machine'),
  'cluster.pools.*.min': pool('min'),
  'cluster.pools.*.max': pool('max'),
  'cluster.pools.*.diskGi': pool('diskGi'),
  'secrets.vault.seal': (config) =>
    config.secrets.vault.address === undefined ? { value: sealOf(config), from: 'platform.provider' } : undefined,
  'secrets.vault.inClusterAddress': ({ secrets: { vault } }) =>
    vault.address === undefined ? undefined : { value: vault.address, from: 'secrets.vault.address' },
  'secrets.pipelines.audience': ({ secrets: { pipelines } }) =>
    pipelines && { value: pipelines.discoveryUrl, from: 'secrets.pipelines.discoveryUrl' },
  'participants.*.name': participant(
    () => 'its id',
    (p) => p.id,
  ),
  'participants.*.domain': participant(
    () => 'its id, environment and domain',
    (p, config) => (p.external ? undefined : `${p.id}.${hostsOf(config).base}`),
  ),
  'participants.*.callbackHost': participant(
    () => 'its domain',
    (p, config) => (p.external && p.domain === undefined ? undefined : participantHosts(config, p).connector),
  ),
  'participants.*.netDebitCap': participant(
    () => 'hub.netDebitCap',
    (_, config) => config.hub.netDebitCap,
  ),
};

const rows = Object.entries(table).map(([pattern, derive]) => ({ parts: pattern.split('.'), derive }));

/** What the model makes of a setting that the file does not give and that has no default; undefined when nothing. */
export function derivedValue(config: WorkbenchConfig, path: Path): Derived | undefined {
  const row = rows.find(({ parts }) => parts.length === path.length && parts.every((part, i) => part === '*' || part === String(path[i])));
  return row?.derive(config, path);
}
