import type { DesiredHub, HubAccount, SettlementModel } from '../../config/model/onboarding/desired';
import type { Oracle } from '../../config/model/onboarding/oracles';
import type { HubState } from './hub-state';
import type { Request, Step } from './step';

const group = 'hub';

/** Accounts of the hub itself: made once, and never closed from here. */
export function accountStep(hub: string, { currency, type }: HubAccount, state: HubState): Step {
  const id = `hub account ${type} ${currency}`;
  const found = state.participants.get(hub)?.accounts.find((account) => account.type === type && account.currency === currency);
  if (!found)
    return {
      id,
      group,
      action: 'create',
      why: `the hub has no account ${type} in ${currency}`,
      requests: [{ api: 'ledger', method: 'POST', path: `/participants/${encodeURIComponent(hub)}/accounts`, body: { currency, type } }],
    };
  return found.active
    ? { id, group, action: 'nothing', why: 'is there' }
    : {
        id,
        group,
        action: 'conflict',
        why: `the account ${type} in ${currency} of the hub is switched off, and the API of the ledger can't switch it on`,
        hint: 'find out who switched it off and why; then set isActive of that row of participantCurrency to 1 in the database of the ledger',
      };
}

const compared = [
  'settlementGranularity',
  'settlementInterchange',
  'settlementDelay',
  'currency',
  'requireLiquidityCheck',
  'ledgerAccountType',
  'autoPositionReset',
] as const;

/** Settlement models: transfers are settled by them, so a model that is there is never rewritten. */
export function modelStep(model: SettlementModel, state: HubState): Step {
  const id = `settlement model ${model.name}`;
  const found = state.settlementModels.find(({ name }) => name === model.name);
  const rival = state.settlementModels.find(
    (one) => one.active && one.name !== model.name && one.ledgerAccountType === model.ledgerAccountType && one.currency === model.currency,
  );
  if (rival)
    return {
      id,
      group,
      action: 'conflict',
      why: `${rival.name} settles the same accounts already: the ledger would make every account of a new participant twice, and fail`,
      hint: `take ${rival.name} instead, or switch it off at the ledger when no window of it is open`,
    };
  if (!found)
    return {
      id,
      group,
      action: 'create',
      why: 'the ledger has no model of this name',
      requests: [{ api: 'ledger', method: 'POST', path: '/settlementModels', body: model }],
    };
  const other = compared.filter((key) => found[key] !== model[key]);
  if (other.length > 0)
    return {
      id,
      group,
      action: 'conflict',
      why: `is there with ${other.map((key) => `${key} ${String(found[key] ?? 'of all')} and not ${String(model[key] ?? 'of all')}`).join(', ')}`,
      hint: 'a model that has settled transfers is not changed: write its settings into hub.settlementModels, or give the new one another name',
    };
  return found.active
    ? { id, group, action: 'nothing', why: 'is there' }
    : {
        id,
        group,
        action: 'change',
        why: 'is there, and switched off',
        requests: [{ api: 'ledger', method: 'PUT', path: `/settlementModels/${encodeURIComponent(model.name)}`, body: { isActive: true } }],
      };
}

/**
 * Oracles at account lookup; one of a kind and currency. One that moved is taken out and entered anew: account lookup refuses to change an oracle as long as
 * one of the same kind and currency is active, which is that oracle itself (seen with v17.12.2). Between the two requests it asks nobody about this kind.
 */
export function oracleStep(oracle: Oracle, { oracles = [] }: HubState): Step {
  const { type, endpoint, currency } = oracle;
  const id = `oracle ${type}${currency ? ` ${currency}` : ''}`;
  const found = oracles.find((one) => one.type === type && one.currency === currency);
  const body = {
    oracleIdType: type,
    endpoint: { value: endpoint, endpointType: 'URL' },
    ...(currency ? { currency } : {}),
    isDefault: true,
  };
  const enter: Request = { api: 'lookup', method: 'POST', path: '/oracles', body };
  if (!found)
    return {
      id,
      group: 'oracles',
      action: 'create',
      why: `account lookup asks nobody about ${type}`,
      requests: [enter],
    };
  if (found.endpoint === endpoint) return { id, group: 'oracles', action: 'nothing', why: 'is there' };
  return {
    id,
    group: 'oracles',
    action: 'change',
    why: `account lookup asks ${found.endpoint} and not ${endpoint}`,
    requests: [{ api: 'lookup', method: 'DELETE', path: `/oracles/${encodeURIComponent(String(found.id))}` }, enter],
  };
}

/** Steps of the hub itself, in the order in which they must be done: a participant needs accounts of the hub and a model. */
export function hubSteps(desired: DesiredHub, state: HubState): Step[] {
  if (!state.participants.has(desired.hub))
    return [
      {
        id: `hub ${desired.hub}`,
        group,
        action: 'conflict',
        why: `the ledger knows no participant ${desired.hub}: the hub has another name there`,
        hint: 'set hub.name to the name that the ledger was deployed with',
      },
    ];
  return [
    ...desired.accounts.map((account) => accountStep(desired.hub, account, state)),
    ...desired.settlementModels.map((model) => modelStep(model, state)),
  ];
}
