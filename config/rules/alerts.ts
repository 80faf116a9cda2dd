import { offerOf } from '../capabilities';
import { needsSecret } from '../model/alerts/alertmanager';
import { burnThreshold, burnWindows } from '../model/alerts/burn-rates';
import { cloudTells } from '../model/alerts/cloud-recipients';
import { objectivesOf } from '../model/alerts/objectives';
import { runsMonitoring } from '../model/monitoring';
import type { AlertRoute } from '../schema/alerts';
import { latencyBounds } from '../schema/slo';
import type { WorkbenchConfig } from '../schema/workbench';
import { always, inProduction, numbered, type Rule, shared, when } from './rule';

/** Settings that a kind of receiver can't do without. */
const wanted = (route: AlertRoute): readonly { readonly key: keyof AlertRoute; readonly missing: boolean; readonly such: string }[] => [
  ...(route.to === 'email'
    ? [
        { key: 'recipients' as const, missing: route.recipients.length === 0, such: '[operations@example.org]' },
        { key: 'from' as const, missing: route.from === undefined, such: 'hub@example.org' },
        { key: 'server' as const, missing: route.server === undefined, such: 'smtp.example.org:587' },
      ]
    : []),
  ...(needsSecret(route) ? [{ key: 'secret' as const, missing: route.secret === undefined, such: `alerts/${route.name}` }] : []),
];

const routes = ({ alerts }: WorkbenchConfig) => numbered(alerts.routes);

/**
 * Availability that can be reached at most, in percent: estimates from how long it takes to come back, not promises. One pod a service stops with each
 * restart of its node (hours a month with upgrades); one zone has what a single site of the clouds is guaranteed.
 */
const reachable = { lab: 99, oneSite: 99.5 } as const;
const oneSite = ({ cluster, platform }: WorkbenchConfig) => platform.provider === 'azure-stack' || cluster.zones < 2;

/** Objectives that can be kept and measured, and receivers that can be told. */
export const alertRules: readonly Rule[] = [
  {
    code: 'SLO-AVAILABILITY',
    severity: 'warning',
    title: 'A hub with one pod a service promises no more than that can keep',
    appliesWhen: ({ hub }) => hub.size === 'lab',
    check: ({ slo: { availability } }) =>
      when(availability.objective > reachable.lab, () => ({
        path: ['slo', 'availability', 'objective'],
        message: `${availability.objective} % is out of reach: size lab runs one pod of each service, and each restart of a node stops payments`,
        hint: `write hub.size: small or more, or ${reachable.lab} and less`,
      })),
  },
  {
    code: 'SLO-SITE',
    severity: 'warning',
    title: 'A hub in one zone or building promises no more than that can keep',
    appliesWhen: (config) => config.hub.size !== 'lab' && oneSite(config),
    check: ({ platform, slo: { availability } }) =>
      when(availability.objective > reachable.oneSite, () => ({
        path: ['slo', 'availability', 'objective'],
        message: `${availability.objective} % is out of reach: ${platform.provider === 'azure-stack' ? 'Azure Stack stands in one building' : 'all nodes are in one zone'}`,
        hint:
          platform.provider === 'azure-stack'
            ? `write ${reachable.oneSite} or less`
            : `spread the nodes over three zones (cluster.zones: 3), or write ${reachable.oneSite} and less`,
      })),
  },
  {
    code: 'SLO-LATENCY',
    severity: 'warning',
    title: 'Transfers can be as fast as they are promised',
    appliesWhen: ({ hub }) => hub.size !== 'lab',
    check: ({ slo: { latency } }) =>
      when(latency.seconds < 0.5, () => ({
        path: ['slo', 'latency', 'seconds'],
        message: `${latency.seconds} s is out of reach: a transfer passes five handlers and the systems of two participants`,
        hint: 'write 0.5 or more',
      })),
  },
  {
    code: 'SLO-LATENCY-LAB',
    severity: 'warning',
    title: 'A hub with a twentieth of a processor a service promises no fast transfers',
    appliesWhen: ({ hub }) => hub.size === 'lab',
    check: ({ slo: { latency } }) =>
      when(latency.seconds < 2, () => ({
        path: ['slo', 'latency', 'seconds'],
        message: `${latency.seconds} s is out of reach: the pods of size lab ask for a twentieth of a processor each`,
        hint: 'write 2 or 5, or hub.size: small or more',
      })),
  },
  {
    code: 'SLO-BOUND',
    severity: 'error',
    title: 'The duration that is promised is one that somebody counts',
    appliesWhen: always,
    check: ({ slo: { latency } }) =>
      when(!latencyBounds.some((bound) => bound === latency.seconds), () => ({
        path: ['slo', 'latency', 'seconds'],
        message: `no service of Mojaloop counts the transfers that take at most ${latency.seconds} s`,
        hint: `write one of ${latencyBounds.join(', ')}`,
      })),
  },
  {
    code: 'SLO-BURN',
    severity: 'warning',
    title: 'Objectives are strict enough for every burn rate to be possible',
    appliesWhen: always,
    check: ({ slo, ...config }) =>
      objectivesOf({ slo }).flatMap((objective) => {
        const never = burnWindows.filter((window) => burnThreshold(objective, window, slo.windowDays) >= 1);
        const key = ({ 'transfer-success': 'transferSuccess', latency: 'latency', availability: 'availability' } as const)[objective.id];
        return when(never.length > 0, () => ({
          path: ['slo', key, 'objective'],
          message: `${objective.objective} % over ${slo.windowDays} days lets so much fail that the fast alert (${never.map(({ long }) => long).join(', ')}) never comes, not even when everything fails`,
          hint: `write ${strictEnough(slo.windowDays)} or more${config.profile === 'sandbox' ? ', or a shorter windowDays' : ''}`,
        }));
      }),
  },
  {
    code: 'ALR-INCOMPLETE',
    severity: 'error',
    title: 'Routes of alerts say what their receiver needs',
    appliesWhen: always,
    check: (config) =>
      routes(config).flatMap(({ index, item }) =>
        wanted(item)
          .filter(({ missing }) => missing)
          .map(({ key, such }) => ({
            path: ['alerts', 'routes', index, key],
            message: `the route ${item.name} (${item.to}) does not say ${key}`,
            hint: `write ${key}, such as ${such}`,
          })),
      ),
  },
  {
    code: 'ALR-NAME',
    severity: 'error',
    title: 'Routes of alerts have names of their own',
    appliesWhen: always,
    check: (config) =>
      shared(routes(config), ({ item }) => item.name).flatMap(([name, [, ...more]]) =>
        more.map(({ index }) => ({
          path: ['alerts', 'routes', index, 'name'],
          message: `another route is called ${name}`,
          hint: 'choose another name: it is also that of its Secret',
        })),
      ),
  },
  {
    code: 'ALR-NOBODY',
    severity: 'warning',
    title: 'In production somebody is told of critical alerts',
    appliesWhen: inProduction,
    check: (config) =>
      when(!config.alerts.routes.some(({ severities }) => severities.includes('critical')), () => ({
        path: ['alerts', 'routes'],
        message: 'nobody is told of critical alerts: that payments fail is only seen by who happens to look',
        hint: 'write a route with severities: [critical]',
      })),
  },
  {
    code: 'ALR-CLOUD',
    severity: 'warning',
    title: 'In production somebody is told what the cloud says of its stores',
    appliesWhen: (config) => inProduction(config) && runsMonitoring(config) && offerOf(config.platform, 'alarms').offered,
    check: (config) =>
      when(!cloudTells(config, 'critical'), () => ({
        path: ['alerts', 'cloudRecipients'],
        message: `alarms of the cloud are made, and nobody gets a mail: it can write to mail addresses alone, and no other receiver's address leaves Vault`,
        hint: 'write cloudRecipients: [operations@example.org], or the address for mail of your PagerDuty, Opsgenie, Slack or Teams',
      })),
  },
];

/** The least objective of two decimals at which the fastest window can still tell. */
function strictEnough(windowDays: number): number {
  const [fastest] = burnWindows;
  const rate = fastest ? (fastest.spent * windowDays * 24) / fastest.longHours : 1;
  return Math.ceil((100 - 100 / rate) * 100 + 1) / 100;
}
