import { resolveFeatures } from '../model/features';
import { mskBrokers, partitionsPerBroker } from '../model/kafka-brokers';
import { storeMachine } from '../model/store-machines';
import { storeService } from '../model/store-services';
import { longestRetention, storeWindows } from '../model/store-windows';
import { topicsOf } from '../model/topics';
import type { WorkbenchConfig } from '../schema/workbench';

import { managed } from './managed-stores';
import { always, inProduction, type Rule, when } from './rule';

/** Managed databases: those that have backups of their own, with when theirs are to be made. */
const databases = (config: WorkbenchConfig) =>
  managed(config).flatMap(({ kind, service }) => {
    if (kind !== 'mysql' && kind !== 'mongodb') return [];
    const { schedule, retentionDays } = config.stores[kind].backup;
    return [
      {
        kind,
        service,
        schedule: schedule ?? config.operations.backupSchedule,
        schedulePath: schedule === undefined ? ['operations', 'backupSchedule'] : ['stores', kind, 'backup', 'schedule'],
        days: retentionDays ?? config.operations.backupRetentionDays,
        daysPath: retentionDays === undefined ? ['operations', 'backupRetentionDays'] : ['stores', kind, 'backup', 'retentionDays'],
      },
    ];
  });
const onMsk = (config: WorkbenchConfig) => storeService(config, 'kafka') === 'msk';

/** Brokers of MSK, and when and how long the cloud keeps backups. */
export const managedOperationRules: readonly Rule[] = [
  {
    code: 'STO-MSK-PARTITIONS',
    severity: 'error',
    title: 'Brokers of MSK hold the partitions of all topics',
    appliesWhen: onMsk,
    check: (config) => {
      const machine = storeMachine(config, 'kafka');
      const each = partitionsPerBroker(config, topicsOf(config, resolveFeatures(config)));
      return when(machine?.maxPartitions !== undefined && each > machine.maxPartitions, () => ({
        path: ['stores', 'kafka', config.stores.kafka.instance === undefined ? 'partitions' : 'instance'],
        message: `${mskBrokers(config)} brokers hold ${each} partitions each, copies counted, and ${machine?.name} should hold ${machine?.maxPartitions}: MSK then refuses changes and upgrades`,
        hint: 'write fewer partitions, more replicas, or a larger instance',
      }));
    },
  },
  {
    code: 'STO-MSK-COUNT',
    severity: 'warning',
    title: 'MSK has as many brokers as the file says',
    appliesWhen: onMsk,
    check: (config) => {
      const brokers = mskBrokers(config);
      return when(brokers !== config.stores.kafka.replicas, () => ({
        path: ['stores', 'kafka', 'replicas'],
        message: `MSK has the same number of brokers in each zone: ${brokers} instead of ${config.stores.kafka.replicas}, and each is paid for`,
        hint: `write replicas: ${brokers}`,
      }));
    },
  },
  {
    code: 'STO-RETENTION',
    severity: 'warning',
    title: 'Backups of managed databases are kept as long as the file says',
    appliesWhen: always,
    check: (config) =>
      databases(config).flatMap(({ service, days, daysPath }) =>
        when(days > longestRetention, () => ({
          path: daysPath,
          message: `${service} keeps its backups for ${longestRetention} days, not ${days}`,
          hint: `copy snapshots elsewhere for the rest, or write ${longestRetention}`,
        })),
      ),
  },
  {
    code: 'STO-WINDOWS',
    severity: 'warning',
    title: 'In production managed databases are backed up outside of their maintenance window',
    appliesWhen: (config) => inProduction(config) && databases(config).length > 0,
    check: (config) =>
      databases(config).flatMap(({ kind, schedule, schedulePath }) => {
        const wanted = Number(/^\S+\s+(\d+)\s/.exec(schedule)?.[1] ?? Number.NaN);
        const { backup } = storeWindows(config, kind);
        return when(!Number.isNaN(wanted) && wanted !== backup.from, () => ({
          path: schedulePath,
          message: `a backup of ${kind} at ${wanted}:00 would meet the maintenance window, which begins at ${config.cluster.upgrades.hour}:00 and lasts four hours: it is made at ${backup.from}:00`,
          hint: 'choose another hour for one of them (UTC)',
        }));
      }),
  },
];
