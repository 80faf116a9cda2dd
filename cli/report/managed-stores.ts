import type { EnvironmentModel } from '../../config/environment';
import { type DirectStore, managedReach, proxyLogin, rangesOf } from '../../config/model/managed-stores';
import { storeMachine } from '../../config/model/store-machines';
import { everyServiceSpeaksTls } from '../../config/model/store-trust';
import { storeWindows } from '../../config/model/store-windows';
import { kafkaSize, storeTitles } from '../graph/store-nodes';

/** A store that the cloud runs. */
export interface ManagedStoreRow {
  readonly store: DirectStore | 'kafka';
  readonly title: string;
  readonly service: string;
  /** Machine type, or units, in the words of the cloud. */
  readonly machine: string;
  readonly port: number;
  /** Where it lies in the network: pods are let out to nowhere else. */
  readonly ranges: readonly string[];
  /** How the hub logs in, and whether the way is encrypted. */
  readonly login: string;
  /** What the cloud keeps of it, and when it works on it. */
  readonly kept: string;
}

const kinds = ['mysql', 'kafka', 'mongodb', 'redis'] as const;

function loginOf({ config }: EnvironmentModel, kind: ManagedStoreRow['store']): string {
  const words = {
    mysql: () =>
      everyServiceSpeaksTls(config) ? 'a user a service, by TLS' : 'a user a service; the server lets plaintext in, inside of its subnets',
    mongodb: () => 'a user a service, without TLS, inside of its subnets',
    redis: () => 'no password and no TLS, which the charts do not know: inside of its subnets',
    kafka: () => (proxyLogin(config) === 'identity' ? 'the proxy, by its workload identity over TLS' : 'the proxy, by SCRAM over TLS'),
  } as const satisfies Record<ManagedStoreRow['store'], () => string>;
  return words[kind]();
}

const two = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

function keptOf({ config }: EnvironmentModel, kind: ManagedStoreRow['store']): string {
  if (kind === 'kafka') return `messages for ${config.stores.kafka.retentionHours} hours; no backup`;
  const { backup, retentionDays, maintenance } = storeWindows(config, kind);
  return `backups of ${retentionDays} days, made at ${two(backup.from)} UTC; maintenance on ${config.cluster.upgrades.day} from ${two(maintenance.from)} UTC`;
}

/** Every store that the cloud runs, in the order of the chapter. */
export function managedStoreRows(model: EnvironmentModel): ManagedStoreRow[] {
  const { config } = model;
  return kinds.flatMap((store) => {
    const reach = managedReach(config, store);
    if (!reach) return [];
    const machine = store === 'kafka' ? kafkaSize(model) : (storeMachine(config, store)?.name ?? '');
    return [
      {
        store,
        title: storeTitles[store],
        service: reach.title,
        machine,
        port: reach.port,
        ranges: rangesOf(config, reach),
        login: loginOf(model, store),
        kept: keptOf(model, store),
      },
    ];
  });
}
