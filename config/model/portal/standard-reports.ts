/** A report that comes with the workbench; what it asks the ledger stands in config/reports. */
export interface StandardReport {
  readonly name: string;
  readonly title: string;
  /** Permission that opens it. */
  readonly permission: string;
  /** For one participant, which the reader must belong to: `fspId` is among its parameters. */
  readonly participant: boolean;
}

/** Names and permissions as the public deployments know them, so that their roles go on working. */
export const standardReports: readonly StandardReport[] = [
  { name: 'settlement-window', title: 'Settlement windows', permission: 'report-settlement-window', participant: false },
  { name: 'settlement', title: 'One settlement', permission: 'report-settlement', participant: false },
  { name: 'settlement-audit', title: 'Changes of settlements', permission: 'report-settlement-audit', participant: false },
  { name: 'dfsp-settlement', title: 'Settlement of a participant', permission: 'report-dfsp-settlement', participant: true },
  {
    name: 'dfsp-settlement-detail',
    title: 'Transfers in the settlement of a participant',
    permission: 'report-dfsp-settlement-detail',
    participant: true,
  },
  { name: 'transaction-reconciliation', title: 'Transfers of a participant', permission: 'report-tx-reconciliation', participant: true },
  {
    name: 'reconciliation-amount',
    title: 'Amounts of a participant by day',
    permission: 'report-reconciliation-amount',
    participant: true,
  },
  { name: 'unfinalized-transfers', title: 'Transfers that have not ended', permission: 'report-unfinalized-transfers', participant: false },
];
