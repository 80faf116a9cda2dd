import type { EnvironmentModel } from '../../config/environment';
import { needsSecret } from '../../config/model/alerts/alertmanager';
import { burnRate, burnThreshold, burnWindows } from '../../config/model/alerts/burn-rates';
import { objectivesOf } from '../../config/model/alerts/objectives';
import { alertRules } from '../../config/model/alerts/rule-groups';
import type { ReceiverKind, Severity } from '../../config/schema/alerts';

/** How fast a budget has to burn, and for how long, until somebody is told. */
export interface BurnRow {
  readonly long: string;
  /** A twelfth of it: the alert ends soon after its cause. */
  readonly short: string;
  readonly severity: Severity;
  /** Times faster than allowed. */
  readonly rate: number;
  /** Percent of failures in both windows from which on somebody is told; 100 and more never comes. */
  readonly failingPercent: number;
}

/** One thing that the hub promises. */
export interface ObjectiveRow {
  readonly id: string;
  readonly title: string;
  /** Percent that has to be right. */
  readonly objective: number;
  readonly windowDays: number;
  readonly noticed: string;
  readonly alert: string;
  readonly runbook: string;
  readonly burns: readonly BurnRow[];
}

/** Where alerts go. Never a secret: its place in Vault. */
export interface RouteRow {
  readonly name: string;
  readonly to: ReceiverKind;
  readonly severities: readonly Severity[];
  readonly secret?: string;
}

/** One alert, with everything that may be the reason of it. */
export interface AlertRow {
  readonly alert: string;
  readonly severity: Severity;
  /** How long it has to be so before somebody is told; the shortest, where it is there for several windows. */
  readonly for?: string;
  readonly says: string;
  /** Names of routes; without one it is only seen in Grafana and Alertmanager. */
  readonly told: readonly string[];
  /** Page that says what to do: an address, or a path in the repository. */
  readonly runbook: string;
}

/** Everything about promises and alarms; `watched` is false where the environment watches nothing. */
export interface ServiceLevels {
  readonly watched: boolean;
  readonly objectives: readonly ObjectiveRow[];
  readonly routes: readonly RouteRow[];
  readonly alerts: readonly AlertRow[];
}

const percent = (part: number) => Number((part * 100).toFixed(4));
/** What Alertmanager fills in when it happens. */
const spoken = (summary: string) =>
  summary.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, '<$1>').replaceAll(/\{\{ \$value(?: \| \w+)? \}\}/g, '…');

/** Promises, who is told when they are not kept, and every alert with its page. Nothing of it where nobody watches. */
export function serviceLevels(model: EnvironmentModel): ServiceLevels {
  const { slo, alerts, monitoring } = model.config;
  if (!monitoring.enabled) return { watched: false, objectives: [], routes: [], alerts: [] };
  const rules = alertRules(model);
  const runbookOf = (name: string) => rules.find(({ alert }) => alert === name)?.annotations.runbook_url ?? '';
  const told = (severity: Severity) => alerts.routes.filter(({ severities }) => severities.includes(severity)).map(({ name }) => name);
  const first = new Map<string, AlertRow>();
  for (const { alert, labels, annotations, for: after } of rules) {
    const key = `${alert} ${labels.severity}`;
    if (first.has(key)) continue;
    first.set(key, {
      alert,
      severity: labels.severity,
      ...(after === undefined ? {} : { for: after }),
      says: spoken(annotations.summary),
      told: told(labels.severity),
      runbook: annotations.runbook_url,
    });
  }
  return {
    watched: true,
    objectives: objectivesOf(model.config).map((objective) => ({
      id: objective.id,
      title: objective.title,
      objective: objective.objective,
      windowDays: slo.windowDays,
      noticed: objective.noticed,
      alert: objective.alert,
      runbook: runbookOf(objective.alert),
      burns: burnWindows.map((window) => ({
        long: window.long,
        short: window.short,
        severity: window.severity,
        rate: burnRate(window, slo.windowDays),
        failingPercent: percent(burnThreshold(objective, window, slo.windowDays)),
      })),
    })),
    routes: alerts.routes.map((route) => ({
      name: route.name,
      to: route.to,
      severities: route.severities,
      ...(needsSecret(route) && route.secret !== undefined ? { secret: route.secret } : {}),
    })),
    alerts: [...first.values()],
  };
}
