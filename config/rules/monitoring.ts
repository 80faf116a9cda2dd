import { inProduction, type Rule, when } from './rule';

/** What watches the hub. */
export const monitoringRules: readonly Rule[] = [
  {
    code: 'MON-OFF',
    severity: 'warning',
    title: 'In production the hub is watched',
    appliesWhen: inProduction,
    check: ({ monitoring }) =>
      when(!monitoring.enabled, () => ({
        path: ['monitoring', 'enabled'],
        message: 'nothing here watches the hub: nobody learns that payments are stuck before participants call',
        hint: 'leave it out, or watch it with what you have',
      })),
  },
];
