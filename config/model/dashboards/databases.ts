import type { EnvironmentModel } from '../../environment';
import { line, type Page, rateBy } from './panel';

/** Databases and caches. */
export const databases = (_model: EnvironmentModel): Page => ({
  name: 'databases',
  title: 'Databases',
  panels: [
    {
      title: 'MySQL: queries a second',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [line(rateBy('mysql_global_status_queries', 'instance'), '{{instance}}')],
      description: 'By member; writes go to one of them.',
    },
    {
      title: 'MySQL: connections',
      kind: 'timeseries',
      unit: 'short',
      queries: [
        line('mysql_global_status_threads_connected', '{{instance}}'),
        line('mysql_global_status_threads_running', '{{instance}} at work'),
        line('min(mysql_global_variables_max_connections)', 'most'),
      ],
      description: 'Those that are open, those at work, and the most there may be.',
    },
    {
      title: 'MySQL: slow queries a second',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [line(rateBy('mysql_global_status_slow_queries', 'instance'), '{{instance}}')],
      description: 'Queries that take longer than long_query_time.',
    },
    {
      title: 'MySQL: writes that wait for a member',
      kind: 'timeseries',
      unit: 'short',
      queries: [line('mysql_global_status_wsrep_local_recv_queue', '{{instance}}')],
      description: 'A member that is behind slows all others down.',
    },
    {
      title: 'MongoDB: operations a second',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [line(rateBy('mongodb_ss_opcounters', 'instance'), '{{instance}}')],
      description: 'Bulk transfers and reports of tests.',
    },
    {
      title: 'MongoDB: connections and memory',
      kind: 'timeseries',
      unit: 'short',
      queries: [
        line('sum by (instance, conn_type) (mongodb_ss_connections)', '{{instance}} {{conn_type}}'),
        line('mongodb_ss_mem_resident', '{{instance}} MiB'),
      ],
      description: 'Connections by their state; memory in MiB.',
    },
    {
      title: 'Redis: commands a second',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [line(rateBy('redis_commands_processed_total', 'instance'), '{{instance}}')],
      description: 'Caches of payment managers, third party and payments between schemes.',
    },
    {
      title: 'Redis: memory',
      kind: 'timeseries',
      unit: 'bytes',
      queries: [line('redis_memory_used_bytes', '{{instance}}'), line('redis_memory_max_bytes > 0', '{{instance}} most')],
      description: 'What is used, and the most where there is a limit.',
    },
    {
      title: 'Volumes',
      kind: 'timeseries',
      unit: 'percent',
      width: 24,
      queries: [
        line(
          'max by (namespace, persistentvolumeclaim) (100 * (1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes))',
          '{{namespace}} {{persistentvolumeclaim}}',
        ),
      ],
      thresholds: [80, 95],
      description: 'How full each volume is.',
    },
  ],
});
