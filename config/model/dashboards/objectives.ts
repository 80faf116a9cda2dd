import type { EnvironmentModel } from '../../environment';
import { ratioName } from '../alerts/burn-rates';
import { errorBudget, objectivesOf } from '../alerts/objectives';
import type { Page, Panel } from './panel';

/** Objectives: what failed, how fast the budget burns, and what is left of it. */
export const objectives = ({ config }: EnvironmentModel): Page => ({
  name: 'objectives',
  title: 'Objectives',
  panels: objectivesOf(config).flatMap((objective): Panel[] => {
    const budget = errorBudget(objective);
    const named = `${objective.objective} % of ${objective.title}`;
    return [
      {
        title: `Burn rate: ${named}`,
        kind: 'timeseries',
        unit: 'short',
        queries: ['1h', '6h', '1d', '3d'].map((over) => ({ expr: `${ratioName(objective, over)} / ${budget}`, legend: over })),
        thresholds: [1, 6],
        description: `1 uses up what may fail in exactly ${config.slo.windowDays} days; from 14.4 and 6 on somebody is woken.`,
      },
      {
        title: `Used of what may fail in three days: ${named}`,
        kind: 'stat',
        unit: 'percentunit',
        queries: [{ expr: `${ratioName(objective, '3d')} / ${budget}`, legend: 'used' }],
        thresholds: [0.5, 1],
        description: 'More than 100 % over three days is more than the objective allows.',
      },
    ];
  }),
});
