import type { EnvironmentModel } from '../../environment';
import type { Severity } from '../../schema/alerts';
import { errorBudget, type Objective, objectivesOf } from './objectives';
import { type AlertRule, alertRule, type RecordingRule, type RuleGroup } from './rule';

interface BurnWindow {
  readonly long: string;
  readonly longHours: number;
  /** A twelfth of the long one: tells that it still goes on. */
  readonly short: string;
  /** Part of the whole budget that is gone when the long window is over. */
  readonly spent: number;
  readonly severity: Severity;
  readonly for: string;
}

/**
 * The windows of "The Site Reliability Workbook" (O'Reilly 2018), chapter 5, table 5-8: over 30 days they are burn rates of 14.4, 6, 3 and 1.
 * Each needs a long and a short window at once: the long one keeps blips from waking people, the short one ends the alert soon after the cause.
 */
export const burnWindows: readonly BurnWindow[] = [
  { long: '1h', longHours: 1, short: '5m', spent: 0.02, severity: 'critical', for: '2m' },
  { long: '6h', longHours: 6, short: '30m', spent: 0.05, severity: 'critical', for: '15m' },
  { long: '1d', longHours: 24, short: '2h', spent: 0.1, severity: 'warning', for: '1h' },
  { long: '3d', longHours: 72, short: '6h', spent: 0.1, severity: 'warning', for: '3h' },
];

/** How many times faster than allowed failures come, for so much of the budget to be gone in the long window. */
export const burnRate = ({ spent, longHours }: Pick<BurnWindow, 'spent' | 'longHours'>, windowDays: number): number =>
  Number(((spent * windowDays * 24) / longHours).toFixed(4));

/** Part of failures from which a window tells; 1 and more never comes, because more than everything can't fail. */
export const burnThreshold = (objective: Objective, window: BurnWindow, windowDays: number): number =>
  Number((burnRate(window, windowDays) * errorBudget(objective)).toFixed(8));

const series = ({ id }: Objective) => id.replaceAll('-', '_');
/** Name of the recorded ratio of an objective over a window. */
export const ratioName = (objective: Objective, window: string): string => `slo:${series(objective)}_errors:ratio_rate${window}`;

const allWindows = [...new Set(burnWindows.flatMap(({ long, short }) => [short, long]))];

function recorded(objective: Objective): RecordingRule[] {
  return allWindows.map((window) => ({ record: ratioName(objective, window), expr: objective.errorRatio(window) }));
}

function alertsOf(model: EnvironmentModel, objective: Objective): AlertRule[] {
  const { windowDays } = model.config.slo;
  return burnWindows.map((window) => {
    const threshold = burnThreshold(objective, window, windowDays);
    const above = (over: string) => `${ratioName(objective, over)} > ${threshold}`;
    return alertRule(model, {
      alert: objective.alert,
      severity: window.severity,
      for: window.for,
      expr: `${above(window.long)} and ${above(window.short)}`,
      labels: { slo: objective.id, window: window.long },
      summary: `The budget of "${objective.title}" burns ${burnRate(window, windowDays)} times too fast`,
      description: `{{ $value | humanizePercentage }} failed in the last ${window.long}; the objective allows ${Number((100 - objective.objective).toFixed(6))} % over ${windowDays} days. ${objective.noticed.replace(/^./, (first) => first.toUpperCase())}.`,
    });
  });
}

/** Two groups an objective: its ratios over each window, then the alerts that follow from them. */
export const burnRateGroups = (model: EnvironmentModel): RuleGroup[] =>
  objectivesOf(model.config).flatMap((objective) => [
    { name: `slo-${objective.id}-ratios`, rules: recorded(objective) },
    { name: `slo-${objective.id}`, rules: alertsOf(model, objective) },
  ]);
