import type { ManagedMysql } from './mysql-parameters';

/**
 * The version asked of each service. All stay with 8.0: it is what the makers of every release tried (8.0.32), and 8.4 has switched the plugin
 * `mysql_native_password` off, without which no chart before 17.1.0 can log in. RDS for MySQL 8.0 left its standard support in July 2026 and is
 * billed by the hour of a vCPU besides (Extended Support); Aurora 3, the 8.0 of Aurora, is in standard support until 2028.
 * On AWS it names the family alone, so that minor versions which AWS applies are no change of the file.
 */
export const mysqlVersions = {
  rds: '8.0',
  aurora: '8.0',
  'flexible-server': '8.0.21',
} as const satisfies Record<ManagedMysql, string>;
