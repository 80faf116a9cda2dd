/** A sentence about the books that must be true, and the query that finds what breaks it. */
export interface LedgerCheck {
  readonly id: string;
  readonly title: string;
  /** Selects one column, `detail`, with a row for everything that is wrong. Reads only. */
  readonly wrong: string;
}

/** What of a hub moves money in more than two entries of one currency. */
export interface LedgerKind {
  readonly fx: boolean;
  readonly interScheme: boolean;
}

const latest = `SELECT transferId, MAX(transferStateChangeId) AS id FROM transferStateChange GROUP BY transferId`;

/**
 * Checks of double entry in the books of central-ledger, by its own tables (migrations of 13 to 19.5: transferParticipant, participantPosition,
 * participantPositionChange, settlementTransferParticipant). They lock nothing; on a copy that nobody uses they take about a minute a hundred million rows.
 * Transfers of other schemes are written with two negative entries, conversions over two currencies: what sums by transfer or by currency can't tell there
 * is left out.
 */
export function ledgerChecks({ fx, interScheme }: LedgerKind): readonly LedgerCheck[] {
  return [
    ...(interScheme
      ? []
      : [
          {
            id: 'transfer-sums',
            title: 'the entries of every transfer sum to zero',
            wrong: `SELECT CONCAT('transfer ', transferId, ' is off by ', SUM(amount)) AS detail FROM transferParticipant GROUP BY transferId HAVING SUM(amount) <> 0`,
          },
        ]),
    {
      id: 'transfer-amounts',
      title: 'every entry is of the amount and in the currency of its transfer',
      wrong: `SELECT CONCAT('transfer ', t.transferId, ' of ', t.amount, ' ', t.currencyId, ' has an entry of ', tp.amount, ' ', COALESCE(pc.currencyId, '')) AS detail FROM transferParticipant tp JOIN transfer t ON t.transferId = tp.transferId LEFT JOIN participantCurrency pc ON pc.participantCurrencyId = tp.participantCurrencyId WHERE ABS(tp.amount) <> t.amount OR (pc.currencyId IS NOT NULL AND pc.currencyId <> t.currencyId)`,
    },
    {
      id: 'transfer-states',
      title: 'every transfer has two entries and a state',
      wrong: `SELECT CONCAT('transfer ', t.transferId, ' has ', COUNT(DISTINCT tp.transferParticipantId), ' entries and ', COUNT(DISTINCT s.transferStateChangeId), ' states') AS detail FROM transfer t LEFT JOIN transferParticipant tp ON tp.transferId = t.transferId LEFT JOIN transferStateChange s ON s.transferId = t.transferId GROUP BY t.transferId HAVING COUNT(DISTINCT tp.transferParticipantId) < 2 OR COUNT(DISTINCT s.transferStateChangeId) = 0`,
    },
    {
      id: 'positions',
      title: 'every position is what its last change made of it',
      wrong: `SELECT CONCAT('position ', p.participantPositionId, ' is ', p.value, ' and was last changed to ', c.value) AS detail FROM participantPosition p JOIN (SELECT participantPositionId, MAX(participantPositionChangeId) AS id FROM participantPositionChange GROUP BY participantPositionId) l ON l.participantPositionId = p.participantPositionId JOIN participantPositionChange c ON c.participantPositionChangeId = l.id WHERE c.value <> p.value`,
    },
    ...(fx || interScheme
      ? []
      : [
          {
            id: 'books',
            title: 'all positions of a currency sum to what is reserved for transfers that are under way',
            wrong: `SELECT CONCAT(currencyId, ' is off by ', SUM(value)) AS detail FROM (SELECT pc.currencyId, p.value FROM participantPosition p JOIN participantCurrency pc ON pc.participantCurrencyId = p.participantCurrencyId UNION ALL SELECT t.currencyId, -t.amount FROM transfer t JOIN (${latest}) l ON l.transferId = t.transferId JOIN transferStateChange s ON s.transferStateChangeId = l.id JOIN transferState k ON k.transferStateId = s.transferStateId WHERE k.enumeration = 'RESERVED') entries GROUP BY currencyId HAVING SUM(value) <> 0`,
          },
        ]),
    {
      id: 'settlements',
      title: 'the entries of every settlement sum to zero in each currency',
      wrong: `SELECT CONCAT('settlement ', s.settlementId, ' is off by ', SUM(s.amount), ' ', pc.currencyId) AS detail FROM settlementTransferParticipant s JOIN participantCurrency pc ON pc.participantCurrencyId = s.participantCurrencyId GROUP BY s.settlementId, pc.currencyId HAVING SUM(s.amount) <> 0`,
    },
  ];
}

/** One statement a check, and one for what is there: each prints id, number of what is wrong and one example, separated by tabs (mysql --batch). */
export function ledgerCheckSql(kind: LedgerKind): string {
  const checks = ledgerChecks(kind).map(({ id, wrong }) => `SELECT '${id}', COUNT(*), COALESCE(MIN(detail), '') FROM (${wrong}) broken;`);
  return `${[...checks, "SELECT 'transfers', COUNT(*), COALESCE(MAX(createdDate), '') FROM transfer;"].join('\n')}\n`;
}

export interface LedgerVerdict {
  readonly sound: boolean;
  readonly checks: readonly { readonly id: string; readonly title: string; readonly wrong: number; readonly example: string }[];
  readonly transfers: number;
  /** When the newest transfer was received, UTC; empty where there is none. */
  readonly newest: string;
}

/** Reads what the statements printed. @returns undefined where a check is missing: a run that broke off says nothing about the books */
export function readLedgerChecks(kind: LedgerKind, printed: string): LedgerVerdict | undefined {
  const rows = new Map(
    printed.split('\n').flatMap((line) => {
      const [id = '', count = '', ...example] = line.split('\t');
      return /^\d+$/.test(count) ? [[id, { count: Number(count), example: example.join('\t') }] as const] : [];
    }),
  );
  const found = ledgerChecks(kind).map(({ id, title }) => ({ id, title, row: rows.get(id) }));
  const transfers = rows.get('transfers');
  const checks = found.flatMap(({ id, title, row }) => (row ? [{ id, title, wrong: row.count, example: row.example }] : []));
  if (!transfers || checks.length !== found.length) return undefined;
  return { sound: checks.every(({ wrong }) => wrong === 0), checks, transfers: transfers.count, newest: transfers.example };
}
