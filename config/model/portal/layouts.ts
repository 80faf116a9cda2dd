import type { Layout } from '../../releases/versions';
import { layoutOf } from '../../releases/versions';
import type { WorkbenchConfig } from '../../schema/workbench';
import type { PortalPart } from './portal';

/** How Keto is spoken to: its first API, which the services of 14 and 15 know, named a subject by one text. */
export interface KetoApi {
  /** Whether a person has a permission is asked here. */
  readonly check: string;
  /** Relations are changed here. */
  readonly write: string;
  /** Field that names a person in a relation. */
  readonly subject: 'subject' | 'subject_id';
}

/** Names of fields of the transfer API by what is asked for. */
export type TransferFields = Readonly<Record<'dfsps' | 'transferSummary' | 'transfer' | 'transfers', readonly string[]>>;

/** What tells the portals of releases apart. */
export interface PortalLayout {
  /** Chart and Helm release that hold APIs and pages: that of the role operator itself, or one beside it. */
  readonly chart: 'bof' | 'finance-portal';
  /** Parts that the chart does not have, or that want a WSO2 identity server, which is no part of this workbench. */
  readonly without: readonly PortalPart[];
  /** Topic that the events of the hub come on. */
  readonly events: 'topic-event' | 'topic-event-audit';
  readonly keto: KetoApi;
  readonly fields: TransferFields;
}

const dfsps = ['id', 'name', 'description', 'active'] as const;
const both = [
  'transferId',
  'transactionId',
  'createdAt',
  'transferState',
  'transactionType',
  'errorCode',
  'payerDFSP',
  'payeeDFSP',
  'payerParty',
  'payeeParty',
  'partyLookupEvents',
  'quoteEvents',
  'transferEvents',
  'settlementEvents',
] as const;
const plain = [...both, 'quoteId', 'amount', 'currency', 'settlementWindowId', 'settlementId'] as const;
const exchanged = [
  ...both,
  'id',
  'sourceAmount',
  'sourceCurrency',
  'targetAmount',
  'targetCurrency',
  'lastUpdated',
  'baseUseCase',
  'transferSettlementWindowId',
  'transferSettlementBatchId',
  'conversionSettlementBatchId',
  'payerDFSPProxy',
  'payeeDFSPProxy',
  'quoteRequest',
  'transferTerms',
  'positionChanges',
  'transferStateChanges',
  'conversions',
  'fxTransferEvents',
  'fxQuoteEvents',
] as const;

/** bof 2.4 and 3.0: one chart holds everything (mojaloop/reporting-hub-bop-api-svc 1.0.30 and 2.0.3, @ory/keto-client 0.6). */
const joined: PortalLayout = {
  chart: 'bof',
  without: ['role-assignment-service', 'reporting-hub-bop-role-ui', 'reporting-aggregator-svc'],
  events: 'topic-event',
  keto: { check: '/check', write: '/relation-tuples', subject: 'subject' },
  fields: {
    dfsps,
    transferSummary: ['count', 'amount', 'errorCode', 'payerDFSP', 'payeeDFSP', 'currency'],
    transfer: plain,
    transfers: plain,
  },
};

/** bof 5 with finance-portal 5 (mojaloop/reporting-hub-bop-api-svc 4.1.2, Keto 0.11). */
const split: PortalLayout = {
  chart: 'finance-portal',
  without: [],
  events: 'topic-event-audit',
  keto: { check: '/relation-tuples/check', write: '/admin/relation-tuples', subject: 'subject_id' },
  fields: { dfsps, transferSummary: ['count', 'group', 'sum'], transfer: exchanged, transfers: exchanged },
};

/** The portal by layout of the release. */
export const portalLayouts = { v14: joined, v15: joined, v16: split, v17: split } as const satisfies Record<Layout, PortalLayout>;

export const portalLayout = ({ hub }: Pick<WorkbenchConfig, 'hub'>): PortalLayout => portalLayouts[layoutOf(hub.release)];
