import type { EnvironmentModel } from '../../environment';
import type { Severity } from '../../schema/alerts';

/** An alert as Prometheus evaluates it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it has to be so before somebody is told. */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: Severity };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

/** A value that Prometheus works out beforehand. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

/** Rules that are evaluated together, in their order. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
}

export const isAlert = (rule: AlertRule | RecordingRule): rule is AlertRule => 'alert' in rule;

/** What a row of a table says of an alert. */
export interface AlertRow {
  readonly alert: string;
  readonly severity: Severity;
  readonly expr: string;
  readonly for?: string;
  /** One line for a telephone, with the labels that tell which one. */
  readonly summary: string;
  /** What it means for customers. */
  readonly description: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Page that says what to do: each alert has one of its name (docs/runbooks). */
export const runbookPage = (alert: string): string => `${alert}.md`;

export function alertRule({ config }: EnvironmentModel, row: AlertRow): AlertRule {
  const base = (config.alerts.runbooks ?? 'docs/runbooks').replace(/\/$/, '');
  return {
    alert: row.alert,
    expr: row.expr,
    ...(row.for === undefined ? {} : { for: row.for }),
    labels: { ...row.labels, severity: row.severity },
    annotations: { summary: row.summary, description: row.description, runbook_url: `${base}/${runbookPage(row.alert)}` },
  };
}

/** A matcher of namespaces, for names that are labels of DNS and need no quoting. */
export const namespaceIn = (names: readonly string[]): string => `namespace=~"${names.join('|')}"`;
