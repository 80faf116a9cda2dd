import { wrongField } from '../model/schedule';
import type { WorkbenchConfig } from '../schema/workbench';
import type { Path } from '../validate/path';
import { onCloud } from './clouds';
import { always, inProduction, type Rule, when, zoneFindings } from './rule';

/** Schedules of a file, with their places. */
function schedules({ operations, stores, tests }: WorkbenchConfig): { path: Path; schedule: string }[] {
  const { hibernation, backupSchedule } = operations;
  return [
    { path: ['operations', 'backupSchedule'], schedule: backupSchedule },
    ...(['mysql', 'mongodb', 'kafka'] as const).flatMap((kind) => {
      const { schedule } = stores[kind].backup;
      return schedule === undefined ? [] : [{ path: ['stores', kind, 'backup', 'schedule'], schedule }];
    }),
    ...(hibernation
      ? (['stop', 'start'] as const).map((key) => ({ path: ['operations', 'hibernation', key], schedule: hibernation[key] }))
      : []),
    ...(tests.schedule ? [{ path: ['tests', 'schedule', 'cron'], schedule: tests.schedule.cron }] : []),
  ];
}

const shortestLogs = 90;
const shortestBackups = 7;

/** Day two: schedules, hibernation, how long things are kept. */
export const operationRules: readonly Rule[] = [
  {
    code: 'OPS-SCHEDULE',
    severity: 'error',
    title: 'Schedules name hours and days that there are',
    appliesWhen: always,
    check: (config) =>
      schedules(config).flatMap(({ path, schedule }) => {
        const wrong = wrongField(schedule);
        return when(wrong !== undefined, () => ({
          path,
          message: `"${schedule}" has ${wrong}, which never comes`,
          hint: 'five fields: minute, hour, day of the month, month, day of the week, such as "0 2 * * *"',
        }));
      }),
  },
  {
    code: 'OPS-TIME-ZONE',
    severity: 'error',
    title: 'The time zone of hibernation exists',
    appliesWhen: ({ operations }) => operations.hibernation !== undefined,
    check: ({ operations }) => zoneFindings(['operations', 'hibernation', 'timeZone'], operations.hibernation?.timeZone ?? 'UTC'),
  },
  {
    code: 'OPS-HIBERNATION-SAME',
    severity: 'error',
    title: 'An environment is started at another time than it is stopped',
    appliesWhen: ({ operations }) => operations.hibernation !== undefined,
    check: ({ operations: { hibernation } }) =>
      when(hibernation?.start.trim() === hibernation?.stop.trim(), () => ({
        path: ['operations', 'hibernation', 'start'],
        message: `stop and start are both at "${hibernation?.stop}"`,
        hint: 'write two times, such as stop "0 19 * * 1-5" and start "0 7 * * 1-5"',
      })),
  },
  {
    code: 'OPS-HIBERNATION',
    severity: 'warning',
    title: 'Production does not sleep',
    appliesWhen: inProduction,
    check: ({ operations }) =>
      when(operations.hibernation !== undefined, () => ({
        path: ['operations', 'hibernation'],
        message: 'an environment of production is to be stopped: nobody can pay in these hours',
        hint: 'remove it, or write profile: sandbox',
      })),
  },
  {
    code: 'OPS-LOGS-SHORT',
    severity: 'warning',
    title: 'In production logs are kept for a quarter of a year',
    appliesWhen: (config) => inProduction(config) && onCloud(config),
    check: ({ operations: { logRetentionDays } }) =>
      when(logRetentionDays < shortestLogs, () => ({
        path: ['operations', 'logRetentionDays'],
        message: `logs of the cloud are kept for ${logRetentionDays} days: an intrusion is found after months`,
        hint: 'leave it out: production keeps them for a year',
      })),
  },
  {
    code: 'OPS-BACKUPS-SHORT',
    severity: 'warning',
    title: 'In production backups are kept for a week at least',
    appliesWhen: inProduction,
    check: ({ operations: { backupRetentionDays } }) =>
      when(backupRetentionDays < shortestBackups, () => ({
        path: ['operations', 'backupRetentionDays'],
        message: `backups are kept for ${backupRetentionDays} days: a fault that is found after a long weekend is in all of them`,
        hint: 'leave it out: production keeps 35 days',
      })),
  },
];
