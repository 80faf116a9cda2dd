import { createHash } from 'node:crypto';
import type { EnvironmentModel } from '../../environment';
import type { ParticipantConfig, WorkbenchConfig } from '../../schema/workbench';
import { callbackUrl } from '../callbacks';
import { type ConnectionManagerAccount, connectionManagerAccounts } from '../connection-manager';
import { callbackEndpoints, type Endpoint } from './callback-endpoints';
import { type NumberEntry, numberEntries, type PrefixEntry, prefixEntries } from './oracle-entries';
import { type Oracle, oraclesOf } from './oracles';

export const hubAccountTypes = ['HUB_RECONCILIATION', 'HUB_MULTILATERAL_SETTLEMENT'] as const;

export interface HubAccount {
  readonly currency: string;
  readonly type: (typeof hubAccountTypes)[number];
}

/** As the ledger takes it: the names are those of its API. */
export interface SettlementModel {
  readonly name: string;
  readonly settlementGranularity: string;
  readonly settlementInterchange: string;
  readonly settlementDelay: string;
  readonly currency?: string;
  readonly requireLiquidityCheck: boolean;
  readonly ledgerAccountType: string;
  readonly autoPositionReset: boolean;
  readonly settlementAccountType: 'SETTLEMENT' | 'INTERCHANGE_FEE_SETTLEMENT';
}

/** Money that is put on a settlement account once in the life of an environment. */
export interface Funding {
  readonly currency: string;
  readonly amount: number;
  /** The same for the same participant and currency, whatever the amount: the ledger takes a transfer of one id once. */
  readonly transferId: string;
}

export interface DesiredParticipant {
  readonly id: string;
  /** False for one that has left: it is switched off and keeps its accounts. */
  readonly active: boolean;
  readonly limits: readonly { readonly currency: string; readonly value: number }[];
  readonly endpoints: readonly Endpoint[];
  readonly funding: readonly Funding[];
}

/** What the ledger, account lookup and its oracles hold when the hub is set up as the workbench file says. */
export interface DesiredHub {
  readonly hub: string;
  readonly accounts: readonly HubAccount[];
  readonly settlementModels: readonly SettlementModel[];
  readonly participants: readonly DesiredParticipant[];
  readonly oracles: readonly Oracle[];
  readonly prefixes: readonly PrefixEntry[];
  readonly numbers: readonly NumberEntry[];
  readonly managerAccounts: readonly ConnectionManagerAccount[];
  /** Public part of the key with which the hub signs (PEM), which only the cluster knows; undefined where it was not asked. */
  readonly hubKey?: string;
}

/** A UUID made from text (version 5 in form; RFC 9562): the same text gives the same one. */
export function derivedId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `${variant}${hex.slice(18, 20)}`, hex.slice(20, 32)].join('-');
}

export const currenciesOf = ({ currency, currencies }: ParticipantConfig): string[] => [...new Set([currency, ...currencies])];

function desiredParticipant(model: EnvironmentModel, participant: ParticipantConfig): DesiredParticipant {
  const { config } = model;
  const { id, retired, initialFunding } = participant;
  const cap = Number(participant.netDebitCap ?? config.hub.netDebitCap);
  const fund = (currency: string): Funding => ({
    currency,
    amount: Number(initialFunding),
    transferId: derivedId(config.tenant, config.environment, config.domain, id, currency, 'initial funding'),
  });
  return {
    id,
    active: !retired,
    limits: currenciesOf(participant).map((currency) => ({ currency, value: cap })),
    endpoints: callbackEndpoints(model, callbackUrl(config, participant), participant.notificationEmail),
    // The amount is in the participant's own currency; further ones are funded by the participant itself.
    funding: initialFunding === undefined || Number(initialFunding) === 0 ? [] : [fund(participant.currency)],
  };
}

/** Currencies the hub needs accounts in: its own, and those of whoever takes part. */
const hubCurrencies = ({ hub, participants }: WorkbenchConfig): string[] => [
  ...new Set([...hub.currencies, ...hub.testCurrencies, ...participants.flatMap(currenciesOf)]),
];

/** Works out the wanted state of the ledger, of account lookup and of its oracles. Pure: the same file gives the same, transfer ids included. */
export function desiredHub(model: EnvironmentModel): DesiredHub {
  const { config } = model;
  return {
    hub: config.hub.name,
    accounts: hubCurrencies(config).flatMap((currency) => hubAccountTypes.map((type) => ({ currency, type }))),
    settlementModels: config.hub.settlementModels.map((settlement) => ({
      name: settlement.name,
      settlementGranularity: settlement.granularity,
      settlementInterchange: settlement.interchange,
      settlementDelay: settlement.delay,
      ...(settlement.currency ? { currency: settlement.currency } : {}),
      requireLiquidityCheck: settlement.requireLiquidityCheck,
      ledgerAccountType: settlement.ledgerAccountType,
      autoPositionReset: settlement.autoPositionReset,
      settlementAccountType: settlement.ledgerAccountType === 'INTERCHANGE_FEE' ? 'INTERCHANGE_FEE_SETTLEMENT' : 'SETTLEMENT',
    })),
    participants: config.participants.map((participant) => desiredParticipant(model, participant)),
    oracles: oraclesOf(model),
    prefixes: prefixEntries(model),
    numbers: numberEntries(model),
    managerAccounts: connectionManagerAccounts(config),
  };
}
