/** What one transfer leaves behind in a table: rows, and bytes of a row with its indexes. */
interface Footprint {
  readonly what: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Rows that one transfer with its quote leaves in MySQL, by the tables of central-ledger and quoting-service; about 3.5 changes of state a transfer are
 * also what mojaloop/docs PR 47 found. Bytes a row are estimates with their indexes: no measured number is published (mojaloop/project issues 3590 and
 * 3623 ask for one). Measure your own: data_length + index_length of information_schema.tables, by the rows of `transfer`.
 */
export const ledgerFootprint: readonly Footprint[] = [
  { what: 'transfer, fulfilment and their duplicate checks', rows: 4, bytes: 300 },
  { what: 'ILP packet of the transfer', rows: 1, bytes: 1200 },
  { what: 'participants of the transfer', rows: 2, bytes: 250 },
  { what: 'changes of its state', rows: 4, bytes: 200 },
  { what: 'changes of positions', rows: 2, bytes: 250 },
  { what: 'quote, its answer and their duplicate checks', rows: 5, bytes: 350 },
  { what: 'parties and extensions of the quote', rows: 4, bytes: 400 },
  { what: 'ILP packet of the quote', rows: 1, bytes: 1200 },
];

export const ledgerBytes: number = ledgerFootprint.reduce((sum, { rows, bytes }) => sum + rows * bytes, 0);

/**
 * Messages of one transfer in Kafka: prepare, two of positions, fulfil, three notifications, and three of events and audits; each with its headers,
 * signature and ILP packet in base64, which the services repeat from message to message. An estimate like the one above.
 */
export const kafkaFootprint = { messages: 10, bytes: 4096 } as const;

/** Bytes of one transfer of a bulk in MongoDB, where the whole message is kept until the bulk is done and after it. An estimate. */
export const bulkBytes = 2048;
