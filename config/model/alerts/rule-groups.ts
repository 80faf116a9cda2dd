import type { EnvironmentModel } from '../../environment';
import { auditAlerts } from './audit';
import { burnRateGroups } from './burn-rates';
import { gatewayAlerts } from './gateway';
import { ledgerAlerts } from './ledger';
import { platformAlerts } from './platform';
import { type AlertRow, type AlertRule, alertRule, isAlert, type RuleGroup } from './rule';
import { storeAlerts } from './stores';
import { transferAlerts } from './transfers';

const tables: Readonly<Record<string, (model: EnvironmentModel) => readonly AlertRow[]>> = {
  transfers: transferAlerts,
  ledger: ledgerAlerts,
  stores: storeAlerts,
  platform: platformAlerts,
  gateway: gatewayAlerts,
  audit: auditAlerts,
};

/** Every rule of an environment, in groups: objectives first, then what else can go wrong. Pure; the same file gives the same rules. */
export const ruleGroups = (model: EnvironmentModel): readonly RuleGroup[] => [
  ...burnRateGroups(model),
  ...Object.entries(tables)
    .map(([name, rows]) => ({ name, rules: rows(model).map((row) => alertRule(model, row)) }))
    .filter(({ rules }) => rules.length > 0),
];

/** Every alert of an environment. One of the same name may be there several times, for several windows. */
export const alertRules = (model: EnvironmentModel): readonly AlertRule[] =>
  ruleGroups(model).flatMap(({ rules }) => rules.filter(isAlert));
