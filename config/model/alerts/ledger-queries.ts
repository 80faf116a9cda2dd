import type { WorkbenchConfig } from '../../schema/workbench';

/** A number that no service of Mojaloop shows, asked of the tables of central-ledger. */
export interface LedgerQuery {
  readonly metric: string;
  readonly help: string;
  /** Columns that become labels. */
  readonly labels: readonly string[];
  /** Column with the number. */
  readonly value: string;
  readonly sql: string;
}

/** So many of the newest entries are added up: a primary key finds them, whatever the size of the table. */
const newestEntries = 10_000;

/** Positions of participants of which a cap is kept; accounts of the hub have none. */
const positions = (value: string, as: string) => `select p.name as participant, pc.currencyId as currency, ${value} as ${as}
from participantCurrency pc
join participant p on p.participantId = pc.participantId and p.isActive = 1
join ledgerAccountType a on a.ledgerAccountTypeId = pc.ledgerAccountTypeId and a.name = 'POSITION'
join participantPosition pp on pp.participantCurrencyId = pc.participantCurrencyId
join participantLimit pl on pl.participantCurrencyId = pc.participantCurrencyId and pl.isActive = 1
join participantLimitType t on t.participantLimitTypeId = pl.participantLimitTypeId and t.name = 'NET_DEBIT_CAP'
where pc.isActive = 1`;

/**
 * The queries of the exporter: positions against caps, transfers that should have ended, and whether the books agree with themselves. Each reads few rows by
 * a key, also in a ledger with a hundred million transfers, and none locks anything. `transferTimeout` holds what is under way and not yet fulfilled: the
 * timeout handler enters it there and takes it out when it ends. What is fulfilled and waits for its position is not in it: ConsumerStopped tells of that.
 */
export const ledgerQueries = ({ alerts }: Pick<WorkbenchConfig, 'alerts'>): readonly LedgerQuery[] => [
  {
    metric: 'workbench_ledger_position',
    help: 'Position of a participant: what it owes the others, in units of the currency',
    labels: ['participant', 'currency'],
    value: 'position',
    sql: positions('pp.value', 'position'),
  },
  {
    metric: 'workbench_ledger_position_percent',
    help: 'Part of its net debit cap that a participant uses',
    labels: ['participant', 'currency'],
    value: 'percent',
    // A cap of nothing is used up by any position.
    sql: positions('case when pl.value > 0 then greatest(0, 100 * pp.value / pl.value) when pp.value > 0 then 100 else 0 end', 'percent'),
  },
  {
    metric: 'workbench_ledger_transfers_stuck',
    help: 'Transfers without an end, long after their expiry',
    labels: ['currency'],
    value: 'stuck',
    sql: `select t.currencyId as currency, count(*) as stuck
from transferTimeout tt
join transfer t on t.transferId = tt.transferId
where tt.expirationDate < utc_timestamp() - interval ${alerts.thresholds.stuckMinutes} minute
group by t.currencyId`,
  },
  {
    metric: 'workbench_ledger_difference',
    help: 'How far positions are from their last recorded change, and entries of transfers from nothing',
    labels: ['check', 'currency'],
    value: 'difference',
    sql: `select 'positions' as \`check\`, pc.currencyId as currency, sum(abs(pp.value - c.value)) as difference
from participantPosition pp
join participantCurrency pc on pc.participantCurrencyId = pp.participantCurrencyId
join (select participantPositionId, max(participantPositionChangeId) as newest from participantPositionChange group by participantPositionId) last
  on last.participantPositionId = pp.participantPositionId
join participantPositionChange c on c.participantPositionChangeId = last.newest
group by pc.currencyId
union all
select 'entries', currency, sum(abs(difference)) from (
  select t.currencyId as currency, sum(e.amount) as difference
  from transferParticipant e
  join (select distinct transferId from transferParticipant
        where transferParticipantId > (select coalesce(max(transferParticipantId), 0) from transferParticipant) - ${newestEntries}) newest
    on newest.transferId = e.transferId
  join transfer t on t.transferId = e.transferId
  group by e.transferId, t.currencyId
) transfers
group by currency`,
  },
];

/** Seconds between two looks at the ledger, however often Prometheus asks. */
const pause = 60;

/**
 * Configuration of sql_exporter (burningalchemist, 0.24): the queries, and no login. Where the database is and who asks comes by the variable
 * `SQLEXPORTER_TARGET_DSN`, from a Secret.
 */
export const ledgerExporterConfig = (config: Pick<WorkbenchConfig, 'alerts'>) => ({
  global: { scrape_timeout: '30s', min_interval: `${pause}s`, max_connections: 1, max_idle_connections: 1 },
  // A file without an address is refused, though the variable replaces it.
  target: { data_source_name: 'mysql://by-SQLEXPORTER_TARGET_DSN', collectors: ['ledger'] },
  collectors: [
    {
      collector_name: 'ledger',
      metrics: ledgerQueries(config).map(({ metric, help, labels, value, sql }) => ({
        metric_name: metric,
        type: 'gauge',
        help,
        key_labels: labels,
        values: [value],
        query: sql,
      })),
    },
  ],
});
