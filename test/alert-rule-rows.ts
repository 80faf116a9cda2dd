import type { RuleRow } from './cloud-rule-rows';

type Json = { readonly [key: string]: unknown };
const slo = (more: Json) => ({ slo: more });
const routes = (...list: Json[]) => ({ alerts: { routes: list } });
const production = (more: Json = {}) => ({ profile: 'production', ...more });
const onAws = (more: Json) => ({
  profile: 'production',
  platform: { provider: 'aws', region: 'eu-west-1', context: undefined, account: '123456789012' },
  ...more,
});
const chat = { name: 'chat', to: 'slack', secret: 'alerts/chat' };
const mail = { name: 'mail', to: 'email', recipients: ['ops@example.org'], from: 'hub@example.org', server: 'smtp.example.org:587' };

/** Rules of objectives and of who is told. */
export const alertRuleRows: readonly RuleRow[] = [
  {
    code: 'SLO-AVAILABILITY',
    settings: slo({ availability: { objective: 99.9 } }),
    finds: [
      'slo.availability.objective: 99.9 % is out of reach: size lab runs one pod of each service, and each restart of a node stops payments (write hub.size: small or more, or 99 and less)',
    ],
    silent: slo({ availability: { objective: 99 } }),
  },
  {
    code: 'SLO-SITE',
    settings: production({ cluster: { zones: 1 }, ...slo({ availability: { objective: 99.6 } }) }),
    finds: [
      'slo.availability.objective: 99.6 % is out of reach: all nodes are in one zone (spread the nodes over three zones (cluster.zones: 3), or write 99.5 and less)',
    ],
    silent: production({ cluster: { zones: 3 } }),
  },
  {
    code: 'SLO-LATENCY',
    settings: production(slo({ latency: { seconds: 0.1 } })),
    finds: [
      'slo.latency.seconds: 0.1 s is out of reach: a transfer passes five handlers and the systems of two participants (write 0.5 or more)',
    ],
    silent: production(slo({ latency: { seconds: 0.5 } })),
  },
  {
    code: 'SLO-LATENCY-LAB',
    settings: slo({ latency: { seconds: 1 } }),
    finds: [
      'slo.latency.seconds: 1 s is out of reach: the pods of size lab ask for a twentieth of a processor each (write 2 or 5, or hub.size: small or more)',
    ],
    silent: slo({ latency: { seconds: 2 } }),
  },
  {
    code: 'SLO-BOUND',
    settings: slo({ latency: { seconds: 3 } }),
    finds: ['slo.latency.seconds: no service of Mojaloop counts the transfers that take at most 3 s (write one of 0.1, 0.5, 1, 2, 5)'],
    silent: slo({ latency: { seconds: 2 } }),
  },
  {
    code: 'SLO-BURN',
    settings: slo({ transferSuccess: { objective: 90 } }),
    finds: [
      'slo.transferSuccess.objective: 90 % over 30 days lets so much fail that the fast alert (1h) never comes, not even when everything fails (write 93.07 or more, or a shorter windowDays)',
    ],
    silent: slo({ transferSuccess: { objective: 93.07 } }),
  },
  {
    code: 'ALR-INCOMPLETE',
    settings: routes({ name: 'chat', to: 'slack' }, { name: 'mail', to: 'email', username: 'hub' }),
    finds: [
      'alerts.routes.0.secret: the route chat (slack) does not say secret (write secret, such as alerts/chat)',
      'alerts.routes.1.recipients: the route mail (email) does not say recipients (write recipients, such as [operations@example.org])',
      'alerts.routes.1.from: the route mail (email) does not say from (write from, such as hub@example.org)',
      'alerts.routes.1.server: the route mail (email) does not say server (write server, such as smtp.example.org:587)',
      'alerts.routes.1.secret: the route mail (email) does not say secret (write secret, such as alerts/mail)',
    ],
    silent: routes(chat, mail),
  },
  {
    code: 'ALR-NAME',
    settings: routes(chat, { ...mail, name: 'chat' }),
    finds: ['alerts.routes.1.name: another route is called chat (choose another name: it is also that of its Secret)'],
    silent: routes(chat, mail),
  },
  {
    code: 'ALR-NOBODY',
    settings: production(routes({ ...chat, severities: ['warning'] })),
    finds: [
      'alerts.routes: nobody is told of critical alerts: that payments fail is only seen by who happens to look (write a route with severities: [critical])',
    ],
    silent: production(routes(chat)),
  },
  {
    code: 'ALR-CLOUD',
    settings: onAws(routes(chat)),
    finds: [
      "alerts.cloudRecipients: alarms of the cloud are made, and nobody gets a mail: it can write to mail addresses alone, and no other receiver's address leaves Vault (write cloudRecipients: [operations@example.org], or the address for mail of your PagerDuty, Opsgenie, Slack or Teams)",
    ],
    silent: onAws(routes(chat, mail)),
  },
];
