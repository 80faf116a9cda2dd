import { logPlaceOf } from '../model/log-places';
import { always, inProduction, type Rule, when } from './rule';

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
  {
    code: 'MON-LOG-PLACE',
    severity: 'error',
    title: 'Logs go to a place that the platform has',
    appliesWhen: always,
    check: (config) => {
      const { only, title } = logPlaceOf(config);
      return when(only !== undefined && only !== config.platform.provider, () => ({
        path: ['monitoring', 'logs', 'store'],
        message: `${title} is a service of ${only}, and this environment is on ${config.platform.provider}`,
        hint: 'write loki, or elastic with the address of a server of yours',
      }));
    },
  },
  {
    code: 'MON-LOG-SERVER',
    severity: 'error',
    title: 'Logs that go to a server elsewhere have its address',
    appliesWhen: always,
    check: ({ monitoring: { logs } }) =>
      when(logs.store === 'elastic' && logs.elastic === undefined, () => ({
        path: ['monitoring', 'logs', 'elastic'],
        message: 'logs go to a server elsewhere, and nobody says to which',
        hint: 'write elastic: { address: https://logs.example.org:9200, username: hub, secret: monitoring/elastic }',
      })),
  },
  {
    code: 'MON-LOG-UNUSED',
    severity: 'warning',
    title: 'A server for logs is used',
    appliesWhen: always,
    check: ({ monitoring: { logs } }) =>
      when(logs.store !== 'elastic' && logs.elastic !== undefined, () => ({
        path: ['monitoring', 'logs', 'elastic'],
        message: `the server is not used: logs go to ${logs.store}`,
        hint: 'write store: elastic, or remove it',
      })),
  },
];
