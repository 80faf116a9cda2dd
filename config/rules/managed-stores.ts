import { connectionDemand, connectionPool } from '../model/connections';
import { mebibytes } from '../model/services';
import { burstableInstance, refusedInstance } from '../model/store-instances';
import { storeMachine } from '../model/store-machines';
import { isManaged, type ManagedService, serviceOwners, storeKinds, storeService } from '../model/store-services';
import type { StoreKind } from '../schema/stores';
import type { WorkbenchConfig } from '../schema/workbench';
import { both } from './clouds';
import { always, type Finding, inProduction, type Rule, when } from './rule';

/** Stores that the cloud of the environment runs, with the name of the service. */
export const managed = (config: WorkbenchConfig): { readonly kind: StoreKind; readonly service: ManagedService }[] =>
  storeKinds.flatMap((kind) => {
    const service = storeService(config, kind);
    return service === 'operator' || service === 'external' || serviceOwners[service] !== config.platform.provider
      ? []
      : [{ kind, service }];
  });
const at = (kind: StoreKind, key: string) => ['stores', kind, key];

/** GiB that a service takes at most: docs.aws.amazon.com, RDS for MySQL on gp3 and MSK; learn.microsoft.com, MySQL Flexible Server. */
const largest: Partial<Record<ManagedService, number>> = { rds: 65_536, msk: 16_384, 'flexible-server': 16_384 };
/** Connections beyond which a server is too near its limit: operators, migrations and backups log in too. */
const share = 0.8;

const connections = (config: WorkbenchConfig) => ({ ...connectionDemand(config), machine: storeMachine(config, 'mysql') });

/** Machines, volumes and connections of stores that the cloud runs. */
export const managedStoreRules: readonly Rule[] = [
  {
    code: 'STO-INSTANCE',
    severity: 'error',
    title: 'The machine of a managed store is one that its service has',
    appliesWhen: always,
    check: (config) =>
      managed(config).flatMap(({ kind, service }): Finding[] => {
        const { instance } = config.stores[kind];
        const refused = instance === undefined ? undefined : refusedInstance(service, instance);
        return refused ? [{ path: at(kind, 'instance'), ...refused }] : [];
      }),
  },
  {
    code: 'STO-INSTANCE-UNUSED',
    severity: 'warning',
    title: 'The machine of a managed store stands beside one',
    appliesWhen: always,
    check: (config) =>
      storeKinds.flatMap((kind) =>
        when(config.stores[kind].instance !== undefined && !isManaged(config, kind), () => ({
          path: at(kind, 'instance'),
          message: 'instance has no effect: no cloud runs this store',
          hint: 'remove it, or name the service that runs it in service',
        })),
      ),
  },
  {
    code: 'STO-BURSTABLE',
    severity: 'warning',
    title: 'In production stores do not live on CPU credits',
    appliesWhen: (config) => inProduction(config) && managed(config).length > 0,
    check: (config) =>
      managed(config).flatMap(({ kind, service }) => {
        const { instance } = config.stores[kind];
        return when(instance !== undefined && burstableInstance(service, instance), () => ({
          path: at(kind, 'instance'),
          message:
            service === 'flexible-server'
              ? `${instance} is burstable: Azure gives it no standby, and it is slowed down when its credits are used up`
              : `${instance} is slowed down when its CPU credits are used up, which is when most is paid`,
          hint: 'leave instance out, or choose a machine without credits',
        }));
      }),
  },
  {
    code: 'STO-SIZE',
    severity: 'error',
    title: 'The volume of a managed store is no larger than its service has',
    appliesWhen: always,
    check: (config) =>
      managed(config).flatMap(({ kind, service }) => {
        const most = largest[service];
        const gib = Math.ceil(mebibytes(config.stores[kind].size) / 1024);
        return when(most !== undefined && gib > most, () => ({
          path: at(kind, 'size'),
          message: `${config.stores[kind].size}, and ${service} has volumes up to ${most} GiB`,
          hint: 'write less: volumes grow by themselves and never shrink',
        }));
      }),
  },
  {
    code: 'STO-CONNECTIONS',
    severity: 'error',
    title: 'A managed MySQL takes the connections that the hub keeps open',
    appliesWhen: (config) => isManaged(config, 'mysql'),
    check: (config) => {
      const { pods, kept, machine } = connections(config);
      return when(machine?.maxConnections !== undefined && kept > machine.maxConnections, () => ({
        path: at('mysql', config.stores.mysql.instance === undefined ? 'service' : 'instance'),
        message: `${pods} pods keep ${connectionPool.min} connections open each at their largest number, ${kept}, and ${machine?.name} takes ${machine?.maxConnections}`,
        hint: 'name a machine with more memory in stores.mysql.instance, or a smaller hub.size',
      }));
    },
  },
  {
    code: 'STO-CONNECTIONS-NEAR',
    severity: 'warning',
    title: 'Connections of the hub leave a fifth of what a managed MySQL takes',
    appliesWhen: (config) => isManaged(config, 'mysql'),
    check: (config) => {
      const { pods, kept, most, machine } = connections(config);
      const limit = machine?.maxConnections;
      return when(limit !== undefined && kept > share * limit && kept <= limit, () => ({
        path: at('mysql', config.stores.mysql.instance === undefined ? 'service' : 'instance'),
        message: `${pods} pods keep ${kept} connections open at their largest number and may ask for ${most}, and ${machine?.name} takes ${limit}`,
        hint: `name a machine in stores.mysql.instance that takes ${Math.ceil(kept / share)} or more`,
      }));
    },
  },
  {
    code: 'STO-MACHINE-UNKNOWN',
    severity: 'warning',
    title: 'Of the machine of a managed MySQL it is known how many connections it takes',
    appliesWhen: both(
      (config) => isManaged(config, 'mysql'),
      ({ stores }) => stores.mysql.instance !== undefined,
    ),
    check: (config) => {
      const { kept, machine } = connections(config);
      const refused = managed(config).some(({ kind, service }) => kind === 'mysql' && refusedInstance(service, machine?.name ?? ''));
      return when(machine?.maxConnections === undefined && !refused, () => ({
        path: at('mysql', 'instance'),
        message: `how many connections ${machine?.name} takes is not in the tables: whether the ${kept} of the hub fit is not checked`,
        hint: 'see max_connections of that machine; about 85 for each GiB of memory',
      }));
    },
  },
];
